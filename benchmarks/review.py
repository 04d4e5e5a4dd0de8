# ruff: noqa: INP001  a program, not a package
"""How fast is the review? Units per second, in one run: bare core, through Great Expectations, with findings, per unit.

``python benchmarks/review.py [UNITS] [--json FILE]``. The per-unit way (one stock suite validated once per unit) is
measured on a few units and extrapolated: it costs the same for every unit. Times are processor seconds, so that a
shared machine disturbs less; ratios are taken inside the run. One unit in fifty has one wrong amount.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import platform
import sys
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import great_expectations as gx
import numpy as np
import pandas as pd
from great_expectations.core.expectation_suite import ExpectationSuite
from great_expectations.expectations.core.expect_column_values_to_be_between import ExpectColumnValuesToBeBetween

from final_accounts.catalog.editions import edition_of
from final_accounts.model.edition import Edition
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.place import Cell
from final_accounts.rules import CompiledRulebook, UnitFacts, compile_rulebook, review
from final_accounts.rules.core import evaluate
from final_accounts.rules.encoding import encode
from final_accounts.rules.gx import Payload, assert_rules, build_suite
from final_accounts.rules.outcomes import Code, FormulaOutcome
from final_accounts.workbooks.made_up import accounts, made_up_units
from final_accounts.workbooks.submission_data import SubmissionData

EDITION = "hubei-wuhan/2021"
DISTINCT = 25
FEW = 5
WRONG_EVERY = 50
FEN = 100


def submissions(edition: Edition, count: int) -> list[UnitFacts]:
    """Made-up units; beyond ``DISTINCT`` the same accounts come again under other codes."""
    city = made_up_units(edition.region, DISTINCT)
    made = [_facts(accounts(city, unit, edition), edition) for unit in city.units_of(edition.fiscal_year)]
    found = []
    for number in range(count):
        unit = made[number % len(made)]
        facts = unit.facts
        if number % WRONG_EVERY == 0:
            facts = _one_wrong(facts, number)
        found.append(dataclasses.replace(unit, unit=f"{number:06d}", facts=facts))
    return found


def _facts(data: SubmissionData, edition: Edition) -> UnitFacts:
    found = []
    for form, rows in data.forms.items():
        layout = edition.forms.get(form)
        if layout is None:
            continue
        kinds = {c.key: c.kind for b in layout.blocks for c in b.values}  # noqa: PD011  a block's own columns
        for place, (row, columns) in enumerate(rows.items()):
            for at, (column, value) in enumerate(columns.items()):
                kind = kinds.get(column, ValueKind.AMOUNT if column.startswith("economic:") else None)
                if kind is None:
                    continue
                amount = kind is ValueKind.AMOUNT and isinstance(value, int | Decimal)
                stored = round(value * FEN) if amount and isinstance(value, int | Decimal) else value
                cell = Cell(layout.sheet, place, at)
                found.append(Fact(form, row, column, kind, stored, cell, str(value), 1 if amount else 0))
    return UnitFacts(data.header.unit_code, data.header, tuple(found), frozenset(data.forms), data.nil_forms)


def _one_wrong(facts: tuple[Fact, ...], number: int) -> tuple[Fact, ...]:
    amounts = [i for i, f in enumerate(facts) if f.kind is ValueKind.AMOUNT and f.value]
    if not amounts:
        return facts
    which = amounts[number % len(amounts)]
    wrong = dataclasses.replace(facts[which], value=int(facts[which].value) + FEN)  # type: ignore[arg-type]
    return (*facts[:which], wrong, *facts[which + 1 :])


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """Best processor time of a few runs."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def per_unit(compiled: CompiledRulebook, units: Sequence[UnitFacts]) -> None:
    """The way not taken: a frame, a suite of stock expectations and a ``validate`` for each unit."""
    rules = compiled.expected("accounts")
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}  # type: ignore[assignment]
    source = context.data_sources.add_pandas("per unit").add_dataframe_asset("residuals")
    definition = source.add_batch_definition_whole_dataframe("all")
    for unit in units:
        chunk = encode([unit], compiled.shapes, compiled.rows)
        outcomes = evaluate(compiled, chunk, rules)
        columns = {
            rule: pd.Series((o.verdict == Code.ERROR).astype(np.int64))
            if isinstance(o, FormulaOutcome)
            else pd.Series([len(o.hits)], dtype="int64")
            for rule, o in outcomes.items()
        }
        batch = definition.get_batch({"dataframe": pd.DataFrame(columns)})
        suite = ExpectationSuite(name="stock")
        suite.expectations.extend(
            ExpectColumnValuesToBeBetween(column=rule, min_value=0, max_value=0) for rule in columns
        )
        batch.validate(suite, result_format="COMPLETE")


def measure(count: int) -> dict[str, float | int | str]:
    """All figures of one run."""
    edition = edition_of(EDITION)
    compiled = compile_rulebook(edition)
    units = submissions(edition, count)
    rules = compiled.expected("accounts")
    chunk = encode(units, compiled.shapes, compiled.rows)
    review(compiled, units[:2])  # imports and caches warm

    def through_gx() -> None:
        again = encode(units, compiled.shapes, compiled.rows)
        assert_rules(Payload(compiled, again, rules, {}), build_suite(compiled, "accounts"))

    core = seconds(lambda: evaluate(compiled, encode(units, compiled.shapes, compiled.rows), rules))
    asserted = seconds(through_gx)
    whole = seconds(lambda: review(compiled, units), times=1)
    naive = seconds(lambda: per_unit(compiled, units[1 : FEW + 1]), times=1) / FEW
    one = seconds(lambda: review(compiled, units[1:2]))
    return {
        "units": count,
        "rules": len(rules),
        "figures": int((chunk.states >= 2).sum()),  # noqa: PLR2004  blank or filled
        "core_units_per_second": round(count / core, 1),
        "gx_units_per_second": round(count / asserted, 1),
        "review_units_per_second": round(count / whole, 1),
        "per_unit_units_per_second": round(1 / naive, 2),
        "per_unit_measured_on": FEW,
        "gx_over_core": round(asserted / core, 2),
        "gx_over_per_unit": round(naive * count / asserted, 1),
        "one_unit_milliseconds": round(one * 1000, 1),
        "python": platform.python_version(),
    }


def table(found: dict[str, float | int | str]) -> str:
    """The section of docs/benchmarks.md."""
    few, once = found["per_unit_measured_on"], f"once per chunk is {found['gx_over_per_unit']} × faster"
    asserted = f"{found['gx_over_core']} × the core's time"
    rows = (
        ("bare core: encode the facts, evaluate every rule", found["core_units_per_second"], "1"),
        ("through Great Expectations, one expectation a rule", found["gx_units_per_second"], asserted),
        ("the whole review: messages, suspects, groups", found["review_units_per_second"], ""),
        (f"stock expectations once per unit ({few} units, extrapolated)", found["per_unit_units_per_second"], once),
    )
    head = f"Review of {found['units']} units, {found['rules']} rules, {found['figures']} figures"
    lines = [f"{head} (Python {found['python']}, processor time, one run):", "", "| way | units per second | ratio |"]
    lines += ["|---|---|---|", *(f"| {way} | {speed} | {note} |" for way, speed, note in rows)]
    return "\n".join([*lines, "", f"One unit by itself: {found['one_unit_milliseconds']} ms."])


def main() -> None:
    """Measure, print, and write what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("units", nargs="?", type=int, default=1000)
    asked.add_argument("--json", type=Path, default=None)
    wanted = asked.parse_args()
    found = measure(wanted.units)
    sys.stdout.write(table(found) + "\n")
    if wanted.json:
        wanted.json.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

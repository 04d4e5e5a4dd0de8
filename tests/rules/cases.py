"""Cases of tests/cases/rules: one rule, accounts where it holds, accounts where it is broken."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from final_accounts.catalog.editions import edition_of
from final_accounts.model.edition import Edition
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.rules.shapes import FormShape, form_shapes
from final_accounts.rules.units import UnitFacts
from rules.balanced_accounts import facts_of, figures, unit

FOLDER = Path(__file__).parents[1] / "cases" / "rules"
DEFAULT_EDITION = "hubei-wuhan/2021"
KEYS = {
    "rule", "edition", "fails", "given", "kind", "scope", "prior", "prior_fails", "prior_names", "statistics", "names",
    "moves", "adds", "without", "drop", "blank", "steps", "says", "never", "verdict",
}  # fmt: skip

Key = tuple[str, str, str]
Side = Literal["holds", "fails"]


@dataclass(frozen=True)
class Case:
    """One entry of a case file."""

    rule: str
    edition: str
    data: dict[str, Any]

    def submission(self, side: Side) -> UnitFacts:
        """The unit of one side; its code is ``<rule>/<side>``."""
        return build(self, side)


@cache
def shapes_of(edition: str) -> dict[str, FormShape]:
    return form_shapes(edition_of(edition))


@cache
def cases() -> tuple[Case, ...]:
    """All cases; an unknown word in a file is an error, so that no case tests nothing."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for data in yaml.safe_load(path.read_text(encoding="utf-8")):
            if set(data) - KEYS:
                message = f"{path.name}: {data['rule']}: unknown words {set(data) - KEYS}"
                raise ValueError(message)
            found.append(Case(data["rule"], data.get("edition", DEFAULT_EDITION), data))
    return tuple(found)


def build(case: Case, side: Side) -> UnitFacts:
    edition = edition_of(case.edition)
    shapes = shapes_of(case.edition)
    data, failing = case.data, side == "fails"
    base_values, words = figures(edition)
    values: dict[Key, int | Decimal] = dict(base_values)
    if "without" in data and not failing:
        values = {k: v for k, v in values.items() if not k[1].startswith(f"function:{data['without']}")}
    changes = data.get("given", {}) | (data.get("fails", {}) | data.get("adds", {}) if failing else {})
    for text, amount in changes.items():
        key = key_of(text, shapes)
        if amount is None:
            values = {k: v for k, v in values.items() if k[:2] != key[:2]}
        else:
            values[key] = Decimal(str(amount))
    for form in data.get("blank", []) if failing else []:
        values = {k: v for k, v in values.items() if k[0] != form}
    facts = facts_of(edition, values, words)
    if failing:
        facts = [_edited(f, data, shapes) for f in facts]
        facts = _moved(facts, data, shapes)
    base = unit(edition, code=f"{case.rule}/{side}", kind=data.get("kind", "事业单位"), drop_forms=())
    gone = set(data.get("drop", [])) if failing else set()
    return dataclasses.replace(
        base,
        header=dataclasses.replace(base.header, report_scope=data.get("scope", "单位")),
        facts=tuple(f for f in facts if f.form not in gone),
        forms_present=base.forms_present - gone,
        prior=_prior(edition, data, shapes, failing=failing),
        statistics={k: v * 100 for k, v in data.get("statistics", {}).items()},
    )


def key_of(text: str, shapes: dict[str, FormShape]) -> Key:
    """Such as "T1/收入总计", "T3/2081005/basic", "S9/project:2081005/1/total" → form, row, column."""
    form, *rest = text.split("/")
    shape = shapes[form]
    column = ""
    if len(rest) > 1 and (rest[-1] in shape.columns or rest[-1].startswith("economic:")):
        column = rest.pop()
    row = "/".join(rest)
    if row.isdigit():
        row = f"{shape.coded}:{row}"
    elif row != "total" and ":" not in row:
        row = f"line:{row}"
    return form, row, column or (shape.columns_of(row) or shape.numeric)[0]


def _edited(fact: Fact, data: dict[str, Any], shapes: dict[str, FormShape]) -> Fact:
    for text, name in data.get("names", {}).items():
        if key_of(text, shapes)[:2] == (fact.form, fact.row):
            fact = dataclasses.replace(fact, name=name)
    for text, step in data.get("steps", {}).items():
        if key_of(text, shapes) == fact.key:
            fact = dataclasses.replace(fact, step=step)
    return fact


def _moved(facts: list[Fact], data: dict[str, Any], shapes: dict[str, FormShape]) -> list[Fact]:
    """Put a row below another one of its sheet."""
    for text, below in data.get("moves", {}).items():
        key, anchor = key_of(text, shapes), key_of(below, shapes)
        rows = {f.cell.row for f in facts if (f.form, f.row) == anchor[:2]}
        target = max(rows) + 1
        moved = []
        for fact in facts:
            cell = fact.cell
            if (fact.form, fact.row) == key[:2]:
                cell = dataclasses.replace(cell, row=target)
            elif fact.form == key[0] and cell.row >= target:
                cell = dataclasses.replace(cell, row=cell.row + 1)
            moved.append(dataclasses.replace(fact, cell=cell))
        facts = moved
    return facts


def _prior(edition: Edition, data: dict[str, Any], shapes: dict[str, FormShape], *, failing: bool) -> tuple[Fact, ...]:
    given = data.get("prior", {}) | (data.get("prior_fails", {}) if failing else {})
    values = {key_of(text, shapes): Decimal(str(amount)) for text, amount in given.items()}
    names = {key_of(text, shapes): name for text, name in data.get("prior_names", {}).items()} if failing else {}
    return tuple(
        dataclasses.replace(fact, name=names.get(fact.key, fact.name))
        for fact in facts_of(edition, values, {})
        if fact.key in values and fact.kind in {ValueKind.AMOUNT, ValueKind.COUNT}
    )

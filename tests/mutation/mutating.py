"""Mutations: one amount of a clean submission, changed by one fen. Seeded, and stratified over every kind of place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random

from final_accounts.model.evaluation import Evaluation
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.submission import ParsedSubmission
from mutation.clean import Clean

LEVELS = {3: "类", 5: "款", 7: "项"}
PRINTED_CLASSES = {"T1", "T4", "PRIOR"}


@dataclass(frozen=True, slots=True)
class Mutation:
    """One changed amount. ``stratum`` is the kind of place it stands in."""

    clean: Clean
    fact: Fact
    change: int
    stratum: str

    @property
    def amount(self) -> int:
        """The amount before, in fen."""
        assert isinstance(self.fact.value, int)
        return self.fact.value

    def parsed(self) -> ParsedSubmission:
        """The submission with the one amount that is wrong."""
        wrong = replace(self.fact, value=self.amount + self.change, step=1, blank=False, printed="")
        parsed = self.clean.parsed
        return replace(
            parsed,
            facts=tuple(wrong if fact is self.fact else fact for fact in parsed.facts),
            evaluations=tuple(_evaluation(each, wrong) for each in parsed.evaluations),
        )


def _evaluation(evaluation: Evaluation, wrong: Fact) -> Evaluation:
    """The reader keeps budget and executed of a form's head beside the facts: the same cell, the same amount."""
    assert isinstance(wrong.value, int)
    if evaluation.budget is not None and evaluation.cells.get("budget") == wrong.cell:
        return replace(evaluation, budget=wrong.value)
    if evaluation.executed is not None and evaluation.cells.get("executed") == wrong.cell:
        return replace(evaluation, executed=wrong.value)
    return evaluation


def stratum(fact: Fact) -> str:
    """The kind of place an amount stands in: form, printed line or level of a code, column.

    >>> from final_accounts.model.place import Cell
    >>> stratum(Fact("T3", "function:2080505", "basic", ValueKind.AMOUNT, 1, Cell("表3", 9, 5)))
    'T3/项/basic'
    >>> stratum(Fact("S7", "function:208", "economic:30101", ValueKind.AMOUNT, 1, Cell("附表7", 9, 5)))
    'S7/类/economic:款'
    >>> stratum(Fact("T6", "economic:30201", "amount", ValueKind.AMOUNT, 1, Cell("表6", 9, 5)))
    'T6/款 of 302/amount'
    """
    kind, _, code = fact.row.partition(":")
    level = LEVELS.get(len(code), "编码")
    row = {"function": level, "economic": f"{level} of {code[:3]}", "project": "项目", "item": "明细"}.get(
        kind, fact.row
    )
    if fact.form in PRINTED_CLASSES and kind == "function":
        row = "类"
    column = fact.column
    if column.startswith("economic:"):
        column = f"economic:{LEVELS[len(column.partition(':')[2])]}"
    form = fact.form.rstrip("0123456789") if fact.form.startswith("P") else fact.form
    return f"{form}/{row}/{column}"


def amounts(clean: Clean) -> tuple[Fact, ...]:
    """All amounts of a submission, blank cells among them."""
    return tuple(f for f in clean.parsed.facts if f.kind is ValueKind.AMOUNT)


def by_stratum(cleans: Sequence[Clean]) -> dict[str, list[tuple[Clean, Fact]]]:
    """The amounts of each stratum, strata in alphabetical order."""
    strata: dict[str, list[tuple[Clean, Fact]]] = defaultdict(list)
    for clean in cleans:
        for fact in amounts(clean):
            strata[stratum(fact)].append((clean, fact))
    return dict(sorted(strata.items()))


def one_each(strata: Iterable[list[tuple[Clean, Fact]]], seed: int) -> tuple[Mutation, ...]:
    """One mutation of every stratum, up or down; figures are preferred to blanks inside a stratum."""
    random = Random(seed)  # noqa: S311  nothing secret
    chosen = []
    for places in strata:
        clean, fact = random.choice([p for p in places if p[1].value] or places)
        chosen.append(mutation(clean, fact, random.choice((1, -1))))
    return tuple(chosen)


def mutation(clean: Clean, fact: Fact, change: int = 1) -> Mutation:
    """One mutation; what is zero or blank becomes one fen, never less than nothing."""
    assert isinstance(fact.value, int)
    return Mutation(clean, fact, change if fact.value > 0 else 1, stratum(fact))

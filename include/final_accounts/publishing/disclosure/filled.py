"""A performance form 绩效表 as filled in: its facts, its evaluation, its rubric, and the words of each value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from final_accounts.model.clock import day_in_words
from final_accounts.model.evaluation import Evaluation, EvaluationScore, Indicator
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.layout import FormLayout, Line
from final_accounts.model.money import format_amount
from final_accounts.model.rubric import Rubric
from final_accounts.publishing import figures
from final_accounts.publishing.disclosure.drafting import Drafting
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.table_view import Own, Words

_NUMBER: Final = r"\d[\d,]*(?:\.\d+)?"
_MEASURED: Final = re.compile(rf"([≥≤＞＜><=＝]*\s*)(-?{_NUMBER})(\s*[%％]?)([^\d]{{0,6}})")
_NUMERALS: Final = re.compile(rf"{_NUMBER}%?")
CHOSEN, OPEN_BOX = "■", "□"


@dataclass(frozen=True)
class Filled:
    """One form of a unit. ``form`` is its id with the number of the sheet: ``PW``, ``PP2``."""

    drafting: Drafting
    form: str
    layout: FormLayout
    evaluation: Evaluation
    facts: Mapping[tuple[str, str], Fact]
    rubric: Rubric | None

    @property
    def score(self) -> EvaluationScore | None:
        """What we made of it."""
        return next((s for s in self.drafting.report.reported.scores if s.form == self.form), None)

    def lines(self) -> Iterator[Line]:
        """The printed lines of all fixed blocks."""
        for block in self.layout.blocks:
            yield from (line for line in block.lines if line.key)

    def words(self, row: str, column: str = "value") -> Words:
        """What the unit filled in at a place; nothing where it left it blank."""
        fact = self.facts.get((row, column))
        return self.said(fact) if fact is not None and not fact.blank else ()

    def reported(self, tag: str) -> Words:
        """What stands on the line that fills a field of the evaluation: ``self_score``, ``rating``."""
        row = next((line.key for line in self.lines() if tag in line.tags), "")
        return self.words(row)

    def said(self, fact: Fact) -> Words:
        """A fact as words: its figure under its own key, or the unit's text."""
        value = fact.value
        if fact.kind is ValueKind.AMOUNT and isinstance(value, int):
            return (replace(self.amount(value), fact=fact.key),)
        if fact.kind is ValueKind.RATIO and isinstance(value, (int, Decimal)):
            return (replace(figures.percent(Decimal(value)), fact=fact.key),)
        if isinstance(value, (int, Decimal)):
            shown = figures.count(value) if fact.kind is ValueKind.COUNT else figures.points(Decimal(value))  # type: ignore[arg-type] # counts are whole
            return (replace(shown, fact=fact.key),)
        if isinstance(value, date):
            return (Figure(day_in_words(value), fact=fact.key),)
        return own(fact.printed or str(value))

    def amount(self, fen: int) -> Figure:
        """An amount as the region's forms print it."""
        decimals = int(self.drafting.word("disclosure_form_style", "decimals"))
        text = format_amount(fen, figures.PAPER, decimals)
        if self.drafting.word("disclosure_form_style", "trim_zeros"):
            text = text.rstrip("0").rstrip(".")
        return Figure(text, fen=fen)

    def boxes(self, row: str) -> Words:
        """All choices of a line, the chosen ones marked."""
        line = next((line for line in self.lines() if line.key == row), None)
        fact = self.facts.get((row, "value"))
        chosen = fact.printed.strip() if fact is not None else ""
        choices = line.choices if line is not None else ()
        words: list[str | Figure] = ["　".join(f"{CHOSEN if c == chosen else OPEN_BOX}{c}" for c in choices)]
        if chosen and chosen not in choices:
            words.append(Own(f"　{CHOSEN}{chosen}"))
        return tuple(words)

    def points_of(self, block: str) -> Figure:
        """The full points of a block of the rubric, or of a yearly goal as the form prints them."""
        printed = self.evaluation.block_points.get(block)
        known = next((b.points for b in self.rubric.blocks if b.id == block), None) if self.rubric else None
        return self.named(figures.points(printed if printed is not None else known), f"points {block}")

    def named(self, figure: Figure, name: str) -> Figure:
        """A figure called by the form and what it is."""
        return replace(figure, name=f"{self.form} {name}")

    def of_indicator(self, indicator: Indicator, figure: Figure, column: str) -> Figure:
        """A figure of an indicator, called by its path and column."""
        return self.named(figure, f"{indicator.path} {column}")


def filled(drafting: Drafting, form: str) -> tuple[Filled, ...]:
    """Every filled sheet of a form in order; one for the whole unit, one a project where the form repeats."""
    layout = drafting.report.edition.forms.get(form)
    if layout is None:
        return ()
    reported = drafting.report.reported
    found = [e for e in reported.evaluations if e.form == form or (layout.repeats and _number(e.form, form))]
    return tuple(
        Filled(
            drafting,
            evaluation.form,
            layout,
            evaluation,
            {(fact.row, fact.column): fact for fact in reported.facts if fact.form == evaluation.form},
            drafting.report.edition.rubrics.get(evaluation.rubric),
        )
        for evaluation in sorted(found, key=lambda e: _number(e.form, form))
    )


def own(text: str) -> Words:
    r"""The unit's words on one line; none where there are none.

    >>> own("按期完成。\n结余交回。"), own(" ")
    (('按期完成。　结余交回。',), ())
    """
    line = "　".join(part.strip() for part in text.splitlines() if part.strip())
    return (Own(line),) if line else ()


def measured(text: str, called: Callable[[Figure], Figure]) -> Words:
    """A target or actual: one figure with its sign and unit of measure, or the unit's words.

    >>> measured("≥95.5%", lambda f: f)
    ('≥', Figure(text='95.5%', fen=None, value=Decimal('0.955'), name='', fact=None))
    >>> measured("2021年12月底", lambda f: f)
    ('2021年12月底',)
    """
    match = _MEASURED.fullmatch(text.strip())
    if match is None:
        return own(text)
    sign, number, percent, unit = match.groups()
    value = Decimal(number.replace(",", ""))
    figure = Figure(f"{number}{percent}", value=value / 100 if percent.strip() else value)
    words: list[str | Figure] = [Own(sign)] if sign else []
    words.append(called(figure))
    if unit:
        words.append(Own(unit))
    return tuple(words)


def figured(text: str, name: str) -> Words:
    """Words of a rule with each number in them as a figure called ``name``.

    >>> figured("不大于 1 计满分", "rule")
    ('不大于 ', Figure(text='1', fen=None, value=Decimal('1'), name='rule', fact=None), ' 计满分')
    """
    words: list[str | Figure] = []
    end = 0
    for match in _NUMERALS.finditer(text):
        if match.start() > end:
            words.append(text[end : match.start()])
        value = Decimal(match[0].rstrip("%").replace(",", ""))
        words.append(Figure(match[0], value=value / 100 if match[0].endswith("%") else value, name=name))
        end = match.end()
    if end < len(text):
        words.append(text[end:])
    return tuple(words)


def _number(form: str, base: str) -> int:
    rest = form.removeprefix(base)
    return int(rest) if form.startswith(base) and rest.isdigit() else 0

"""与上年比较: sums of this year beside last year's, over the units that can be compared. Pure.

Sums are of what the units report; transfers between units are eliminated only in the city's own tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from final_accounts.model.edition import Edition
from final_accounts.model.facts import FactKey
from final_accounts.publishing import figures
from final_accounts.publishing.city import wanted
from final_accounts.publishing.city.comparability import comparable
from final_accounts.publishing.city.facts import CityFacts, Values
from final_accounts.publishing.city.nouns import CarryLine, Comparability, ComparedLine, ComparedTable
from final_accounts.publishing.city.signed import difference, growth
from final_accounts.publishing.figures import UNKNOWN

Sum = Callable[[Iterable[Values]], int]
Href = Callable[[FactKey], str]


@dataclass(frozen=True, slots=True)
class Years:
    """Values of all units that count this year, and of the compared ones in both years."""

    now: tuple[Values, ...]
    here: tuple[Values, ...]
    before: tuple[Values, ...]
    known: Comparability

    @classmethod
    def of(cls, edition: Edition, facts: CityFacts) -> Years:
        """The two years of a city."""
        found = comparable(facts.city, edition.fiscal_year, facts.values.keys(), facts.last_year.keys())
        known = Comparability(
            counted=figures.count(len(facts.values)),
            counted_before=figures.count(len(facts.last_year)),
            compared=figures.count(len(found.now)),
            compared_before=figures.count(len(found.before)),
            all_of_them=bool(found.now) and len(found.now) == len(facts.values),
            none=not found.now,
        )
        return cls(
            tuple(facts.values.values()),
            tuple(facts.values[code] for code in sorted(found.now)),
            tuple(facts.last_year[code] for code in sorted(found.before)),
            known,
        )


def of_key(key: FactKey) -> Sum:
    """Sum of one figure over units."""
    return lambda units: wanted.total_of(units, key)


def less(whole: FactKey, *parts: FactKey) -> Sum:
    """Sum of ``whole`` less the sums of ``parts``: what no line of its own tells."""
    return lambda units: _less(tuple(units), whole, parts)


def _less(units: tuple[Values, ...], whole: FactKey, parts: tuple[FactKey, ...]) -> int:
    return wanted.total_of(units, whole) - sum(wanted.total_of(units, part) for part in parts)


def compared_tables(edition: Edition, years: Years, href: Href, other_funds: str) -> tuple[ComparedTable, ...]:
    """Income by source, expenditure by fund, expenditure by functional class."""
    names = class_names(edition)
    income = [(name, wanted.income_line(name)) for name in wanted.INCOME_LINES]
    funds = [(name, wanted.spent(fund)) for fund, (name, _) in wanted.FUNDS.items()]
    classes = [(name, wanted.class_line(code)) for code, name in names.items()]
    return (
        ComparedTable(
            "income",
            "收入",
            (
                _line(years, "本年收入合计", of_key(wanted.INCOME), href(wanted.INCOME), bold=True),
                *_parts(years, income, href),
            ),
        ),
        ComparedTable(
            "funds",
            "支出按资金性质",
            (
                _line(years, "本年支出合计", of_key(wanted.EXPENDITURE), href(wanted.EXPENDITURE), bold=True),
                *_parts(years, funds, href),
                _line(years, other_funds, less(wanted.EXPENDITURE, wanted.EXECUTED), ""),
            ),
        ),
        ComparedTable(
            "classes",
            "支出按功能分类",
            (
                *_parts(years, classes, href),
                _line(years, "本年支出合计", of_key(wanted.EXPENDITURE), href(wanted.EXPENDITURE), bold=True),
            ),
        ),
    )


def class_names(edition: Edition) -> Mapping[str, str]:
    """Code -> name of the year's functional classes, in printed order."""
    return {
        code: edition.functional.name(code, edition.fiscal_year) or name for _, code, name in edition.expenditure_lines
    }


def carry_lines(years: Years, other_funds: str) -> Iterator[CarryLine]:
    """What was brought into the year and what is carried out of it: in all, by fund, and the rest."""
    funds = wanted.FUNDS
    yield _carry(years, "全部资金", of_key(wanted.OPENING), of_key(wanted.CLOSING), bold=True)
    for fund, (name, _) in funds.items():
        yield _carry(years, name, of_key(wanted.brought(fund)), of_key(wanted.carried(fund)))
    yield _carry(years, other_funds, less(wanted.OPENING, wanted.BROUGHT), less(wanted.CLOSING, wanted.CARRIED))


def _carry(years: Years, name: str, opening: Sum, closing: Sum, *, bold: bool = False) -> CarryLine:
    first, last = opening(years.now), closing(years.now)
    return CarryLine(
        name, bold, figures.amount(first), figures.amount(last), difference(last, first), growth(last, first)
    )


def _parts(years: Years, parts: Iterable[tuple[str, FactKey]], href: Href) -> Iterator[ComparedLine]:
    """Lines of the parts that anything is known of in either year."""
    for name, key in parts:
        if any(key in values and values[key] for values in (*years.now, *years.before)):
            yield _line(years, name, of_key(key), href(key))


def _line(years: Years, name: str, total: Sum, href: str, *, bold: bool = False) -> ComparedLine:
    here = None if years.known.none else total(years.here)
    before = None if years.known.none else total(years.before)
    return ComparedLine(
        name,
        0 if bold else 1,
        bold,
        href,
        figures.amount(total(years.now)) if years.now else UNKNOWN,
        figures.amount(here),
        figures.amount(before),
        difference(here, before),
        growth(here, before),
    )

"""“三公”经费 of the city: budget against outcome by kind and by department, and outcome against last year. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from final_accounts.model.edition import Edition
from final_accounts.model.layout import FormLayout
from final_accounts.publishing import figures
from final_accounts.publishing.city import wanted
from final_accounts.publishing.city.comparing import Href, Years
from final_accounts.publishing.city.facts import CityFacts, Values
from final_accounts.publishing.city.nouns import SpendingLine, ThreePublicTable
from final_accounts.publishing.city.signed import difference, growth
from final_accounts.publishing.figures import UNKNOWN

_PARTS: Final = frozenset({"vehicle_purchase", "vehicle_operation"})
"""Kinds that are part of another."""


def three_public_tables(edition: Edition, facts: CityFacts, years: Years, href: Href) -> Iterator[ThreePublicTable]:
    """One table a form, in printed order, where any unit filled it."""
    for form in wanted.three_public_forms(edition):
        layout = edition.forms[form]
        budget, final = (wanted.three_public(form, row, "total") for row in (wanted.BUDGET_LINE, wanted.FINAL_LINE))
        if not any(values.get(key) for values in years.now for key in (budget, final)):
            continue
        last = facts.last_titles.get(form)
        rescoped = last is not None and _scope(last, edition.fiscal_year - 1) != _scope(
            layout.title, edition.fiscal_year
        )
        yield ThreePublicTable(
            title=layout.title,
            rescoped=rescoped,
            lines=tuple(_kinds(layout, years, href, rescoped=rescoped)),
            departments=tuple(_departments(facts, form)),
        )


def _scope(title: str, year: int) -> str:
    """The title without its year: what the table is about."""
    return title.replace(str(year), "")


def _kinds(layout: FormLayout, years: Years, href: Href, *, rescoped: bool) -> Iterator[SpendingLine]:
    headers = {column.key: column.header for block in layout.blocks for column in block.values}
    for kind in wanted.KINDS:
        planned, spent = (wanted.three_public(layout.id, row, kind) for row in (wanted.BUDGET_LINE, wanted.FINAL_LINE))
        compared = not years.known.none and not rescoped
        yield _line(
            headers[kind],
            wanted.total_of(years.now, planned),
            wanted.total_of(years.now, spent),
            wanted.total_of(years.here, spent) if compared else None,
            wanted.total_of(years.before, spent) if compared else None,
            level=0 if kind == "total" else 2 if kind in _PARTS else 1,
            href=href(spent),
        )


def _departments(facts: CityFacts, form: str) -> Iterator[SpendingLine]:
    """Departments that planned or spent anything, most first."""
    sums: dict[str, list[int]] = {}
    for standing in facts.standings:
        values: Values = facts.values.get(standing.unit.code, {})
        both = sums.setdefault(standing.unit.department, [0, 0])
        for place, row in enumerate((wanted.BUDGET_LINE, wanted.FINAL_LINE)):
            both[place] += values.get(wanted.three_public(form, row, "total"), 0)
    for name, (planned, spent) in sorted(sums.items(), key=lambda item: (-item[1][1], item[0])):
        if planned or spent:
            yield _line(name, planned, spent)


def _line(
    name: str,
    planned: int,
    spent: int,
    here: int | None = None,
    before: int | None = None,
    *,
    level: int = 1,
    href: str = "",
) -> SpendingLine:
    return SpendingLine(
        name=name,
        level=level,
        bold=level == 0,
        href=href,
        budget=figures.amount(planned),
        final=figures.amount(spent),
        difference=difference(spent, planned),
        done=figures.rate(spent, planned),
        here=figures.amount(here),
        before=figures.amount(before),
        change=difference(here, before),
        rate=growth(here, before),
    )


def execution_rate(units: Iterable[Values]) -> figures.Figure:
    """The city's rate: all appropriated expenditure over all that was available, of units that report both."""
    pairs = [wanted.execution_of(values) for values in units]
    known = [(spent, available) for spent, available in pairs if spent is not None and available is not None]
    if not known:
        return UNKNOWN
    return figures.rate(sum(spent for spent, _ in known), sum(available for _, available in known))


def execution_rates(values: Mapping[str, Values]) -> dict[str, figures.Figure]:
    """Rate of every unit; unknown where it reports no adjusted budget."""
    return {code: figures.rate(*wanted.execution_of(own)) for code, own in values.items()}

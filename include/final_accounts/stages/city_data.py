"""What the city page is made of, asked from the warehouse in one reading transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlalchemy import Connection

from final_accounts.catalog import calendar
from final_accounts.model.season import Calendar
from final_accounts.publishing import CityFacts, ClassSum, FormScore, OpenTransfer, Standing, Tally, TransferPair
from final_accounts.stages.approvals import day_in_china, day_of, in_words
from final_accounts.stages.house import House, Season
from final_accounts.stages.unit_pages import Publication
from final_accounts.warehouse.queries_scores import unit_scores
from final_accounts.warehouse.queries_season import (
    FindingCount,
    UnitStatus,
    findings_by_department,
    findings_by_rule,
    merged_away,
    unit_statuses,
)
from final_accounts.warehouse.queries_totals import class_totals, row_totals
from final_accounts.warehouse.queries_transfers import elimination

INCOME_LINES: Final = ("本年收入合计", "上级补助收入", "附属单位上缴收入", "本年支出合计")
EXPENDITURE_COLUMNS: Final = {"对附属单位补助支出": "to_affiliated", "上缴上级支出": "to_superior"}
"""Lines of table 1, and columns of table 3, that the elimination touches."""


def city_data(house: House, season: Season, published: Mapping[str, Publication]) -> CityFacts:
    """The input of the city report; ``published`` are the pages of the site that is being assembled."""
    city, year = season.city.id, season.fiscal_year
    days = calendar(city, year)
    number, head, cut_off = _head(house, season)
    with house.warehouse.reading() as connection:
        eliminated = elimination(connection, city, year)
        sums = _sums(connection, city, year)
        names = {unit.code: unit.name for unit in season.city.units}
        return CityFacts(
            city=season.city,
            standings=_standings(house, season, days, unit_statuses(connection, city, year), published),
            classes=tuple(
                ClassSum(
                    total.code,
                    season.edition.functional.name(total.code, year) or total.name,
                    total.amount,
                    tuple((part.unit, part.amount) for part in total.units),
                )
                for total in class_totals(connection, city, year)
            ),
            sums=sums,
            eliminated={kind: eliminated.amount(kind) for kind in (*INCOME_LINES[1:3], *EXPENDITURE_COLUMNS)},
            pairs=tuple(TransferPair(p.payer, p.receiver, p.kind, p.amount) for p in eliminated.pairs),
            open_transfers=tuple(
                OpenTransfer(
                    u.transfer.unit, u.transfer.counterparty, u.transfer.kind, u.transfer.amount, u.reason.value
                )
                for u in eliminated.unmatched
            ),
            scores=tuple(
                FormScore(s.unit, s.form, s.title, s.self_score, s.recomputed, s.difference, s.rating)
                for s in unit_scores(connection, city, year)
            ),
            by_rule=_tallies(findings_by_rule(connection, city, year)),
            by_department=_tallies(findings_by_department(connection, city, year)),
            merged=tuple(
                (old, names.get(old, old), new, names.get(new, new)) for old, new in merged_away(connection, city, year)
            ),
            head=(number, head),
            cut_off=cut_off,
            submit_by=in_words(days.submit_by),
        )


def first_received(house: House, season: Season) -> dict[str, date]:
    """Unit code -> day in China on which its first version came in."""
    days: dict[str, date] = {}
    for entry in house.warehouse.stored_submissions(season.city.id, season.fiscal_year):
        days.setdefault(entry.submission.unit, day_in_china(entry.received_at))
    return days


def _standings(
    house: House,
    season: Season,
    days: Calendar,
    statuses: tuple[UnitStatus, ...],
    published: Mapping[str, Publication],
) -> tuple[Standing, ...]:
    received = first_received(house, season)
    return tuple(
        Standing(
            unit=status.unit,
            state=status.state,
            version=status.version,
            late=received.get(status.unit.code, days.submit_by) > days.submit_by,
            received_on=in_words(received[status.unit.code]) if status.unit.code in received else "",
            blocking=status.blocking,
            explain=status.explain,
            notice=status.notice,
            page=f"units/{status.unit.code}.html" if status.unit.code in published else "",
            published_version=published[status.unit.code].version if status.unit.code in published else 0,
        )
        for status in statuses
    )


def _sums(connection: Connection, city: str, year: int) -> dict[str, int]:
    lines = {total.code: total.amount for total in row_totals(connection, city, year, "T1", "amount", rows="line:")}
    sums = {name: lines.get(name, 0) for name in INCOME_LINES}
    for name, column in EXPENDITURE_COLUMNS.items():
        sums[name] = sum(total.amount for total in row_totals(connection, city, year, "T3", column, rows="total"))
    return sums


def _tallies(counts: tuple[FindingCount, ...]) -> tuple[Tally, ...]:
    return tuple(Tally(count.name, count.severity, count.findings, count.units) for count in counts)


def _head(house: House, season: Season) -> tuple[int, str, str]:
    """Number, hash and day of the last event that is not itself a publication, so that publishing again is the same."""
    for event in reversed(house.history.events(season.city.id, season.fiscal_year)):
        if event.kind != "submission.published":
            return event.sequence, event.hash, in_words(day_of(event))
    return 0, "", ""

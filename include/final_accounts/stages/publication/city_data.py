"""What the city's site is made of, asked from the warehouse in one reading transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from final_accounts.catalog import calendar, edition
from final_accounts.model.clock import day_in_words
from final_accounts.publishing.city import (
    CityFacts,
    Contribution,
    Counted,
    FormScore,
    OpenTransfer,
    Standing,
    Tally,
    TransferPair,
)
from final_accounts.publishing.city.wanted import consolidated_forms, wanted
from final_accounts.season.calendar import Deadlines, deadlines
from final_accounts.season.duties import came_late
from final_accounts.stages.approval.approvals import day_of
from final_accounts.stages.house import House, Season
from final_accounts.stages.publication.first_received import first_received
from final_accounts.stages.publication.publications import PUBLISHED, Publication, closed_pages, public_versions
from final_accounts.stages.samples import sample_of
from final_accounts.warehouse.elimination import Elimination
from final_accounts.warehouse.queries_consolidation import counted_versions, reported_amounts
from final_accounts.warehouse.queries_levels import accepted_values
from final_accounts.warehouse.queries_scores import unit_scores
from final_accounts.warehouse.queries_season import (
    FindingCount,
    UnitStatus,
    findings_by_department,
    findings_by_rule,
    merged_away,
    unit_statuses,
)
from final_accounts.warehouse.queries_transfers import elimination


def city_data(house: House, season: Season, published: Mapping[str, Publication]) -> CityFacts:
    """The input of the city report; ``published`` are the pages of the site that is being assembled.

    Only what is public counts: a figure of a version that nobody approved, or that was not published, is in no sum.
    States and findings are told of the latest version of every unit.
    """
    city, year = season.city.id, season.fiscal_year
    dates = deadlines(calendar(city, year))
    number, head, cut_off = _head(house, season)
    asked = wanted(season.edition)
    versions = {unit: publication.version for unit, publication in published.items()}
    last_versions = public_versions(house, city, year - 1)
    with house.warehouse.reading() as connection:
        eliminated = elimination(connection, city, year, versions=versions)
        names = {unit.code: unit.name for unit in season.city.units}
        return CityFacts(
            city=season.city,
            sample=sample_of(season),
            standings=_standings(house, season, dates, unit_statuses(connection, city, year), published),
            counted=tuple(
                Counted(v.unit, v.version, v.sha256)
                for v in counted_versions(connection, city, year, versions=versions)
            ),
            values=accepted_values(connection, city, year, asked, versions=versions),
            last_year=accepted_values(connection, city, year - 1, asked, versions=last_versions),
            last_titles=_last_titles(season),
            contributions=_contributions(connection, season, versions),
            pairs=tuple(
                TransferPair(p.payer, p.receiver, p.kind, p.amount, p.paid_at, p.received_at) for p in eliminated.pairs
            ),
            open_transfers=_open(eliminated),
            scores=tuple(
                FormScore(s.unit, s.form, s.title, s.self_score, s.recomputed, s.difference, s.rating)
                for s in unit_scores(connection, city, year, versions=versions)
            ),
            by_rule=_tallies(findings_by_rule(connection, city, year)),
            by_department=_tallies(findings_by_department(connection, city, year)),
            merged=tuple(
                (old, names.get(old, old), new, names.get(new, new)) for old, new in merged_away(connection, city, year)
            ),
            head=(number, head),
            cut_off=day_in_words(cut_off) if cut_off else "",
            cut_off_day=cut_off.isoformat() if cut_off else "",
            submit_by=day_in_words(dates.submit_by),
        )


def _contributions(connection: Connection, season: Season, versions: Mapping[str, int]) -> tuple[Contribution, ...]:
    forms = consolidated_forms(season.edition)
    amounts = reported_amounts(connection, season.city.id, season.fiscal_year, forms, versions=versions)
    return tuple(Contribution(a.unit, a.key, a.amount, a.cell, a.name) for a in amounts)


def _open(eliminated: Elimination) -> tuple[OpenTransfer, ...]:
    return tuple(
        OpenTransfer(
            item.transfer.unit,
            item.transfer.counterparty,
            item.transfer.kind,
            item.transfer.amount,
            item.reason.value,
            item.transfer.cell,
        )
        for item in eliminated.unmatched
    )


def _last_titles(season: Season) -> dict[str, str]:
    """Titles of last year's tables, where the city had a season then."""
    if season.fiscal_year - 1 not in season.city.years:
        return {}
    last = edition(season.city.region, season.fiscal_year - 1)
    return {form.id: form.title for form in last.tables()}


def _standings(
    house: House,
    season: Season,
    dates: Deadlines,
    statuses: tuple[UnitStatus, ...],
    published: Mapping[str, Publication],
) -> tuple[Standing, ...]:
    received = first_received(house, season, dates)
    closed = {code: one for code, one in closed_pages(house, season).items() if code not in published}
    return tuple(
        Standing(
            unit=status.unit,
            state=status.state,
            version=status.version,
            late=came_late(received.get(status.unit.code), dates),
            received_on=day_in_words(received[status.unit.code]) if status.unit.code in received else "",
            blocking=status.blocking,
            explain=status.explain,
            notice=status.notice,
            page=f"units/{status.unit.code}.html" if status.unit.code in published else "",
            published_version=published[status.unit.code].version if status.unit.code in published else 0,
            closed=closed[status.unit.code].state if status.unit.code in closed else "",
            said=closed[status.unit.code].said if status.unit.code in closed else "",
        )
        for status in statuses
    )


def _tallies(counts: tuple[FindingCount, ...]) -> tuple[Tally, ...]:
    return tuple(Tally(count.name, count.severity, count.findings, count.units) for count in counts)


def _head(house: House, season: Season) -> tuple[int, str, date | None]:
    """Number, hash and day of the last event that is not itself a publication, so that publishing again is the same."""
    for event in reversed(house.history.events(season.city.id, season.fiscal_year)):
        if event.kind != PUBLISHED:
            return event.sequence, event.hash, day_of(event)
    return 0, "", None

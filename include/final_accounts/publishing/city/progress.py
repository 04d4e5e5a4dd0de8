"""单位进度: every unit in exactly one state, by department; who is late, who is missing. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from final_accounts.model.submission import SubmissionState
from final_accounts.publishing import figures
from final_accounts.publishing.city.facts import Standing
from final_accounts.publishing.city.nouns import Brief, DepartmentRow, StateCount, UnitTile
from final_accounts.publishing.city.refs import Refs

MISSING_STATE = "not_received"


def state_of(standing: Standing) -> str:
    """The bucket of a unit: each unit is in exactly one.

    A page on the site means 公开 until its replacement is complete, whatever came in afterwards.
    """
    if standing.closed:
        return standing.closed
    if standing.state is not None:
        return SubmissionState.PUBLISHED.value if standing.page else standing.state.value
    return "exempt" if standing.unit.exempt else "nil_return" if standing.unit.nil_return else MISSING_STATE


def tiles(standings: Iterable[Standing], refs: Refs) -> dict[str, UnitTile]:
    """Unit code -> its tile, in register order."""
    return {
        s.unit.code: UnitTile(
            ref=refs.of_code(s.unit.code),
            state=state_of(s),
            late=s.late,
            received_on=s.received_on,
            blocking=figures.count(s.blocking),
            explain=figures.count(s.explain),
            notice=s.said,
        )
        for s in standings
    }


def state_counts(found: Iterable[UnitTile], states: Iterable[str]) -> tuple[StateCount, ...]:
    """Every state that a unit is in, in the order of the words, with how many are."""
    buckets = [tile.state for tile in found]
    return tuple(StateCount(state, figures.count(buckets.count(state))) for state in states if state in buckets)


def departments(
    standings: Iterable[Standing], found: Mapping[str, UnitTile], states: Sequence[StateCount]
) -> Iterator[DepartmentRow]:
    """Departments in register order, with their units."""
    rows: dict[str, list[UnitTile]] = {}
    for standing in standings:
        rows.setdefault(standing.unit.department, []).append(found[standing.unit.code])
    for name, units in rows.items():
        here = [tile.state for tile in units]
        yield DepartmentRow(
            name,
            tuple(units),
            figures.count(len(units)),
            tuple(figures.count(here.count(item.state)) for item in states),
        )


def brief(units: Sequence[UnitTile], most: int) -> Brief:
    """The first ``most`` units of a list; one more than that stands there too rather than "1 more"."""
    shown = units if len(units) <= most + 1 else units[:most]
    more = len(units) - len(shown)
    return Brief(tuple(shown), figures.count(len(units)), figures.count(more) if more else None)

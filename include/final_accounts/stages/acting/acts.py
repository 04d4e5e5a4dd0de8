"""Acts of persons 办理: checked against the table of transitions and written to the history in one locked step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from final_accounts.history import Event, NewEvent, subject_of
from final_accounts.model.errors import RefusedError, SeasonError
from final_accounts.model.unit import BudgetUnit
from final_accounts.season.acts import Act, Circumstances, office, refusals
from final_accounts.season.standing import Standing, fold
from final_accounts.season.states import UnitState
from final_accounts.season.transitions import BY_KIND, Need
from final_accounts.stages.house import House, Season, now
from final_accounts.stages.standings import read

Around = Callable[[House, Season, BudgetUnit, Standing], Circumstances]
"""What the unit's own events do not tell of an act, looked up when it is done."""


def unit_of(season: Season, code: str) -> BudgetUnit:
    """The unit of this season; SeasonError when the register does not know it."""
    for unit in season.city.units_of(season.fiscal_year):
        if unit.code == code:
            return unit
    raise SeasonError(f"{season.city.name} {season.fiscal_year} 年度的单位名录里没有 {code}；请核对预算单位编码。")


def act(house: House, season: Season, wanted: Act, around: Around | None = None) -> Standing:
    """Do it: the unit's standing afterwards. RefusedError says everything that stands against it, and changes nothing.

    Nobody else's event comes between the check and the writing. The same act again (same payload) writes nothing.
    """
    if wanted.kind not in BY_KIND:
        raise SeasonError(f"不认识的办理事项 {wanted.kind}；可用：{'、'.join(k for k, t in BY_KIND.items() if t.by)}。")
    unit = unit_of(season, wanted.unit)
    successor = _successor(season, wanted)

    def think(events: tuple[Event, ...]) -> Sequence[NewEvent]:
        standings = fold([unit, *successor], read(events))
        standing = standings[unit.code]
        circumstances = around(house, season, unit, standing) if around else Circumstances(unit.department_code)
        gone = [one for one in successor if standings[one.code].state is UnitState.MERGED_AWAY]
        against = refusals(standing, wanted, circumstances)
        against += tuple(f"{one.code} {one.name}本身已并入其他单位，请写最终并入的单位" for one in gone)
        if against:
            says = BY_KIND[wanted.kind].says
            raise RefusedError(f"{unit.code} {unit.name}", f"办理“{says}”", against)
        return [event_of(wanted, circumstances)]

    subjects = (unit.code, *(one.code for one in successor))
    house.history.decide(season.city.id, season.fiscal_year, subjects, think)
    return standing_of(house, season, unit.code)


def _successor(season: Season, wanted: Act) -> tuple[BudgetUnit, ...]:
    """The other unit that the act names, as one or none; SeasonError when the register does not know it."""
    into = wanted.says("into")
    named = Need.SUCCESSOR in BY_KIND[wanted.kind].needs and into.strip() and into != wanted.unit
    return (unit_of(season, into),) if named else ()


def standing_of(house: House, season: Season, code: str) -> Standing:
    """One unit's standing now."""
    events = house.history.events_below(season.city.id, season.fiscal_year, (code,))
    return fold([unit_of(season, code)], read(events))[code]


def about(wanted: Act) -> str:
    """What the event is about: the unit, its version, or a finding of it; its payload has the finding's whole key."""
    line = BY_KIND[wanted.kind]
    if Need.CURRENT_VERSION not in line.needs:
        return wanted.unit
    finding = wanted.says("finding")
    return subject_of(f"{wanted.unit}/v{wanted.version}" + (f"/{finding}" if finding else ""))


def event_of(wanted: Act, circumstances: Circumstances) -> NewEvent:
    """The event that an allowed act writes."""
    role = office(wanted, circumstances)
    payload: dict[str, object] = {
        **wanted.payload,
        "unit": wanted.unit,
        "name": wanted.person.name,
        "role": role.value if role else "",
        "automatic": wanted.person.automatic,
    }
    if wanted.version:
        payload |= {"version": wanted.version, "sha256": wanted.sha256}
    return NewEvent(wanted.kind, about(wanted), wanted.person.id, payload, now())

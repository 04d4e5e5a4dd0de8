"""豁免: a unit's head asks that a rule be waived, the bureau's approver grants, refuses, revokes; all is verified here.

The answer may come from a terminal or from the human step of a run of Airflow; both end in :func:`decide_waiver`, which
asks the register of persons and not whoever calls it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from final_accounts.history import Event, NewEvent
from final_accounts.model.clock import china_day, day_in_words
from final_accounts.model.errors import SeasonError
from final_accounts.model.person import Person, Role
from final_accounts.model.rule import RuleKind
from final_accounts.model.submission import says_something
from final_accounts.publishing.city.waivers import place_in_words
from final_accounts.season.needs import NO_BASIS, NO_REASON
from final_accounts.season.waivers import (
    GRANTED,
    REFUSED,
    REQUESTED,
    REVOKED,
    Waiver,
    WaiverState,
    fold_waivers,
)
from final_accounts.stages.acting.acts import unit_of
from final_accounts.stages.acting.refusing import refuse
from final_accounts.stages.house import House, Season, now
from final_accounts.stages.letters.answers import tell_revoked, tell_waiver
from final_accounts.stages.standings import read


def waivers_of(house: House, season: Season, unit_code: str = "") -> tuple[Waiver, ...]:
    """The unit's waivers of this season (of every unit for ""), as they were asked for."""
    city, year = season.city.id, season.fiscal_year
    events = house.history.events_below(city, year, (unit_code,)) if unit_code else house.history.events(city, year)
    return fold_waivers(read(events))


def waiver_of(house: House, season: Season, unit_code: str, number: str) -> Waiver:
    """One waiver; SeasonError names those there are."""
    return _among({one.id: one for one in waivers_of(house, season, unit_code)}, unit_code, number)


def _among(known: Mapping[str, Waiver], unit_code: str, number: str) -> Waiver:
    if number not in known:
        raise SeasonError(f"{unit_code} 没有 {number} 号豁免申请；现有：{'、'.join(known) or '（没有）'}。")
    return known[number]


def request_waiver(
    house: House,
    season: Season,
    unit_code: str,
    rule: str,
    *,
    person: Person,
    reason: str,
    basis: str,
    until: str,
    row: str = "",
    public: bool = True,
) -> Waiver:
    """Ask that ``rule`` be waived for the unit (at ``row``, "" everywhere) to the day ``until`` (ISO, that day too).

    SeasonError says everything that stands against it.
    """
    unit_of(season, unit_code)
    last = day_of_text(until, unit_code)
    known_rule = rule in {known.id for known in season.edition.rulebook.rules}
    intake = known_rule and season.edition.rulebook[rule].kind is RuleKind.INTAKE
    refuse(unit_code, "申请豁免", [
        "" if person.holds(Role.HEAD, unit_code) else f"{person.name}（{person.id}）不是该单位的负责人",
        "" if known_rule else f"审核规则里没有 {rule}",
        f"{rule} 是受理规则，不能豁免" if intake else "",
        "" if says_something(reason) else NO_REASON,
        "" if says_something(basis) else NO_BASIS,
        _past(last),
    ])  # fmt: skip

    place = place_in_words(season.edition, row)

    def think(events: tuple[Event, ...]) -> Sequence[NewEvent]:
        known = fold_waivers(read(events))
        same = [one for one in known if (one.rule, one.row) == (rule, row) and _stands(one)]
        refuse(unit_code, "申请豁免", [
            f"{rule}（{place}）已有{same[0].id}号豁免（{same[0].state.chinese}）" if same else ""
        ])  # fmt: skip
        number = str(len(known) + 1)
        payload: dict[str, object] = {
            "id": number,
            "unit": unit_code,
            "rule": rule,
            "row": row,
            "reason": reason.strip(),
            "basis": basis.strip(),
            "until": last.isoformat(),
            "public": public,
            "name": person.name,
        }
        return [NewEvent(REQUESTED, f"{unit_code}/waiver/{number}", person.id, payload, now())]

    return _after(house, season, unit_code, think)[-1]


def decide_waiver(
    house: House,
    season: Season,
    unit_code: str,
    number: str,
    *,
    granted: bool,
    person: Person,
    reason: str,
    until: str = "",
) -> Waiver:
    """Grant or refuse, and tell the unit. ``until`` (ISO) may shorten what was asked, "" leaves it.

    The same answer by the same person again changes nothing. SeasonError says everything that stands against it.
    """
    unit_of(season, unit_code)

    def think(events: tuple[Event, ...]) -> Sequence[NewEvent]:
        known = {one.id: one for one in fold_waivers(read(events))}
        asked = _among(known, unit_code, number)
        last = day_of_text(until, unit_code) if until else asked.until
        wanted = WaiverState.GRANTED if granted else WaiverState.REFUSED
        if (asked.state, asked.decided_by, asked.decision) == (wanted, person.id, reason.strip()):
            return []
        decided = asked.state is not WaiverState.REQUESTED
        refuse(unit_code, f"审批{number}号豁免申请", [
            "" if person.holds(Role.APPROVER) else f"{person.name}（{person.id}）不是财政批复人",
            f"{person.name}是申请人，不能自己审批" if person.id == asked.requested_by else "",
            f"已由{asked.decided_name}审批（{asked.state.chinese}）" if decided else "",
            "" if says_something(reason) else NO_REASON,
            _past(last) if granted else "",
            _longer(last, asked.until) if granted else "",
        ])  # fmt: skip
        payload: dict[str, object] = {
            "id": number,
            "unit": unit_code,
            "rule": asked.rule,
            "row": asked.row,
            "reason": reason.strip(),
            "name": person.name,
            "automatic": person.automatic,
            **({"until": last.isoformat()} if granted else {}),
        }
        return [NewEvent(GRANTED if granted else REFUSED, f"{unit_code}/waiver/{number}", person.id, payload, now())]

    decided = next(one for one in _after(house, season, unit_code, think) if one.id == number)
    tell_waiver(house, season, decided)
    return decided


def revoke_waiver(house: House, season: Season, unit_code: str, number: str, *, person: Person, reason: str) -> Waiver:
    """Take back what was granted, from today on, and tell the unit: the next review judges without it.

    A version that is approved stays so until it is reopened (decision 0014). The same words by the same person again
    change nothing. SeasonError says everything that stands against it.
    """
    unit_of(season, unit_code)

    def think(events: tuple[Event, ...]) -> Sequence[NewEvent]:
        known = {one.id: one for one in fold_waivers(read(events))}
        one = _among(known, unit_code, number)
        if (one.state, one.revoked_by, one.revocation) == (WaiverState.REVOKED, person.id, reason.strip()):
            return []
        refuse(unit_code, f"撤销{number}号豁免", [
            "" if person.holds(Role.APPROVER) else f"{person.name}（{person.id}）不是财政批复人",
            f"{person.name}是申请人，不能自己审批" if person.id == one.requested_by else "",
            _not_standing(one),
            "" if says_something(reason) else NO_REASON,
        ])  # fmt: skip
        payload: dict[str, object] = {
            "id": number,
            "unit": unit_code,
            "rule": one.rule,
            "row": one.row,
            "reason": reason.strip(),
            "name": person.name,
            "automatic": person.automatic,
        }
        return [NewEvent(REVOKED, f"{unit_code}/waiver/{number}", person.id, payload, now())]

    revoked = next(one for one in _after(house, season, unit_code, think) if one.id == number)
    tell_revoked(house, season, revoked)
    return revoked


def _not_standing(one: Waiver) -> str:
    """Why there is nothing to revoke, "" when there is."""
    if one.state is not WaiverState.GRANTED:
        return f"这件豁免{one.state.chinese}，不能撤销"
    return "" if _stands(one) else f"这件豁免{one.over}，不能撤销"


def day_of_text(text: str, unit_code: str) -> date:
    """A day as ``2022-12-31``; SeasonError for anything else, since a form's value may be anything."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise SeasonError(f"{unit_code}：有效期应是日期，例如 2022-12-31，现为“{text}”。") from None


def _past(last: date) -> str:
    return f"有效期{day_in_words(last)}已过" if last < china_day(now()) else ""


def _longer(last: date, asked: date) -> str:
    return f"有效期{day_in_words(last)}晚于申请的{day_in_words(asked)}" if last > asked else ""


def _stands(one: Waiver) -> bool:
    return one.state is WaiverState.REQUESTED or one.holds_on(china_day(now()))


def _after(
    house: House, season: Season, unit_code: str, think: Callable[[tuple[Event, ...]], Sequence[NewEvent]]
) -> tuple[Waiver, ...]:
    house.history.decide(season.city.id, season.fiscal_year, (unit_code,), think)
    return waivers_of(house, season, unit_code)

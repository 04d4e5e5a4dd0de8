"""评分异议: a unit claims another score than ours, a reviewer decides; while one is open the unit is not approved."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Final

from final_accounts.history import Event, NewEvent
from final_accounts.model.errors import SeasonError
from final_accounts.model.person import OF_UNIT, Person, Role
from final_accounts.model.submission import says_something
from final_accounts.season.disputes import DECIDED, RAISED, Dispute, Stands, fold_disputes, form_in_words
from final_accounts.season.needs import NO_REASON
from final_accounts.season.standing import Standing, fold
from final_accounts.season.states import UnitState
from final_accounts.stages.acting.acts import unit_of
from final_accounts.stages.acting.refusing import refuse
from final_accounts.stages.house import House, Season, now
from final_accounts.stages.letters.answers import points, tell_dispute
from final_accounts.stages.standings import read
from final_accounts.warehouse.queries_scores import scores_of_version

MAY_RAISE: Final = frozenset({UnitState.RETURNED, UnitState.ACCEPTED, UnitState.CERTIFIED})
_MOST: Final = Decimal(100000)


def disputes_of(house: House, season: Season, unit_code: str = "", before: int | None = None) -> tuple[Dispute, ...]:
    """The unit's disputes of this season (of every unit for ""), as they were raised.

    ``before`` is the number of an event: what was told later does not count.
    """
    city, year = season.city.id, season.fiscal_year
    events = house.history.events_below(city, year, (unit_code,)) if unit_code else house.history.events(city, year)
    return fold_disputes(read(event for event in events if before is None or event.sequence < before))


def in_words(one: Dispute) -> str:
    """A dispute in a sentence: both scores, and what was decided, by whom, why."""
    ours = "系统没有复算" if one.ours is None else f"系统复算 {points(one.ours)} 分"
    said = f"{one.about}，单位主张 {points(one.claimed)} 分，{ours}"
    if one.stands is None:
        return f"{said}，尚未裁定。"
    return f"{said}；{one.decided_name}裁定以{one.stands.chinese}为准，理由：{one.decision.rstrip('。')}。"


def open_disputes(house: House, season: Season, unit_code: str) -> tuple[str, ...]:
    """A line for each dispute of the unit that nobody has decided."""
    return tuple(_line(one) for one in disputes_of(house, season, unit_code) if one.stands is None)


def raise_dispute(
    house: House,
    season: Season,
    unit_code: str,
    form: str,
    *,
    claimed: str,
    person: Person,
    reason: str,
    indicator: str = "",
) -> Dispute:
    """Dispute the score of a form (``indicator`` "") or of one of its indicators, by path or by its last name.

    Our score is the one of the current version. SeasonError says everything that stands against it.
    """
    unit = unit_of(season, unit_code)
    own = any(person.holds(role, unit_code) for role in OF_UNIT)
    refuse(unit_code, "提出评分异议", [
        "" if own else f"{person.told}不是该单位的会计或负责人",
        "" if says_something(reason) else NO_REASON,
    ])  # fmt: skip
    wanted = _points(unit_code, claimed)
    only = f"只能在{'、'.join(f'“{one.reached}”' for one in UnitState if one in MAY_RAISE)}时提出"

    def think(events: tuple[Event, ...]) -> list[NewEvent]:
        told = read(events)
        standing = fold([unit], told)[unit_code]
        known = fold_disputes(told)
        title, path, ours = _scored(house, season, standing, form, indicator)
        same = [one for one in known if one.stands is None and (one.form, one.indicator) == (form, path)]
        state = standing.state
        refuse(unit_code, "提出评分异议", [
            "" if state in MAY_RAISE else f"单位现为“{state.reached}”，{only}",
            f"{same[0].about}已有未裁定的异议（{same[0].id}号）" if same else "",
            f"主张的得分与系统复算的得分相同（{points(ours)} 分）" if ours is not None and ours == wanted else "",
        ])  # fmt: skip
        payload: dict[str, object] = {
            "id": str(len(known) + 1),
            "unit": unit_code,
            "version": standing.version,
            "sha256": standing.sha256,
            "form": form,
            "title": title,
            "indicator": path,
            "claimed": f"{wanted:f}",
            "ours": "" if ours is None else f"{ours:f}",
            "reason": reason.strip(),
            "name": person.name,
        }
        return [NewEvent(RAISED, f"{unit_code}/dispute/{len(known) + 1}", person.id, payload, now())]

    return _after(house, season, unit_code, think)[-1]


def decide_dispute(
    house: House, season: Season, unit_code: str, number: str, *, stands: Stands, person: Person, reason: str
) -> Dispute:
    """A reviewer says which score stands, and why; the unit is told. SeasonError says what stands against it."""
    unit_of(season, unit_code)

    def think(events: tuple[Event, ...]) -> list[NewEvent]:
        known = {one.id: one for one in fold_disputes(read(events))}
        one = known.get(number)
        if one is None:
            raise SeasonError(f"{unit_code} 没有 {number} 号评分异议；现有：{'、'.join(known) or '（没有）'}。")
        if (one.stands, one.decided_by, one.decision) == (stands, person.id, reason.strip()):
            return []
        done = one.stands is not None
        ours = one.ours is None and stands is Stands.OURS
        refuse(unit_code, f"裁定{number}号评分异议", [
            "" if person.holds(Role.REVIEWER) else f"{person.told}不是财政审核人",
            "" if says_something(reason) else NO_REASON,
            f"已由{one.decided_name}裁定" if done else "",
            "系统没有复算出这一得分，不能裁定以它为准" if ours else "",
            f"{person.name}提出了这一异议，不能自己裁定" if person.id == one.raised_by else "",
        ])  # fmt: skip
        payload: dict[str, object] = {
            "id": number,
            "unit": unit_code,
            "stands": stands.value,
            "claimed": f"{one.claimed:f}",
            "ours": "" if one.ours is None else f"{one.ours:f}",
            "reason": reason.strip(),
            "name": person.name,
        }
        return [NewEvent(DECIDED, f"{unit_code}/dispute/{number}", person.id, payload, now())]

    decided = next(one for one in _after(house, season, unit_code, think) if one.id == number)
    tell_dispute(house, season, decided)
    return decided


def _after(
    house: House, season: Season, unit_code: str, think: Callable[[tuple[Event, ...]], list[NewEvent]]
) -> tuple[Dispute, ...]:
    house.history.decide(season.city.id, season.fiscal_year, (unit_code,), think)
    return disputes_of(house, season, unit_code)


def _scored(
    house: House, season: Season, standing: Standing, form: str, indicator: str
) -> tuple[str, str, Decimal | None]:
    """Title of the form, path of the indicator, and our score of it."""
    with house.warehouse.reading() as connection:
        where = (season.city.id, season.fiscal_year, standing.unit, standing.version)
        scores = scores_of_version(connection, *where) if standing.version else ()
    found = next((one for one in scores if one.form == form), None)
    if found is None:
        known = "、".join(f"{one.form}（{form_in_words(one.form, one.title)}）" for one in scores) or "（没有）"
        raise SeasonError(f"{standing.unit} 第{standing.version}版没有自评表 {form}；现有：{known}。")
    if not indicator:
        return found.title, "", found.recomputed
    lines = [line for line in found.indicators if indicator in {line.path, line.name}]
    if len(lines) != 1:
        known = "、".join(line.name if ":" in line.path else line.path for line in found.indicators)  # no keys of ours
        told = form_in_words(form, found.title)
        raise SeasonError(f"{told}（{form}）里与“{indicator}”相符的指标有 {len(lines)} 个，请写全路径；现有：{known}。")
    return found.title, lines[0].path, lines[0].recomputed


def _points(unit_code: str, text: str) -> Decimal:
    try:
        points = Decimal(text.strip())
    except InvalidOperation:
        raise SeasonError(f"{unit_code}：主张的得分应是数字，例如 8.5，现为“{text}”。") from None
    if not points.is_finite() or not 0 <= points < _MOST:
        raise SeasonError(f"{unit_code}：主张的得分应是不小于零的分数，现为“{text}”。")
    return points


def _line(one: Dispute) -> str:
    ours = "没有复算" if one.ours is None else f"复算 {points(one.ours)} 分"
    said = f"单位主张 {points(one.claimed)} 分，{ours}（{one.raised_name}提出：{one.reason}）"
    return f"{one.id}号评分异议尚未裁定：{one.about}，{said}"

"""催报: reminders and overdue notes go out to those who have not done their part, each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from final_accounts.catalog import calendar
from final_accounts.catalog.persons import persons
from final_accounts.model.clock import china_day
from final_accounts.model.person import Person, holders
from final_accounts.season.alerts import NAMED, named
from final_accounts.season.calendar import deadlines
from final_accounts.season.reminders import DESK, PUBLICATION, Owed, Reminder, desk_date, step_of
from final_accounts.season.reminders import reminders as due_on
from final_accounts.season.standing import Standing
from final_accounts.season.waiting import WaitsFor
from final_accounts.stages.house import House, Season, SeasonDict, now, progress
from final_accounts.stages.letters.sending import Letter, send
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import department_standings, standings
from final_accounts.stages.watching.ledger import names_of
from final_accounts.stages.watching.questions import open_questions
from final_accounts.stages.watching.seasons import watched

OWED: Final = {
    Owed.SUBMIT: "把填好的报送工作簿放进本单位的收件箱；没有收支的办理零报送。",
    Owed.CORRECT: "按退回的工作簿里标出的单元格更正或说明，再报送一版。",
    Owed.CERTIFY: "核对当前版本后签审；会计和负责人不得为同一人。",
}
DO: Final = {
    WaitsFor.EXPLANATIONS: "请逐条认可，或写明原因退回。",
    WaitsFor.DISPUTE: "请裁定以哪一个得分为准，写明理由。",
    WaitsFor.WAIVER: "请批准或不予批准，写明理由。",
    WaitsFor.DEPARTMENT_REPLY: "请答复已提请的批次；还没有提请的，请编报季管理员或财政审核人先提请。",
    WaitsFor.REPLY: "请答复已提请的批次；还没有提请的，请主管部门审核人先提请。",
}
"""What whoever replies or decides has to do."""


def reminders(settings: Settings, season_item: SeasonDict) -> dict[str, int]:
    """Send what is due today and was not sent yet; what could not be delivered raises, and is tried again."""
    house = House.open(settings)
    counts: Counter[str] = Counter()
    for season in watched(season_item):
        sent = send(house, season, letters(house, season))
        counts.update(sent)
        progress.info("%s %d 年度：发出提醒 %d 件", season.city.name, season.fiscal_year, sent["sent"])
    return dict(counts)


def letters(house: House, season: Season) -> tuple[Letter, ...]:
    """Every letter of today, whether sent before or not."""
    day, dates = china_day(now()), deadlines(calendar(season.city.id, season.fiscal_year))
    stand, units = standings(house, season), season.city.units_of(season.fiscal_year)
    asked = step_of((desk_date(day, dates) - day).days) is not None and day <= dates.closes
    questions = open_questions(house, season, stand) if asked else {}  # else nobody is told, and nothing is looked up
    found = due_on(units, stand, department_standings(house, season), day, dates, open_questions=questions)
    known, names = persons(season.city.id), names_of(season)
    desks = tuple(one for one in found if one.about == DESK)
    return (
        *(_letter(one, stand, _readers(one, known), names) for one in found if one.about != DESK),
        *_of_desks(desks, known, names, {unit.code: f"{unit.department_code} {unit.department}" for unit in units}),
    )


def _of_desks(
    found: Sequence[Reminder], known: Sequence[Person], names: Mapping[str, str], departments: Mapping[str, str]
) -> Iterator[Letter]:
    """One letter a person and date, with a line for each act that waits.

    ``departments`` are unit -> code and name of its.
    """
    desks: dict[tuple[Person, str], list[Reminder]] = {}
    for one in found:
        for person in _readers(one, known):
            desks.setdefault((person, one.once), []).append(one)
    for (person, once), lying in desks.items():
        first = lying[0]
        kind = "desk_overdue" if first.overdue else "desk_due"
        words: dict[str, object] = {
            "days": abs(first.days),
            "until": first.due,
            "lines": [_line(one, names, departments) for one in lying],
        }
        yield Letter(kind, DESK, (person,), words, once)


def _line(one: Reminder, names: Mapping[str, str], departments: Mapping[str, str]) -> str:
    act = one.waits or WaitsFor.REPLY
    units = f"{len(one.units)} 家单位（{named(one.units, names)}）"
    if act is WaitsFor.DEPARTMENT_REPLY:
        of = dict.fromkeys(departments[code] for code in one.units)
        shown = "、".join(list(of)[:NAMED]) + ("等" if len(of) > NAMED else "")
        units = f"{len(of)} 个部门（{shown}），共 {len(one.units)} 家单位"
    return f"{act.chinese}：{units}。{DO[act]}"


def _readers(one: Reminder, known: Sequence[Person]) -> tuple[Person, ...]:
    """Everybody who holds one of the offices it goes to; an office that nobody holds is told to whoever looks on."""
    found: list[Person] = []
    for office in one.to:
        held = holders(known, office.role, office.of)
        if not held:
            progress.warning("%s：人员名录里没有%s，提醒无人可送", office.of or "财政部门", office.role.chinese)
        found += held
    return tuple(found)


def _letter(
    one: Reminder, stand: Mapping[str, Standing], readers: tuple[Person, ...], names: Mapping[str, str]
) -> Letter:
    words: dict[str, object] = {"days": abs(one.days), "until": one.due}
    if one.about == PUBLICATION:
        kind = "publication_overdue" if one.overdue else "publication_due"
        words |= {"units": len(one.units), "named": named(one.units, names), "cut": len(one.units) > NAMED}
    elif one.owed is Owed.ROLL_UP:
        kind = "rollup_overdue" if one.overdue else "rollup_due"
        words |= {"units": len(one.units), "named": named(one.units, names)}
    else:
        kind = "overdue" if one.overdue else "reminder"
        words |= {"standing": stand[one.about].state.reached, "todo": OWED[one.owed]}
    return Letter(kind, one.about, readers, words, one.once)

"""催报: reminders and overdue notes go out to those who have not done their part, each once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from final_accounts.catalog import calendar
from final_accounts.catalog.persons import persons
from final_accounts.model.clock import china_day
from final_accounts.model.person import Person, holders
from final_accounts.season.alerts import named
from final_accounts.season.calendar import deadlines
from final_accounts.season.reminders import PUBLICATION, Owed, Reminder
from final_accounts.season.reminders import reminders as due_on
from final_accounts.season.standing import Standing
from final_accounts.stages.house import House, Season, SeasonDict, now, progress
from final_accounts.stages.letters.sending import Letter, send
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import department_standings, standings
from final_accounts.stages.watching.ledger import names_of

OWED: Final = {
    Owed.SUBMIT: "把填好的报送工作簿放进本单位的收件箱；没有收支的办理零报送。",
    Owed.CORRECT: "按退回的工作簿里标出的单元格更正或说明，再报送一版。",
    Owed.CERTIFY: "核对当前版本后签审；会计和负责人须是两个人。",
    Owed.ROLL_UP: "核对部门汇总后签审，报财政部门批复。",
}


def reminders(settings: Settings, season_item: SeasonDict) -> dict[str, int]:
    """Send what is due today and was not sent yet; what could not be delivered raises, and is tried again."""
    house = House.open(settings)
    season = Season.of(season_item)
    counts = send(house, season, letters(house, season))
    progress.info("%s %d 年度：发出提醒 %d 件", season.city.name, season.fiscal_year, counts["sent"])
    return counts


def letters(house: House, season: Season) -> tuple[Letter, ...]:
    """Every letter of today, whether sent before or not; none once the season is closed."""
    day, dates = china_day(now()), deadlines(calendar(season.city.id, season.fiscal_year))
    if day > dates.closes:
        return ()
    stand = standings(house, season)
    found = due_on(season.city.units_of(season.fiscal_year), stand, department_standings(house, season), day, dates)
    known, names = persons(season.city.id), names_of(season)
    return tuple(_letter(one, stand, _readers(one, known), names) for one in found)


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
        return Letter(
            kind, one.about, readers, words | {"units": len(one.units), "named": named(one.units, names)}, one.once
        )
    rolled = f"{len(one.units)} 家单位的当前版本还不在签审的汇总里"
    state = stand[one.about].state.chinese if one.about in stand else rolled
    words |= {"standing": state, "todo": OWED[one.owed]}
    return Letter("overdue" if one.overdue else "reminder", one.about, readers, words, one.once)

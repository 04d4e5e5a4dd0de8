"""Rows for the terminal: a season's dates, ledger, late units, forecast, and the table of transitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from final_accounts.catalog import calendar
from final_accounts.model.clock import china_day, day_in_words
from final_accounts.model.errors import SeasonError
from final_accounts.season.calendar import Deadlines, deadlines
from final_accounts.season.duties import Duty, due
from final_accounts.season.forecast import NEEDED
from final_accounts.season.states import UnitState
from final_accounts.season.transitions import Transition
from final_accounts.stages.house import House, Season, now
from final_accounts.stages.settings import Settings
from final_accounts.stages.watching.forecast import Outlook, outlook
from final_accounts.stages.watching.ledger import book, names_of

LAST: Final = 14
Row = tuple[str, ...]


def date_rows(season: Season, dates: Deadlines) -> Iterator[tuple[str, date, str]]:
    """The dates of a season: what, when, and what moved it or what it is."""
    ordered = calendar(season.city.id, season.fiscal_year)
    yield "编报季开始", dates.opens, ""
    yield "报送截止", dates.submit_by, _moved(ordered.submit_by, dates.submit_by)
    by = "在报送截止前报送过的单位"
    yield "更正截止", dates.correct_by, "；".join(filter(None, (_moved(ordered.correct_by, dates.correct_by), by)))
    yield "批复期限", dates.approval, "计划批复日"
    within = dates.publish_within
    yield "公开期限", dates.planned_publication, f"按计划批复日；各单位按自己的批复日起{within}日，不顺延"
    yield "编报季结束", dates.closes, ""


def _moved(before: date, day: date) -> str:
    return f"原定{day_in_words(before)}，遇休息日顺延" if day != before else ""


def distance(left: int) -> str:
    """Days to a date in words.

    >>> distance(3), distance(0), distance(-2)
    ('还有 3 天', '今天', '已过 2 天')
    """
    return f"还有 {left} 天" if left > 0 else "今天" if left == 0 else f"已过 {-left} 天"


def calendar_rows(city: str, fiscal_year: int) -> list[Row]:
    """What, date, distance from today, note."""
    season, today = Season.named(city, fiscal_year), china_day(now())
    found = date_rows(season, deadlines(calendar(city, fiscal_year)))
    return [(name, day_in_words(day), distance((day - today).days), note) for name, day, note in found]


def ledger_rows(settings: Settings, city: str, fiscal_year: int, day: date | None) -> tuple[Row, list[Row]]:
    """Heads and a line a day: one day with all its buckets, or the last days with their duties, and today as it is."""
    house, season = _open(settings, city, fiscal_year)
    found = book(house, season)
    if day is not None:
        one = next((one for one in found.days if one.day == day), None)
        if one is None:
            first = day_in_words(found.dates.opens)
            last = day_in_words(found.days[-1].day) if found.days else "（还没有）"
            raise SeasonError(f"{day_in_words(day)}没有日台账；可查看的日子：{first}至{last}。")
        states = [(state.chinese, str(one.buckets[state])) for state in UnitState]
        duties = [(f"义务：{kind.chinese}", str(one.duties[kind])) for kind in Duty]
        public = [("到期应公开", one.approved), ("已公开", one.published), ("依法不予公开", one.withheld)]
        return ("项目", "单位数"), [*states, *duties, *((name, str(count)) for name, count in public)]
    heads = ("日期", "名录", *(kind.chinese for kind in Duty), "到期应公开", "已公开", "依法不予公开")
    lines = [(f"{one.day}", one) for one in found.days[-LAST:] if one.day != found.today.day]
    rows: list[Row] = [
        (name, *map(str, (one.register, *one.duties.values(), one.approved, one.published, one.withheld)))
        for name, one in (*lines, (f"{found.today.day}（今天）", found.today))
    ]
    return heads, rows


def late_rows(settings: Settings, city: str, fiscal_year: int) -> list[Row]:
    """Units that are overdue now."""
    house, season = _open(settings, city, fiscal_year)
    found, ahead, names = book(house, season), outlook(house, season), names_of(season)
    rows: list[Row] = []
    for code in found.today.overdue:
        standing = found.today.standings[code]
        by = due(standing, found.dates)
        passed = (found.today.day - by).days
        rows.append((names[code], code, standing.state.chinese, day_in_words(by), str(passed), last_word(ahead, code)))
    return rows


def forecast_rows(settings: Settings, city: str, fiscal_year: int) -> tuple[str, list[Row]]:
    """What it rests on (or why there is nothing to foresee), and the open units, the most probable first."""
    house, season = _open(settings, city, fiscal_year)
    ahead, names = outlook(house, season), names_of(season)
    rows: list[Row] = [
        (
            names[code],
            code,
            f"{100 * ahead.chances[code]:.0f}%" if code in ahead.chances else "不作预测",
            last_word(ahead, code),
        )
        for code in ahead.ranked()
    ]
    today, closes = china_day(now()), deadlines(calendar(city, fiscal_year)).closes
    if not rows and today > closes:
        return f"编报季已于{day_in_words(closes)}结束，没有要预测的单位。", rows
    if not rows:
        return "没有尚未办完而又未逾期的单位，不需要预测。", rows
    enough = f"概率按本市以往 {ahead.seasons} 个编报季校准。"
    short = f"本市以往编报季有 {ahead.seasons} 个，不足 {NEEDED} 个，不作概率预测，只列上年是否逾期。"
    return enough if ahead.seasons >= NEEDED else short, rows


def last_word(ahead: Outlook, code: str) -> str:
    """Last season's lateness of a unit in a word."""
    return {None: "无上年", True: "逾期", False: "按时"}[ahead.was_late(code)]


def state_rows(lines: Iterable[Transition]) -> list[Row]:
    """The table of transitions."""
    return [
        (
            line.says,
            "、".join(state.chinese for state in UnitState if state in line.sources),
            line.target.chinese if line.target else "不变",
            "、".join(role.chinese for role in line.by) or "系统",
            "；".join((*line.terms, *line.turns)),
            "、".join(line.clears),
        )
        for line in lines
    ]


def _open(settings: Settings, city: str, fiscal_year: int) -> tuple[House, Season]:
    season = Season.named(city, fiscal_year)
    house = House.open(settings)
    house.warehouse.migrate()
    return house, season

"""值守页: where the season stands, written for the bureau below ``var/ops``, with the whole ledger beside it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Final

from final_accounts.delivery import moment
from final_accounts.model.clock import china_day, day_in_words
from final_accounts.publishing import write_whole
from final_accounts.publishing.ops_chart import Course, Layer, Mark
from final_accounts.publishing.ops_page import (
    BlockedRow,
    DateRow,
    DayRow,
    LateRow,
    Opened,
    OpsPage,
    StateRow,
    WaitRow,
    ops_page,
)
from final_accounts.season.alerts import LATE, Alert
from final_accounts.season.duties import Duty, due
from final_accounts.season.forecast import NEEDED
from final_accounts.season.ledger import DayLedger
from final_accounts.season.states import AWAITING_REPLY, UnitState
from final_accounts.season.waiting import blocked, waits
from final_accounts.stages.house import House, Season, now
from final_accounts.stages.samples import sample_of
from final_accounts.stages.standings import department_standings
from final_accounts.stages.watching.bell import PASSED, unfinished
from final_accounts.stages.watching.forecast import Outlook, outlook
from final_accounts.stages.watching.ledger import Book, names_of
from final_accounts.stages.watching.questions import open_questions
from final_accounts.stages.watching.season_text import date_rows, last_word

FILE: Final = "index.html"
LEDGER_FILE: Final = "ledger.csv"
SHOWN_LATE: Final = 25
SHOWN_DAYS: Final = 14
SHOWN_BLOCKING: Final = 6
AHEAD: Final = timedelta(days=14)
"""Days shown beyond the date to correct."""
STACK: Final = (
    UnitState.PUBLISHED, UnitState.APPROVED, UnitState.CERTIFIED, UnitState.ACCEPTED, UnitState.NIL_DECLARED,
    UnitState.EXEMPT, UnitState.MERGED_AWAY, UnitState.RECEIVED, UnitState.RETURNED, UnitState.WITHDRAWN,
    UnitState.NOT_STARTED,
)  # fmt: skip
"""From the bottom up: what is done carries what is not."""


def write_ops_page(house: House, season: Season, found: Book, ringing: Sequence[Alert]) -> Path:
    """Write the page and the ledger as CSV; readers see the old or the new one, never a part."""
    folder = house.settings.ops(season.city.id, season.fiscal_year)
    write_whole(folder / LEDGER_FILE, "\ufeff" + _table(found.days))
    write_whole(folder / FILE, ops_page(_page(house, season, found, ringing)))
    return folder / FILE


def _page(house: House, season: Season, found: Book, ringing: Sequence[Alert]) -> OpsPage:
    today, ahead = found.today, outlook(house, season)
    late = list(_late(season, found, ahead))
    head = house.history.head(season.city.id, season.fiscal_year)
    return OpsPage(
        city=season.city.name.removesuffix("（虚构示例）"),
        fiscal_year=season.fiscal_year,
        sample=sample_of(season),
        at=moment(now()),
        season_day=_season_day(found),
        register=sum(today.buckets.values()),
        duties=tuple((kind.chinese, today.duties[kind]) for kind in Duty),
        awaiting=sum(today.buckets[state] for state in AWAITING_REPLY),
        reply_left=(found.dates.approval - today.day).days,
        due_public=today.approved,
        public=today.published,
        withheld=today.withheld,
        alerts=tuple(Opened(one.kind.chinese, one.says, _named(season, one.units)) for one in ringing),
        bells=tuple(_bells(found)),
        dates=tuple(_dates(season, found)),
        states=tuple(_states(found)),
        course=_course(found),
        waits=tuple(_waits(house, season, found)),
        late=tuple(late[:SHOWN_LATE]),
        more_late=max(0, len(late) - SHOWN_LATE),
        expected_late=round(sum(ahead.chances.values())) if ahead.chances else None,
        seasons=ahead.seasons,
        needed=NEEDED,
        blocked=tuple(_blocked(season, found)),
        days=tuple(_days(found)),
        closed=len(found.closings),
        head=f"第{head.sequence}号 {head.hash}",
    )


def _season_day(found: Book) -> str:
    day, dates = china_day(now()), found.dates
    if day < dates.opens:
        return "编报季还没有开始"
    return "编报季已经结束" if day > dates.closes else f"编报季第 {(day - dates.opens).days + 1} 天"


def _named(season: Season, codes: Sequence[str]) -> tuple[str, ...]:
    names = names_of(season)
    return tuple(f"{code} {names.get(code, '')}".rstrip() for code in codes)


def _bells(found: Book) -> Iterator[str]:
    for event in found.events:
        if event.kind == PASSED:
            day = date.fromisoformat(event.subject.removeprefix("deadline/"))
            yield f"期限警报：{unfinished(day, json.loads(event.payload)['run'])}"


def _dates(season: Season, found: Book) -> Iterator[DateRow]:
    today = china_day(now())
    for name, day, note in date_rows(season, found.dates):
        yield DateRow(name, day_in_words(day), (day - today).days, note)


def _states(found: Book) -> Iterator[StateRow]:
    a_week_ago = found.today.day - timedelta(days=7)
    before = next((one for one in reversed(found.days) if one.day <= a_week_ago), found.today)
    for state in STACK:
        yield StateRow(state.value, state.chinese, found.today.buckets[state], before.buckets[state])


def _course(found: Book) -> Course:
    """The closed days and, while the season runs, today; while units still correct, the months after are left out."""
    shown = [*found.days, *([found.today] if found.today.day <= found.dates.closes else [])]
    dates = found.dates
    said = "，".join(f"{state.chinese}{found.today.buckets[state]}家" for state in STACK if found.today.buckets[state])
    return Course(
        days=tuple(one.day for one in shown) if found.days else (),
        last=dates.closes if found.today.day > dates.correct_by else dates.correct_by + AHEAD,
        layers=tuple(Layer(s.value, s.chinese, tuple(one.buckets[s] for one in shown)) for s in STACK),
        marks=(
            Mark(dates.submit_by, "报送截止"),
            Mark(dates.correct_by, "更正截止"),
            Mark(dates.approval, "批复期限"),
            Mark(dates.planned_publication, "公开期限"),
        ),
        said=f"现在：{said}。",
    )


def _waits(house: House, season: Season, found: Book) -> Iterator[WaitRow]:
    stand = found.today.standings
    questions = open_questions(house, season, stand)
    units = season.city.units_of(season.fiscal_year)
    for act, codes in waits(units, stand, department_standings(house, season), questions).items():
        yield WaitRow(act.whose, act.chinese, _named(season, codes))


def _late(season: Season, found: Book, ahead: Outlook) -> Iterator[LateRow]:
    """Those overdue, the longest first, then the open ones, the most probable first."""
    units = {unit.code: unit for unit in season.city.units_of(season.fiscal_year)}
    stand, overdue = found.today.standings, frozenset(found.today.overdue)
    first = sorted(overdue, key=lambda code: (due(stand[code], found.dates), code))
    for code in (*first, *(code for code in ahead.ranked() if code not in overdue)):
        by, one = due(stand[code], found.dates), stand[code].state
        yield LateRow(
            code=code,
            name=units[code].name,
            department=units[code].department,
            state=one.value,
            word=one.chinese,
            due=day_in_words(by),
            left=(by - found.today.day).days,
            last=last_word(ahead, code),
            chance=round(100 * ahead.chances[code]) if code in ahead.chances and code not in overdue else None,
        )


def _blocked(season: Season, found: Book) -> Iterator[BlockedRow]:
    names = names_of(season)
    for one in blocked(season.city.units_of(season.fiscal_year), found.today.standings):
        by = tuple(f"{names[code]}：{act.chinese}" for code, act in one.by)
        yield BlockedRow(one.name, one.units, by[:SHOWN_BLOCKING], max(0, len(by) - SHOWN_BLOCKING))


def _days(found: Book) -> Iterator[DayRow]:
    for day, event in sorted(found.closings.items(), reverse=True)[:SHOWN_DAYS]:
        says = json.loads(event.payload)
        yield DayRow(
            day=day_in_words(day),
            register=says["register"],
            duties=tuple(says["duties"][kind.value] for kind in Duty),
            approved=says["approved"],
            published=says["published"],
            withheld=says["withheld"],
            differences=sum(alert["kind"] not in LATE for alert in says["alerts"]),
            head=says["head"]["hash"][:12],
        )


def _table(days: Sequence[DayLedger]) -> str:
    """CSV: a line a day, every bucket and every duty."""
    out = StringIO(newline="")
    table = csv.writer(out)
    table.writerow(
        ("日期", "名录", *(state.chinese for state in UnitState), *(f"义务：{kind.chinese}" for kind in Duty),
         "到期应公开", "已公开", "依法不予公开", "逾期单位", "逾期未批复单位")
    )  # fmt: skip
    for one in days:
        duties, states = (one.duties[kind] for kind in Duty), (one.buckets[state] for state in UnitState)
        late = (" ".join(one.overdue), " ".join(one.unapproved))
        table.writerow((one.day, one.register, *states, *duties, one.approved, one.published, one.withheld, *late))
    return out.getvalue()

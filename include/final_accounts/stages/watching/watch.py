"""值守: what is open in a season is put on the bureau's page, told to the operators, and fails the task.

The watch runs by the clock over our own ledger, so that no run of any other DAG is needed for it to ring.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final

from final_accounts.catalog.persons import persons
from final_accounts.model.clock import china_day, day_in_words
from final_accounts.model.errors import WatchError
from final_accounts.model.person import Role, holders
from final_accounts.season.alerts import NAMED, Alert, AlertKind, alerts, named, undecided
from final_accounts.stages.house import House, Season, SeasonDict, now, progress
from final_accounts.stages.letters.sending import Letter, send
from final_accounts.stages.publication.on_site import on_site
from final_accounts.stages.settings import Settings
from final_accounts.stages.watching.ledger import Book, book, names_of, restated
from final_accounts.stages.watching.ops import write_ops_page
from final_accounts.stages.watching.questions import open_questions
from final_accounts.stages.watching.seasons import watched

REMEMBERED: Final = timedelta(days=1)
"""How long a closed day that was closed again stays an alert."""


def watch(settings: Settings, season_item: SeasonDict) -> dict[str, int]:
    """Look at the seasons as they stand now. WatchError while anything is open: a red task is what nobody overlooks."""
    house = House.open(settings)
    ringing = [(season, found) for season in watched(season_item) if (found := _looked_at(house, season))]
    for season, found in ringing:
        send(house, season, [_letter(season, found)])
    if not ringing:
        return {"alerts": 0}
    raise WatchError("\n".join(_told(season, found) for season, found in ringing))


def _looked_at(house: House, season: Season) -> tuple[Alert, ...]:
    """What is open in the season, once it is on the bureau's page."""
    found = book(house, season)
    ringing = open_alerts(house, season, found)
    page = write_ops_page(house, season, found, ringing)
    progress.info("值守页 %s", page)
    if not ringing:
        progress.info("%s %d 年度：台账相符，没有警报", season.city.name, season.fiscal_year)
    return ringing


def _told(season: Season, ringing: tuple[Alert, ...]) -> str:
    lines = "\n".join(f"{number}. {one.kind.chinese}：{one.says}" for number, one in enumerate(ringing, 1))
    return f"{season.city.name} {season.fiscal_year} 年度有 {len(ringing)} 项警报：\n{lines}"


def open_alerts(house: House, season: Season, found: Book) -> tuple[Alert, ...]:
    """Everything that must be looked into at this moment."""
    return (
        *_of_history(house, season, found),
        *alerts(found.today, names_of(season)),
        *_of_questions(house, season, found),
        *_of_pages(house, season, found),
    )


def _of_history(house: House, season: Season, found: Book) -> tuple[Alert, ...]:
    problems = house.history.verify(season.city.id, season.fiscal_year)
    broken = tuple(
        Alert(AlertKind.CHAIN, f"{problem.message}请保全数据库，并立即报告审计人员。") for problem in problems[:1]
    )
    again = restated(found, now() - REMEMBERED)
    days = "、".join(map(day_in_words, again[:NAMED])) + (f"等 {len(again)} 天" if len(again) > NAMED else "")
    those = "这些天" if len(again) > 1 else "这一天"
    says = f"{days}结账之后，又有记在{those}的事项，已重新结账，原结账保留。请查明为何补记。"
    return (*broken, *((Alert(AlertKind.CHANGED, says),) if again else ()))


def _of_questions(house: House, season: Season, found: Book) -> tuple[Alert, ...]:
    day, dates = found.today.day, found.dates
    if day < dates.closes:
        return ()
    return undecided(open_questions(house, season, found.today.standings), day, dates, names_of(season))


def _of_pages(house: House, season: Season, found: Book) -> tuple[Alert, ...]:
    names, site = names_of(season), on_site(house, season, found.today.standings)
    lacks = f"{named(site.lacking, names)}：审计轨迹记载已公开，网站上没有网页。请运行“决算公开”重新生成网站。"
    shows = (
        f"{named(site.exposed, names)}：网站上有网页，审计轨迹没有记载这一版已公开。"
        "请立即运行“决算公开”重新生成网站；之后仍有这项警报的，请交系统管理员查明网页从何而来。"
    )
    return (
        *((Alert(AlertKind.PAGES, lacks, site.lacking),) if site.lacking else ()),
        *((Alert(AlertKind.EXPOSED, shows, site.exposed),) if site.exposed else ()),
    )


def _letter(season: Season, ringing: tuple[Alert, ...]) -> Letter:
    """To the operators, once a day for the same alerts."""
    today = china_day(now())
    digest = hashlib.sha256(repr([(one.kind, one.units) for one in ringing]).encode()).hexdigest()
    words = {
        "title": "、".join(dict.fromkeys(one.kind.chinese for one in ringing)),
        "day": today,
        "lines": [f"{one.kind.chinese}：{one.says}" for one in ringing],
    }
    operators = holders(persons(season.city.id), Role.OPERATOR)
    return Letter("alert", f"ledger/{today.isoformat()}", operators, words, once=digest[:12])

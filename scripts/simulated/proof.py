"""What must hold when a simulated season is over, each as a line with its figures. Nothing here trusts the driver."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from final_accounts.catalog import calendar
from final_accounts.season.rule_changes import sent_back
from final_accounts.season.states import UnitState
from final_accounts.season.transitions import TRANSITIONS
from final_accounts.stages.letters.sending import SENT
from final_accounts.stages.replaying.replay_asked import replay_random
from final_accounts.stages.rulebook.rule_changes import KIND as RULE_CHANGE
from final_accounts.stages.standings import read, standings
from final_accounts.stages.watching.ledger import CLOSED, book
from simulated.city import CITY, FISCAL_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from final_accounts.history import Event, Head
    from final_accounts.stages.house import House, Season
    from final_accounts.stages.settings import Settings

BESIDE = (
    "season.running",
    "rules.changed",
    "submission.quarantined",
    "message.sent",
    "waiver.requested",
    "waiver.granted",
    "waiver.refused",
    "dispute.raised",
    "dispute.decided",
    "explanation.accepted",
    "explanation.sent_back",
    "batch.proposed",
    "batch.approved",
    "batch.rejected",
    "department.certified",
    "department.approved",
)
"""What must have happened beside the table's own lines."""
SHOWN = 5


@dataclass(frozen=True)
class Held:
    """One thing that must hold: whether it did, and the figures."""

    what: str
    holds: bool
    figures: str


def proof(house: House, season: Season, kept: Head, failures: list[str]) -> Iterator[Held]:
    """Everything that can be proven from the history alone; ``kept`` is a head exported in the middle of the season."""
    events = house.history.events(CITY, FISCAL_YEAR)
    yield _days(events)
    yield _again(house, season, events)
    yield _chain(house, kept, len(events))
    yield _once(events)
    yield _kinds(events)
    yield _rules(events)
    yield _public(house, season, events)
    yield Held("没有运行失败或没有结束（值守除外：有待办时它标红）", not failures, "、".join(failures) or "0 次")


def replays(settings: Settings, count: int, seed: str) -> Held:
    """Past reviews chosen by chance, done again from what was kept: the same, hash for hash."""
    done = replay_random(settings, CITY, FISCAL_YEAR, count, seed)
    differs = [line for one in done if not one.same for line in one.lines]
    figures = f"{len(done)} 次重演，{sum(one.same for one in done)} 次逐字节相同" + "".join(
        f"；{line}" for line in differs
    )
    return Held("随机重演与当时相同", len(done) == count and not differs, figures)


def _days(events: tuple[Event, ...]) -> Held:
    """Each day is closed, and on each the buckets add up to the register."""
    dates = calendar(CITY, FISCAL_YEAR)
    wanted = {dates.opens + timedelta(days=n) for n in range((dates.closes - dates.opens).days + 1)}
    closed: dict[date, dict[str, Any]] = {}
    for event in events:
        if event.kind == CLOSED:
            closed[date.fromisoformat(event.subject.removeprefix("ledger/"))] = json.loads(event.payload)
    wrong = [day for day, told in sorted(closed.items()) if not _adds_up(told)]
    missing = sorted(wanted - closed.keys())
    figures = f"{len(closed)} 天结账，{len(missing)} 天缺，{len(wrong)} 天合计不符"
    return Held("日台账每天结账，各状态合计等于名录", not wrong and not missing, figures)


def _adds_up(told: dict[str, Any]) -> bool:
    """The register in buckets and in duties; of what must be public, each is public, withheld or named as missing."""
    public = told["published"] + told["withheld"] + len(told["unpublished"])
    return (
        sum(told["buckets"].values()) == sum(told["duties"].values()) == told["register"]
        and public == told["approved"]
        and not told["strange"]
    )


def _again(house: House, season: Season, events: tuple[Event, ...]) -> Held:
    """Every closed day folded again from the events of that day and before: the same counts as it was closed with."""
    closings = {json.loads(event.payload)["day"]: json.loads(event.payload) for event in events if event.kind == CLOSED}
    days = book(house, season).days
    differ = [
        one.day.isoformat()
        for one in days
        if (told := closings.get(one.day.isoformat())) is None
        or told["buckets"] != {state.value: count for state, count in one.buckets.items()}
        or told["duties"] != {kind.value: count for kind, count in one.duties.items()}
        or (told["approved"], told["published"], told["withheld"]) != (one.approved, one.published, one.withheld)
    ]
    figures = f"{len(days)} 天从事件重算，{len(differ)} 天不同" + (f"：{'、'.join(differ[:SHOWN])}" if differ else "")
    return Held("台账可以从事件重算，逐日相同", bool(days) and not differ, figures)


def _chain(house: House, kept: Head, events: int) -> Held:
    problems = house.history.verify(CITY, FISCAL_YEAR, kept)
    return Held("审计轨迹完整，与季中存档的链头相符", not problems, f"{events} 个事件，问题 {len(problems)} 个")


def _once(events: tuple[Event, ...]) -> Held:
    """A version is reviewed once under one rulebook and what was decided by then, and each that came was."""
    came = {event.subject for event in events if event.kind == "submission.received"}
    reviewed = Counter(
        (event.subject, json.loads(event.payload)["rulebook_hash"], json.loads(event.payload).get("judged_with"))
        for event in events
        if event.kind == "submission.reviewed"
    )
    twice = [key for key, times in reviewed.items() if times > 1]
    never = came - {subject for subject, _, _ in reviewed}
    figures = f"收到 {len(came)} 版，审核 {len(reviewed)} 次，漏审 {len(never)}，同一规则和认定下重审 {len(twice)}"
    return Held("每版都审过，同一规则和认定下只审一次", not never and not twice, figures)


def _kinds(events: tuple[Event, ...]) -> Held:
    seen = Counter(event.kind for event in events)
    absent = [kind for kind in dict.fromkeys((*(line.kind for line in TRANSITIONS), *BESIDE)) if kind not in seen]
    return Held(
        "状态流转表里的每一种都发生过，豁免、异议、批次、规则改动和退件也都有",
        not absent,
        f"{len(seen)} 种事件" + (f"；没有发生：{'、'.join(absent)}" if absent else ""),
    )


def _rules(events: tuple[Event, ...]) -> Held:
    """The rule that became stricter sent accepted versions back, and their units were told."""
    back = sent_back(read(events))
    told = sum(event.kind == SENT and json.loads(event.payload)["kind"] == RULE_CHANGE for event in events)
    figures = f"退回 {len(back)} 家，告知 {told} 件"
    return Held("规则改严后，原已通过的版本按新规则退回并告知", bool(back) and bool(told), figures)


def _public(house: House, season: Season, events: tuple[Event, ...]) -> Held:
    """Whoever is approved in time is public or lawfully withheld at the end."""
    stand = standings(house, season)
    owed = [
        one.unit for one in stand.values() if one.state is UnitState.APPROVED and not one.public and not one.withheld
    ]
    public = sum(bool(one.public) for one in stand.values())
    approved = sum(event.kind == "submission.approved" for event in events)
    figures = f"批复 {approved} 次，期末公开 {public} 家，已批复未公开 {len(owed)} 家"
    return Held("批复的都已公开或依法不予公开", public > 0 and not owed, figures)

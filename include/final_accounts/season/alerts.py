"""Alerts 警报: every way in which a day's ledger does not add up, in words for the bureau's operators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from final_accounts.season.calendar import Deadlines
from final_accounts.season.ledger import DayLedger
from final_accounts.season.states import UnitState
from final_accounts.season.waiting import QUESTIONS, WaitsFor

NAMED: Final = 5
"""Units named in a sentence; the list holds all."""


class AlertKind(StrEnum):
    """What does not add up."""

    REGISTER = "register"
    DUTIES = "duties"
    UNKNOWN = "unknown"
    OVERDUE = "overdue"
    APPROVAL = "approval"
    DECISIONS = "decisions"
    PUBLICATION = "publication"
    CHANGED = "changed"
    CHAIN = "chain"
    PAGES = "pages"
    EXPOSED = "exposed"

    @property
    def chinese(self) -> str:
        """The heading on pages."""
        return _CHINESE[self]


_CHINESE: Final = {
    AlertKind.REGISTER: "名录与台账不一致",
    AlertKind.DUTIES: "报送义务合计不等于名录",
    AlertKind.UNKNOWN: "名录外的单位有报送记录",
    AlertKind.OVERDUE: "逾期未履行报送义务",
    AlertKind.APPROVAL: "批复期限已过，仍未批复",
    AlertKind.DECISIONS: "编报季结束，仍有事项尚未办结",
    AlertKind.PUBLICATION: "公开期限已过，仍未公开",
    AlertKind.CHANGED: "已结账的日期与现在的审计轨迹不一致",
    AlertKind.CHAIN: "审计轨迹不完整",
    AlertKind.PAGES: "审计轨迹记载已公开而网页缺失",
    AlertKind.EXPOSED: "网页已上网而审计轨迹没有公开记载",
}

LATE: Final = frozenset({AlertKind.OVERDUE, AlertKind.APPROVAL, AlertKind.DECISIONS})
"""Somebody is late; the counts of the day add up all the same."""


@dataclass(frozen=True, slots=True)
class Alert:
    """Something to be looked into; open as long as it is found again. ``units`` are codes."""

    kind: AlertKind
    says: str
    units: tuple[str, ...] = ()


def alerts(ledger: DayLedger, names: Mapping[str, str]) -> tuple[Alert, ...]:
    """What the ledger of a day says must be looked into; empty when it adds up and nobody is late.

    ``names`` are unit code -> name.
    """
    in_buckets, in_duties = sum(ledger.buckets.values()), sum(ledger.duties.values())
    found: list[Alert] = []
    if ledger.register != in_buckets or ledger.unregistered:
        says = (
            f"开启编报季时登记 {ledger.register} 家，各状态合计 {in_buckets} 家"
            + (f"；不一致的单位：{named(ledger.unregistered, names)}" if ledger.unregistered else "")
            + "。请核对单位名录，必要时重新开启编报季。"
        )
        found.append(Alert(AlertKind.REGISTER, says, ledger.unregistered))
    if in_buckets != in_duties:
        says = f"各状态合计 {in_buckets} 家，按报送义务合计 {in_duties} 家。请交系统管理员查明。"
        found.append(Alert(AlertKind.DUTIES, says))
    if ledger.unknown:
        says = f"{named(ledger.unknown, names)} 不在本年度名录中，却有报送记录。请核对名录，或查明是谁写入。"
        found.append(Alert(AlertKind.UNKNOWN, says, ledger.unknown))
    if ledger.overdue:
        late = f"{len(ledger.overdue)} 家已过报送或更正期限：{named(ledger.overdue, names)}"
        says = f"{late}。请催报，或登记免报、零报送、并入。"
        found.append(Alert(AlertKind.OVERDUE, says, ledger.overdue))
    if ledger.unapproved:
        says = (
            f"{len(ledger.unapproved)} 家审核已通过而没有批复（{_unapproved(ledger)}）："
            f"{named(ledger.unapproved, names)}。"
            "请催办签审和部门汇总，已签审的立即提请并答复批次；不能批复的写明理由重新打开。"
        )
        found.append(Alert(AlertKind.APPROVAL, says, ledger.unapproved))
    if ledger.approved != ledger.published + ledger.withheld:
        says = (
            f"到期应公开 {ledger.approved} 家，已公开 {ledger.published} 家，依法不予公开 {ledger.withheld} 家；"
            f"尚未公开：{named(ledger.unpublished, names)}。请立即公开，或登记依法不予公开的依据。"
        )
        found.append(Alert(AlertKind.PUBLICATION, says, ledger.unpublished))
    return tuple(found)


def undecided(
    open_questions: Mapping[WaitsFor, Sequence[str]], day: date, dates: Deadlines, names: Mapping[str, str]
) -> tuple[Alert, ...]:
    """From the last day of a season on: what units asked or explained and nobody has decided.

    Before that a question that waits holds up its own unit, which shows as late; afterwards nobody would be reminded.
    """
    if day < dates.closes:
        return ()
    waiting = {kind: tuple(open_questions[kind]) for kind in QUESTIONS if open_questions.get(kind)}
    if not waiting:
        return ()
    told = "；".join(f"等{kind.whose}{kind.chinese}：{named(codes, names)}" for kind, codes in waiting.items())
    units = tuple(dict.fromkeys(code for codes in waiting.values() for code in codes))
    return (Alert(AlertKind.DECISIONS, f"{told}。请今天逐件办结；办结之前本编报季不能结束。", units),)


def _unapproved(ledger: DayLedger) -> str:
    """How many of the unapproved are not signed yet, and how many wait for a reply only."""
    states = Counter(ledger.standings[code].state for code in ledger.unapproved)
    said = {UnitState.ACCEPTED: "还没有签审", UnitState.CERTIFIED: "已签审"}
    return "，".join(f"{word} {states[state]} 家" for state, word in said.items() if states[state])


def named(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """The first few units by code and name, and how many there are when there are more.

    >>> named(("101001", "101002"), {"101001": "甲局"})
    '101001 甲局、101002'
    """
    shown = "、".join(f"{code} {names.get(code, '')}".rstrip() for code in codes[:NAMED])
    return f"{shown}等 {len(codes)} 家" if len(codes) > NAMED else shown

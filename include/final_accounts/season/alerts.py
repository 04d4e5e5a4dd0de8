"""Alerts 警报: every way in which a day's ledger does not add up, in words for the bureau's operators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from final_accounts.season.ledger import DayLedger

_NAMED: Final = 5
"""Units named in a sentence; the list holds all."""


class AlertKind(StrEnum):
    """What does not add up."""

    REGISTER = "register"
    DUTIES = "duties"
    UNKNOWN = "unknown"
    OVERDUE = "overdue"
    PUBLICATION = "publication"
    CHANGED = "changed"
    CHAIN = "chain"
    PAGES = "pages"

    @property
    def chinese(self) -> str:
        """The heading on pages."""
        return _CHINESE[self]


_CHINESE: Final = {
    AlertKind.REGISTER: "名录与台账不一致",
    AlertKind.DUTIES: "报送义务合计不等于名录",
    AlertKind.UNKNOWN: "名录外的单位有报送记录",
    AlertKind.OVERDUE: "逾期未履行报送义务",
    AlertKind.PUBLICATION: "公开期满而未公开",
    AlertKind.CHANGED: "已结账的日期与现在的历史不一致",
    AlertKind.CHAIN: "审计轨迹不完整",
    AlertKind.PAGES: "历史记载已公开而网页缺失",
}


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
            f"开启编报季时登记 {ledger.register} 家，各状态合计 {in_buckets} 家；"
            f"不一致的单位：{named(ledger.unregistered, names)}。请核对单位名录，必要时重新开启编报季。"
        )
        found.append(Alert(AlertKind.REGISTER, says, ledger.unregistered))
    if in_buckets != in_duties:
        says = f"各状态合计 {in_buckets} 家，按报送义务合计 {in_duties} 家。请交系统管理员查明。"
        found.append(Alert(AlertKind.DUTIES, says))
    if ledger.unknown:
        says = f"{named(ledger.unknown, names)} 不在本年度名录中，却有报送记录。请核对名录，或查明是谁写入。"
        found.append(Alert(AlertKind.UNKNOWN, says, ledger.unknown))
    if ledger.overdue:
        says = f"{len(ledger.overdue)} 家已过期限：{named(ledger.overdue, names)}。请催报，或登记免报、零报送、并入。"
        found.append(Alert(AlertKind.OVERDUE, says, ledger.overdue))
    if ledger.approved != ledger.published + ledger.withheld:
        says = (
            f"到期应公开 {ledger.approved} 家，已公开 {ledger.published} 家，依法不予公开 {ledger.withheld} 家；"
            f"尚未公开：{named(ledger.unpublished, names)}。请立即公开，或登记不予公开的依据。"
        )
        found.append(Alert(AlertKind.PUBLICATION, says, ledger.unpublished))
    return tuple(found)


def named(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """The first few units by code and name, and how many there are when there are more.

    >>> named(("101001", "101002"), {"101001": "甲局"})
    '101001 甲局、101002'
    """
    shown = "、".join(f"{code} {names.get(code, '')}".rstrip() for code in codes[:_NAMED])
    return f"{shown}等 {len(codes)} 家" if len(codes) > _NAMED else shown or "无"

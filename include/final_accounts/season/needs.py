"""The conditions of the table of transitions that the unit's own events answer, each with its refusal in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from final_accounts.model.submission import says_something
from final_accounts.season.transitions import Need

if TYPE_CHECKING:
    from final_accounts.season.acts import Act
    from final_accounts.season.standing import Standing

MATERIALITY: Final = ("重大", "一般")
NO_BASIS: Final = "没有写明依据（文件名称或文号）"
NO_REASON: Final = "没有说明理由（至少四个字，不能只写“无”“见附件”之类）"


def _current_version(now: Standing, act: Act) -> str:
    if (act.version, act.sha256) == (now.version, now.sha256):
        return ""
    return (
        f"所针对的是第{act.version}版（{act.sha256[:12]}），"
        f"单位当前是第{now.version}版（{now.sha256[:12]}），请先查看当前版"
    )


def _reason(_: Standing, act: Act) -> str:
    return "" if says_something(act.says("reason")) else NO_REASON


def _legal_basis(_: Standing, act: Act) -> str:
    return "" if says_something(act.says("basis")) else NO_BASIS


def _number(_: Standing, act: Act) -> str:
    return "" if act.says("number").strip() else "没有批复文号"


def _successor(_: Standing, act: Act) -> str:
    into = act.says("into").strip()
    return "" if into and into != act.unit else "没有写明并入哪个单位"


def _materiality(_: Standing, act: Act) -> str:
    return "" if act.says("materiality") in MATERIALITY else f"没有写明更正是否重大（{'或'.join(MATERIALITY)}）"


def _public_version(now: Standing, _: Act) -> str:
    return "" if now.public else "单位没有已公开的一版"


def _not_public(now: Standing, _: Act) -> str:
    return f"第{now.public}版仍在公开，请先办理“撤下公开”" if now.public else ""


def _correction_open(now: Standing, _: Act) -> str:
    return "" if now.in_correction else "单位没有已批准、还没有办完的更正"


def _withheld(now: Standing, _: Act) -> str:
    return "" if now.withheld else "单位没有登记依法不予公开"


def _not_withheld(now: Standing, _: Act) -> str:
    return f"已登记依法不予公开（{now.withheld}）" if now.withheld else ""


def _not_signed_yet(now: Standing, act: Act) -> str:
    if any(signature.person == act.person.id for signature in now.signatures):
        return f"{act.person.name}已在这一版上签过字，会计和负责人不得为同一人"
    if act.says("role") in {role.value for role in now.signed}:
        return "这一版已有同一身份的签字"
    return ""


def _not_preparer(now: Standing, act: Act) -> str:
    if act.person.id == act.says("prepared_by"):
        return f"{act.person.name}是这一批次的提请人，不能自己批复"
    if any(signature.person == act.person.id for signature in now.signatures):
        return f"{act.person.name}在这一版上签过字，不能再批复"
    return ""


OWN: Final[Mapping[Need, Callable[[Standing, Act], str]]] = {
    Need.CURRENT_VERSION: _current_version,
    Need.REASON: _reason,
    Need.LEGAL_BASIS: _legal_basis,
    Need.NUMBER: _number,
    Need.SUCCESSOR: _successor,
    Need.MATERIALITY: _materiality,
    Need.NOT_SIGNED_YET: _not_signed_yet,
    Need.NOT_PREPARER: _not_preparer,
    Need.PUBLIC_VERSION: _public_version,
    Need.NOT_PUBLIC: _not_public,
    Need.CORRECTION_OPEN: _correction_open,
    Need.WITHHELD: _withheld,
    Need.NOT_WITHHELD: _not_withheld,
}
"""Need -> why it is not met, "" when it is. The other needs depend on more than the unit's own events."""

OF_STANDING: Final = frozenset({
    Need.PUBLIC_VERSION, Need.NOT_PUBLIC, Need.CORRECTION_OPEN, Need.WITHHELD, Need.NOT_WITHHELD,
})  # fmt: skip
"""Needs that say more than a list of states to whoever acts from the wrong one."""

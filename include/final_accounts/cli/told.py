"""What an act at a terminal has done and what comes next, in a line: a few words a kind of event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from final_accounts.model.person import OF_UNIT
from final_accounts.season.standing import Standing
from final_accounts.season.states import UnitState

_OPENED: Final = frozenset({UnitState.RECEIVED, UnitState.RETURNED, UnitState.ACCEPTED})
"""Where a version stands that is the unit's again to go on with."""


def told(kind: str, standing: Standing) -> str:
    """What an event of ``kind`` has done to the unit that now stands so."""
    return f"{standing.unit} {_TOLD[kind](standing)}"


def _signed(now: Standing) -> str:
    missing = "、".join(role.chinese for role in OF_UNIT if role not in now.signed)
    signed = "、".join(sorted(role.chinese for role in now.signed))
    waits = f"已签字：{signed}，还需{missing}签字" if missing else "两个签字已齐，等主管部门汇总"
    return f"第{now.version}版：{now.state.reached}，{waits}"


def _corrected(now: Standing) -> str:
    replaced = now.version != now.public
    then = f"已报送的第{now.version}版成为当前版" if replaced else "等单位报送新版"
    return f"更正已登记（{now.correcting}），第{now.public}版继续公开，{then}"


def _called_off(now: Standing) -> str:
    came = f"，其间报送的第{now.waiting}版先留存" if now.waiting else ""
    return f"更正已取消，第{now.public}版继续公开{came}"


def _released(now: Standing) -> str:
    then = "请运行“决算公开”" if now.state is UnitState.APPROVED else "批复后即可公开"
    return f"不予公开已解除，{then}"


def _stands(now: Standing) -> str:
    """The version that goes on, or that one is awaited."""
    return f"第{now.version}版{now.state.reached}" if now.state in _OPENED else "等单位报送"


def _still_public(now: Standing) -> str:
    return f"；第{now.public}版仍在公开，要撤下请用 take-down" if now.public else ""


_TOLD: Final[Mapping[str, Callable[[Standing], str]]] = {
    "submission.signed": _signed,
    "submission.reopened": lambda now: f"已重新打开，签字和批复失效，{_stands(now)}",
    "submission.corrected": _corrected,
    "correction.called_off": _called_off,
    "submission.withdrawn": lambda now: f"报送已撤回，等单位重新报送{_still_public(now)}",
    "disclosure.withdrawn": lambda _: "撤下公开已登记：请运行“决算公开”，网页才会撤下",
    "disclosure.withheld": lambda _: "依法不予公开已登记，以后各版也不公开；解除请用 release",
    "disclosure.released": _released,
    "unit.nil_declared": lambda now: f"零报送已登记，本年度不用再报送{_still_public(now)}",
    "unit.exempted": lambda now: f"免报已登记，本年度不用再报送{_still_public(now)}",
    "unit.merged_away": lambda now: f"已登记并入其他单位，本单位不用再报送{_still_public(now)}",
    "unit.restored": lambda now: f"报送义务已恢复，{_stands(now)}",
}
"""Kind of event -> what it has done, and what comes next."""

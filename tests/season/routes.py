"""A unit on its way through a season, told event by event, for tests of the table of transitions."""

from __future__ import annotations

from datetime import UTC, datetime

from final_accounts.model.unit import BudgetUnit
from final_accounts.season.standing import Happened, Standing, at_the_start, step
from final_accounts.season.states import UnitState

UNIT = BudgetUnit("101001", "示例单位", "行政单位", "示例部门", "101")
AT = datetime(2022, 3, 1, tzinfo=UTC)
RECEIVED: list[tuple[str, dict[str, str]]] = [("submission.received", {})]
ACCEPTED = [*RECEIVED, ("submission.accepted", {})]
CERTIFIED = [*ACCEPTED, ("submission.signed", {"role": "accountant"}), ("submission.signed", {"role": "head"})]
APPROVED = [*CERTIFIED, ("submission.approved", {"number": "示例1号"})]
ROUTES: dict[UnitState, list[tuple[str, dict[str, str]]]] = {
    UnitState.NOT_STARTED: [],
    UnitState.RECEIVED: RECEIVED,
    UnitState.RETURNED: [*RECEIVED, ("submission.returned", {})],
    UnitState.ACCEPTED: ACCEPTED,
    UnitState.CERTIFIED: CERTIFIED,
    UnitState.APPROVED: APPROVED,
    UnitState.PUBLISHED: [*APPROVED, ("submission.published", {})],
    UnitState.NIL_DECLARED: [("unit.nil_declared", {})],
    UnitState.EXEMPT: [("unit.exempted", {})],
    UnitState.WITHDRAWN: [*RECEIVED, ("submission.withdrawn", {})],
    UnitState.MERGED_AWAY: [("unit.merged_away", {"into": "102001"})],
}
"""The shortest way into each state."""


def after(route: list[tuple[str, dict[str, str]]]) -> Standing:
    now = at_the_start(UNIT)
    for kind, said in route:
        now = step(now, event(kind, now, said))
    return now


def event(kind: str, now: Standing, said: dict[str, str], version: int = 0) -> Happened:
    """About the current version unless another is named, or for a file the next one."""
    arrives = kind == "submission.received"
    version = version or (max(now.hashes, default=0) + 1 if arrives else now.version)
    about = version if kind.startswith(("submission.", "explanation.")) else 0
    payload = {"sha256": f"{version:064d}", "finding": "V-04", "basis": "示例1号", "materiality": "一般", **said}
    return Happened(kind, UNIT.code, about, "somebody", AT, payload, hash="e" * 64)


def correcting(state: UnitState) -> Standing:
    """A unit whose public version is being corrected, and which came into that state meanwhile."""
    now = then(after(ROUTES[UnitState.PUBLISHED]), "submission.corrected")
    ways: dict[UnitState, list[tuple[str, dict[str, str]]]] = {
        UnitState.RETURNED: [],
        UnitState.NOT_STARTED: [("unit.nil_declared", {}), ("unit.restored", {})],
    }
    for kind, said in ways.get(state, ROUTES[state]):
        now = step(now, event(kind, now, said))
    return now


def then(now: Standing, *kinds: str, **said: str) -> Standing:
    """After events about the current version, one after the other."""
    for kind in kinds:
        now = step(now, event(kind, now, said))
    return now

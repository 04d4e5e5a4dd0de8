"""Where a unit stands in a season: every unit is in exactly one of these buckets each day."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class UnitState(StrEnum):
    """State 状态 of a unit's final accounts in one season."""

    NOT_STARTED = "not_started"
    RECEIVED = "received"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CERTIFIED = "certified"
    APPROVED = "approved"
    PUBLISHED = "published"
    NIL_DECLARED = "nil_declared"
    EXEMPT = "exempt"
    WITHDRAWN = "withdrawn"
    MERGED_AWAY = "merged_away"

    @property
    def chinese(self) -> str:
        """The name of the bucket, in ledger, site and drawing."""
        return _CHINESE[self]

    @property
    def reached(self) -> str:
        """The same in a sentence: where the unit has got to."""
        return _REACHED.get(self, self.chinese)


_CHINESE: Final = {
    UnitState.NOT_STARTED: "未报送",
    UnitState.RECEIVED: "收到",
    UnitState.RETURNED: "退回",
    UnitState.ACCEPTED: "通过",
    UnitState.CERTIFIED: "签审",
    UnitState.APPROVED: "批复",
    UnitState.PUBLISHED: "公开",
    UnitState.NIL_DECLARED: "零报送",
    UnitState.EXEMPT: "免报",
    UnitState.WITHDRAWN: "撤回",
    UnitState.MERGED_AWAY: "已并入",
}
_REACHED: Final = {
    UnitState.RECEIVED: "已收到",
    UnitState.RETURNED: "已退回",
    UnitState.ACCEPTED: "审核通过",
    UnitState.CERTIFIED: "已签审",
    UnitState.APPROVED: "已批复",
    UnitState.PUBLISHED: "已公开",
    UnitState.WITHDRAWN: "已撤回",
}

OPEN: Final = frozenset({
    UnitState.NOT_STARTED, UnitState.RECEIVED, UnitState.RETURNED, UnitState.ACCEPTED, UnitState.NIL_DECLARED,
    UnitState.EXEMPT, UnitState.WITHDRAWN,
})  # fmt: skip
"""States in which a new file becomes the unit's current version at once."""

CLOSED: Final = frozenset({UnitState.CERTIFIED, UnitState.APPROVED, UnitState.PUBLISHED, UnitState.MERGED_AWAY})
"""States in which a new file waits; when the unit leaves them, it takes the current version's place."""

MET: Final = frozenset({UnitState.ACCEPTED, UnitState.CERTIFIED, UnitState.APPROVED, UnitState.PUBLISHED})
"""States in which the duty to submit is met."""

OWES_NOTHING: Final = frozenset({UnitState.NIL_DECLARED, UnitState.EXEMPT, UnitState.MERGED_AWAY})
"""States of a unit that owes nothing this year and has nothing to add to a roll-up."""

SIGNED: Final = frozenset({UnitState.CERTIFIED, UnitState.APPROVED, UnitState.PUBLISHED})
"""States in which both signatures of the current version stand; only such a version is replied to in a roll-up."""

AWAITING_REPLY: Final = frozenset({UnitState.ACCEPTED, UnitState.CERTIFIED})
"""States of units that have handed in what passes the rules, and have no reply."""

REPLIED_TO: Final = frozenset({UnitState.APPROVED, UnitState.PUBLISHED})
"""States of units whose current version has its reply, and may therefore be public."""

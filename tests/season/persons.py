"""Persons of a unit, its department and the bureau, and what they usually do next, for tests of random seasons."""

from __future__ import annotations

from final_accounts.model.person import Office, Person, Role
from final_accounts.model.unit import BudgetUnit
from final_accounts.season.states import UnitState
from final_accounts.season.transitions import TRANSITIONS, Need

UNIT = BudgetUnit("101001", "示例单位", "行政单位", "示例部门", "101")
ELSEWHERE = "102001"
PERSONS = (
    Person("accountant", "示例会计", (Office(Role.ACCOUNTANT, UNIT.code),)),
    Person("head", "示例负责人", (Office(Role.HEAD, UNIT.code),)),
    Person("both", "一人两职", (Office(Role.ACCOUNTANT, UNIT.code), Office(Role.HEAD, UNIT.code))),
    Person("reviewer", "示例财政审核人", (Office(Role.REVIEWER),)),
    Person("approver", "示例财政批复人", (Office(Role.APPROVER),)),
    Person("department", "示例主管部门批复人", (Office(Role.DEPARTMENT_APPROVER, UNIT.department_code),)),
    Person("operator", "示例编报季管理员", (Office(Role.OPERATOR),)),
    Person("stranger", "别家单位的人", (Office(Role.HEAD, ELSEWHERE), Office(Role.ACCOUNTANT, ELSEWHERE))),
    Person("signing approver", "又签字又批复", (Office(Role.HEAD, UNIT.code), Office(Role.APPROVER))),
    Person("department reviewer", "示例主管部门审核人", (Office(Role.DEPARTMENT_REVIEWER, UNIT.department_code),)),
)
HUMAN = tuple(line.kind for line in TRANSITIONS if line.by)
OUTSIDE = (
    Need.EXPLANATIONS_DECIDED, Need.DISPUTES_DECIDED, Need.CURRENT_RULEBOOK, Need.DEPARTMENT_CERTIFIED,
    Need.DEPARTMENT_APPROVED, Need.BEFORE_DEPARTMENT_REPLY,
)  # fmt: skip
FULL = {
    "reason": "财政收回额度",
    "basis": "示例〔2022〕1号",
    "number": "示例批复1号",
    "into": ELSEWHERE,
    "materiality": "一般",
    "finding": "T01-03",
    "prepared_by": "operator",
}


def sha(version: int) -> str:
    return f"{version:064d}"


NEXT = {
    UnitState.RETURNED: [("explanation.accepted", 3), ("submission.withdrawn", 1), ("correction.called_off", 6)],
    UnitState.WITHDRAWN: [("unit.nil_declared", 0), ("unit.exempted", 6), ("disclosure.withheld", 6)],
    UnitState.NIL_DECLARED: [("unit.restored", 6)],
    UnitState.ACCEPTED: [
        ("submission.signed", 0),
        ("submission.signed", 1),
        ("explanation.accepted", 3),
        ("explanation.sent_back", 3),
    ],
    UnitState.CERTIFIED: [("submission.approved", 5), ("submission.approved", 5), ("disclosure.withheld", 6)],
    UnitState.APPROVED: [("disclosure.withheld", 6), ("submission.reopened", 1)],
    UnitState.PUBLISHED: [("submission.corrected", 6), ("disclosure.withdrawn", 6)],
}
"""What usually comes next: event and who, by place in PERSONS."""
WELL = (
    ("submission.signed", 0, {UnitState.ACCEPTED}),
    ("submission.signed", 1, {UnitState.CERTIFIED}),
    ("submission.approved", 5, {UnitState.APPROVED}),
    ("submission.published", 0, {UnitState.PUBLISHED}),
)
"""How an accepted version becomes public: event, who, and where the unit stands then."""
JUDGED = frozenset({UnitState.RECEIVED, UnitState.RETURNED, UnitState.ACCEPTED})
"""Where a version stands that the unit has handed in and nobody has certified."""

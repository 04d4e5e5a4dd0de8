"""Every need that is not met, as whoever is refused reads it; run as a program, this file writes the snapshot anew."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pytest

from final_accounts.model.person import Office, Person, Role
from final_accounts.season import acts, needs, replies
from final_accounts.season.acts import REPLIED, Act, Circumstances, refusals
from final_accounts.season.departments import DepartmentStanding
from final_accounts.season.replies import Reply, against_reply
from final_accounts.season.standing import Signature, Standing
from final_accounts.season.states import UnitState
from final_accounts.season.transitions import BY_KIND, Need
from pinned import pin, pinned, unsaid

REFUSALS: Final = Path(__file__).resolve().parent / "snapshots" / "refusals.txt"
UNIT, DEPARTMENT = "101001", "101"
SHA, OLD = "5f70bf18a086" + "0" * 52, "4e07408562be" + "0" * 52
AT = datetime(2022, 4, 6, tzinfo=UTC)

ACCOUNTANT = Person("accountant", "示例会计", (Office(Role.ACCOUNTANT, UNIT),))
HEAD = Person("head", "示例负责人", (Office(Role.HEAD, UNIT),))
BOTH = Person("both", "示例兼职人", (Office(Role.HEAD, UNIT), Office(Role.APPROVER)))
REVIEWER = Person("reviewer", "示例财政审核人", (Office(Role.REVIEWER),))
APPROVER = Person("approver", "示例财政批复人", (Office(Role.APPROVER),))
OPERATOR = Person("operator", "示例编报季管理员", (Office(Role.OPERATOR),))
DEPARTMENTS = Person("department", "示例主管部门批复人", (Office(Role.DEPARTMENT_APPROVER, DEPARTMENT),))
DEPARTMENT_REVIEWER = Person("reviewing", "示例主管部门审核人", (Office(Role.DEPARTMENT_REVIEWER, DEPARTMENT),))

NOW = Standing(UNIT, UnitState.ACCEPTED, version=2, sha256=SHA)
CERTIFIED = replace(NOW, state=UnitState.CERTIFIED)
SIGNED = replace(NOW, signatures=(Signature(Role.HEAD, "head", AT),))
AROUND = Circumstances(DEPARTMENT, unmet={}, alone=True)
FULL = {"reason": "已经核对清楚", "basis": "示例文件〔2022〕1号", "number": "青财决批〔2022〕1号", "into": "101002"}


def wanted(kind: str, person: Person, **payload: str) -> Act:
    """The act with everything it needs, but for what ``payload`` says otherwise."""
    return Act(kind, UNIT, person, 2, SHA, {**FULL, "materiality": "一般", **payload})


Case = tuple[Standing, Act, Circumstances]
APPROVING: Final = wanted("submission.approved", DEPARTMENTS)


CASES: Final[dict[str, Case]] = {
    "only the house": (NOW, wanted("submission.returned", REVIEWER), AROUND),
    "another's office": (NOW, wanted("submission.signed", REVIEWER), AROUND),
    "another state": (NOW, wanted("submission.approved", APPROVER), AROUND),
    "another state: corrected instead": (
        replace(NOW, state=UnitState.PUBLISHED, public=2),
        wanted("submission.reopened", HEAD),
        AROUND,
    ),
    "another state: reopened first": (
        replace(NOW, state=UnitState.APPROVED, public=1, correcting="一般"),
        wanted("correction.called_off", OPERATOR),
        AROUND,
    ),
    "another state: no correction of what is public": (
        replace(NOW, state=UnitState.PUBLISHED, public=2),
        wanted("correction.called_off", OPERATOR),
        AROUND,
    ),
    "another state: no correction of what is approved": (
        replace(NOW, state=UnitState.APPROVED),
        wanted("correction.called_off", OPERATOR),
        AROUND,
    ),
    "another state: withheld while it is public": (
        replace(NOW, state=UnitState.PUBLISHED, public=2),
        wanted("disclosure.withheld", OPERATOR),
        AROUND,
    ),
    "another state: nothing to release": (
        replace(NOW, state=UnitState.PUBLISHED, public=2),
        wanted("disclosure.released", OPERATOR),
        AROUND,
    ),
    "nobody has looked": (CERTIFIED, APPROVING, Circumstances(DEPARTMENT)),
    "two things at once": (
        CERTIFIED,
        wanted("submission.approved", DEPARTMENTS, number="", prepared_by="department"),
        AROUND,
    ),
    Need.CURRENT_VERSION.name: (NOW, replace(wanted("submission.signed", HEAD), version=1, sha256=OLD), AROUND),
    Need.REASON.name: (NOW, wanted("submission.withdrawn", HEAD, reason="无"), AROUND),
    Need.LEGAL_BASIS.name: (CERTIFIED, wanted("disclosure.withheld", OPERATOR, basis=""), AROUND),
    Need.NUMBER.name: (CERTIFIED, wanted("submission.approved", DEPARTMENTS, number=" "), AROUND),
    Need.NOT_SIGNED_YET.name: (SIGNED, wanted("submission.signed", HEAD), AROUND),
    "NOT_SIGNED_YET: the same office": (
        SIGNED,
        wanted("submission.signed", replace(HEAD, id="second", name="另一负责人")),
        AROUND,
    ),
    Need.NOT_PREPARER.name: (CERTIFIED, wanted("submission.approved", DEPARTMENTS, prepared_by="department"), AROUND),
    "NOT_PREPARER: signed it": (
        replace(CERTIFIED, signatures=(Signature(Role.HEAD, "both", AT),)),
        wanted("submission.approved", BOTH),
        AROUND,
    ),
    Need.OWN_LEVEL.name: (CERTIFIED, wanted("submission.approved", APPROVER), replace(AROUND, alone=False)),
    Need.BEFORE_DEPARTMENT_REPLY.name: (
        CERTIFIED,
        wanted("submission.reopened", DEPARTMENT_REVIEWER),
        replace(AROUND, unmet={Need.BEFORE_DEPARTMENT_REPLY: REPLIED}),
    ),
    "BEFORE_DEPARTMENT_REPLY: nobody has looked": (
        CERTIFIED,
        wanted("submission.reopened", DEPARTMENT_REVIEWER),
        Circumstances(DEPARTMENT),
    ),
    Need.SUCCESSOR.name: (
        replace(NOW, state=UnitState.RETURNED),
        wanted("unit.merged_away", OPERATOR, into=""),
        AROUND,
    ),
    Need.MATERIALITY.name: (
        replace(NOW, state=UnitState.PUBLISHED),
        wanted("submission.corrected", OPERATOR, materiality=""),
        AROUND,
    ),
    Need.CORRECTION_OPEN.name: (
        replace(NOW, state=UnitState.RETURNED, public=2),
        wanted("correction.called_off", OPERATOR),
        AROUND,
    ),
    Need.PUBLIC_VERSION.name: (CERTIFIED, wanted("disclosure.withdrawn", OPERATOR), AROUND),
    Need.NOT_PUBLIC.name: (replace(CERTIFIED, public=1), wanted("disclosure.withheld", OPERATOR), AROUND),
    Need.WITHHELD.name: (CERTIFIED, wanted("disclosure.released", OPERATOR), AROUND),
    Need.NOT_WITHHELD.name: (
        replace(CERTIFIED, withheld="示例文件〔2022〕1号"),
        wanted("submission.published", OPERATOR),
        AROUND,
    ),
}
ROLLUP = "ef2d127de37b" + "0" * 52
COVERED = DepartmentStanding(DEPARTMENT, rollup=ROLLUP, versions={UNIT: SHA}, certified_by="reviewing")
REPLIES: Final[dict[str, tuple[Reply, DepartmentStanding, dict[str, Standing]]]] = {
    "reply: another's office": (Reply(DEPARTMENT, ROLLUP, REVIEWER, "1"), COVERED, {UNIT: CERTIFIED}),
    "reply: nothing certified": (
        Reply(DEPARTMENT, "", APPROVER, "1"),
        DepartmentStanding(DEPARTMENT),
        {UNIT: CERTIFIED},
    ),
    "reply: another roll-up": (Reply(DEPARTMENT, SHA, APPROVER, "1"), COVERED, {UNIT: CERTIFIED}),
    "reply: all at once": (
        Reply(DEPARTMENT, ROLLUP, BOTH, "", prepared_by="both"),
        COVERED,
        {
            UNIT: replace(NOW, signatures=(Signature(Role.HEAD, "both", AT),)),
            "101002": replace(CERTIFIED, unit="101002"),
        },
    ),
}
"""What is against the bureau's reply to a roll-up."""

FROM_OUTSIDE: Final = {
    Need.EXPLANATIONS_DECIDED, Need.DISPUTES_DECIDED, Need.CURRENT_RULEBOOK, Need.DEPARTMENT_CERTIFIED,
    Need.DEPARTMENT_APPROVED,
}  # fmt: skip
"""Whoever looks says what is against it, see ``tests/stages/test_refusals_told.py``; here: nobody has looked."""


def told(name: str) -> list[str]:
    """What the person reads: everything that is against it."""
    if name in REPLIES:
        return list(against_reply(*REPLIES[name]))
    standing, act, around = CASES[name]
    if name in Need.__members__ and not BY_KIND[act.kind].by:  # no person is ever asked; whoever writes it looks
        return [needs.OWN[Need[name]](standing, act)]
    return list(refusals(standing, act, around))


def test_every_need_has_a_case_or_is_told_by_who_looks_for_it() -> None:
    assert set(Need.__members__) - set(CASES) == {need.name for need in FROM_OUTSIDE}
    assert set(pinned(REFUSALS)) == {*CASES, *REPLIES}
    nobody_looked = "\n".join(told("nobody has looked"))
    assert all(f"没有核实“{need.value}”" in nobody_looked for need in FROM_OUTSIDE)


def test_every_sentence_is_told_by_a_case() -> None:
    lines = [line for name in (*CASES, *REPLIES) for line in told(name)]
    for module in (acts, needs, replies):
        assert unsaid(Path(str(module.__file__)), lines) == []


@pytest.mark.parametrize("name", [*CASES, *REPLIES])
def test_a_refusal_reads_as_it_was_approved(name: str) -> None:
    assert told(name) == pinned(REFUSALS)[name]
    assert told(name)


if __name__ == "__main__":
    pin(REFUSALS, {name: told(name) for name in (*CASES, *REPLIES)})

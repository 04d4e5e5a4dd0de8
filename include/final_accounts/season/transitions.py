"""The one table of transitions 状态流转表: what may happen to a unit, by whom, on what conditions, and what it clears.

Machine events (received, returned, accepted, published) have no persons: the house itself writes them. The drawing in
``docs/images/states.svg`` and the lists of the command line are made from this table, and the fold obeys it: what is
not said here does not happen.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from final_accounts.model.person import Role
from final_accounts.season.states import CLOSED, OPEN
from final_accounts.season.states import UnitState as S


class Need(StrEnum):
    """A condition of a transition, in words for whoever is refused."""

    CURRENT_VERSION = "针对单位当前的一版（版本号和文件校验值一致）"
    REASON = "说明理由"
    LEGAL_BASIS = "写明依据"
    NUMBER = "有批复文号"
    NOT_SIGNED_YET = "本人没有在这一版上签过字，另一签字也不是本人"
    NOT_PREPARER = "不是这一批次的提请人，也没有在这一版上签字"
    EXPLANATIONS_DECIDED = "需要说明的疑点都已由财政审核人认可"
    DISPUTES_DECIDED = "评分异议都已有结论"
    CURRENT_RULEBOOK = "按现行审核规则审核过"
    DEPARTMENT_CERTIFIED = "主管部门已签审包含这一版的汇总"
    DEPARTMENT_APPROVED = "财政部门已批复主管部门的汇总"
    BEFORE_DEPARTMENT_REPLY = "由主管部门审核人办理的，财政部门还没有批复包含这一版的汇总"
    OWN_LEVEL = "由本级批复：单位由主管部门批复，部门只有一家单位时财政部门可一并批复"
    SUCCESSOR = "写明并入哪个单位"
    MATERIALITY = "写明是否重大更正"
    PUBLIC_VERSION = "有已公开的一版"
    NOT_PUBLIC = "没有仍在公开的一版，有的先撤下公开"
    CORRECTION_OPEN = "有已批准、还没有办完的更正"
    WITHHELD = "已登记依法不予公开"
    NOT_WITHHELD = "没有登记依法不予公开"


class When(StrEnum):
    """On what it depends whether a transition moves the unit; otherwise it is noted and the unit stays where it is."""

    BOTH_SIGNED = "两个签字齐了"
    ACCEPTABLE = "这一版的审核结论是通过，没有被退回的说明，也不是已公开、正在更正的一版"


class Clears(StrEnum):
    """What a transition takes away. Nothing else is lost by it, and nothing but this table takes anything away."""

    SIGNATURES = "签字"
    APPROVAL = "批复"
    PUBLIC = "公开的一版"
    WITHHELD = "不予公开的登记"
    CORRECTION = "更正的登记"
    SENT_BACK = "被退回的说明（已计入审核结论）"
    SENT_BACK_OF_PUBLIC = "更正期间对已公开一版退回的说明"


MOVES_WHEN: Final = "流转条件："
AS_JUDGED: Final = "审核过的一版按审核结论归入退回或通过"
OPENS: Final = "有等待的新版时由它接替，按审核结论归入收到、退回或通过"
REINSTATES: Final = "已公开的一版恢复为当前版，公开时的签字和批复随之恢复；更正期间报送、仍然有效的新版转为等待"


@dataclass(frozen=True, slots=True)
class Transition:
    """A line of the table: ``kind`` is the event it writes, ``target`` None leaves the state as it is.

    ``by`` are the roles that may do it (held for the unit itself, its department, or the bureau, as the role says);
    empty: only the house itself. From the states in ``stays`` it moves nobody, from the others it does ``when``.
    ``as_judged``: a version that was judged before goes where its verdict says instead of ``target``. ``reinstates``:
    the public version is the current one again, with what stood behind it when it was published.
    """

    kind: str
    says: str
    sources: frozenset[S]
    target: S | None
    by: tuple[Role, ...] = ()
    needs: tuple[Need, ...] = ()
    clears: tuple[Clears, ...] = ()
    stays: frozenset[S] = frozenset()
    when: When | None = None
    as_judged: bool = False
    reinstates: bool = False

    @property
    def opens(self) -> bool:
        """Whether it leads out of a closed state: a version that waited then becomes the current one."""
        return self.target in OPEN and bool((self.sources - self.stays) & CLOSED)

    @property
    def terms(self) -> tuple[str, ...]:
        """What it needs, in words."""
        return tuple(need.value for need in self.needs)

    @property
    def turns(self) -> tuple[str, ...]:
        """On what it depends where it leads, in words."""
        return (
            *((f"{MOVES_WHEN}{self.when.value}",) if self.when else ()),
            *((AS_JUDGED,) if self.as_judged else ()),
            *((OPENS,) if self.opens else ()),
            *((REINSTATES,) if self.reinstates else ()),
        )


def _from(*states: S) -> frozenset[S]:
    return frozenset(states)


_SIGNED: Final = (Clears.SIGNATURES, Clears.APPROVAL)
_NONE_COUNTS: Final = _from(S.NOT_STARTED, S.NIL_DECLARED, S.EXEMPT, S.WITHDRAWN)
"""Where none of the unit's versions counts."""

TRANSITIONS: Final = (
    Transition("submission.received", "收到一版报送", OPEN, S.RECEIVED, clears=_SIGNED),
    Transition(
        "submission.repeated",
        "再次收到同一版",
        _NONE_COUNTS,
        S.RECEIVED,
        clears=_SIGNED,
        as_judged=True,
    ),
    Transition(
        "submission.returned",
        "审核后退回",
        _from(S.RECEIVED, S.RETURNED, S.ACCEPTED, S.CERTIFIED, S.APPROVED),
        S.RETURNED,
        clears=(*_SIGNED, Clears.SENT_BACK),
    ),
    Transition(
        "submission.accepted",
        "审核通过",
        _from(S.RECEIVED, S.RETURNED, S.ACCEPTED),
        S.ACCEPTED,
        when=When.ACCEPTABLE,
    ),
    Transition(
        "explanation.accepted",
        "核实说明获认可",
        _from(S.RETURNED, S.ACCEPTED, S.CERTIFIED),
        S.ACCEPTED,
        by=(Role.REVIEWER,),
        needs=(Need.CURRENT_VERSION, Need.REASON),
        stays=_from(S.ACCEPTED, S.CERTIFIED),
        when=When.ACCEPTABLE,
    ),
    Transition(
        "explanation.sent_back",
        "核实说明被退回",
        _from(S.RETURNED, S.ACCEPTED, S.CERTIFIED),
        S.RETURNED,
        by=(Role.REVIEWER,),
        needs=(Need.CURRENT_VERSION, Need.REASON),
        clears=_SIGNED,
    ),
    Transition(
        "submission.signed",
        "签字",
        _from(S.ACCEPTED),
        S.CERTIFIED,
        by=(Role.ACCOUNTANT, Role.HEAD),
        needs=(Need.CURRENT_VERSION, Need.NOT_SIGNED_YET),
        when=When.BOTH_SIGNED,
    ),
    Transition(
        "submission.approved",
        "批复",
        _from(S.CERTIFIED),
        S.APPROVED,
        by=(Role.DEPARTMENT_APPROVER, Role.APPROVER),
        needs=(
            Need.CURRENT_VERSION,
            Need.NUMBER,
            Need.NOT_PREPARER,
            Need.EXPLANATIONS_DECIDED,
            Need.DISPUTES_DECIDED,
            Need.CURRENT_RULEBOOK,
            Need.DEPARTMENT_CERTIFIED,
            Need.DEPARTMENT_APPROVED,
            Need.OWN_LEVEL,
        ),
    ),
    Transition(
        "submission.published",
        "公开",
        _from(S.APPROVED, S.PUBLISHED),
        S.PUBLISHED,
        needs=(Need.NOT_WITHHELD,),
        clears=(Clears.CORRECTION,),
    ),
    Transition(
        "submission.reopened",
        "重新打开",
        _from(S.CERTIFIED, S.APPROVED),
        S.ACCEPTED,
        by=(Role.HEAD, Role.OPERATOR, Role.DEPARTMENT_REVIEWER),
        needs=(Need.REASON, Need.BEFORE_DEPARTMENT_REPLY),
        clears=_SIGNED,
    ),
    Transition(
        "submission.corrected",
        "批准更正",
        _from(S.PUBLISHED),
        S.RETURNED,
        by=(Role.OPERATOR,),
        needs=(Need.REASON, Need.MATERIALITY),
        clears=_SIGNED,
    ),
    Transition(
        "correction.called_off",
        "取消更正",
        frozenset(S) - {S.PUBLISHED, S.APPROVED},  # what is approved is reopened first
        S.PUBLISHED,
        by=(Role.OPERATOR,),
        needs=(Need.CORRECTION_OPEN, Need.NOT_WITHHELD, Need.REASON),
        clears=(*_SIGNED, Clears.CORRECTION, Clears.SENT_BACK_OF_PUBLIC),
        reinstates=True,
    ),
    Transition(
        "submission.withdrawn",
        "撤回",
        _from(S.RECEIVED, S.RETURNED, S.ACCEPTED, S.CERTIFIED),
        S.WITHDRAWN,
        by=(Role.HEAD, Role.OPERATOR),
        needs=(Need.REASON,),
        clears=_SIGNED,
    ),
    Transition(
        "disclosure.withdrawn",
        "撤下公开",
        frozenset(S),  # whatever became of the unit while it was corrected
        S.WITHDRAWN,
        by=(Role.OPERATOR,),
        needs=(Need.PUBLIC_VERSION, Need.REASON, Need.LEGAL_BASIS),
        clears=(*_SIGNED, Clears.PUBLIC, Clears.CORRECTION),
        stays=_NONE_COUNTS | _from(S.MERGED_AWAY),
    ),
    Transition(
        "disclosure.withheld",
        "依法不予公开",
        frozenset(S) - {S.PUBLISHED},  # of the unit's accounts, whatever became of its versions
        None,
        by=(Role.OPERATOR,),
        needs=(Need.NOT_PUBLIC, Need.REASON, Need.LEGAL_BASIS),
    ),
    Transition(
        "disclosure.released",
        "解除不予公开",
        frozenset(S) - {S.PUBLISHED},  # it outlives every version; what is public all the same is taken down first
        None,
        by=(Role.OPERATOR,),
        needs=(Need.WITHHELD, Need.REASON, Need.LEGAL_BASIS),
        clears=(Clears.WITHHELD,),
    ),
    Transition(
        "unit.nil_declared",
        "零报送",
        _from(S.NOT_STARTED, S.RETURNED, S.WITHDRAWN),
        S.NIL_DECLARED,
        by=(Role.ACCOUNTANT, Role.HEAD),
        needs=(Need.REASON,),
    ),
    Transition(
        "unit.exempted",
        "免报",
        _from(S.NOT_STARTED, S.RETURNED, S.WITHDRAWN, S.NIL_DECLARED),
        S.EXEMPT,
        by=(Role.OPERATOR,),
        needs=(Need.REASON, Need.LEGAL_BASIS),
    ),
    Transition(
        "unit.merged_away",
        "编报季内并入其他单位",
        _from(S.NOT_STARTED, S.RETURNED, S.WITHDRAWN, S.NIL_DECLARED, S.EXEMPT),
        S.MERGED_AWAY,
        by=(Role.OPERATOR,),
        needs=(Need.REASON, Need.SUCCESSOR),
    ),
    Transition(
        "unit.restored",
        "恢复报送义务",
        _from(S.NIL_DECLARED, S.EXEMPT, S.MERGED_AWAY),
        S.NOT_STARTED,
        by=(Role.OPERATOR,),
        needs=(Need.REASON,),
    ),
)
"""All that may happen to a unit; an event of another kind (reviewed, quarantined, message …) moves nobody."""

BY_KIND: Final = {transition.kind: transition for transition in TRANSITIONS}

"""What people do on a day of a simulated season, from where their unit stands and the course it takes. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from final_accounts.season.states import UnitState
from simulated.plan import Course, File, Special

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from final_accounts.season.standing import Standing

BASIS = "示例〔2022〕1号"
ACCOUNTANT, HEAD, REVIEWER, OPERATOR = "{unit}-accountant", "{unit}-head", "reviewer", "operator"


@dataclass(frozen=True)
class Deed:
    """Something a person does to a unit. ``refused`` marks what the house must refuse."""

    kind: str
    unit: str
    person: str
    said: Mapping[str, str] = field(default_factory=dict)
    refused: bool = False
    once: str = ""


@dataclass(frozen=True)
class Sends:
    """A file that a unit puts into its inbox: ``number`` makes its bytes another version's."""

    unit: str
    file: File
    number: int
    correction: str = ""
    once: str = ""


@dataclass(frozen=True)
class Today:
    """A unit's day: ``day`` of the season, ``since`` the day it came into its state, ``done`` what happened once."""

    day: int
    since: int
    course: Course
    standing: Standing
    done: frozenset[str]

    @property
    def sent(self) -> int:
        """Versions received so far."""
        return len(self.standing.hashes)

    def deed(self, kind: str, person: str, *, once: str = "", refused: bool = False, **said: str) -> Deed:
        """A deed to this unit by a person whose account is a pattern."""
        unit = self.course.unit
        return Deed(kind, unit, person.format(unit=unit), said, refused=refused, once=once)

    def first(self, what: str, special: Special, state: UnitState, after: int = 0) -> bool:
        """Whether the special thing happens now for the first time."""
        ripe = self.standing.state is state and self.day >= self.since + after
        return self.course.special is special and what not in self.done and ripe


def day_of(today: Today) -> Iterator[Deed | Sends]:
    """Everything that happens to one unit on one day, in order."""
    begun = today.standing.state is not UnitState.NOT_STARTED
    steps = {
        UnitState.NOT_STARTED: _before,
        UnitState.NIL_DECLARED: _nil,
        UnitState.RETURNED: _returned,
        UnitState.ACCEPTED: _accepted,
        UnitState.CERTIFIED: _certified,
        UnitState.APPROVED: _approved,
        UnitState.PUBLISHED: _published,
        UnitState.WITHDRAWN: _withdrawn,
    }
    step = steps.get(today.standing.state)
    if step and (begun or today.day >= today.course.first_day):
        yield from step(today)


def _before(today: Today) -> Iterator[Deed | Sends]:
    match today.course.special:
        case Special.NEVER:
            return
        case Special.NIL:
            yield today.deed("unit.nil_declared", HEAD, reason="本年度没有收支，机构尚未运行")
        case Special.NIL_THEN_FILES if "nil" not in today.done:
            yield today.deed("unit.nil_declared", ACCOUNTANT, once="nil", reason="账上没有发生额，先按零报送")
        case Special.EXEMPT:
            yield today.deed("unit.exempted", OPERATOR, reason="涉密单位，另行报送", basis=BASIS)
        case Special.MERGED:
            into = (
                f"{today.course.unit[:3]}001"
                if not today.course.unit.endswith("001")
                else f"{today.course.unit[:3]}002"
            )
            yield today.deed("unit.merged_away", OPERATOR, reason="机构改革并入其他单位", into=into)
        case _:
            yield Sends(today.course.unit, today.course.files[0], 1)


def _nil(today: Today) -> Iterator[Deed | Sends]:
    if today.first("restored", Special.NIL_THEN_FILES, UnitState.NIL_DECLARED, 1):
        yield today.deed("unit.restored", OPERATOR, once="restored", reason="核查发现本年有拨款，应当报送")


def _returned(today: Today) -> Iterator[Deed | Sends]:
    course = today.course
    if today.first("asked", Special.WAIVER, UnitState.RETURNED) or today.first(
        "asked", Special.WAIVER_REFUSED, UnitState.RETURNED
    ):
        yield today.deed("waiver.requested", HEAD, once="asked", reason="历史遗留差额，本年无法调整账务", basis=BASIS)
        return
    if course.special is Special.WAIVER and not today.standing.public and today.sent == 1:
        return  # it waits for the waiver; the next daily run accepts it
    if course.special is Special.WAIVER_REFUSED and "refused" not in today.done and today.sent == 1:
        return
    if course.special is Special.CALLED_OFF and today.standing.correcting:
        yield today.deed("correction.called_off", OPERATOR, reason="更正登记到了另一家单位名下，现予取消")
        return
    if today.day >= today.since + course.fixes_after:
        file = course.files[min(today.sent, len(course.files) - 1)]
        correction = "原公开文本中一处说明有误，现予更正" if today.standing.correcting else ""
        yield Sends(course.unit, file, today.sent + 1, correction)


def _accepted(today: Today) -> Iterator[Deed | Sends]:
    course = today.course
    if today.first("withdrawn", Special.WITHDRAWS, UnitState.ACCEPTED):
        yield today.deed("submission.withdrawn", HEAD, once="withdrawn", reason="发现一笔收入入账有误，撤回重报")
        return
    if today.first("sent back", Special.SENT_BACK, UnitState.ACCEPTED):
        yield today.deed(
            "explanation.sent_back", REVIEWER, once="sent back", reason="没有说明具体原因，请写明金额和事项"
        )
        return
    if today.first("raised", Special.DISPUTE, UnitState.ACCEPTED):
        yield today.deed("dispute.raised", HEAD, once="raised", reason="指标已按期完成，不应扣分")
    elif today.first("decided", Special.DISPUTE, UnitState.ACCEPTED, 1):
        yield today.deed("dispute.decided", REVIEWER, once="decided", reason="按评分标准复核，维持复算得分")
    if course.special is Special.DISPUTE and "decided" not in today.done:
        return  # nobody signs while the score is open
    if today.day >= today.since + 1:
        yield today.deed("all explanations accepted", REVIEWER, reason="说明清楚，予以认可")
    signed = {role.value for role in today.standing.signed}
    if "accountant" not in signed and today.day >= today.since + course.accountant_after:
        yield today.deed("submission.signed", ACCOUNTANT, role="accountant")
        if today.first("twice", Special.SIGNS_TWICE, UnitState.ACCEPTED):
            yield today.deed("submission.signed", ACCOUNTANT, once="twice", refused=True, role="head")
    if "head" not in signed and today.day >= today.since + max(course.head_after, course.accountant_after):
        yield today.deed("submission.signed", HEAD, role="head")


def _certified(today: Today) -> Iterator[Deed | Sends]:
    if today.first("waits", Special.WAITS, UnitState.CERTIFIED):
        yield Sends(today.course.unit, File.CLEAN, today.sent + 1, once="waits")
    elif today.first("opened", Special.WAITS, UnitState.CERTIFIED, 1) and today.standing.waiting:
        yield today.deed("submission.reopened", HEAD, once="opened", reason="新版改正了一处附注，请以新版为准")
    for special in (Special.WITHHELD, Special.RELEASED):
        if today.first("withheld", special, UnitState.CERTIFIED):
            yield today.deed(
                "disclosure.withheld", OPERATOR, once="withheld", reason="内容涉密，依法不予公开", basis=BASIS
            )


def _approved(today: Today) -> Iterator[Deed | Sends]:
    if today.first("reopened", Special.REOPENED, UnitState.APPROVED):
        yield today.deed("submission.reopened", OPERATOR, once="reopened", reason="批复后发现附表漏填，退回补充")
    if today.first("released", Special.RELEASED, UnitState.APPROVED) and today.standing.withheld:
        yield today.deed("disclosure.released", OPERATOR, once="released", reason="评估后认为可以公开", basis=BASIS)


def _published(today: Today) -> Iterator[Deed | Sends]:
    for special, materiality in (
        (Special.CORRECTS, "一般"),
        (Special.CORRECTS_MATERIALLY, "重大"),
        (Special.CALLED_OFF, "一般"),
    ):
        if today.first("corrected", special, UnitState.PUBLISHED, 1):
            yield today.deed(
                "submission.corrected",
                OPERATOR,
                once="corrected",
                reason="公开文本有一处说明有误",
                materiality=materiality,
            )
    if today.first("down", Special.TAKEN_DOWN, UnitState.PUBLISHED, 1):
        yield today.deed("disclosure.withdrawn", OPERATOR, once="down", reason="发现含有不应公开的内容", basis=BASIS)


def _withdrawn(today: Today) -> Iterator[Deed | Sends]:
    if today.course.special is Special.WITHDRAWS and today.day >= today.since + 1:
        yield Sends(today.course.unit, File.CLEAN, today.sent + 1)

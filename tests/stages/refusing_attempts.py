"""One attempt for each way of refusing, and the questions put to persons, in a made-up season."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest

from final_accounts.model.errors import SeasonError
from final_accounts.season.acts import Act
from final_accounts.season.disputes import Stands
from final_accounts.season.transitions import Need
from final_accounts.stages.acting.acts import act
from final_accounts.stages.acting.ask_waiver import ask_waiver
from final_accounts.stages.acting.explanations import accept_all
from final_accounts.stages.acting.respondents import assigned
from final_accounts.stages.acting.settle_waiver import settle_waiver
from final_accounts.stages.approval.approve import Asking, Version, approve_department, approve_units
from final_accounts.stages.approval.approve_at_terminal import approve_as
from final_accounts.stages.approval.batches import batch_of
from final_accounts.stages.approval.settle_batch import note_answer, settle_batch
from final_accounts.warehouse.queries_scores import scores_of_version
from stages.bad_files import CITY
from stages.decided_town import TOTAL
from stages.refusing_town import (
    ALONE,
    GONE,
    INTO,
    LAPSING,
    PARTS,
    RETURNED,
    ROWS,
    TELLER,
    UNLOADED,
    WITHDRAWN,
    YEAR,
    Town,
)
from stages.registers import QINGSHI, own_register

if TYPE_CHECKING:
    from collections.abc import Iterator


def _refused_waiver(town: Town) -> object:
    number = town.ask(TELLER, "V-12").id
    town.decide(TELLER, number, granted=False, reason="依据不足，请更正")
    return town.decide(TELLER, number)


def _decided_dispute(town: Town) -> object:
    town.dispute()
    town.rule_on("2")
    return town.rule_on("2", reason="另有理由")


def _same_score(town: Town) -> object:
    with town.town.house.warehouse.reading() as connection:
        scores = scores_of_version(connection, CITY, YEAR, TELLER, 1)
    return town.dispute(claimed=str(next(one.recomputed for one in scores if one.form == "PW")))


def _settled_batch(town: Town) -> None:
    town.answered("rejected", "qs-approver", "不批准", "一家单位的说明要重写")
    note_answer(town.town.settings, town.asked(run="rejected")["about"], {"responded_by_user": {"name": "x"}})


def _one_batch_nobody_answered(town: Town) -> object:
    town.asked(run="marked")
    return settle_batch(town.town.settings, {"city": CITY, "fiscal_year": YEAR}, "marked")


def _merged_into_merged(town: Town) -> object:
    payload = {"reason": "机构改革后合并编报", "into": GONE}
    return act(town.town.house, town.town.season, Act("unit.merged_away", INTO, town.who("operator"), payload=payload))


@contextmanager
def _register(town: Town, gone: str) -> Iterator[None]:
    """A register of persons without the lines that hold this word."""
    text = "".join(line for line in QINGSHI.splitlines(keepends=True) if gone not in line)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINAL_ACCOUNTS_DATA", str(own_register(town.folder / gone, text)))
        yield


def _who_signed_has_left(town: Town) -> object:
    with _register(town, "accountant"):
        return _units(town, "105-approver")


def _nobody_else_approves(town: Town) -> object:
    with _register(town, "qs-approver"):
        return town.asked(run="alone", preparer="qs-both")


def _one_of_two(town: Town) -> object:
    _reply(town, "approver")
    return approve_as(CITY, YEAR, "105", "qs-105-approver", units=(PARTS[0], ALONE))


def _badly_numbered(town: Town) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINAL_ACCOUNTS_ACCOUNTS", "qs-approver")
        return assigned([town.who("approver")])


def _reply(town: Town, account: str) -> None:
    approve_department(town.town.house, town.town.season, "105", Asking(town.who(account)))


def _units(town: Town, account: str, *units: str) -> str:
    """Why units of a department are not approved."""
    wanted = tuple(Version(unit, 1, "a" * 64) for unit in units) or None
    answered = approve_units(town.town.house, town.town.season, "105", Asking(town.who(account)), wanted)
    return "\n".join(f"{unit}：{why}" for unit, why in answered.refused.items())


WAITING: Final = {"city": CITY, "fiscal_year": YEAR, "unit": TELLER, "waiver": "1"}
DECIDED: Final = {**WAITING, "unit": LAPSING}

ATTEMPTS: Final[dict[str, Callable[[Town], object]]] = {
    "act: a unit that nobody knows": lambda town: town.town.done("999999", "submission.signed", town.who("operator")),
    "act: of no kind": lambda town: act(
        town.town.house, town.town.season, Act("moon.landed", TELLER, town.who("operator"))
    ),
    "act: by somebody who may not": lambda town: town.town.done(RETURNED, "submission.signed", town.who("reviewer")),
    "act: merged into what is merged away": _merged_into_merged,
    "need CURRENT_RULEBOOK: nothing sent": lambda town: town.unmet(INTO, Need.CURRENT_RULEBOOK),
    "need CURRENT_RULEBOOK: not judged": lambda town: town.unmet(UNLOADED, Need.CURRENT_RULEBOOK),
    "need CURRENT_RULEBOOK: returned": lambda town: town.unmet(RETURNED, Need.CURRENT_RULEBOOK),
    "need CURRENT_RULEBOOK: a waiver is over": lambda town: town.unmet(LAPSING, Need.CURRENT_RULEBOOK),
    "need EXPLANATIONS_DECIDED: not judged": lambda town: town.unmet(UNLOADED, Need.EXPLANATIONS_DECIDED),
    "need EXPLANATIONS_DECIDED: not explained": lambda town: town.unmet(RETURNED, Need.EXPLANATIONS_DECIDED),
    "need EXPLANATIONS_DECIDED: open and sent back": lambda town: town.unmet(TELLER, Need.EXPLANATIONS_DECIDED),
    "need DISPUTES_DECIDED": lambda town: town.unmet(TELLER, Need.DISPUTES_DECIDED),
    "need DEPARTMENT_CERTIFIED": lambda town: town.unmet(RETURNED, Need.DEPARTMENT_CERTIFIED),
    "need DEPARTMENT_APPROVED": lambda town: town.unmet(ALONE, Need.DEPARTMENT_APPROVED),
    "explanation: not judged yet": lambda town: town.accept(UNLOADED, TOTAL),
    "explanation: no such finding": lambda town: town.accept(TELLER, "X-99"),
    "explanation: nothing explained": lambda town: town.accept(RETURNED, TOTAL),
    "explanation: an expiry that is over": lambda town: town.accept(TELLER, TOTAL, until=2020),
    "explanation: by somebody who may not": lambda town: town.accept(TELLER, TOTAL, person=town.who("approver")),
    "explanation: all at once by a real person": lambda town: accept_all(
        town.town.house, town.town.season, TELLER, town.who("reviewer")
    ),
    "waiver: asked by another, without reason and basis, too late": lambda town: town.ask(
        TELLER, "X-99", person=town.who("approver"), reason="无", basis="", until="2022-01-01"
    ),
    "waiver: of a rule of intake": lambda town: town.ask(TELLER, "IN-01"),
    "waiver: asked twice": lambda town: town.ask(TELLER),
    "waiver: asked twice, of one place": lambda town: (
        town.ask(TELLER, "NR-01", row=ROWS[0]),
        town.ask(TELLER, "NR-01", row=ROWS[0]),
    ),
    "waiver: until no day": lambda town: town.ask(TELLER, until="年底"),
    "waiver: no such number": lambda town: town.decide(TELLER, "7"),
    "waiver: none at all": lambda town: town.decide(RETURNED, "1"),
    "waiver: asked about, no such number": lambda town: ask_waiver(town.town.settings, {**WAITING, "waiver": "7"}),
    "waiver: decided by another, without reason, too late": lambda town: town.decide(
        TELLER, "1", person=town.who("reviewer"), reason="无", until="2022-01-01"
    ),
    "waiver: decided by who asked": lambda town: town.decide(TELLER, "1", person=town.who(f"{TELLER}-head")),
    "waiver: longer than asked": lambda town: town.decide(TELLER, "1", until="2023-12-31"),
    "waiver: decided before": _refused_waiver,
    "waiver: asked about, decided before": lambda town: ask_waiver(town.town.settings, DECIDED),
    "waiver: revoked by another, without reason, before it was granted": lambda town: town.revoke(
        TELLER, "1", person=town.who("reviewer"), reason="无"
    ),
    "waiver: revoked by who asked": lambda town: town.revoke(TELLER, "1", person=town.who(f"{TELLER}-head")),
    "waiver: revoked when it is over": lambda town: town.revoke(LAPSING, "1"),
    "waiver step: nobody answered": lambda town: town.answer(None),
    "waiver step: not decided": lambda town: settle_waiver(town.town.settings, WAITING),
    "waiver step: another answer": lambda town: town.answer("qs-approver", "也许"),
    "waiver step: no text": lambda town: town.answer("qs-approver", reason=7),
    "waiver step: nobody of the register": lambda town: town.answer("admin", reason="同意豁免"),
    "waiver step: nobody may answer": lambda _: assigned([]),
    "waiver step: accounts badly numbered": _badly_numbered,
    "dispute: by another, without reason": lambda town: town.dispute(person=town.who("reviewer"), reason="同上"),
    "dispute: no number": lambda town: town.dispute(claimed="满分"),
    "dispute: below zero": lambda town: town.dispute(claimed="-1"),
    "dispute: no such form": lambda town: town.dispute(form="PP99"),
    "dispute: nothing sent": lambda town: town.dispute(INTO),
    "dispute: no such indicator": lambda town: town.dispute(indicator="没有这个指标"),
    "dispute: taken back": lambda town: town.dispute(WITHDRAWN),
    "dispute: no other score than ours": _same_score,
    "dispute: decided before": _decided_dispute,
    "dispute: open already": lambda town: (town.dispute(claimed="13"), town.dispute(claimed="14")),
    "dispute: no such number": lambda town: town.rule_on("7"),
    "dispute: decided by another, without reason, for a score that is none": lambda town: town.rule_on(
        "1", person=town.who("approver"), reason="无", stands=Stands.OURS
    ),
    "dispute: decided by who raised it": lambda town: town.rule_on("1", person=town.who(f"{TELLER}-head")),
    "roll-up: no such department": lambda town: town.certify("999", "107-reviewer"),
    "roll-up: certified by another": lambda town: town.certify("107", "105-reviewer"),
    "roll-up: another one was seen": lambda town: town.certify("107", seen="0" * 64),
    "roll-up: a question that is none": lambda town: town.certify("107", reasons={9: "核对后确认无误"}),
    "roll-up: not signed": lambda town: town.certify("104"),
    "roll-up: nothing signed": lambda town: town.certify("104", without={TELLER: "说明退回，另行汇总"}),
    "roll-up: no need to explain": lambda town: town.certify("107", without={ALONE: "不用等这家单位"}),
    "roll-up: nobody has to send": lambda town: town.certify("109"),
    "reply: by another": lambda town: _reply(town, "reviewer"),
    "reply: another roll-up was seen": lambda _: approve_as(CITY, YEAR, "105", "qs-approver", seen="0" * 64),
    "approval: not of this department": lambda town: _units(town, "105-approver", ALONE),
    "approval: before the bureau's reply": lambda town: _units(town, "105-approver"),
    "approval: a signer has left": _who_signed_has_left,
    "approval: at a terminal": lambda _: approve_as(CITY, YEAR, "105", "qs-105-approver"),
    "batch: no such number": lambda town: batch_of(town.town.house, town.town.season, "777"),
    "batch: proposed by somebody who may not": lambda town: town.asked(preparer="qs-approver"),
    "batch: of a department, proposed by another": lambda town: town.asked("105", preparer="qs-operator"),
    "batch: proposed by no person": lambda town: town.asked(preparer=""),
    "batch: nobody else may answer": _nobody_else_approves,
    "batch: nobody answered": _one_batch_nobody_answered,
    "batch: answered by another": lambda town: town.answered("another", "qs-reviewer"),
    "batch: answered by who proposed it": lambda town: town.answered("own", "qs-both", preparer="qs-both"),
    "batch: answered by nobody of the register": lambda town: town.answered("stranger", "admin"),
    "batch: refused without a reason": lambda town: town.answered("silent", "qs-approver", "不批准", "无"),
    "batch: answered before": _settled_batch,
    "need DISPUTES_DECIDED: a score of ours": lambda town: town.unmet(TELLER, Need.DISPUTES_DECIDED),
    "approval: at a terminal, one of two": _one_of_two,
}
"""Name -> what is tried. Those that leave something behind stand where it disturbs nobody."""


def told(town: Town, name: str) -> list[str]:
    """What the person reads, without the hashes of files."""
    try:
        said = str(ATTEMPTS[name](town))
    except SeasonError as error:
        said = str(error)
    return re.sub(r"[0-9a-f]{12}", "<hash>", said).splitlines()


def questions(town: Town) -> dict[str, list[str]]:
    """Subject and body of both kinds of human steps, as Airflow gets them, line by line behind a mark."""
    asked = {
        "waiver, of one place": ask_waiver(town.town.settings, {**WAITING, "waiver": _asked_at_a_place(town)})[0],
        "waiver, not public": ask_waiver(town.town.settings, {**WAITING, "waiver": _asked_quietly(town)})[0],
        "batch of the bureau": town.asked(run="question"),
        "batch of a department": town.asked("105", "question of 105", "qs-105-reviewer"),
    }
    return {
        name: [
            f"> {line}".rstrip()
            for line in re.sub(r"[0-9a-f]{12}", "<hash>", f"{one['subject']}\n\n{one['body']}").splitlines()
        ]
        for name, one in asked.items()
    }


def _asked_at_a_place(town: Town) -> str:
    return town.ask(TELLER, "NR-01", row=ROWS[1], reason="原因涉及 {{ params }} 的口径").id


def _asked_quietly(town: Town) -> str:
    return town.ask(TELLER, "V-12", public=False).id

"""A made-up season in which almost everything can be refused, and one attempt for each way of refusing."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pytest

from final_accounts.catalog import person
from final_accounts.history import NewEvent
from final_accounts.model.errors import SeasonError
from final_accounts.model.person import Office, Person, Role
from final_accounts.season.acts import Act
from final_accounts.season.disputes import Stands
from final_accounts.season.transitions import Need
from final_accounts.season.waivers import Waiver
from final_accounts.stages.acting.acts import act, unit_of
from final_accounts.stages.acting.answer_waiver import answer_waiver
from final_accounts.stages.acting.ask_waiver import ask_waiver
from final_accounts.stages.acting.circumstances import around
from final_accounts.stages.acting.disputes import decide_dispute, raise_dispute
from final_accounts.stages.acting.explanations import accept, accept_all, send_back
from final_accounts.stages.acting.respondents import assigned
from final_accounts.stages.acting.settle_waiver import settle_waiver
from final_accounts.stages.acting.waivers import decide_waiver, request_waiver, revoke_waiver
from final_accounts.stages.approval.approve import Asking, Version, approve_department, approve_units
from final_accounts.stages.approval.approve_at_terminal import approve_as
from final_accounts.stages.approval.batches import batch_of
from final_accounts.stages.approval.departments import certify_department
from final_accounts.stages.approval.propose_batch import propose_batch
from final_accounts.stages.approval.settle_batch import note_answer, settle_batch
from final_accounts.stages.house import now
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import standings
from final_accounts.warehouse.queries_scores import scores_of_version
from stages.bad_files import CITY
from stages.decided_town import ENOUGH, GENERAL, SAID_GENERAL, SAID_TOTAL, TOTAL, today, without_reasons
from stages.registers import QINGSHI, own_register
from stages.small_town import SmallTown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

YEAR: Final = 2021
TELLER, LAPSING, RETURNED, WITHDRAWN, UNLOADED = "104001", "103001", "101001", "108001", "106001"
"""It explained and a text was sent back; its waiver is over; nothing explained; took its file back; not judged."""
GONE, INTO = "102001", "102002"
ALONE, PARTS = "107001", ("105001", "105002")
ROWS: Final = ("slot:reason_total", "slot:reason_general")
BOTH: Final = Person("qs-both", "示例兼任人", (Office(Role.HEAD, TELLER), Office(Role.APPROVER), Office(Role.REVIEWER)))


@dataclass(frozen=True)
class Town:
    """The town, and its persons."""

    town: SmallTown
    folder: Path

    def who(self, account: str) -> Person:
        return person(CITY, f"qs-{account}")

    def unmet(self, unit: str, need: Need) -> str:
        """Why a need of the unit's approval is not met."""
        house, season = self.town.house, self.town.season
        found = around(house, season, unit_of(season, unit), standings(house, season)[unit])
        return (found.unmet or {})[need]

    def accept(self, unit: str, finding: str, **other: Any) -> object:  # noqa: ANN401 - words of an act
        words: dict[str, Any] = {"person": self.who("reviewer"), "reason": ENOUGH} | other
        return accept(self.town.house, self.town.season, unit, finding, **words)

    def ask(self, unit: str = LAPSING, rule: str = "V-04", **other: Any) -> Waiver:  # noqa: ANN401
        words = {"reason": "口径不同已核实", "basis": "示例文件〔2022〕1号", "until": "2022-12-31"}
        head = self.who(f"{unit}-head")
        return request_waiver(self.town.house, self.town.season, unit, rule, **({"person": head} | words | other))

    def decide(self, unit: str, number: str, **other: Any) -> object:  # noqa: ANN401
        words: dict[str, Any] = {"granted": True, "person": self.who("approver"), "reason": "同意豁免"}
        return decide_waiver(self.town.house, self.town.season, unit, number, **(words | other))

    def revoke(self, unit: str, number: str, **other: Any) -> object:  # noqa: ANN401
        words: dict[str, Any] = {"person": self.who("approver"), "reason": "所附依据已经废止"}
        return revoke_waiver(self.town.house, self.town.season, unit, number, **(words | other))

    def answer(self, account: str | None, option: str = "批准", **form: object) -> object:
        """An answer in Airflow to the request that waits."""
        by = {"responded_by_user": {"name": account}} if account else {}
        waits = {"city": CITY, "fiscal_year": YEAR, "unit": TELLER, "waiver": "1"}
        return answer_waiver(self.town.settings, waits, {"chosen_options": [option], "params_input": form, **by})

    def dispute(self, unit: str = TELLER, form: str = "PW", **other: Any) -> object:  # noqa: ANN401
        words: dict[str, Any] = {"claimed": "12.5", "person": self.who(f"{unit}-head"), "reason": "量化依据见所附材料"}
        return raise_dispute(self.town.house, self.town.season, unit, form, **(words | other))

    def rule_on(self, number: str, **other: Any) -> object:  # noqa: ANN401
        words: dict[str, Any] = {"stands": Stands.CLAIMED, "person": self.who("reviewer"), "reason": "依据充分"}
        return decide_dispute(self.town.house, self.town.season, TELLER, number, **(words | other))

    def certify(self, code: str, account: str = "", **other: Any) -> object:  # noqa: ANN401
        who = self.who(account or f"{code}-reviewer")
        words: dict[str, Any] = {"reasons": {0: "核对后确认无误"}} | other
        return certify_department(self.town.house, self.town.season, code, who, **words)

    def asked(self, level: str = "", run: str = "run", preparer: str = "qs-operator", **more: object) -> dict[str, Any]:
        """The question of a batch."""
        wanted: dict[str, object] = {"city": CITY, "fiscal_year": YEAR, "department": level, "departments": [], **more}
        (question,) = propose_batch(self.town.settings, wanted, preparer, run)
        return question

    def answered(self, run: str, account: str, option: str = "批准", reason: str = "", **asked: Any) -> object:  # noqa: ANN401
        """An answer to a batch of that run, and what comes of it."""
        question = self.asked(run=run, **asked)
        by = {"id": account, "name": account} if account else None
        said = {"chosen_options": [option], "params_input": {"reason": reason}, "responded_by_user": by}
        note_answer(self.town.settings, question["about"], said)
        return settle_batch(self.town.settings, {"city": CITY, "fiscal_year": YEAR}, run)


@contextmanager
def refusing_town(folder: Path) -> Iterator[Town]:
    """The season, on a day after a waiver was over."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINAL_ACCOUNTS_DATA", str(own_register(folder / "data")))
        patch.setenv("FINAL_ACCOUNTS_VAR", str(folder / "var"))
        today(patch, 3, 1)
        town = SmallTown(Settings.at(folder / "var"), YEAR)
        town.house.warehouse.migrate()
        made = Town(town, folder)
        for row in ROWS:
            made.ask(LAPSING, "NR-01", row=row, until="2022-06-30")
        for number in ("1", "2"):
            made.decide(LAPSING, number)
        town.sent(TELLER, without_reasons(TELLER, SAID_TOTAL, SAID_GENERAL))
        for unit in (LAPSING, RETURNED):
            town.sent(unit, without_reasons(unit))
        for unit in (WITHDRAWN, ALONE, *PARTS):
            town.sent(unit)
        town.reviewed()
        town.signed(ALONE, *PARTS)
        town.done(WITHDRAWN, "submission.withdrawn", made.who(f"{WITHDRAWN}-head"), reason="误发了上年的文件")
        for code in ("107", "105"):
            made.certify(code)
        received = NewEvent("submission.received", f"{UNLOADED}/v1", "收件", {"sha256": "a" * 64, "version": 1}, now())
        raised = {"id": "1", "form": "PP9", "title": "示例项目", "claimed": "90", "ours": "", "name": "示例负责人"}
        dispute = NewEvent("dispute.raised", f"{TELLER}/dispute/1", f"qs-{TELLER}-head", raised, now())
        town.house.history.append(CITY, YEAR, [received, dispute])
        act(
            town.house,
            town.season,
            Act(
                "unit.merged_away",
                GONE,
                made.who("operator"),
                payload={"reason": "机构改革后合并编报", "into": INTO},
            ),
        )
        send_back(town.house, town.season, TELLER, GENERAL, person=made.who("reviewer"), reason="没有写明原因本身")
        made.ask(TELLER)
        today(patch, 7, 1)
        yield made


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

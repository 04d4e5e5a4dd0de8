"""A made-up season in which almost everything can be refused."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pytest

from final_accounts.catalog import person
from final_accounts.history import NewEvent
from final_accounts.model.person import Office, Person, Role
from final_accounts.season.acts import Act
from final_accounts.season.disputes import Stands
from final_accounts.season.transitions import Need
from final_accounts.season.waivers import Waiver
from final_accounts.stages.acting.acts import act, unit_of
from final_accounts.stages.acting.answer_waiver import answer_waiver
from final_accounts.stages.acting.circumstances import around
from final_accounts.stages.acting.disputes import decide_dispute, raise_dispute
from final_accounts.stages.acting.explanations import accept, send_back
from final_accounts.stages.acting.waivers import decide_waiver, request_waiver, revoke_waiver
from final_accounts.stages.approval.departments import certify_department
from final_accounts.stages.approval.propose_batch import propose_batch
from final_accounts.stages.approval.settle_batch import note_answer, settle_batch
from final_accounts.stages.house import now
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import standings
from stages.bad_files import CITY
from stages.decided_town import ENOUGH, GENERAL, SAID_GENERAL, SAID_TOTAL, today, without_reasons
from stages.registers import own_register
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

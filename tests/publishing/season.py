"""A season of the real unit in a folder of its own, at the moment after loading."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from final_accounts.catalog import person as person_of
from final_accounts.history import NewEvent
from final_accounts.model.facts import Fact
from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.model.submission import Submission, SubmissionState
from final_accounts.season.acts import Act
from final_accounts.season.states import UnitState
from final_accounts.stages.acting.acts import act, standing_of
from final_accounts.stages.acting.circumstances import around
from final_accounts.stages.acting.rehearse import rehearse
from final_accounts.stages.house import Chunk, House, SeasonDict
from final_accounts.stages.house import Season as HouseSeason
from final_accounts.stages.intake.open_season import open_season
from final_accounts.stages.publication.city_summary import city_summary
from final_accounts.stages.publication.publish import publish
from final_accounts.stages.settings import Settings
from final_accounts.warehouse import LoadRecord
from publishing.jianghan import CITY, EDITION, EVALUATION, EXPLANATION, FINDING, HEADER, SCORE, UNIT, facts

APPROVER, OPERATOR = "jh-approver", "jh-operator"
AT = datetime(2022, 9, 30, 2, tzinfo=UTC)


class Season:
    """A season of the real unit in a folder of its own, at the moment after loading."""

    def __init__(self, var: Path, warehouse: str = "") -> None:
        here = Settings.at(var)
        self.settings = replace(here, warehouse=warehouse or here.warehouse)
        self.item: SeasonDict = open_season(self.settings, CITY.id, 2021, {}, "run")
        self.chunk: Chunk = {"run": "run", "chunk": 0, "city": CITY.id, "fiscal_year": 2021, "units": [UNIT.code]}
        self.house = House.open(self.settings)
        self.found = HouseSeason.of(self.item)
        self.site = self.settings.site(CITY.id, 2021)
        self.page = self.site / "units" / f"{UNIT.code}.html"

    def load(
        self,
        content: str,
        state: SubmissionState = SubmissionState.ACCEPTED,
        *,
        why_corrected: str = "",
        reported: tuple[Fact, ...] | None = None,
    ) -> Submission:
        sha = self.house.store.put(content.encode())
        submission, _ = self.house.warehouse.receive(CITY.id, 2021, UNIT.code, sha, f"{content}.xlsx", len(content))
        blocking = Finding(EDITION.rulebook.rules[0].id, Severity.BLOCKING, Verdict.ERROR, "不平", hint="核对。")
        self.house.warehouse.load(
            LoadRecord(
                city=CITY.id,
                submission=submission,
                header=HEADER,
                state=state,
                edition=EDITION.id,
                edition_hash=EDITION.hash,
                rulebook_hash=EDITION.rulebook.hash,
                prior_hash="",
                code_version="1",
                facts=facts() if reported is None else reported,
                evaluations=(EVALUATION,),
                scores=(SCORE,),
                findings=(FINDING,) if state is SubmissionState.ACCEPTED else (FINDING, blocking),
                explanations=(EXPLANATION,),
                forms_present=tuple(EDITION.forms),
                nil_forms=("T7", "T8", "T9"),
                texts={"correction": why_corrected},
            )
        )
        verdict = "accepted" if state is SubmissionState.ACCEPTED else "returned"
        for kind in ("submission.received", f"submission.{verdict}"):
            says = {"unit": UNIT.code, "version": submission.version, "sha256": sha}
            self.event(kind, f"{UNIT.code}/v{submission.version}", "系统", says)
        return submission

    def event(self, kind: str, subject: str, actor: str, payload: dict[str, object]) -> None:
        """An event appended past every check, as the house itself or a forger would."""
        self.house.history.append(CITY.id, 2021, [NewEvent(kind, subject, actor, payload, AT)])

    def act(self, kind: str, person: str, **payload: str) -> None:
        """An act of a person, checked against the table."""
        now = standing_of(self.house, self.found, UNIT.code)
        version, sha256 = (now.version, now.sha256) if "signed" in kind else (0, "")
        act(self.house, self.found, Act(kind, UNIT.code, person_of(CITY.id, person), version, sha256, payload), around)

    def approve(self, materiality: str = "一般") -> None:
        """Everything that people do until the unit's version is approved; a waiting one is opened as a correction."""
        now = standing_of(self.house, self.found, UNIT.code)
        if now.state is UnitState.PUBLISHED and now.waiting:
            self.act("submission.corrected", OPERATOR, reason="单位来文申请更正", materiality=materiality)
        rehearse(self.settings, self.item, APPROVER)

    def run(self) -> dict[str, int]:
        counts = publish(self.settings, self.chunk)
        city_summary(self.settings, self.item)
        return counts

    def everything(self) -> dict[str, bytes]:
        root = self.site.resolve()
        files = {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}
        return files | {"all": (self.settings.var / "site" / "index.html").read_bytes()}

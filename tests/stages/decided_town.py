"""Two made-up units whose explanations and waivers are decided on the days of a season, through the real verbs."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from final_accounts.catalog import person
from final_accounts.model.clock import CHINA, SimulatedClock
from final_accounts.model.finding import Finding
from final_accounts.model.submission import Explanation
from final_accounts.season.states import UnitState
from final_accounts.stages.acting.explanations import accept, send_back, undecided_explanations
from final_accounts.stages.acting.waivers import decide_waiver, request_waiver
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import standings
from final_accounts.warehouse.queries_season import findings_of_version, outcome_of_version
from stages.bad_files import CITY, data_of
from stages.small_town import SmallTown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from final_accounts.model.person import Person
    from final_accounts.workbooks import SubmissionData

YEAR = 2021
TELLER, SILENT = "104001", "105001"
"""A unit that explains two findings, and one that asks to be waived instead."""
TOTAL, GENERAL = "NR-01@slot:reason_total", "NR-01@slot:reason_general"
REVIEWER, APPROVER = person(CITY, "qs-reviewer"), person(CITY, "qs-approver")
ENOUGH = "理由和依据都充分"


def of(unit: str, role: str) -> Person:
    return person(CITY, f"qs-{unit}-{role}")


def without_reasons(unit: str, *said: Explanation, remark: str = "") -> SubmissionData:
    data = data_of(unit, YEAR)
    texts = {slot: text for slot, text in data.texts.items() if slot not in {"reason_total", "reason_general"}}
    if remark:
        slot = min(texts)
        texts[slot] += remark
    return replace(data, texts=texts, explanations=(*data.explanations, *said))


SAID_TOTAL = Explanation(TOTAL, "当年新增四名事业人员，经费随之增加", "招聘批复")
SAID_GENERAL = Explanation(GENERAL, "原因同总计一致不再重复", "")
WRITTEN_ANEW = Explanation(GENERAL, "一般公共预算安排的人员经费随编制增加", "编制批复")


@dataclass(frozen=True)
class Seen:
    """A unit on a day: where it stands, what is undecided, and how its first version was judged, under which hash."""

    state: UnitState
    lines: tuple[str, ...]
    findings: dict[str, Finding]
    key: str

    @property
    def open(self) -> list[str]:
        """The lines without the findings' own words."""
        return [line.partition("（")[0] for line in self.lines]


@dataclass
class Story:
    """The town, and what was seen on its days: (day, unit) -> how it stood."""

    town: SmallTown
    seen: dict[tuple[str, str], Seen] = field(default_factory=dict)

    def note(self, day: str) -> None:
        """Look at both units."""
        house, season = self.town.house, self.town.season
        for unit, standing in standings(house, season).items():
            if unit in {TELLER, SILENT}:
                with house.warehouse.reading() as connection:
                    found = findings_of_version(connection, CITY, YEAR, unit, 1)
                    outcome = outcome_of_version(connection, CITY, YEAR, unit, 1)
                assert outcome is not None
                lines = undecided_explanations(house, season, unit, standing)
                self.seen[day, unit] = Seen(standing.state, lines, {one.key: one for one in found}, outcome.prior_hash)


def today(monkeypatch: pytest.MonkeyPatch, month: int, day: int) -> None:
    """A calendar that stands still on that morning."""
    clock = SimulatedClock(datetime(2022, month, day, 9, tzinfo=CHINA), began=time.time(), seconds=1e9)
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", clock.text)


def ask(story: Story, **other: object) -> None:
    """A request of the silent unit's head for one rule, but for what ``other`` says."""
    words: dict[str, Any] = {
        "rule": "V-04",
        "person": of(SILENT, "head"),
        "reason": "口径不同已核实",
        "basis": "示例文件〔2022〕1号",
        "until": "2099-01-01",
    }
    request_waiver(story.town.house, story.town.season, SILENT, **(words | other))


@contextmanager
def told_story(folder: Path) -> Iterator[Story]:
    """Three runs: sent, decided, sent again unchanged; sent anew when the waiver is over."""
    with pytest.MonkeyPatch.context() as patch:
        today(patch, 3, 1)
        town = SmallTown(Settings.at(folder), YEAR)
        town.house.warehouse.migrate()
        house, season = town.house, town.season
        told = Story(town)
        town.sent(TELLER, without_reasons(TELLER, SAID_TOTAL, SAID_GENERAL))
        town.sent(SILENT, without_reasons(SILENT))
        town.reviewed()
        told.note("sent")

        for row in ("slot:reason_total", "slot:reason_general"):
            ask(told, rule="NR-01", row=row, until="2022-12-31", public=row.endswith("total"))
        for number in ("1", "2"):
            decide_waiver(
                house, season, SILENT, number, granted=True, person=APPROVER, reason="同意豁免", until="2022-06-30"
            )
        accept(house, season, TELLER, TOTAL, person=REVIEWER, reason=ENOUGH, until=2023)
        back = send_back(house, season, TELLER, GENERAL, person=REVIEWER, reason="没有写明原因本身")
        assert back.state is UnitState.RETURNED
        today(patch, 3, 3)
        town.sent(TELLER, without_reasons(TELLER, SAID_TOTAL, SAID_GENERAL, remark="另一句话"), "第二版.xlsx")
        town.reviewed()
        told.note("unchanged")

        today(patch, 7, 1)
        town.sent(TELLER, without_reasons(TELLER, SAID_TOTAL, WRITTEN_ANEW), "第三版.xlsx")
        town.reviewed()
        told.note("anew")
        yield told

"""Names longer than a subject of the history may be: what the unit called an indicator, what it called its files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from final_accounts.catalog import person
from final_accounts.history import subject_of
from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.model.submission import Explanation
from final_accounts.season.states import UnitState
from final_accounts.season.story import Known, sentence
from final_accounts.stages.acting.explanations import accept, asked_of, decisions_of, send_back
from final_accounts.stages.acting.rehearse import rehearse
from final_accounts.stages.house import SeasonDict
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import read, standings
from stages.bad_files import CITY, data_of
from stages.filed import filed
from stages.small_town import SmallTown
from whole_season import until_loaded

if TYPE_CHECKING:
    from pathlib import Path

YEAR = 2021
UNIT, STRANGER = "107001", "999001"
PATH = "产出指标/数量指标/" + "开展全市公共文化服务体系示范项目建设情况" * 12
FIRST, SECOND = f"V-10-1@{PATH}一", f"V-10-1@{PATH}二"


def explained(tmp_path: Path) -> SmallTown:
    """A unit with two findings on indicators whose paths share their first 250 characters, both explained."""
    town = SmallTown(Settings.at(tmp_path / "var"), YEAR)
    town.house.warehouse.migrate()
    town.house.warehouse.register(town.season.city, YEAR)
    findings = tuple(
        Finding("V-10-1", Severity.EXPLAIN, Verdict.ERROR, "完成值偏离较大", row=key.partition("@")[2])
        for key in (FIRST, SECOND)
    )
    said = tuple(Explanation(key, f"{key[-1]}项因疫情推迟到下一年度实施", "") for key in (FIRST, SECOND))
    filed(town.house, town.season, UNIT, data_of(UNIT, YEAR), findings=findings, explanations=said)
    return town


def test_the_explanation_of_an_indicator_with_a_long_path_is_accepted_and_its_unit_approved(tmp_path: Path) -> None:
    town = explained(tmp_path)
    accept(town.house, town.season, UNIT, FIRST, person=person(CITY, "qs-reviewer"), reason="说明清楚，予以认可")
    item: SeasonDict = {"run": "r", "city": CITY, "fiscal_year": YEAR}
    rehearse(town.settings, item, "qs-approver")
    assert standings(town.house, town.season)[UNIT].state is UnitState.APPROVED
    events = town.house.history.events(CITY, YEAR, "explanation.accepted")
    assert len({event.subject for event in events}) == len(events) == 2
    assert [one.finding for one in decisions_of(town.house, town.season, UNIT)] == [FIRST, SECOND]
    told = [sentence(one, Known({})) for one in read(events)]
    assert [key for line, key in zip(told, (FIRST, SECOND), strict=True) if key in line] == [FIRST, SECOND]


def test_such_an_explanation_is_sent_back_and_told_once(tmp_path: Path) -> None:
    town = explained(tmp_path)
    for key in (FIRST, SECOND, FIRST):
        send_back(town.house, town.season, UNIT, key, person=person(CITY, "qs-reviewer"), reason="请写明金额和事项")
    now = standings(town.house, town.season)[UNIT]
    assert (now.state, now.sent_back) == (UnitState.RETURNED, frozenset({(1, FIRST), (1, SECOND)}))
    letters = [json.loads(event.payload)["to"] for event in town.house.history.events(CITY, YEAR, "message.sent")]
    assert sorted(letters) == sorted([f"qs-{UNIT}-accountant", f"qs-{UNIT}-head"] * 2)
    assert {one.ruling.value for one in asked_of(town.house, town.season, now) or ()} == {"sent_back"}


def test_two_long_file_names_of_one_beginning_are_two_events(tmp_path: Path) -> None:
    town = SmallTown(Settings.at(tmp_path / "var"), YEAR)
    folder = town.settings.inbox(CITY, YEAR) / STRANGER
    folder.mkdir(parents=True)
    names = [f"{'a' * 230}{end}.xlsx" for end in ("1", "2")]
    for name in names:
        (folder / name).write_bytes(b"nothing")
    for _ in range(2):
        until_loaded(town.settings, CITY, YEAR)
    events = town.house.history.events(CITY, YEAR, "submission.quarantined")
    assert sorted(json.loads(event.payload)["file_name"] for event in events) == names
    assert {event.subject for event in events} == {subject_of(f"{STRANGER}/{name}") for name in names}


def test_a_name_that_fits_is_its_own_subject_and_one_that_cannot_be_stored_gets_another() -> None:
    assert subject_of("a" * 200) == "a" * 200
    assert len(subject_of("a" * 201)) == 200
    assert len({subject_of("101001/\ud800"), subject_of("101001/\udc00"), subject_of("101001/\ufffd")}) == 3

"""A rule is tried out, then blocks: who was accepted is judged anew before anything is approved, and is told why."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from final_accounts.catalog import data_root
from final_accounts.model.errors import RulebookError, SeasonError
from final_accounts.model.submission import SubmissionState
from final_accounts.season.states import UnitState
from final_accounts.season.transitions import Need
from final_accounts.stages.acting.acts import standing_of, unit_of
from final_accounts.stages.acting.circumstances import around
from final_accounts.stages.replaying.story import story
from final_accounts.stages.rulebook.rule_changes import rule_changes
from final_accounts.stages.rulebook.rule_impact import Impact, rule_impact
from final_accounts.stages.rulebook.rulebooks import CHANGED, rules_of
from final_accounts.stages.settings import Settings
from final_accounts.warehouse.queries_season import findings_of_version
from stages.small_town import SmallTown, small_town

if TYPE_CHECKING:
    from pathlib import Path

    from final_accounts.season.standing import Standing

CITY, YEAR, UNIT, NIL, RULE = "qingshi", 2021, "101001", "107001", "T1-99"
TEXT = """\
- id: T1-99
  says: 支出总计不超过一百万元
  holds: T1.支出总计 <= wan(100)
  kind: plausible
  severity: blocking
  hint: 核对支出总计。
"""
FILE = "expectations/zz_proposed.yaml"


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Data rooms in which the rule is tried out, and data rooms in which it blocks."""
    made = {}
    for name, rule in (("trial", f"{TEXT}  shadow: true\n"), ("blocking", TEXT)):
        made[name] = tmp_path_factory.mktemp(name)
        for room in ("include", "expectations"):
            shutil.copytree(
                data_root() / room, made[name] / room, ignore=shutil.ignore_patterns("final_accounts*", "__pycache__")
            )
        (made[name] / FILE).write_text(rule, encoding="utf-8")
    return made


@dataclass(frozen=True)
class Told:
    """What was seen on the way."""

    town: SmallTown
    tried_out: Standing
    impact: Impact
    untouched: bool
    unmet: str
    blocked: Standing
    letters: list[dict[str, int]]
    rule_gone: Standing


@pytest.fixture(scope="module")
def told(rooms: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Two units are accepted, one is signed; the rule's effect is tried out; it blocks; it is taken back to trial."""
    settings = Settings.at(tmp_path_factory.mktemp("town"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINAL_ACCOUNTS_DATA", str(rooms["trial"]))
        town = small_town(settings, YEAR, (UNIT, NIL))
        town.signed(UNIT)
        tried_out = standing(town)
        before = content(settings.var)
        impact = rule_impact(settings, CITY, YEAR, rooms["blocking"])
        untouched = content(settings.var) == before
        patch.setenv("FINAL_ACCOUNTS_DATA", str(rooms["blocking"]))
        surrounding = around(town.house, town.season, unit_of(town.season, UNIT), tried_out)
        town.reviewed()
        blocked = standing(town)
        opened: dict[str, str | int] = {"run": "run", "city": CITY, "fiscal_year": YEAR}
        letters = [rule_changes(settings, opened) for _ in range(2)]
        patch.setenv("FINAL_ACCOUNTS_DATA", str(rooms["trial"]))
        town.reviewed()
        letters.append(rule_changes(settings, opened))
        unmet = (surrounding.unmet or {})[Need.CURRENT_RULEBOOK]
        return Told(town, tried_out, impact, untouched, unmet, blocked, letters, standing(town))


def standing(town: SmallTown) -> Standing:
    return standing_of(town.house, town.season, UNIT)


def content(folder: Path) -> dict[str, str]:
    """Every file below the folder by its hash; SQLite's journals come and go."""
    paths = (path for path in folder.rglob("*") if path.is_file() and "warehouse.db-" not in path.name)
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def payloads(told: Told, kind: str, subject: str | None = None) -> list[dict[str, Any]]:
    return [json.loads(event.payload) for event in told.town.house.history.events(CITY, YEAR, kind, subject)]


def test_a_rule_on_trial_is_counted_and_decides_nothing(told: Told) -> None:
    assert told.tried_out.state is UnitState.CERTIFIED
    (accepted,) = (one for one in payloads(told, "submission.accepted", f"{UNIT}/v1")[:1])
    assert accepted["shadow"] == 1
    (found,) = json.loads(told.town.house.store.get(accepted["shadow_hash"]))
    assert found["rule"] == RULE
    assert "shadow" not in payloads(told, "submission.accepted", f"{NIL}/v1")[0]
    with told.town.house.warehouse.reading() as connection:
        loaded = findings_of_version(connection, CITY, YEAR, UNIT, 1)
    assert RULE not in {finding.rule for finding in loaded}
    reviewed = payloads(told, "submission.reviewed", f"{UNIT}/v1")[0]
    assert reviewed["rules_executed"] == reviewed["rules_expected"]


def test_what_a_proposal_would_change_is_tried_out_without_writing_anything(told: Told) -> None:
    assert told.untouched
    impact = told.impact
    assert (impact.judged, impact.otherwise, impact.shadow) == (2, 0, {})
    assert [(one["rule"], one["was"], one["now"]) for one in impact.rules] == [(RULE, "试行", "必须更正")]
    (change,) = impact.changes
    assert (change.unit, change.version) == (UNIT, 1)
    assert (change.was, change.now) == (SubmissionState.ACCEPTED, SubmissionState.RETURNED)
    assert [(one.rule, one.phase, one.was, one.now) for one in change.because] == [(RULE, "必须更正", 0, 1)]
    assert json.loads(json.dumps(impact.document))["changes"][0]["because"][0]["says"] == "支出总计不超过一百万元"


def test_what_was_judged_under_another_rulebook_cannot_be_approved(told: Told) -> None:
    assert "还没有按现行口径和规则审核" in told.unmet


def test_judged_anew_the_unit_is_returned_and_its_signatures_are_gone(told: Told) -> None:
    assert len(told.tried_out.signatures) == 2
    assert (told.blocked.state, told.blocked.signatures) == (UnitState.RETURNED, ())
    assert told.blocked.strange == 0


def test_the_change_stands_in_the_history_once_for_each_new_rulebook(told: Told) -> None:
    there, back = payloads(told, CHANGED)
    assert there["changes"] == [{"rule": RULE, "was": "试行", "now": "必须更正", "what": ""}]
    assert back["changes"] == [{"rule": RULE, "was": "必须更正", "now": "试行", "what": ""}]
    assert (there["old"], there["new"]) == (back["new"], back["old"])
    assert rules_of(told.town.house, there["new"])[RULE]["says"] == "支出总计不超过一百万元"


def test_the_unit_is_told_once_which_rule_sent_it_back(told: Told) -> None:
    assert told.letters == [{"sent": 2, "already": 0}, {"sent": 0, "already": 2}, {"sent": 0, "already": 0}]
    sent = [one for one in payloads(told, "message.sent") if one["kind"] == "rule_change"]
    assert {one["to"] for one in sent} == {f"qs-{UNIT}-accountant", f"qs-{UNIT}-head"}
    letter = told.town.house.store.get(sent[0]["sha256"]).decode()
    for words in (RULE, "支出总计不超过一百万元", "由“试行”改为“必须更正”", "全市 1 份", "签字失效"):
        assert words in letter


def test_the_rule_taken_back_the_unit_is_accepted_again_but_not_signed(told: Told) -> None:
    assert (told.rule_gone.state, told.rule_gone.signatures) == (UnitState.ACCEPTED, ())


def test_old_findings_are_kept_and_the_story_tells_every_rulebook(told: Told) -> None:
    says = [one.says for one in story(told.town.settings, UNIT, YEAR, CITY)]
    books = [one["rulebook_hash"][:12] for one in payloads(told, "submission.reviewed", f"{UNIT}/v1")]
    assert (books[0], len(set(books)), books[2]) == (books[2], 2, books[0])
    assert [sum(book in one and "审核第1版报表" in one for one in says) for book in books[:2]] == [2, 1]
    assert any(f"{RULE}（试行→必须更正）" in one for one in says)
    assert any("试行规则另有 1 条，不计入结论" in one for one in says)
    (found,) = (one for one in story(told.town.settings, UNIT, YEAR, CITY) if one.event.kind == "submission.returned")
    assert any(RULE in message for message in found.found)


def test_a_proposal_that_is_none_or_cannot_be_read_is_refused(told: Told, tmp_path: Path) -> None:
    with pytest.raises(SeasonError, match="没有数据目录"):
        rule_impact(told.town.settings, CITY, YEAR, tmp_path)
    with pytest.raises(SeasonError, match="还没有收到报送"):
        rule_impact(told.town.settings, CITY, YEAR + 1, data_root())
    (tmp_path / "expectations").mkdir()
    (tmp_path / FILE).write_text(TEXT.replace("T1.支出总计", "T1.没有这一行"), encoding="utf-8")
    with pytest.raises(RulebookError, match="没有这一行"):
        rule_impact(told.town.settings, CITY, YEAR, tmp_path)

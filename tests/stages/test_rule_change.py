"""A rule is tried out, asks for a reason, then blocks: at each step units are judged anew, see it, and are told why."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from final_accounts.catalog import data_root
from final_accounts.model.errors import InputError, RefusedError, SeasonError
from final_accounts.model.finding import Severity
from final_accounts.model.submission import Explanation, SubmissionState
from final_accounts.season.states import UnitState
from final_accounts.season.transitions import Need
from final_accounts.stages.acting.acts import standing_of, unit_of
from final_accounts.stages.acting.circumstances import around
from final_accounts.stages.replaying.story import story
from final_accounts.stages.rulebook import rule_impact as trial_stage
from final_accounts.stages.rulebook.rule_changes import rule_changes
from final_accounts.stages.rulebook.rule_impact import Impact, rule_impact
from final_accounts.stages.rulebook.rulebooks import CHANGED, rules_of
from final_accounts.stages.settings import Settings
from final_accounts.warehouse.queries_season import findings_of_version
from publishing.pages import read
from stages.bad_files import data_of
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
SAID = Explanation(RULE, "当年新增专项任务，经费随之增加", "示例文件〔2021〕3号")


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Data rooms in which the rule is tried out, in which it asks for a reason, and in which it blocks."""
    made = {}
    explain = TEXT.replace("severity: blocking", "severity: explain")
    for name, rule in (("trial", f"{TEXT}  shadow: true\n"), ("explain", explain), ("blocking", TEXT)):
        made[name] = tmp_path_factory.mktemp(name)
        for room in ("include", "expectations"):
            shutil.copytree(
                data_root() / room, made[name] / room, ignore=shutil.ignore_patterns("final_accounts*", "__pycache__")
            )
        (made[name] / FILE).write_text(rule, encoding="utf-8")
    return made


@dataclass(frozen=True)
class Seen:
    """What the unit sees after a step: how its current version stands, and where the rule is shown to it."""

    standing: Standing
    severity: Severity | None
    page: str
    workbook: bool
    letters: tuple[dict[str, int], dict[str, int]]

    @property
    def state(self) -> UnitState:
        return self.standing.state


@dataclass(frozen=True)
class Told:
    """What was seen on the way; ``steps`` in order, each under its name."""

    town: SmallTown
    impact: Impact
    untouched: bool
    unmet: str
    steps: dict[str, Seen]


@pytest.fixture(scope="module")
def told(rooms: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Two units are accepted, one is signed; the rule asks for a reason, gets it, blocks; it is taken back to trial."""
    settings = Settings.at(tmp_path_factory.mktemp("town"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINAL_ACCOUNTS_DATA", str(rooms["trial"]))
        town = small_town(settings, YEAR, (UNIT, NIL))
        town.signed(UNIT)
        steps = {"trial": seen(town)}
        before = content(settings.var)
        impact = rule_impact(settings, CITY, YEAR, rooms["blocking"])
        untouched = content(settings.var) == before
        patch.setenv("FINAL_ACCOUNTS_DATA", str(rooms["explain"]))
        surrounding = around(town.house, town.season, unit_of(town.season, UNIT), steps["trial"].standing)
        town.reviewed()
        steps["explain"] = seen(town)
        data = data_of(UNIT, YEAR)
        explained = replace(data, explanations=(*data.explanations, SAID))
        town.sent(UNIT, explained, "第二版.xlsx")
        town.reviewed()
        steps["explained"] = seen(town)
        patch.setenv("FINAL_ACCOUNTS_DATA", str(rooms["blocking"]))
        town.reviewed()
        steps["blocking"] = seen(town)
        patch.setenv("FINAL_ACCOUNTS_DATA", str(rooms["trial"]))
        town.reviewed()
        steps["taken back"] = seen(town)
        return Told(town, impact, untouched, (surrounding.unmet or {})[Need.CURRENT_RULEBOOK], steps)


def seen(town: SmallTown) -> Seen:
    """What the unit sees now; the letters of the change are sent, and sent again."""
    opened: dict[str, str | int] = {"run": "run", "city": CITY, "fiscal_year": YEAR}
    letters = (rule_changes(town.settings, opened), rule_changes(town.settings, opened))
    now = standing(town)
    with town.house.warehouse.reading() as connection:
        loaded = findings_of_version(connection, CITY, YEAR, UNIT, now.version)
    severities = {finding.severity for finding in loaded if finding.rule == RULE}
    folder = town.settings.feedback(CITY, YEAR) / UNIT
    page, book = folder / f"v{now.version}.html", folder / f"v{now.version}-审核反馈.xlsx"
    return Seen(
        now,
        severities.pop() if severities else None,
        " ".join(read(page.read_text(encoding="utf-8")).text_content().split()) if page.is_file() else "",
        book.is_file(),
        letters,
    )


def standing(town: SmallTown) -> Standing:
    return standing_of(town.house, town.season, UNIT)


def content(folder: Path) -> dict[str, str]:
    """Every file below the folder by its hash; SQLite's journals come and go."""
    paths = (path for path in folder.rglob("*") if path.is_file() and "warehouse.db-" not in path.name)
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def payloads(told: Told, kind: str, subject: str | None = None) -> list[dict[str, Any]]:
    return [json.loads(event.payload) for event in told.town.house.history.events(CITY, YEAR, kind, subject)]


def test_a_rule_on_trial_is_counted_and_decides_nothing(told: Told) -> None:
    assert told.steps["trial"].state is UnitState.CERTIFIED
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


NOBODY, TWICE = ({"sent": 0, "already": 0},) * 2, ({"sent": 2, "already": 0}, {"sent": 0, "already": 2})
"""Letters of a step and of the same step again: to nobody; to both persons of the unit, once."""


def test_on_trial_the_unit_sees_nothing_of_the_rule(told: Told) -> None:
    one = told.steps["trial"]
    assert (one.severity, one.workbook, one.letters) == (None, False, NOBODY)
    assert RULE not in one.page
    assert len(one.standing.signatures) == 2


def test_once_the_rule_asks_for_a_reason_the_unit_is_returned_and_told_what_to_explain(told: Told) -> None:
    one = told.steps["explain"]
    assert (one.state, one.standing.signatures, one.standing.strange) == (UnitState.RETURNED, (), 0)
    assert (one.severity, one.workbook, one.letters) == (Severity.EXPLAIN, True, TWICE)
    assert RULE in one.page
    assert "需要说明" in one.page


def test_explained_the_unit_is_accepted_under_the_same_rule(told: Told) -> None:
    one = told.steps["explained"]
    assert (one.state, one.standing.version) == (UnitState.ACCEPTED, 2)
    assert (one.severity, one.workbook, one.letters) == (Severity.EXPLAIN, False, NOBODY)


def test_once_the_rule_blocks_no_reason_helps(told: Told) -> None:
    one = told.steps["blocking"]
    assert (one.state, one.standing.version, one.standing.strange) == (UnitState.RETURNED, 2, 0)
    assert (one.severity, one.workbook, one.letters) == (Severity.BLOCKING, True, TWICE)
    assert "必须更正" in one.page


def test_the_rule_taken_back_the_unit_is_accepted_again_but_not_signed(told: Told) -> None:
    one = told.steps["taken back"]
    assert (one.state, one.standing.signatures) == (UnitState.ACCEPTED, ())
    assert (one.severity, one.letters) == (None, NOBODY)


def test_the_change_stands_in_the_history_once_for_each_new_rulebook(told: Told) -> None:
    changed = payloads(told, CHANGED)
    assert [one["changes"] for one in changed] == [
        [{"rule": RULE, "was": was, "now": now, "what": ""}]
        for was, now in (("试行", "需要说明"), ("需要说明", "必须更正"), ("必须更正", "试行"))
    ]
    assert [one["old"] for one in changed] == [changed[-1]["new"], *(one["new"] for one in changed[:-1])]
    assert rules_of(told.town.house, changed[0]["new"])[RULE]["says"] == "支出总计不超过一百万元"


@pytest.mark.parametrize(("number", "was", "now"), [(0, "试行", "需要说明"), (1, "需要说明", "必须更正")])
def test_the_unit_is_told_once_which_rule_sent_it_back(told: Told, number: int, was: str, now: str) -> None:
    sent = [one for one in payloads(told, "message.sent") if one["kind"] == "rule_change"]
    assert [one["to"] for one in sent] == [f"qs-{UNIT}-accountant", f"qs-{UNIT}-head"] * 2
    letter = told.town.house.store.get(sent[2 * number]["sha256"]).decode()
    for words in (RULE, "支出总计不超过一百万元", f"由“{was}”改为“{now}”", "全市 1 份", "签字失效"):
        assert words in letter


def test_old_findings_are_kept_and_the_story_tells_every_rulebook(told: Told) -> None:
    told_story = story(told.town.settings, UNIT, YEAR, CITY)
    says = [one.says for one in told_story]
    first, second = (
        [one["rulebook_hash"][:12] for one in payloads(told, "submission.reviewed", f"{UNIT}/v{version}")]
        for version in (1, 2)
    )
    trial, explain, blocking = first[:3]
    assert (first, second) == ([trial, explain, blocking, trial], [explain, blocking, trial])
    assert len({trial, explain, blocking}) == 3
    for version, books in ((1, first), (2, second)):
        told_books = [book for one in says for book in books[:3] if book in one and f"审核第{version}版报表" in one]
        assert told_books == books
    for words in (f"{RULE}（试行→需要说明）", f"{RULE}（需要说明→必须更正）", "试行规则另有 1 条，不计入结论"):
        assert any(words in one for one in says)
    back = [one for one in told_story if one.event.kind == "submission.returned"]
    assert {one.event.subject for one in back} == {f"{UNIT}/v1", f"{UNIT}/v2"}
    assert all(RULE in " ".join(one.found) for one in back)


def test_a_trial_that_takes_too_long_says_that_it_was_a_trial(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "expectations").mkdir()
    (tmp_path / FILE).write_text(TEXT, encoding="utf-8")
    for limit in ("SECONDS", "EACH"):
        monkeypatch.setattr(trial_stage, limit, 0)
    with pytest.raises(RefusedError, match=r"不能试算规则改动。.* 份报送，0 秒内没有完成"):
        rule_impact(told.town.settings, CITY, YEAR, tmp_path)


def test_a_proposal_that_is_none_or_cannot_be_read_is_refused(told: Told, tmp_path: Path) -> None:
    with pytest.raises(SeasonError, match="没有数据目录"):
        rule_impact(told.town.settings, CITY, YEAR, tmp_path)
    with pytest.raises(SeasonError, match="还没有收到报送"):
        rule_impact(told.town.settings, CITY, YEAR + 1, data_root())
    (tmp_path / "expectations").mkdir()
    (tmp_path / FILE).write_text(TEXT.replace("T1.支出总计", "T1.没有这一行"), encoding="utf-8")
    where = rf"{FILE} 里的审核规则 {RULE} 不能使用，请改正后再试算。程序的说明：rule {RULE}: .*没有这一行"
    with pytest.raises(InputError, match=where):
        rule_impact(told.town.settings, CITY, YEAR, tmp_path)
    (tmp_path / FILE).write_text(TEXT.replace("severity: blocking", "severity: 严重"), encoding="utf-8")
    with pytest.raises(InputError, match=rf"拟议的数据有误：{FILE} 第 1 条（{RULE}）"):
        rule_impact(told.town.settings, CITY, YEAR, tmp_path)

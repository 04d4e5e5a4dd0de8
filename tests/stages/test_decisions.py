"""Explanations, waivers and score disputes of two made-up units, through the real verbs and days of a season."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

import pytest

from cli.terminal import run
from final_accounts.catalog import city, edition
from final_accounts.model.errors import SeasonError
from final_accounts.model.finding import Severity
from final_accounts.publishing import city_report
from final_accounts.readers import Expectation, ReaderPool
from final_accounts.season.disputes import Stands
from final_accounts.season.states import UnitState
from final_accounts.season.transitions import Need
from final_accounts.stages.acting.acts import unit_of
from final_accounts.stages.acting.circumstances import around as circumstances
from final_accounts.stages.acting.disputes import decide_dispute, disputes_of, in_words, open_disputes, raise_dispute
from final_accounts.stages.acting.explanations import (
    accept,
    accept_all,
    accepted_explanations,
    asked_of,
    decisions_of,
    with_reasons,
)
from final_accounts.stages.acting.waivers import waivers_of
from final_accounts.stages.intake.template import template
from final_accounts.stages.letters.answers import points
from final_accounts.stages.letters.carried_over import carried_over
from final_accounts.stages.publication.city_data import city_data
from final_accounts.stages.publication.waiver_page import waiver_page
from final_accounts.stages.standings import standings
from final_accounts.warehouse.queries_scores import scores_of_version
from final_accounts.warehouse.queries_season import explanations_of_version, findings_of_version
from publishing.pages import read
from stages.bad_files import CITY
from stages.decided_town import (
    APPROVER,
    ENOUGH,
    GENERAL,
    REVIEWER,
    SAID_TOTAL,
    SILENT,
    TELLER,
    TOTAL,
    YEAR,
    Story,
    of,
    told_story,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from final_accounts.model.person import Person
    from final_accounts.stages.house import House, Season


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with told_story(tmp_path_factory.mktemp("decisions")) as told:
        yield told


def around(house: House, season: Season, unit: str) -> str:
    """Why the unit may not be approved, as far as its disputes go."""
    found = circumstances(house, season, unit_of(season, unit), standings(house, season)[unit])
    return (found.unmet or {}).get(Need.DISPUTES_DECIDED, "")


def test_an_explained_version_is_accepted_by_the_rules_and_each_text_waits_for_the_reviewer(story: Story) -> None:
    seen = story.seen["sent", TELLER]
    assert seen.state is UnitState.ACCEPTED
    assert seen.open == [f"{key}：单位的说明尚未经财政审核人认可" for key in (TOTAL, GENERAL)]


def test_sending_one_text_back_tells_the_unit_once(story: Story) -> None:
    letters = sorted(story.town.settings.outbox(CITY, YEAR).rglob("*explanation_sent_back*"))
    assert [letter.parent.name for letter in letters] == [f"qs-{TELLER}-accountant", f"qs-{TELLER}-head"]


def test_the_version_itself_is_judged_by_that_and_the_unit_reads_who_and_why(story: Story) -> None:
    found = story.seen["unchanged", TELLER].findings
    assert found[GENERAL].hint.startswith("示例财政审核人退回了原来的说明：没有写明原因本身。")
    assert "退回了" not in found[TOTAL].hint


def test_the_same_words_in_a_new_version_are_returned_at_once_and_nobody_decides_a_text_twice(story: Story) -> None:
    seen = story.seen["unchanged", TELLER]
    assert seen.state is UnitState.RETURNED
    assert seen.open == [f"{GENERAL}：单位的说明已被退回，文字和数据都没有改"]


def test_another_text_asks_again_and_the_accepted_one_stays_accepted(story: Story) -> None:
    seen = story.seen["anew", TELLER]
    assert seen.state is UnitState.ACCEPTED
    assert seen.open == [f"{GENERAL}：单位的说明尚未经财政审核人认可"]


def test_a_waiver_in_force_lets_the_unit_pass_and_is_told_in_the_finding(story: Story) -> None:
    assert story.seen["sent", SILENT].state is UnitState.RETURNED
    seen = story.seen["unchanged", SILENT]
    assert (seen.state, seen.lines) == (UnitState.ACCEPTED, ())
    assert seen.findings[TOTAL].severity is Severity.NOTICE
    assert "已豁免：示例季自动批复批准，理由：同意豁免，有效至2022年6月30日。" in seen.findings[TOTAL].message


def test_when_it_is_over_the_rule_is_back(story: Story) -> None:
    seen = story.seen["anew", SILENT]
    assert seen.state is UnitState.RETURNED
    assert seen.open == [f"{key}：单位没有写明原因" for key in (TOTAL, GENERAL)]


def test_only_what_a_decision_touches_gets_another_key(story: Story) -> None:
    days = ("sent", "unchanged", "anew")
    sent, waived, expired = (story.seen[day, SILENT].key for day in days)
    assert waived != sent == expired
    first, judged, later = (story.seen[day, TELLER].key for day in days)
    assert first != judged == later, "sent back: judged by it from then on"


def test_the_history_names_the_waivers_that_a_verdict_rests_on(story: Story) -> None:
    told = [
        json.loads(event.payload).get("waivers", [])
        for event in story.town.house.history.events(CITY, YEAR, subject=f"{SILENT}/v1")
        if event.kind in {"submission.returned", "submission.accepted"}
    ]
    granted = [one.event for one in waivers_of(story.town.house, story.town.season, SILENT)]
    assert told == [[], granted, []]


def test_accepted_texts_alone_are_published_and_fill_what_the_disclosure_demands(story: Story) -> None:
    house, season = story.town.house, story.town.season
    with house.warehouse.reading() as connection:
        findings = findings_of_version(connection, CITY, YEAR, TELLER, 3)
        explanations = explanations_of_version(connection, CITY, YEAR, TELLER, 3)
    public = accepted_explanations(findings, explanations, decisions_of(house, season, TELLER))
    assert [one for one in public if one.finding in {TOTAL, GENERAL}] == [SAID_TOTAL]
    assert with_reasons({"other": "另一句话"}, public) == {"other": "另一句话", "reason_total": SAID_TOTAL.reason}


def test_next_year_the_accepted_text_is_proposed_in_the_template_and_nothing_else(story: Story, tmp_path: Path) -> None:
    again = carried_over(story.town.house, city(CITY), YEAR + 1, [TELLER, SILENT])
    marked = replace(SAID_TOTAL, reason=f"（沿用2021年度已认可的说明）{SAID_TOTAL.reason}")
    assert again == {TELLER: (marked,), SILENT: ()}
    blank = template(story.town.settings, "hubei-wuhan/2022", TELLER, tmp_path / "blank.xlsx", 1)
    with ReaderPool(edition) as readers:
        parsed, _ = readers.read(blank.read_bytes(), blank.name, Expectation(unit=TELLER, fiscal_year=YEAR + 1))
    assert parsed.explanations == (marked,)


def test_accepted_for_longer_the_text_is_proposed_though_a_year_went_by_without_the_finding(story: Story) -> None:
    town = replace(city(CITY), years=(2021, 2022, 2023, 2024))
    marked = replace(SAID_TOTAL, reason=f"（沿用2021年度已认可的说明）{SAID_TOTAL.reason}")
    told = [carried_over(story.town.house, town, year, [TELLER])[TELLER] for year in (2022, 2023, 2024)]
    assert told == [(marked,), (marked,), ()], "accepted until 2023"


def test_each_decision_says_where_it_holds(story: Story) -> None:
    house = story.town.house
    events = [one for one in house.history.events(CITY, YEAR) if one.kind.startswith("explanation.")]
    assert [json.loads(one.payload)["scope"] for one in events] == [f"{TELLER}/{TOTAL}", f"{TELLER}/{GENERAL}"]
    assert {one.scope for one in decisions_of(house, story.town.season, TELLER)} == {
        f"{TELLER}/{TOTAL}",
        f"{TELLER}/{GENERAL}",
    }


def test_the_list_at_a_terminal_says_what_was_decided_until_when_and_for_what(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINAL_ACCOUNTS_VAR", str(story.town.settings.var))
    lines = run("explanation", "list", CITY, YEAR, TELLER).out.splitlines()
    assert lines[0] == f"{TOTAL}　已认可"
    assert lines[2:5] == [
        f"    说明：{SAID_TOTAL.reason}（依据：{SAID_TOTAL.evidence}）",
        f"    认定：第1版时由示例财政审核人认可，沿用至 2023 年度：{ENOUGH}",
        f"    范围：单位 {TELLER} 的疑点 {TOTAL}",
    ]


@pytest.mark.parametrize(
    ("finding", "who", "reason", "told"),
    [
        (GENERAL, of(TELLER, "head"), ENOUGH, "不具备“财政审核人”身份"),
        (GENERAL, APPROVER, ENOUGH, "不具备“财政审核人”身份"),
        (GENERAL, REVIEWER, "无", "没有说明理由"),
        ("X-99", REVIEWER, ENOUGH, "没有需要说明的疑点 X-99"),
    ],
)
def test_who_may_not_or_says_nothing_accepts_nothing(
    story: Story, finding: str, who: Person, reason: str, told: str
) -> None:
    before = story.town.house.history.head(CITY, YEAR)
    with pytest.raises(SeasonError, match=told):
        accept(story.town.house, story.town.season, TELLER, finding, person=who, reason=reason)
    assert story.town.house.history.head(CITY, YEAR) == before


def test_a_real_reviewer_reads_each_text(story: Story) -> None:
    with pytest.raises(SeasonError, match="须逐条认可"):
        accept_all(story.town.house, story.town.season, TELLER, replace(REVIEWER, automatic=False))


def test_a_text_accepted_before_is_accepted_again_without_a_word(story: Story) -> None:
    before = story.town.house.history.head(CITY, YEAR)
    accept(story.town.house, story.town.season, TELLER, TOTAL, person=REVIEWER, reason=ENOUGH)
    assert story.town.house.history.head(CITY, YEAR) == before
    found = asked_of(story.town.house, story.town.season, standings(story.town.house, story.town.season)[TELLER])
    assert found is not None
    assert {one.key: one.decision.version for one in found if one.decision} == {TOTAL: 1}


def test_an_open_score_dispute_is_told_until_a_reviewer_decides_it(story: Story) -> None:
    house, season = story.town.house, story.town.season
    with house.warehouse.reading() as connection:
        scored = scores_of_version(connection, CITY, YEAR, TELLER, 3)[0]
    ours = scored.recomputed
    raised: dict[str, Any] = {"claimed": "12.5", "person": of(TELLER, "head"), "reason": "量化依据见所附材料"}
    one = raise_dispute(house, season, TELLER, "PW", **raised)
    assert (one.claimed, one.ours, one.version) == (Decimal("12.5"), ours, 3)
    (line,) = open_disputes(house, season, TELLER)
    assert line.startswith("1号评分异议尚未裁定：整体绩效自评总分，单位主张 12.5 分，复算")
    assert "评分异议尚未裁定" in around(house, season, TELLER)

    with pytest.raises(SeasonError, match="已有未裁定的异议"):
        raise_dispute(house, season, TELLER, "PW", **raised)
    for who, told in ((of(TELLER, "head"), "不是财政审核人"), (APPROVER, "不是财政审核人")):
        with pytest.raises(SeasonError, match=told):
            decide_dispute(house, season, TELLER, "1", stands=Stands.OURS, person=who, reason=ENOUGH)
    decide_dispute(house, season, TELLER, "1", stands=Stands.OURS, person=REVIEWER, reason="依据不足，以复算为准")
    assert open_disputes(house, season, TELLER) == ()
    (kept,) = disputes_of(house, season, TELLER)
    assert (kept.stands, kept.claimed, kept.ours) == (Stands.OURS, Decimal("12.5"), ours)
    assert (kept.decided_by, kept.decision) == ("qs-reviewer", "依据不足，以复算为准")
    told = "示例财政审核人裁定以系统复算的得分为准，理由：依据不足，以复算为准。"
    assert in_words(kept) == f"整体绩效自评总分，单位主张 12.5 分，系统复算 {points(ours)} 分；{told}"
    letters = list(story.town.settings.outbox(CITY, YEAR).rglob("*dispute_decided*"))
    assert len(letters) == 2
    body = message_from_bytes(letters[0].read_bytes(), policy=default).get_body(("plain",))
    assert body is not None
    text = str(body.get_content())
    for line in ("主张得分：12.5 分", f"工作簿自评：{points(scored.self_score)} 分", f"裁定得分：{points(ours)} 分"):
        assert line in text
    assert ("把这一得分改为" in text) is (scored.self_score != ours)


@pytest.mark.parametrize(
    ("form", "other", "told"),
    [
        ("PW", {"claimed": "满分"}, "应是数字"),
        ("PW", {"claimed": "-1"}, "不小于零"),
        ("PP99", {}, "没有自评表 PP99"),
        ("PW", {"indicator": "没有这个指标"}, "相符的指标有 0 个"),
        ("PW", {"person": REVIEWER}, "不是该单位的会计或负责人"),
        ("PW", {"reason": "同上"}, "没有说明理由"),
    ],
)
def test_a_dispute_that_names_nothing_is_refused_in_words(
    story: Story, form: str, other: dict[str, object], told: str
) -> None:
    words: dict[str, Any] = {"claimed": "90", "person": of(TELLER, "head"), "reason": "量化依据见所附材料"}
    with pytest.raises(SeasonError, match=told):
        raise_dispute(story.town.house, story.town.season, TELLER, form, **(words | other))


def test_the_public_page_lists_public_waivers_and_counts_the_others(story: Story) -> None:
    house, season = story.town.house, story.town.season
    page = read(waiver_page(house, season, city_report(season.edition, city_data(house, season, {}))))
    said = " ".join(page.text_content().split())
    assert "公开的豁免 1 件" in said
    assert "不公开的 1 件" in said
    assert said.count(SILENT) >= 1
    assert "只限“收支总计增减的主要原因”" in said
    assert "一般公共预算" not in said, "what is not public is only counted"
    assert [str(link) for link in page.xpath("//dd/a/@href")] == ["rules.html#NR-01"]

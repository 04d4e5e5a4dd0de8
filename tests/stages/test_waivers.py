"""Who may ask for a waiver, who may grant it, and what an answer given in Airflow must be before it is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from final_accounts.catalog import person
from final_accounts.model.errors import SeasonError
from final_accounts.model.rule import RuleKind
from final_accounts.season.transitions import Need
from final_accounts.season.waivers import Waiver, WaiverState
from final_accounts.stages.acting.acts import unit_of
from final_accounts.stages.acting.answer_waiver import answer_waiver
from final_accounts.stages.acting.ask_waiver import ask_waiver
from final_accounts.stages.acting.circumstances import around
from final_accounts.stages.acting.respondents import assigned
from final_accounts.stages.acting.settle_waiver import settle_waiver
from final_accounts.stages.acting.waivers import decide_waiver, request_waiver, waivers_of
from final_accounts.stages.acting.waivers_waiting import waivers_waiting
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import standings
from stages.bad_files import CITY
from stages.decided_town import today, without_reasons
from stages.small_town import SmallTown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from final_accounts.model.person import Person

YEAR, UNIT, OTHER = 2021, "105001", "104001"
REVIEWER, APPROVER = person(CITY, "qs-reviewer"), person(CITY, "qs-approver")
ENOUGH = "理由和依据都充分"


def of(unit: str, role: str) -> Person:
    return person(CITY, f"qs-{unit}-{role}")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> SmallTown:
    """A season in which nobody has sent anything: a waiver can be asked for before."""
    made = SmallTown(Settings.at(tmp_path_factory.mktemp("waivers")), YEAR)
    made.house.warehouse.migrate()
    return made


def ask(town: SmallTown, **other: object) -> Waiver:
    """A request of the unit's head for one rule, but for what ``other`` says."""
    words: dict[str, Any] = {
        "rule": "V-04",
        "person": of(UNIT, "head"),
        "reason": "口径不同已核实",
        "basis": "示例文件〔2022〕1号",
        "until": "2099-01-01",
    }
    return request_waiver(town.house, town.season, UNIT, **(words | other))


def test_nothing_is_approved_by_a_waiver_that_is_over_until_it_is_judged_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    today(monkeypatch, 3, 1)
    town = SmallTown(Settings.at(tmp_path), YEAR)
    town.house.warehouse.migrate()
    for number, row in enumerate(("slot:reason_total", "slot:reason_general"), 1):
        words: dict[str, Any] = {
            "person": of(OTHER, "head"),
            "reason": "口径不同已核实",
            "basis": "示例文件〔2022〕1号",
        }
        request_waiver(town.house, town.season, OTHER, "NR-01", row=row, until="2022-03-05", **words)
        decide_waiver(town.house, town.season, OTHER, str(number), granted=True, person=APPROVER, reason=ENOUGH)
    town.sent(OTHER, without_reasons(OTHER))
    town.reviewed()

    def unmet() -> str:
        standing = standings(town.house, town.season)[OTHER]
        found = around(town.house, town.season, unit_of(town.season, OTHER), standing).unmet or {}
        return found.get(Need.CURRENT_RULEBOOK, "")

    today(monkeypatch, 3, 5)
    assert unmet() == ""
    today(monkeypatch, 3, 6)
    assert unmet().startswith("第1版据以通过的1号豁免已于2022年3月5日到期，请重新运行审核；第1版据以通过的2号豁免")
    town.reviewed()
    assert unmet() == "第1版按现行规则应退回"


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"person": of(UNIT, "accountant")}, "不是该单位的负责人"),
        ({"person": of(OTHER, "head")}, "不是该单位的负责人"),
        ({"rule": "X-99"}, "审核规则里没有 X-99"),
        ({"reason": "无"}, "没有说明理由"),
        ({"basis": ""}, "没有写明依据"),
        ({"until": "2001-01-01"}, "有效期2001年1月1日已过"),
        ({"until": "永久"}, "有效期应是日期"),
    ],
)
def test_a_request_that_lacks_something_is_refused_in_words(
    town: SmallTown, other: dict[str, object], told: str
) -> None:
    with pytest.raises(SeasonError, match=told):
        ask(town, **other)


def test_what_a_file_must_be_to_be_read_is_never_waived(town: SmallTown) -> None:
    rule = next(one.id for one in town.season.edition.rulebook.rules if one.kind is RuleKind.INTAKE)
    with pytest.raises(SeasonError, match="受理规则，不能豁免"):
        ask(town, rule=rule)


def test_nobody_grants_what_they_may_not_and_the_answer_may_only_shorten(town: SmallTown) -> None:
    house, season = town.house, town.season
    ask(town, rule="V-05-1")
    number = waivers_of(house, season, UNIT)[-1].id
    with pytest.raises(SeasonError, match="已有"):
        ask(town, rule="V-05-1")

    def decided(who: Person, until: str = "", reason: str = "同意豁免") -> None:
        decide_waiver(house, season, UNIT, number, granted=True, person=who, reason=reason, until=until)

    for who, until, told in (
        (of(UNIT, "head"), "", "不是财政批复人"),
        (REVIEWER, "", "不是财政批复人"),
        (replace(APPROVER, id=f"qs-{UNIT}-head"), "", "是申请人"),
        (APPROVER, "2099-01-02", "晚于申请的"),
        (APPROVER, "明年", "有效期应是日期"),
    ):
        with pytest.raises(SeasonError, match=told):
            decided(who, until)
    decided(APPROVER, "2098-01-01")
    head = house.history.head(CITY, YEAR)
    decided(APPROVER, "2098-01-01")
    assert house.history.head(CITY, YEAR) == head, "the same answer again"
    with pytest.raises(SeasonError, match="已由示例季自动批复审批"):
        decided(APPROVER, reason="改了主意另有理由")


@pytest.fixture
def waits(town: SmallTown) -> Iterator[dict[str, object]]:
    """A request that waits, as a run of Airflow names it; refused afterwards."""
    house, season = town.house, town.season
    ask(town, rule="V-06", reason="口径 {{ conf }} 不同\n已核实")
    number = waivers_of(house, season, UNIT)[-1].id
    yield {"city": CITY, "fiscal_year": YEAR, "unit": UNIT, "waiver": number}
    if waivers_of(house, season, UNIT)[-1].state is WaiverState.REQUESTED:
        decide_waiver(house, season, UNIT, number, granted=False, person=APPROVER, reason="不再需要了")


def response(account: str | None = "qs-approver", option: str = "批准", **form: object) -> dict[str, object]:
    by = {"id": "5", "name": account} if account else None
    return {"chosen_options": [option], "params_input": form, "responded_by_user": by}


def test_each_request_that_waits_is_put_before_the_approvers_once(town: SmallTown, waits: dict[str, object]) -> None:
    (run,) = waivers_waiting(town.settings, CITY)
    assert run == {"trigger_run_id": f"{CITY}-{YEAR}-{UNIT}-{waits['waiver']}", "conf": waits}
    (question,) = ask_waiver(town.settings, waits)
    assert question["assigned_users"] == [{"id": "qs-approver", "name": "qs-approver"}]
    assert "申请豁免 V-06" in str(question["subject"])
    assert "- **理由**：口径 {{ '{' }}{{ '{' }} conf }} 不同 已核实\n" in str(question["body"])


def test_accounts_that_airflow_numbers_are_named_by_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINAL_ACCOUNTS_ACCOUNTS", "qs-reviewer=7, qs-approver=5")
    assert assigned([APPROVER]) == [{"id": "5", "name": "qs-approver"}]
    monkeypatch.setenv("FINAL_ACCOUNTS_ACCOUNTS", "qs-approver")
    with pytest.raises(SeasonError, match="账号=编号"):
        assigned([APPROVER])
    monkeypatch.delenv("FINAL_ACCOUNTS_ACCOUNTS")
    with pytest.raises(SeasonError, match="没有可以答复的人"):
        assigned([])


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, "没有人答复这一步"),
        ({}, "没有人答复这一步"),
        (response(None, reason=ENOUGH), "没有人答复这一步"),
        ({**response(reason=ENOUGH), "chosen_options": ["批准", "不批准"]}, "没有人答复这一步"),
        (response("somebody", reason=ENOUGH), "人员名录"),
        (response("qs-reviewer", reason=ENOUGH), "不是财政批复人"),
        (response(f"qs-{UNIT}-head", reason=ENOUGH), "不是财政批复人"),
        (response(option="也许", reason=ENOUGH), "不认识的答复"),
        (response(reason=""), "没有说明理由"),
        (response(reason=5), "应是文字"),
        (response(reason=ENOUGH, until="2099-01-02"), "晚于申请的"),
        (response(reason=ENOUGH, until="2001-01-01"), "已过"),
        (response(reason=ENOUGH, until="永久"), "有效期应是日期"),
    ],
)
def test_an_answer_that_is_nobodys_or_says_nothing_decides_nothing(
    town: SmallTown, waits: dict[str, object], answer: object, told: str
) -> None:
    head = town.house.history.head(CITY, YEAR)
    with pytest.raises(SeasonError, match=told):
        answer_waiver(town.settings, waits, answer)
    with pytest.raises(SeasonError, match="没有人答复这一步"):
        settle_waiver(town.settings, waits)
    assert town.house.history.head(CITY, YEAR) == head


def test_an_approvers_answer_is_the_decision_and_the_run_is_good(town: SmallTown, waits: dict[str, object]) -> None:
    answer_waiver(town.settings, waits, response(option="不批准", reason="依据不足，请更正"))
    settled = settle_waiver(town.settings, waits)
    assert (settled["state"], settled["decided_by"]) == ("refused", "qs-approver")
    with pytest.raises(SeasonError, match="已由示例季自动批复审批（不予批准）"):
        ask_waiver(town.settings, waits)
    assert waivers_waiting(town.settings, CITY) == []

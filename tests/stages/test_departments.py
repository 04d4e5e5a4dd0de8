"""A department certifies the roll-up of its units: what is in it, who may, when, what takes the certificate away."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from final_accounts.catalog import person
from final_accounts.cli.app import app
from final_accounts.model.errors import SeasonError, StoreError
from final_accounts.model.facts import FactKey
from final_accounts.model.money import to_fen
from final_accounts.season.acts import Act
from final_accounts.season.states import UnitState
from final_accounts.stages.acting.acts import act, standing_of
from final_accounts.stages.acting.circumstances import around
from final_accounts.stages.approval.approve import Asking, approve_department
from final_accounts.stages.approval.department_at_terminal import write_rollup
from final_accounts.stages.approval.departments import certify_department, department_now
from final_accounts.stages.approval.rollups import kept_rollup, rollup
from final_accounts.stages.watching.season_text import ledger_rows
from final_accounts.warehouse.tables import submission
from stages.bad_files import CITY, data_of
from stages.filed import filed
from stages.small_town import SmallTown

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Update


YEAR = 2021
CULTURE, HEAD, CHILD = "105", "105001", "105002"
CIVIL = "102"
EXPENDITURE = FactKey("T1", "line:本年支出合计", "amount")


def reported(unit: str, form: str, row: str, column: str) -> int:
    value = data_of(unit, YEAR).value(form, row, column)
    return to_fen(value)[0] if isinstance(value, Decimal) else 0


def paid(unit: str) -> int:
    """What the unit pays inside its department, as its sheet 系统内往来 says."""
    rows = data_of(unit, YEAR).forms["TRANSFERS"].values()
    return sum(
        to_fen(row["amount"])[0]
        for row in rows
        if row["kind"] in {"对附属单位补助支出", "上缴上级支出"} and isinstance(row["amount"], Decimal)
    )


def test_the_roll_up_is_the_sum_less_what_the_units_pay_each_other(town: SmallTown) -> None:
    made = rollup(town.house, town.season, CULTURE)
    eliminated = paid(HEAD) + paid(CHILD)
    spent = [reported(unit, *EXPENDITURE) for unit in (HEAD, CHILD)]
    assert eliminated > 0
    assert made.amount(EXPENDITURE) == sum(spent) - eliminated
    assert {unit for cell in made.cells for unit, _ in cell.parts} == {HEAD, CHILD}
    assert {cell.key.form for cell in made.cells} >= {"T1", "T2", "T3", "T4", "T5", "T6"}
    assert list(dict.fromkeys(cell.key.row for cell in made.cells if cell.key.form == "T7")) == [
        "line:预算数",
        "line:决算数",
    ]
    assert [pair.kind for pair in made.pairs] == ["对附属单位补助支出", "上缴上级支出"]
    assert (made.unmatched, made.outside, made.left_out) == ((), (), ())


def test_income_and_expenditure_of_the_department_still_balance(town: SmallTown) -> None:
    made = rollup(town.house, town.season, CULTURE)
    sides = [made.amount(FactKey("T1", f"line:{side}", "amount")) for side in ("收入总计", "支出总计")]
    assert sides[0] == sides[1] != 0


def test_the_same_versions_make_the_same_document_that_can_be_read_again(town: SmallTown) -> None:
    made = rollup(town.house, town.season, CULTURE)
    assert rollup(town.house, town.season, CULTURE) == made
    assert kept_rollup(town.house, made.hash) == made


def test_a_unit_that_is_not_in_it_is_named_with_the_reason(town: SmallTown) -> None:
    made = rollup(town.house, town.season, CIVIL)
    assert [version.unit for version in made.versions] == ["102001"]
    assert [(unit.unit, unit.state, unit.owed) for unit in made.left_out] == [
        ("102002", "not_started", True),
        ("102003", "not_started", True),
    ]
    assert {unit.why for unit in made.owed} == {"已过报送截止日"}
    nil, exempt = (rollup(town.house, town.season, code).left_out[0] for code in ("107", "109"))
    assert (nil.state, nil.owed) == ("nil_declared", False)
    assert (exempt.state, exempt.owed) == ("exempt", False)
    assert "涉密" in exempt.why


def test_what_is_paid_to_a_unit_that_has_not_reported_is_unmatched(town: SmallTown) -> None:
    town.done(CHILD, "submission.withdrawn", town.person(CHILD, "head"), reason="示例：数据有误，撤回重报")
    made = rollup(town.house, town.season, CULTURE)
    assert made.pairs == ()
    assert {(item.unit, item.counterparty, item.why) for item in made.unmatched} == {
        (HEAD, CHILD, "往来单位没有通过审核的决算")
    }


def test_a_department_certifies_what_all_its_units_signed(town: SmallTown) -> None:
    town.signed(HEAD, CHILD)
    who = town.person(CULTURE, "reviewer")
    made = certify_department(town.house, town.season, CULTURE, who)
    now = department_now(town.house, town.season, CULTURE)
    assert now.in_force
    assert (now.standing.rollup, now.standing.certified_by) == (made.hash, who.id)
    assert kept_rollup(town.house, now.standing.rollup) == made
    (event,) = town.house.history.events(CITY, YEAR, "department.certified")
    said = json.loads(event.payload)
    assert event.subject == "department/105"
    assert said["versions"] == {unit: standing_of(town.house, town.season, unit).sha256 for unit in (HEAD, CHILD)}
    assert said["totals"]["本年支出合计"] == str(made.amount(EXPENDITURE))
    assert (said["name"], said["automatic"], said["role"]) == (who.name, True, "department_reviewer")
    assert town.house.history.verify(CITY, YEAR) == ()


def test_certifying_the_same_roll_up_again_writes_nothing(town: SmallTown) -> None:
    town.signed(HEAD, CHILD)
    who = town.person(CULTURE, "reviewer")
    certify_department(town.house, town.season, CULTURE, who)
    head = town.house.history.head(CITY, YEAR)
    certify_department(town.house, town.season, CULTURE, who)
    assert town.house.history.head(CITY, YEAR) == head


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("qs-105-approver", "不是该部门的主管部门审核人"),
        ("qs-102-reviewer", "不是该部门的主管部门审核人"),
        ("qs-105-reviewer", "105002 还没有签审（现为“审核通过”）"),
    ],
)
def test_nobody_certifies_without_the_office_or_before_the_units(town: SmallTown, who: str, words: str) -> None:
    town.signed(HEAD)
    head = town.house.history.head(CITY, YEAR)
    with pytest.raises(SeasonError, match=words):
        certify_department(town.house, town.season, CULTURE, person(CITY, who))
    assert town.house.history.head(CITY, YEAR) == head


def test_an_unmatched_transfer_needs_a_reason_of_its_own_or_one_for_all(town: SmallTown) -> None:
    data = data_of(CHILD, YEAR)
    told = {key: row for key, row in data.forms["TRANSFERS"].items() if row["kind"] != "上级补助收入"}
    filed(town.house, town.season, CHILD, replace(data, forms={**data.forms, "TRANSFERS": told}))
    town.signed(HEAD, CHILD)
    made = rollup(town.house, town.season, CULTURE)
    who = town.person(CULTURE, "reviewer")
    assert [item.why for item in made.unmatched] == ["往来单位没有填报对应的往来"]
    with pytest.raises(SeasonError, match="第1项没有说明理由（系统内往来 105001 对 105002"):
        certify_department(town.house, town.season, CULTURE, who)
    with pytest.raises(SeasonError, match="没有第2项"):
        certify_department(town.house, town.season, CULTURE, who, {0: "示例：对方漏填，下年更正", 2: "示例理由"})
    certify_department(town.house, town.season, CULTURE, who, {1: "示例：对方漏填，下年更正"})
    (event,) = town.house.history.events(CITY, YEAR, "department.certified")
    said = json.loads(event.payload)
    assert [item["reason"] for item in said["explained"]] == ["示例：对方漏填，下年更正"]
    assert said["reason"] == "示例：对方漏填，下年更正"


def test_what_the_bureau_has_replied_to_stays_so_when_another_unit_makes_a_new_roll_up_needed(town: SmallTown) -> None:
    town.signed(HEAD, CHILD)
    who = town.person(CULTURE, "reviewer")
    certify_department(town.house, town.season, CULTURE, who)
    approve_department(town.house, town.season, CULTURE, Asking(person(CITY, "qs-approver")))
    town.done(HEAD, "submission.reopened", town.person(HEAD, "head"), reason="示例：发现漏列，重新打开")
    filed(town.house, town.season, HEAD, data_of(HEAD, YEAR), words="示例：数字没有变化，文件变了")
    town.signed(HEAD)
    certify_department(town.house, town.season, CULTURE, who)
    assert department_now(town.house, town.season, CULTURE).standing.approved_at is None

    def sent_back(unit: str) -> UnitState:
        wanted = Act("submission.reopened", unit, who, payload={"reason": "示例：附注还要补充，退回单位"})
        return act(town.house, town.season, wanted, around).state

    with pytest.raises(SeasonError, match="财政部门已批复包含这一版的汇总"):
        sent_back(CHILD)
    assert sent_back(HEAD) is UnitState.ACCEPTED, "to its new version nobody has replied"


def test_a_unit_that_changes_takes_the_certificate_away_until_it_is_given_again(town: SmallTown) -> None:
    town.signed(HEAD, CHILD)
    who = town.person(CULTURE, "reviewer")
    first = certify_department(town.house, town.season, CULTURE, who)
    town.done(HEAD, "submission.reopened", town.person(HEAD, "head"), reason="示例：发现漏列，重新打开")
    assert department_now(town.house, town.season, CULTURE).unsigned == (HEAD,)
    filed(town.house, town.season, HEAD, data_of(HEAD, YEAR), words="示例：数字没有变化，文件变了")
    town.signed(HEAD)
    now = department_now(town.house, town.season, CULTURE)
    assert (now.changed, now.in_force) == ((HEAD,), False)
    with pytest.raises(SeasonError, match="请重新查看后再签审"):
        certify_department(town.house, town.season, CULTURE, who, seen=first.hash)
    again = certify_department(town.house, town.season, CULTURE, who)
    assert again.hash != first.hash
    assert department_now(town.house, town.season, CULTURE).in_force


def test_a_department_without_units_that_owe_anything_certifies_nothing(town: SmallTown) -> None:
    with pytest.raises(SeasonError, match="没有应报送的单位"):
        certify_department(town.house, town.season, "109", town.person("109", "reviewer"))


def test_an_unknown_department_is_answered_with_the_known_ones(town: SmallTown) -> None:
    with pytest.raises(SeasonError, match="没有主管部门 999；已有：101、102"):
        rollup(town.house, town.season, "999")


@pytest.mark.parametrize(
    ("changed", "kind", "words"),
    [
        (
            update(submission).values(state="returned"),
            SeasonError,
            "105001 第1版：审核结论已经作出，数字还没有入库.*请过几分钟再试",
        ),
        (update(submission).values(sha256="other"), StoreError, "不是同一份文件：105001 第1版"),
    ],
)
def test_figures_that_are_not_those_of_the_accepted_file_are_not_rolled_up(
    town: SmallTown, changed: Update, kind: type[Exception], words: str
) -> None:
    house, season = town.house, town.season
    with house.warehouse.engine.begin() as connection:
        connection.execute(changed.where(submission.c.unit == "105001"))
    with pytest.raises(kind, match=words):
        rollup(house, season, CULTURE)


def test_the_workbook_has_the_units_as_columns_then_sum_elimination_and_total(town: SmallTown, tmp_path: Path) -> None:
    made = rollup(town.house, town.season, CULTURE)
    write_rollup(town.season, made, tmp_path / "汇总.xlsx")
    book = openpyxl.load_workbook(BytesIO((tmp_path / "汇总.xlsx").read_bytes()))
    assert book.sheetnames[:2] == ["单位与版本", "系统内往来"]
    table = book[town.season.edition.forms["T1"].sheet]
    heads = [str(cell.value).split("\n")[0] for cell in table[3]]
    assert heads == ["编码", "项目", "栏目", HEAD, CHILD, "各单位之和", "抵销", "部门汇总"]
    (row,) = [row for row in table.iter_rows(min_row=4, values_only=True) if row[1] == "本年支出合计"]
    one, two, total, eliminated, amount = (to_fen(Decimal(str(value)))[0] for value in row[3:])
    assert (one + two, total - eliminated) == (total, amount)
    assert amount == made.amount(EXPENDITURE)


def test_the_command_line_shows_the_roll_up_and_certifies_it(
    town: SmallTown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINAL_ACCOUNTS_VAR", str(town.settings.var))
    town.signed(HEAD, CHILD, "102001")
    place = [CITY, str(YEAR), CULTURE]
    run = CliRunner()
    shown = run.invoke(
        app, ["department", "rollup", *place, "--xlsx", str(tmp_path / "a.xlsx")], env={"COLUMNS": "160"}
    )
    assert shown.exit_code == 0, shown.output
    for words in ("各单位之和", "本年支出合计", "已抵销：105001 → 105002 对附属单位补助支出", "主管部门尚未签审汇总"):
        assert words in shown.output
    assert (tmp_path / "a.xlsx").exists()
    done = run.invoke(app, ["department", "certify", *place, "--as", "qs-105-reviewer"])
    assert done.exit_code == 0, done.output
    assert "主管部门已签审" in run.invoke(app, ["department", "rollup", *place]).output
    others = [arg for unit in ("102002", "102003") for arg in ("--without", f"{unit}=示例：逾期未报，先行汇总")]
    civil = run.invoke(
        app, ["department", "certify", CITY, str(YEAR), CIVIL, "--as", "qs-102-reviewer", *others],
        env={"COLUMNS": "160"},
    )  # fmt: skip
    assert civil.exit_code == 0, civil.output
    assert "列入 1 家单位" in civil.output


def test_the_ledger_at_a_terminal_ends_with_today_as_it_is(town: SmallTown) -> None:
    heads, rows = ledger_rows(town.settings, CITY, YEAR, None)
    assert [row[0].endswith("（今天）") for row in rows] == [*([False] * (len(rows) - 1)), True]
    assert (rows[-1][heads.index("名录")], rows[-1][heads.index("已履行")]) == ("12", "3")

"""The Ziyang unit's scoring and goal sheets of 2021: every figure as it filed it, our sums and rates beside them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from final_accounts.publishing.disclosure import Paragraph
from final_accounts.workbooks.real import transcription
from narrative.telling import REAL
from publishing.disclosure.reading import number, rows, tables
from publishing.disclosures import ziyang

SOURCE = transcription(REAL / "ziyang-2021.yaml")
WHOLE: dict[str, Any] = SOURCE["performance"]["whole"]
SHEETS: dict[str, dict[str, Any]] = {"PW": WHOLE} | {
    f"PP{place}": project for place, project in enumerate(SOURCE["performance"]["projects"], 1)
}
GOALS = {form: form.replace("PW", "PG").replace("PP", "PGP") for form in SHEETS}

COMPUTED = {("structure", "total"): ("24.28%", "24.29%")}
"""Rates of ours below the structure by fund; the original cuts 24.2856 % off instead of rounding it."""

every_sheet = pytest.mark.parametrize("form", SHEETS)


@every_sheet
def test_the_head_holds_name_code_score_and_grade(form: str) -> None:
    sheet = SHEETS[form]
    told = [cell for row in rows(tables(ziyang())[f"form-{form}"])[:3] for cell in row]
    for value in (SOURCE["unit"]["name"], sheet["unit_code"], sheet["sheet_total"], sheet["grade"]):
        assert value in told


@every_sheet
def test_every_indicator_has_its_weight_score_and_ground(form: str) -> None:
    shown = [row[-5:] for row in rows(tables(ziyang())[f"form-{form}"]) if len(row) >= 5]
    for line in SHEETS[form]["scoring_sheet"]:
        name = line["path"].rpartition("/")[2]
        wanted = (f"{name}（{line['weight']}分）", line["score"], line["basis"])
        assert any((row[0], row[3], row[4]) == wanted for row in shown), wanted
    assert len(SHEETS[form]["scoring_sheet"]) in {20, 28}


@every_sheet
def test_levels_carry_the_sums_of_their_weights_and_sub_totals_those_of_the_scores(form: str) -> None:
    sheet = SHEETS[form]
    lines = sheet["scoring_sheet"]
    cells = rows(tables(ziyang())[f"form-{form}"])
    told = {cell for row in cells for cell in row}
    for level, weight in sheet.get("block_weights", {}).items():
        assert f"{level}（{weight}分）" in told
    for level in dict.fromkeys(line["path"].partition("/")[0] for line in lines):
        mine = [line for line in lines if line["path"].startswith(f"{level}/")]
        weight, score = (sum(Decimal(line[key]) for line in mine) for key in ("weight", "score"))
        row = next(row for row in cells if row[0].startswith(f"{level}小计"))
        assert row[0] == f"{level}小计（{weight}分）"
        assert number(row[-2]) == score
    assert cells[-1][0] == "合计（100分）"
    assert cells[-1][-2] == sheet["sheet_total"]


def test_every_rule_stands_in_the_rubrics_words() -> None:
    table = tables(ziyang())["form-PW"]
    told = [row[-4] for row in rows(table) if len(row) >= 5 and not row[0].endswith("小计")]
    assert sum("计" in rule or "×" in rule or "各" in rule or "分" in rule for rule in told) >= 28


@every_sheet
def test_the_goal_sheet_holds_execution_and_structure_to_the_fen(form: str) -> None:
    sheet = SHEETS[form]["goal_sheet"]
    shown = rows(tables(ziyang())[f"form-{GOALS[form]}"])
    compared = 0
    for key, label in (("total", "合计"), ("basic", "基本支出"), ("project", "政策和项目支出"),
                       ("appropriation", "财政拨款"), ("other", "其他资金")):  # fmt: skip
        for column, place in (("budget", 1), ("executed", 2), ("carry", 3), ("carry_rate", 4), ("carry_change", 5)):
            printed = (sheet["execution"].get(key) or {}).get(column)
            if printed is not None:
                row = next(row for row in shown if row[0] == label)
                assert number(row[place]) == number(str(printed)), (key, column)
                compared += 1
    for key, label in (("budget", "预算额"), ("executed", "执行额"), ("carry", "当年结转结余额")):
        for place, fund in enumerate(("total", "general", "fund", "capital", "social"), 1):
            printed = (sheet["structure"].get(key) or {}).get(fund)
            if printed is not None:
                row = next(row for row in shown if row[0] == label)
                assert number(row[place]) == number(str(printed)), (key, fund)
                compared += 1
    assert compared >= 15


def test_rates_by_fund_are_computed_each_with_its_own_base() -> None:
    shown = rows(tables(ziyang())["form-PG"])
    row = next(row for row in shown if row[0] == "结转结余率")
    printed = WHOLE["goal_sheet"]["structure"]["carry_rate"]
    assert (printed["total"], row[1]) == COMPUTED["structure", "total"]
    assert number(row[2]) == number(printed["general"])
    assert number(row[3]) == number(printed["fund"])
    assert row[4:] == ["—", "—"]  # without a budget there is no rate; the original writes 0


@every_sheet
def test_goals_and_indicators_stand_with_what_came_of_them(form: str) -> None:
    sheet = SHEETS[form]["goal_sheet"]
    shown = rows(tables(ziyang())[f"form-{GOALS[form]}"])
    for goal in sheet["goals"]:
        assert [goal["title"], goal["result"], ""] in shown
    ends = [tuple(row[-4:]) for row in shown if len(row) >= 4]
    for line in sheet["indicators"]:
        assert (line.get("l3") or "", line["target"], line["actual"], line.get("deviation", "")) in ends


def test_the_report_lists_what_was_deducted_as_the_original_does() -> None:
    told = [b for p, b in ziyang().blocks() if p.id == "annexes" and isinstance(b, Paragraph)]
    at = next(n for n, b in enumerate(told) if "扣14.93分" in b.text)
    paths = {line["id"]: line["path"].rpartition("/")[2] for line in WHOLE["scoring_sheet"]}
    for place, (wanted, paragraph) in enumerate(
        zip(WHOLE["deductions"], told[at + 1 : at + 1 + len(WHOLE["deductions"])], strict=True), 1
    ):
        assert paragraph.mark == f"{place}．"  # Z38: the original counts two of them as the first
        assert paragraph.text.startswith(
            f"{place}．{paths[wanted['indicator']]}（分值{wanted['weight']}分）："
            f"扣{wanted['points_off']}分，得{wanted['score']}分"
        )
    assert WHOLE["deducted"] == "14.93"


def test_the_carry_over_story_and_its_items_stand_in_the_annex() -> None:
    told = "".join(b.text for p, b in ziyang().blocks() if p.id == "annexes" and isinstance(b, Paragraph))
    for row, cells in SOURCE["carry_over"]["rows"].items():
        for value in cells.values():
            if isinstance(value, str):
                assert f"{value}万元" in told, (row, value)
    items = rows(tables(ziyang())["list-CARRY_ITEMS"])
    wanted = [[i["name"], i["fund"], number(i["amount"]), i["purpose"]] for i in SOURCE["carry_over"]["items"]]
    assert [[name, fund, number(amount), purpose] for _, name, fund, amount, purpose in items] == wanted
    assert len(items) == 4


def test_the_grade_follows_from_the_score() -> None:
    told = [b.text for p, b in ziyang().blocks() if p.id == "annexes" and isinstance(b, Paragraph)]
    for sheet in SHEETS.values():
        assert any(f"自评得分{sheet['score']}分" in t and f"评价等级为“{sheet['grade']}”" in t for t in told)

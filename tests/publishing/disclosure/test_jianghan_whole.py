"""The Wuhan unit's document of 2021, section by section: its right figures are ours, its wrong ones are listed.

Compared with the second version, the one that may be published; what the unit left as it was and explained stands as
the unit has it, beside our recomputed score.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from final_accounts.model.facts import FactKey
from final_accounts.publishing.disclosure import Paragraph
from final_accounts.workbooks.real import transcription
from narrative.telling import REAL
from publishing.disclosure.reading import Stands, number, rows, standing, tables
from publishing.disclosures import wuhan_corrected

SOURCE = transcription(REAL / "jianghan-2021.yaml")
WHOLE: dict[str, Any] = SOURCE["performance"]["whole"]
PROJECTS: list[dict[str, Any]] = SOURCE["performance"]["projects"]
REPORT: dict[str, Any] = SOURCE["performance"]["report"]

DIFFERS = {
    "performance/whole/basic_total": ("238.52", "238.03"),
    "performance/whole/project_total": ("111.04", "111.53"),
    "performance/whole/score": ("98.52", "99.27"),
    "performance/whole/goals/G1/indicators/g1-4/score": ("4", "4.75"),
    "performance/report/basic": ("238.52", "238.03"),
    "performance/report/project": ("111.04", "111.53"),
}
"""Where ours differs because the original is wrong: printed there, here. The narrative's are in test_jianghan."""

FOLLOWS = {"performance/report/score": ("98.52", "99.27")}
"""The report repeats the form's total, which follows from a wrong indicator."""

OWN_BREAKDOWN = {"added_recruited", "added_transferred"}
"""Parts of the addition that only the unit's prose tells; no form holds them."""


@pytest.fixture(scope="module")
def places() -> list[Stands]:
    return list(standing(wuhan_corrected()))


def printed_at(places: list[Stands], **where: str) -> set[Decimal]:
    """Numbers printed at a place."""
    found = [s for s in places if all(getattr(s, key) == value for key, value in where.items())]
    return {value for s in found if (value := number(s.figure.text)) is not None}


def amounts() -> Iterator[tuple[str, str, str, str]]:
    for form, table in SOURCE["tables"].items():
        for row, cells in table.get("rows", {}).items():
            for column, printed in cells.items():
                if column != "name":
                    yield form, row, column, printed


def test_part_2_every_amount_of_the_six_tables_stands_in_its_cell(places: list[Stands]) -> None:
    ours = {s.figure.fact: s.figure for s in places if s.part == "tables"}
    compared = 0
    for form, row, column, printed in amounts():
        figure = ours[FactKey(form, row, column)]
        shown = figure.text or "0.00"  # a zero is left blank where the original leaves it blank
        assert number(shown) == number(printed), (form, row, column)
        compared += 1
    assert compared > 150


def test_part_2_nil_tables_stay_with_their_sentence() -> None:
    ours = tables(wuhan_corrected())
    assert all(ours[form].remark for form in ("T7", "T8", "T9"))


def test_part_1_staff_is_told_by_kind(places: list[Stands]) -> None:
    ours = {s.figure.fact.row: s.figure.text for s in places if s.part == "overview" and s.figure.fact}
    wanted = {
        row: f"{Decimal(cells['count']):.0f}"
        for row, cells in SOURCE["staff"]["rows"].items()
        if row != "line:在职实有"
    }
    assert wanted.items() <= ours.items()
    assert ours["line:在职实有"] == "12"


def compared(path: str, printed: str) -> str:
    """What stands in ours for a figure of the original."""
    known = {**DIFFERS, **FOLLOWS}
    if path in known:
        assert known[path][0] == printed, path
        return known[path][1]
    return printed


def test_part_3_the_whole_units_form_holds_every_figure_of_the_original() -> None:
    form = rows(tables(wuhan_corrected())["form-PW"])
    execution = WHOLE["execution"]
    head = dict(zip(form[1][::2], form[1][1::2], strict=True))
    assert head["基本支出总额"] == compared("performance/whole/basic_total", WHOLE["basic_total"])
    assert head["项目支出总额"] == compared("performance/whole/project_total", WHOLE["project_total"])
    assert head["自评得分"] == compared("performance/whole/score", WHOLE["score"])
    assert form[2][0] == f"预算执行情况（{execution['points']}分）"
    assert form[3] == ["部门整体支出总额", execution["budget"], execution["executed"], execution["rate"], "19.52"]
    wanted: list[list[str]] = []
    for place, goal in enumerate(WHOLE["goals"], 1):
        wanted.append([f"年度目标{place}（{goal['points']}分）", goal["title"]])
        for line in goal["indicators"]:
            path = f"performance/whole/goals/{goal['id']}/indicators/{line['id']}/score"
            wanted.append([line["l3"], line["target"], line["actual"], compared(path, line["score"])])
    ours = [row[-4:] if len(row) > 2 else row for row in form[4:-7] if "三级指标" not in row]
    assert ours == wanted
    assert len(ours) == 24


@pytest.mark.parametrize("place", [1, 2, 3])
def test_part_3_each_projects_form_holds_every_figure_of_the_original(place: int) -> None:
    project = PROJECTS[place - 1]
    execution, goal = project["execution"], project["overall_goal"]
    form = rows(tables(wuhan_corrected())[f"form-PP{place}"])
    texts = {row[0]: row[1:] for row in form}
    assert texts["项目名称"][0] == project["name"]
    assert texts["主管部门"][-1] == project["score"]
    assert f"■{project['category']}" in texts["项目类别"][0]
    assert f"■{project['type']}" in texts["项目类型"][0]
    money = texts["年度财政资金总额"]
    assert [number(cell) for cell in money] == [
        number(execution[key]) for key in ("budget", "executed", "rate", "score")
    ]
    assert texts[goal["title"]] == [goal["completion"], goal["score"]]
    start = next(n for n, row in enumerate(form) if "三级指标" in row)
    ours = [row[-4:] for row in form[start + 1 : -2]]
    assert ours == [[i["l3"], i["target"], i["actual"], i["score"]] for i in project["indicators"]]
    assert [row[0] for row in form[-2:]] == ["偏差大或目标未完成原因分析", "改进措施及结果应用方案"]


def test_part_3_what_the_unit_left_and_explained_stands_beside_our_score() -> None:
    scores = rows(tables(wuhan_corrected())["scores-PP1"])
    execution = next(row for row in scores if "预算执行情况" in row)
    assert execution[-5:-1] == ["20", "18.5", "18.46", "−0.04"]
    assert "舍入" in execution[-1]


def test_part_4_key_work_is_a_table_of_four_columns() -> None:
    table = tables(wuhan_corrected())["list-KEY_WORK"]
    assert [head.text for head in table.parts[0].head[0]] == ["序号", "重要事项", "工作内容及目标", "完成情况"]
    wanted = [[str(n), w["title"], w["goal"], w["done"]] for n, w in enumerate(SOURCE["texts"]["key_work"], 1)]
    assert rows(table) == wanted
    assert len(wanted) == 5


def test_part_5_explains_exactly_the_subjects_of_the_tables() -> None:
    marks = [b.mark for p, b in wuhan_corrected().blocks() if p.id == "glossary" and isinstance(b, Paragraph)]
    used = {s["id"]: s["name"] for s in SOURCE["texts"]["glossary_subjects"]}
    absent = {"s3", "s6"}  # W23, W24: the original explains subjects that its tables do not hold
    for key, name in used.items():
        assert any(f"{name}（项）" in mark for mark in marks) is (key not in absent), name
    assert sum("（项）" in mark for mark in marks) == len(used) - len(absent)
    assert {"一、一般公共预算财政拨款收入：", "三、年末结转和结余：", "四、基本支出：", "五、项目支出："} <= set(marks)


def test_part_6_every_figure_of_the_report_is_in_ours(places: list[Stands]) -> None:
    ours = printed_at(places, part="annexes")
    figures: dict[str, Any] = {
        key: value for key, value in REPORT.items() if isinstance(value, str) and key not in OWN_BREAKDOWN
    } | {f"execution/{key}": value for key, value in REPORT["execution"].items() if key != "target"}
    figures |= {f"unspent/{key}": value for key, value in REPORT["unspent"].items()}
    told = 0
    for key, printed in figures.items():
        wanted = number(compared(f"performance/report/{key}", printed))
        if wanted is None or key in {"month", "plan", "id", "title", "uncompleted_goals"}:
            continue
        assert wanted in ours, (key, printed)
        told += 1
    assert told >= 14


def test_part_6_tells_which_goals_were_completed_from_their_indicators() -> None:
    text = "\n".join(b.text for p, b in wuhan_corrected().blocks() if p.id == "annexes" and isinstance(b, Paragraph))
    assert (
        REPORT["goals_listed_as_completed"] == 4
    )  # W45, W26: the original lists four, and says that all are completed
    assert "年度目标共3个，指标全部完成的1个，即目标3" in text
    assert "目标1“残障儿童摸底建档合规率”目标值为100%，实际完成值为95%" in text
    assert "均已完成" not in text


def test_part_6_lists_every_indicator_of_the_form_with_target_and_actual() -> None:
    ours = tables(wuhan_corrected())
    shown = [row[-3:] for name in ("output-PW", "effect-PW") for row in rows(ours[name])]
    wanted = [[i["l3"], i["target"], i["actual"]] for goal in WHOLE["goals"] for i in goal["indicators"]]
    assert sorted(shown) == sorted(wanted)


def test_ours_differs_only_where_the_transcription_knows_an_error() -> None:
    known = {
        error["printed_at"]: (error["printed"], error["right"])
        for error in SOURCE["known_errors"]
        if error["kind"] == "value"
    }
    for path, pair in DIFFERS.items():
        assert known[path] == pair

"""Overlays change exactly what they say, one level never says a thing twice, and explain names the file that won."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from final_accounts.catalog import edition, explain, forget
from final_accounts.model.errors import CatalogError, InputError

WUHAN = "include/layouts/hubei-wuhan/2021/edition.yaml"


def overlay(root: Path, layer: str, **content: object) -> str:
    """Write or extend the head of a layer; returns its path inside the root."""
    path = root / "include/layouts" / layer / "edition.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    head: dict[str, object] = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    head = {"extends": "hubei", "title": "试", "template_version": "1", "verified": True, **head, **content}
    path.write_text(yaml.safe_dump(head, allow_unicode=True), encoding="utf-8")
    forget()
    return path.relative_to(root).as_posix()


def test_set_add_change_and_remove_do_what_they_say(rooms: Path) -> None:
    before = edition("national", 2021)
    overlay(
        rooms,
        "hubei-wuhan/2021",
        forms={
            "T9": "remove",
            "T2": {"title": "{year}年度收入决算表（市）"},
            "T1": {
                "blocks": {
                    "income": {
                        "heading": "本年收入",
                        "lines": {
                            "add": [{"after": "line:其他收入", "line": {"key": "line:捐赠收入", "tags": ["income"]}}],
                            "change": {"line:年初结转和结余": {"label": "年初结转结余"}},
                        },
                    },
                    "expenditure": {"lines": {"remove": ["function:234"]}},
                }
            },
            "T3": {"blocks": {"main": {"columns": {"change": {"basic": {"header": "基本"}}, "remove": ["business"]}}}},
            "NARRATIVE": {"slots": {"remove": ["assets"], "add": [{"slot": {"id": "audit", "title": "审计情况"}}]}},
        },
    )
    after = edition("hubei-wuhan", 2021)
    assert "T9" not in after.forms
    assert after.forms["T2"].title == "2021年度收入决算表（市）"
    income, expenditure = after.forms["T1"].blocks
    assert income.heading == "本年收入"
    assert [line.key for line in income.lines if "income" in line.tags][-2:] == ["line:其他收入", "line:捐赠收入"]
    assert {line.key: line.label for line in income.lines}["line:年初结转和结余"] == "年初结转结余"
    assert "function:234" not in {line.key for line in expenditure.lines}
    # one line fewer on the right: the summary lines of both sides move up together
    assert [line.number for line in income.lines] == list(range(1, 30))
    assert [line.number for line in expenditure.lines] == list(range(30, 59))
    columns = {c.key: c.header for c in after.forms["T3"].block("main").values}
    assert columns["basic"] == "基本"
    assert "business" not in columns
    slots = [slot.id for slot in after.slots]
    assert slots[-1] == "audit"
    assert "assets" not in slots
    untouched = set(before.forms) - {"T9", "T2", "T1", "T3", "NARRATIVE", "PW", "PP"}
    assert all(after.forms[form] == before.forms[form] for form in untouched)


def test_explain_names_the_file_that_won_and_those_it_overruled(rooms: Path) -> None:
    file = overlay(rooms, "hubei-wuhan/2021", forms={"T7": {"title": "{year}年度“三公”表"}})
    assert file == WUHAN
    title = explain("hubei-wuhan", 2022, "T7.title")
    assert title.file == WUHAN
    assert title.overruled == ("include/layouts/national/2022/edition.yaml",)
    assert explain("hubei-wuhan", 2021, "T1.income.heading").file == "include/layouts/national/2021/forms/T1.yaml"
    assert explain("hubei-wuhan", 2021, "PW").overruled == ("include/layouts/national/2021/forms/PW.yaml",)
    assert ("T7.title", WUHAN) in explain("hubei-wuhan", 2022, "T7").parts
    assert "取代" in str(title)
    with pytest.raises(InputError, match="没有 T71（是否为 T"):
        explain("hubei-wuhan", 2021, "T71.title")


def test_two_overlays_of_one_level_on_one_key_are_refused(rooms: Path) -> None:
    overlay(rooms, "hubei-wuhan/2021", forms={"T7": {"title": "甲"}})
    overlay(rooms, "hubei-wuhan/2022", forms={"T7": {"title": "乙"}})
    with pytest.raises(CatalogError, match=r"T7\.title 与同一级的 include/layouts/hubei-wuhan/2021/edition\.yaml"):
        edition("hubei-wuhan", 2022)


def test_until_ends_an_overlay_so_that_the_next_may_decide(rooms: Path) -> None:
    overlay(rooms, "hubei-wuhan/2021", until=2021)
    for form in (rooms / "include/layouts/hubei-wuhan/2021/forms").glob("*.yaml"):
        form.rename(rooms / "include/layouts/hubei" / "2021" / form.name)
    folder = rooms / "include/layouts/hubei/2021"
    (folder / "forms").mkdir()
    for form in folder.glob("P*.yaml"):
        form.rename(folder / "forms" / form.name)
    overlay(rooms, "hubei-wuhan/2022", forms={"T7": {"title": "乙"}})
    assert edition("hubei-wuhan", 2022).forms["T7"].title == "乙"
    assert "hubei-wuhan/2021" not in edition("hubei-wuhan", 2022).chain
    assert edition("hubei-wuhan", 2021).forms["T7"].title == edition("national", 2021).forms["T7"].title


def test_a_province_and_its_city_may_decide_the_same_key_and_the_city_wins(rooms: Path) -> None:
    overlay(rooms, "hubei/2021", extends="national", forms={"T7": {"title": "省"}})
    overlay(rooms, "hubei-wuhan/2021", forms={"T7": {"title": "市"}})
    assert edition("hubei", 2021).forms["T7"].title == "省"
    assert edition("hubei-wuhan", 2021).forms["T7"].title == "市"


def test_a_whole_form_over_another_says_so(rooms: Path) -> None:
    form = rooms / "include/layouts/hubei-wuhan/2021/forms/PW.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("replaces: true\n", ""), encoding="utf-8")
    with pytest.raises(CatalogError, match="前面各层已有报表 PW；要整表替换请写 replaces: true"):
        edition("hubei-wuhan", 2021)


@pytest.mark.parametrize(
    ("forms", "why"),
    [
        ({"T10": {"title": "甲"}}, "没有报表 T10"),
        ({"T7": {"tilte": "甲"}}, "不认识的键 tilte（是否为 title？）"),
        ({"T1": {"blocks": {"incomes": {"heading": "甲"}}}}, "没有区域 incomes"),
        ({"T1": {"blocks": {"income": {"lines": {"remove": ["line:捐赠收入"]}}}}}, "没有 line:捐赠收入"),
        ({"T1": {"blocks": {"income": {"lines": {"add": [{"line": {"key": "line:事业收入"}}]}}}}}, "已经有了"),
        (
            {"T1": {"blocks": {"income": {"lines": {"add": [{"after": "line:无", "line": {"key": "line:甲"}}]}}}}},
            "找不到 after 所指的 line:无",
        ),
        ({"T3": {"blocks": {"main": {"columns": {"change": {"basis": {"header": "甲"}}}}}}}, "没有 basis"),
        ({"T7": {"sheet": "表1 收支总表"}}, "题名或工作表名相同"),
        ({"T7": {"sheet": "表" * 32}}, "超过 31 字"),
        ({"T7": {"kind": "tabel"}}, "kind 不能是 tabel（是否为 table？）"),
        ({"PW": {"rubric": "hubei-wuhan/all"}}, "评分标准 hubei-wuhan/all 不存在"),
        ({"T7": {"required": "yes"}}, "required 应为 true 或 false"),
    ],
)
def test_a_wrong_overlay_is_refused_with_its_reason(rooms: Path, forms: dict[str, object], why: str) -> None:
    overlay(rooms, "hubei-wuhan/2021", forms=forms)
    with pytest.raises(CatalogError) as refusal:
        edition("hubei-wuhan", 2021)
    assert why in str(refusal.value)
    assert "hubei-wuhan/2021" in str(refusal.value)


def test_an_order_that_forgets_a_form_is_refused(rooms: Path) -> None:
    overlay(rooms, "hubei-wuhan/2021", order=["COVER", "T1", "T1"])
    with pytest.raises(CatalogError, match="order 里有重复的报表"):
        edition("hubei-wuhan", 2021)
    overlay(rooms, "hubei-wuhan/2021", order=["COVER", "T1", "T99"])
    with pytest.raises(CatalogError, match=r"漏了：T2、.*不存在：T99"):
        edition("hubei-wuhan", 2021)


def test_a_region_that_extends_itself_or_nothing_is_refused(rooms: Path) -> None:
    for layer in ("hubei/2021", "hubei/2022"):
        overlay(rooms, layer, extends="hubei-wuhan")
    with pytest.raises(CatalogError, match="一个圈"):
        edition("hubei-wuhan", 2021)

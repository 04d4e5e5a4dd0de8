"""Year diffs and regions change exactly what they say."""

from __future__ import annotations

from dataclasses import replace

from final_accounts.catalog import edition, explain
from final_accounts.model.edition import Edition
from final_accounts.model.layout import FormKind, FormLayout


def undated(form: FormLayout, year: int) -> FormLayout:
    """The form without what every new year changes: the year in its texts, and that nobody verified it yet."""

    def plain(text: str) -> str:
        return text.replace(str(year), "Y").replace(str(year - 1), "Y-1")

    return replace(
        form,
        title=plain(form.title),
        nil_sentence=plain(form.nil_sentence),
        instructions=tuple(map(plain, form.instructions)),
        verified=False,
    )


def changed(before: Edition, after: Edition) -> set[str]:
    """Ids of forms that differ between two editions."""
    old = {k: undated(f, before.fiscal_year) for k, f in before.forms.items()}
    new = {k: undated(f, after.fiscal_year) for k, f in after.forms.items()}
    return {k for k in old | new if old.get(k) != new.get(k)}


def test_2022_changes_the_three_public_expenses_and_the_equipment_and_nothing_else() -> None:
    before, after = edition("national", 2021), edition("national", 2022)
    assert changed(before, after) == {"T7", "ASSETS"}
    assert after.forms["T7"].title == "2022年度财政拨款“三公”经费支出决算表"
    # the scope changed with the name, so neither year takes the other's title for its own
    titles = {t for f in (before.forms["T7"],) for t in f.titles}
    assert titles.isdisjoint(after.forms["T7"].titles)
    assert before.forms["T7"].blocks == after.forms["T7"].blocks
    lines = [line.key for line in after.forms["ASSETS"].block("main").lines]
    assert lines[-1] == "line:大型设备"
    assert not {"line:通用设备", "line:专用设备"} & set(lines)


def test_2023_renames_one_line_and_nothing_else() -> None:
    before, after = edition("national", 2022), edition("national", 2023)
    assert changed(before, after) == {"T1"}
    old, new = (e.forms["T1"].block("income").lines for e in (before, after))
    assert [(a.label, b.label) for a, b in zip(old, new, strict=True) if a != b] == [
        ("使用非财政拨款结余", "使用非财政拨款结余（含专用结余）")
    ]
    assert {a.key for a in old} == {b.key for b in new}


def test_2024_changes_codes_only() -> None:
    before, after = edition("national", 2023), edition("national", 2024)
    assert changed(before, after) == set()
    assert before.functional.line("20139", 2023) is None
    assert after.functional.line("20139", 2024) is not None


def test_wuhan_has_the_nine_national_tables_and_its_own_performance_forms() -> None:
    national, wuhan = edition("national", 2021), edition("hubei-wuhan", 2021)
    assert changed(national, wuhan) == {"PW", "PP"}
    assert [f.number for f in wuhan.tables()] == [f"表{n}" for n in range(1, 10)]
    assert wuhan.forms["PW"].rubric == "hubei-wuhan/whole"
    weight = {c.key: c for c in wuhan.forms["PW"].block("indicators").values}["weight"]
    assert not weight.required


def test_sichuan_prints_fourteen_tables_in_the_order_of_its_list() -> None:
    found = edition("sichuan", 2021)
    titles = [
        "收入支出决算总表", "收入决算表", "支出决算表", "财政拨款收入支出决算总表", "财政拨款支出决算明细表",
        "一般公共预算财政拨款支出决算表", "一般公共预算财政拨款支出决算明细表", "一般公共预算财政拨款基本支出决算表",
        "一般公共预算财政拨款项目支出决算表", "一般公共预算财政拨款“三公”经费支出决算表",
        "政府性基金预算财政拨款收入支出决算表", "政府性基金预算财政拨款“三公”经费支出决算表",
        "国有资本经营预算财政拨款收入支出决算表", "国有资本经营预算财政拨款支出决算表",
    ]  # fmt: skip
    assert [f.title for f in found.tables()] == [f"2021年度{title}" for title in titles]
    assert [f.number for f in found.tables()] == [f"附表{n}" for n in range(1, 15)]
    assert not found.verified
    derived = ("S5", "S7", "S9", "S12", "S13")
    assert not any(found.forms[form].verified for form in derived)


def test_sichuan_keeps_the_general_budget_title_where_the_national_one_changes() -> None:
    assert edition("sichuan", 2022).forms["T7"].title == "2022年度一般公共预算财政拨款“三公”经费支出决算表"
    origin = explain("sichuan", 2022, "T7.title")
    assert origin.file == "include/layouts/sichuan/2021/edition.yaml"
    assert origin.overruled == ("include/layouts/national/2022/edition.yaml",)


def test_sichuan_carries_the_fourteen_tables_into_2022_marked_and_no_further() -> None:
    carried = edition("sichuan", 2022)
    assert len(carried.tables()) == 14
    assert not carried.verified
    assert "未核对" in carried.title


def test_ziyang_adds_scoring_sheets_and_goal_sheets() -> None:
    province, ziyang = edition("sichuan", 2021), edition("sichuan-ziyang", 2021)
    assert changed(province, ziyang) == {"PW", "PP", "PG", "PGP"}
    assert len(ziyang.rubrics[ziyang.forms["PW"].rubric].indicators) == 28
    assert len(ziyang.rubrics[ziyang.forms["PP"].rubric].indicators) == 20
    for form in ("PG", "PGP"):
        keys = {c.key for c in ziyang.forms[form].block("indicators").values}
        assert "score" not in keys
        assert "weight" not in keys
        assert ziyang.forms[form].kind is FormKind.PERFORMANCE
        assert ziyang.forms[form].rubric == ""


def test_made_up_cities_use_the_same_editions_as_the_real_ones() -> None:
    for region in ("hubei-wuhan", "sichuan-ziyang"):
        assert changed(edition(region, 2021), edition(region, 2022)) <= {"T7", "ASSETS"}

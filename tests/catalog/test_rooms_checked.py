"""Whatever is wrong in a data room is refused at load, with the file and what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from final_accounts.catalog import calendar, cities, city, edition, forget
from final_accounts.model.errors import CatalogError, SeasonError

Edit = Callable[[str], str]


def change(root: Path, file: str, edit: Edit) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    changed = edit(text)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    forget()


def replaced(old: str, new: str) -> Edit:
    return lambda text: text.replace(old, new, 1)


def appended(line: str) -> Edit:
    return lambda text: text.rstrip("\n") + "\n" + line + "\n"


CODES = "include/registers/functional_classification.csv"
LINES = "include/registers/expenditure_lines.csv"
SYNONYMS = "include/registers/name_synonyms.csv"
T1 = "include/layouts/national/2021/forms/T1.yaml"
WHOLE = "include/rubrics/sichuan-ziyang/whole.yaml"
WUHAN = "include/rubrics/hubei-wuhan/whole.yaml"
INTAKE = "expectations/intake.yaml"


@pytest.mark.parametrize(
    ("file", "edit", "why"),
    [
        (CODES, appended("2080,甲,款,208,,,yes,,,"), "的位数应为 3、5、7"),
        (CODES, appended("29901,甲,项,299,,,yes,,,"), "29901 是 款 级"),
        (CODES, appended("29901,甲,款,298,,,yes,,,"), "的上级科目写成了“298”"),
        (CODES, appended("29901,甲,款,299,,,yes,,,"), "上级科目不在名录：29901"),
        (CODES, appended("298,甲,类,,二〇,,yes,,,"), "年度应为四位数字"),
        (CODES, appended("298,甲,类,,,,maybe,,,"), "verified 应为 yes 或 no"),
        (CODES, appended("298,,类,,,,yes,,,"), "298 没有名称"),
        (CODES, appended("208,又一个,类,,,,yes,,,"), "科目 208 的有效年度与前面一行重叠"),
        (CODES, appended("298,甲,类"), "列数与表头不一致"),
        (CODES, replaced("successor", "next"), "缺少列 successor"),
        (SYNONYMS, appended("functional_classification,999,甲,,"), "别名所指的科目 999 不在"),
        (LINES, appended("28,298,甲,2021,2021,no,trial"), "2021 年度的行序应为 1 起连续"),
        (LINES, appended("27,201,甲,2021,2021,no,trial"), "重复的功能分类类级编码"),
        (LINES, appended("27,298,甲,2021,2021,no,trial"), "支出行 298 在 2021 年度的功能分类名录里没有"),
        (T1, replaced("kind: table", "kind: table\nkind: table"), "键“kind”写了两次"),
        (T1, replaced("kind: table", "kind: [table"), "T1.yaml 第"),
        (T1, lambda _: "# nothing\n", "文件是空的"),
        (T1, replaced("id: T1", "id: T0"), "id 是 T0，应与文件名一致"),
        (T1, replaced("line:本年收入合计", "line:上级补助收入"), "行的 key 重复：('line:上级补助收入', '')"),
        (T1, replaced('"{ordinal}、事业收入"', '""'), "没有印出的名称（label）"),
        (T1, replaced("role: number", "role: nummer"), "role 可用"),
        (T1, replaced('number: "1"', "number: 1"), "number 应为文字"),
        (WHOLE, replaced('weight: "2"', 'weight: "3"'), "各指标权重合计 101，应为 100"),
        (WHOLE, replaced('投入: "20"', '投入: "21"'), "投入 印明 21 分，其下指标权重合计 20"),
        (WHOLE, replaced("id: sichuan-ziyang/whole", "id: ziyang/whole"), "id 应以 sichuan-ziyang/ 开头"),
        (WHOLE, replaced("scope: whole", "scope: half"), "scope 应为 whole 或 project"),
        (INTAKE, lambda _: "[]\n", "现在没有任何规则"),
    ],
)
def test_a_wrong_data_file_is_refused(rooms: Path, file: str, edit: Edit, why: str) -> None:
    change(rooms, file, edit)
    with pytest.raises(CatalogError) as refusal:
        edition("sichuan-ziyang", 2021)
    assert why in str(refusal.value)


def test_blocks_of_a_rubric_must_sum_to_the_full_score(rooms: Path) -> None:
    change(rooms, WUHAN, replaced('points: "20"', 'points: "25"'))
    with pytest.raises(CatalogError, match="各分块分值合计 105，应为 100"):
        edition("hubei-wuhan", 2021)


RULE = "- {id: Z-1, says: 甲, severity: blocking, kind: balance, %s}\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (RULE % "holds: 'True', hold: 1", "不认识的键 hold（是否为 holds？）"),
        (RULE % "hint: 乙", "engine 为 formula 时只写 holds"),
        (RULE % "holds: 'True', check: codes", "engine 为 formula 时只写 holds"),
        (RULE % "holds: 'True', since: 2022, until: 2021", "since 2022 晚于 until 2021"),
        (RULE % "holds: 'True', editions: [hunan]", "editions 里没有这个地区：hunan"),
        (RULE % "holds: 'True', forms: [T1, S55]", "forms 里没有这样的报表：S55"),
        (RULE % "holds: 'True', missing: skip", "missing 不能是 skip"),
        (RULE % "holds: 'True'" + RULE % "holds: 'False'", "审核规则 Z-1 在 national/2021 有两条同时有效"),
        ("- {id: Z-1, says: 甲, kind: balance, holds: 'True'}\n", "缺少 severity"),
    ],
)
def test_a_wrong_rule_is_refused(rooms: Path, text: str, why: str) -> None:
    (rooms / "expectations/trial.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError) as refusal:
        edition("national", 2021)
    assert why in str(refusal.value)
    assert "expectations" in str(refusal.value)


def test_rules_are_in_force_by_year_region_and_forms(rooms: Path) -> None:
    entries = [
        "{id: Z-ALL, says: 甲, holds: 'True'}",
        "{id: Z-OLD, says: 甲, holds: 'True', until: 2021}",
        "{id: Z-NEW, says: 甲, holds: 'True', since: 2022}",
        "{id: Z-SICHUAN, says: 甲, holds: 'True', editions: [sichuan]}",
        "{id: Z-DETAIL, says: 甲, holds: \"S5['total', 'total'] == T1.支出总计\"}",
        "{id: Z-DOMAIN, says: 甲, holds: 'row.total >= 0', each: row of S5}",
        "{id: Z-GOALS, says: 甲, holds: 'True', forms: [PG]}",
    ]
    head = "{severity: notice, kind: plausible, rules: [%s]}\n"
    (rooms / "expectations/trial.yaml").write_text(head % ", ".join(entries), encoding="utf-8")
    (rooms / "expectations/hubei-wuhan").mkdir(exist_ok=True)
    (rooms / "expectations/hubei-wuhan/trial.yaml").write_text(
        "- {id: Z-FOLDER, says: 甲, holds: 'True', severity: notice, kind: plausible}\n", encoding="utf-8"
    )

    def ids(region: str, year: int) -> set[str]:
        return {rule.id for rule in edition(region, year).rulebook.rules if rule.id.startswith("Z-")}

    assert ids("national", 2021) == {"Z-ALL", "Z-OLD"}
    assert ids("hubei-wuhan", 2022) == {"Z-ALL", "Z-NEW", "Z-FOLDER"}
    assert ids("sichuan", 2021) == {"Z-ALL", "Z-OLD", "Z-SICHUAN", "Z-DETAIL", "Z-DOMAIN"}
    assert ids("sichuan-ziyang", 2022) == {"Z-ALL", "Z-NEW", "Z-SICHUAN", "Z-DETAIL", "Z-DOMAIN", "Z-GOALS"}


def test_the_rulebook_hash_changes_with_any_rule(rooms: Path) -> None:
    before = edition("national", 2021)
    (rooms / "expectations/trial.yaml").write_text(RULE % "holds: 'True'", encoding="utf-8")
    forget()
    after = edition("national", 2021)
    assert after.rulebook.hash != before.rulebook.hash
    assert after.hash != before.hash
    assert len(after.rulebook.rules) == len(before.rulebook.rules) + 1


def test_each_made_up_city_has_twelve_units_a_year_and_says_that_it_is_made_up() -> None:
    made_up = [c for c in cities() if c.made_up]
    assert [c.id for c in made_up] == ["luxi", "qingshi"]
    for found in made_up:
        assert "虚构示例" in found.name
        assert all("示例" in unit.name for unit in found.units)
        assert [len(found.units_of(year)) for year in found.years] == [12, 12]
        assert {unit.kind for unit in found.units} == {"行政单位", "参公单位", "事业单位"}
        departments = [unit.department for unit in found.units_of(2021)]
        assert max(departments.count(d) for d in departments) == 3
        changes = {unit.change: unit for unit in found.units if unit.change}
        assert set(changes) == {"合并", "更名", "新设"}
        assert len(changes["合并"].predecessors) == 2
        assert any(unit.nil_return for unit in found.units)
        assert any(unit.exempt for unit in found.units)


def test_the_real_cities_hold_the_units_of_the_two_documents() -> None:
    assert [u.name for u in city("wuhan-jianghan").units_of(2021)] == ["武汉市江汉区社会福利事业发展中心"]
    assert [(u.code, u.name) for u in city("ziyang").units] == [("155106", "资阳市社会福利院")]


def test_every_city_has_a_calendar_for_each_of_its_years() -> None:
    for found in cities():
        for year in found.years:
            season = calendar(found.id, year)
            assert season.opens.year == year + 1
            assert (season.reply_within, season.publish_within) == (15, 20)
            assert season.opens < season.submit_by < season.correct_by < season.approval < season.closes
    assert date(2022, 10, 3) in calendar("qingshi", 2021).holidays


def test_an_unknown_city_or_season_is_refused_with_the_list_of_the_known_ones() -> None:
    with pytest.raises(SeasonError, match="没有城市“wuhan”。已有：luxi、qingshi、wuhan-jianghan、ziyang。"):
        city("wuhan")
    with pytest.raises(SeasonError, match="qingshi 没有 2019 年度的编报日程。已有：2021、2022。"):
        calendar("qingshi", 2019)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"101001"', "101001", "code 应为文字（编码请加引号）"),
        ('"101001"', '"1o1001"', "单位编码只能是数字"),
        ("kind: 参公单位", "kind: 企业", "kind 可用 行政单位、参公单位、事业单位"),
        ('"102002"', '"102001"', "单位编码 102001 在同一年度出现两次"),
        ('["106001"]', '["106009"]', "前身 106009 不在名录"),
        ("region: hubei-wuhan", "region: hunan", "地区 hunan 没有编报口径"),
        ("years: [2021, 2022]", "years: [2021, 2022, 2023]", "years 里的年度没有编报口径：hubei-wuhan/2023"),
        ("id: qingshi", "id: qing", "id 是 qing，应与文件名一致"),
    ],
)
def test_a_wrong_register_of_units_is_refused(rooms: Path, old: str, new: str, why: str) -> None:
    change(rooms, "include/examples/cities/qingshi.yaml", replaced(old, new))
    with pytest.raises(CatalogError) as refusal:
        city("qingshi")
    assert why in str(refusal.value)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("submit_by: 2022-03-31", "submit_by: 2022-05-31", "日期应依次为"),
        ("closes: 2022-10-31", "closes: 2022-10-01", "日期应依次为"),
        ("opens: 2022-01-10", "opens: 一月", "opens 应为日期"),
        ("fiscal_year: 2022", "fiscal_year: 2021", "2021 年度写了两次"),
    ],
)
def test_a_wrong_calendar_is_refused(rooms: Path, old: str, new: str, why: str) -> None:
    change(rooms, "include/calendars/qingshi.yaml", replaced(old, new))
    with pytest.raises(CatalogError) as refusal:
        calendar("qingshi", 2021)
    assert why in str(refusal.value)

"""The other verbs: template, rules, catalog, examples, report."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

import openpyxl
import pytest

from cli.terminal import run, start
from final_accounts.catalog import cities, data_root, edition_of, known_editions
from final_accounts.stages.settings import Settings
from whole_season import whole_season

if TYPE_CHECKING:
    from pathlib import Path


def test_help_is_chinese_and_names_every_verb() -> None:
    answer = run("--help")
    assert answer.code == 0
    for verb in ("check", "template", "rules", "catalog", "examples", "report"):
        assert verb in answer.out
    assert "决算" in answer.out


@pytest.mark.parametrize("edition", [e for e in known_editions() if e.startswith(("hubei-wuhan", "sichuan-ziyang"))])
def test_a_template_has_every_form_of_its_edition_and_the_units_name(edition: str, tmp_path: Path) -> None:
    unit = "101001" if edition.startswith("hubei") else "201001"
    path = tmp_path / "folder" / "f.xlsx"
    answer = run("template", "--edition", edition, "--unit", unit, "--out", path, "--projects", 2)
    assert (answer.code, answer.out) == (0, "")
    assert str(path) in answer.err.replace("\n", "")
    book = openpyxl.load_workbook(path)
    cover = {str(row[0].value): row[1].value for row in book["封面"].iter_rows(max_col=2)}
    assert unit in map(str, cover.values())
    assert edition in cover.values()
    assert len([name for name in book.sheetnames if name.startswith("项目") and "目标" not in name]) == 2


def test_a_blank_template_is_returned_with_what_is_missing_not_with_an_error(tmp_path: Path) -> None:
    run("template", "--edition", "hubei-wuhan/2021", "--out", tmp_path / "f.xlsx")
    answer = run("check", tmp_path / "f.xlsx", "--format", "json")
    assert answer.code == 1
    assert {"IN-11", "IN-36"} & {finding["rule"] for finding in answer.json["findings"]}


def test_a_template_for_nobody_is_refused_with_those_known(tmp_path: Path) -> None:
    answer = run("template", "--edition", "hubei-wuhan/2021", "--unit", "000000", "--out", tmp_path / "f.xlsx")
    assert answer.code == 2
    assert "101001" in answer.err
    answer = run("template", "--edition", "hubei-wuhan/1999", "--out", tmp_path / "f.xlsx")
    assert answer.code == 2
    assert "hubei-wuhan/2021" in answer.err
    assert list(tmp_path.glob("*.xlsx")) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("certify", "qingshi", "今年", "101001", "--as", "x"), "fiscal_year 的值不对：应是整数"),
        (("certify", "qingshi"), "没有填写参数 fiscal_year"),
        (("certify", "qingshi", 2021, "101001"), "没有填写选项 --as"),
        (("certify", "qingshi", 2021, "101001", "--as"), "选项 --as 后面没有写值"),
        (("report", "qingshi", 2021, "多余"), "多写了参数：多余"),
        (("report", "--year", 2021), "没有选项 --year"),
        (("publish",), "没有命令 publish"),
        (("check", "没有.xlsx"), "'没有.xlsx' 不存在"),
        (("check", "."), "'.' 是文件夹，应是文件"),
        (("season", "ledger", "qingshi", 2021, "--day", "昨天"), "'昨天' 不是 '%Y-%m-%d' 这样的日期"),
        (
            ("template", "--edition", "hubei-wuhan/2021", "--out", "f.xlsx", "--projects", 99),
            "--projects 的值不对：不能大于 50",
        ),
        (
            ("dispute", "decide", "qingshi", 2021, "101001", 1, "--as", "x", "--reason", "y", "--stands", "z"),
            "'z' 不在可用的值之内：'claimed', 'ours'",
        ),
        (("history", "head", "qingshi", 2021, "--out", "没有[/b]/x.json"), "没有[/b]/x.json：没有这个文件或文件夹"),
        (("template", "--edition", "hubei-wuhan/2021", "--out", "/proc/f.xlsx"), "不能读写 /proc/f.xlsx"),
    ],
)
def test_wrong_arguments_are_answered_in_chinese_on_one_line(arguments: tuple[object, ...], told: str) -> None:
    answer = run(*arguments)
    assert (answer.code, answer.out) == (2, "")
    (line,) = answer.err.splitlines()
    assert told in line
    assert not re.search("[A-Za-z]+ [a-z]+ [a-z]+", line.partition("。")[0]), "a sentence of the library"


def test_a_group_without_a_command_shows_its_help() -> None:
    answer = run("history")
    assert answer.code == 2
    assert "审计轨迹" in answer.out + answer.err


def test_a_path_may_hold_brackets(tmp_path: Path) -> None:
    answer = run("history", "head", "qingshi", 2021, "--out", tmp_path / "链头[red][")
    assert answer.code == 0
    assert "链头[red][" in answer.err.replace("\n", "")


@pytest.mark.parametrize("edition", known_editions())
def test_the_rule_list_has_every_rule_of_the_edition(edition: str, tmp_path: Path) -> None:
    page = tmp_path / "rules.html"
    answer = run("rules", "--edition", edition, "--html", page)
    assert answer.code == 0
    rules = edition_of(edition).rulebook.rules
    assert re.findall(r"^([A-Z0-9-]+)〔", answer.out, re.MULTILINE) == [rule.id for rule in rules]
    text = page.read_text(encoding="utf-8")
    assert [rule.id for rule in rules if rule.id not in text] == []
    assert edition_of(edition).rulebook.hash[:12] in answer.out
    assert edition_of(edition).rulebook.hash[:12] in text


def test_the_catalog_lists_editions_and_cities() -> None:
    answer = run("catalog", "list")
    assert answer.code == 0
    flat = answer.out.replace("\n", "")
    assert [edition for edition in known_editions() if edition not in flat] == []
    assert [city.id for city in cities() if city.id not in flat or city.name not in flat] == []


def test_the_catalog_explains_which_file_decided(tmp_path: Path) -> None:
    answer = run("catalog", "explain", "T7.title", "--edition", "hubei-wuhan/2022")
    assert answer.code == 0
    assert "include/layouts/national/2022" in answer.out.replace("\n", "")
    unknown = run("catalog", "explain", "T99.title", "--edition", "hubei-wuhan/2022")
    assert unknown.code == 2
    assert "T99" in unknown.err
    assert list(tmp_path.iterdir()) == []


def test_the_report_shows_a_season_before_and_after_it_ran(example_inbox: Path, own_var: Path) -> None:
    before = run("report", "wuhan-jianghan", 2021)
    assert before.code == 0
    assert "未报送" in before.out
    shutil.copytree(example_inbox / "wuhan-jianghan", own_var / "inbox" / "wuhan-jianghan")
    whole_season(Settings.from_environment(), "wuhan-jianghan", 2021)
    after = run("report", "wuhan-jianghan", 2021)
    assert after.code == 0
    flat = "".join(after.out.split())
    for words in ("第2版", "公开", "99.27", "units/420103001.html", "全市汇总"):
        assert words in flat
    assert run("report", "atlantis", 2021).code == 2
    assert "2021" in run("report", "wuhan-jianghan", 2031).err


def test_the_examples_are_written_where_the_environment_says(own_var: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(data_root() / "include", data / "include", ignore=shutil.ignore_patterns("final_accounts*"))
    shutil.copytree(data_root() / "expectations", data / "expectations")
    for city in (data / "include" / "examples" / "cities").iterdir():
        if city.stem not in {"wuhan-jianghan", "ziyang"}:
            city.unlink()
    answer = start("examples", environment={**os.environ, "FINAL_ACCOUNTS_DATA": str(data)})
    assert (answer.code, answer.out) == (0, "")
    assert "武汉市江汉区 2021 年度：收件箱 2 个文件" in answer.err
    names = sorted(path.name for path in own_var.rglob("*.xlsx"))
    assert names == ["jianghan-2021-第1版.xlsx", "jianghan-2021-第2版.xlsx", "ziyang-2021-第1版.xlsx"]

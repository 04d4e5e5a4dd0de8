"""`final-accounts check` as an outside checker relies on it: exit codes, JSON by its schema, text a person can use."""

from __future__ import annotations

import hashlib
import json
import os
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import openpyxl
import pytest

from cli.terminal import run, start
from final_accounts.catalog import data_root, edition
from stages.bad_files import UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs" / "check.schema.json").read_text(encoding="utf-8"))
ACCEPTED, RETURNED, OUR_ERROR = 0, 1, 2
CELL = re.compile(r"(.+)!([A-Z]{1,3}[1-9][0-9]*)")


def valid(document: object) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(document)


def strings(document: object, *names: str) -> Iterator[object]:
    """Every value under one of these names, however deep."""
    if isinstance(document, dict):
        for name, value in document.items():
            if name in names:
                yield value
            yield from strings(value, *names)
    elif isinstance(document, list):
        for item in document:
            yield from strings(item, *names)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_a_clean_submission_is_accepted(files: Path) -> None:
    answer = run("check", files / "clean.xlsx", "--edition", "hubei-wuhan/2021", "--format", "json")
    assert (answer.code, answer.err) == (ACCEPTED, "")
    valid(answer.json)
    found = answer.json
    assert found["submission"] == {
        "file": "clean.xlsx",
        "unit": UNIT,
        "name": "青石市示例统计普查中心",
        "year": 2021,
        "edition": "hubei-wuhan/2021",
        "sha256": hashlib.sha256((files / "clean.xlsx").read_bytes()).hexdigest(),
        "state": "accepted",
    }
    assert found["rules"]["hash"] == edition("hubei-wuhan", 2021).rulebook.hash
    assert found["rules"]["executed"] == found["rules"]["expected"] == len(edition("hubei-wuhan", 2021).rulebook.rules)
    assert [f for f in found["findings"] if f["severity"] != "notice"] == []
    assert [score["form"] for score in found["scores"]] == ["PW", "PP1", "PP2"]
    assert [Decimal(score["difference"]) for score in found["scores"]] == [0, 0, 0]
    assert {type(score["self_score"]) for score in found["scores"]} == {str}


def test_a_wrong_total_is_returned_with_the_cell_the_values_and_the_difference(files: Path) -> None:
    answer = run("check", files / "wrong.xlsx", "--format", "json")
    assert answer.code == RETURNED
    valid(answer.json)
    findings = {found["rule"]: found for found in answer.json["findings"] if found["severity"] == "blocking"}
    assert set(findings) == {"T1-03", "T1-04", "X-03-1"}
    sheet = openpyxl.load_workbook(files / "wrong.xlsx")["表1 收支总表"]
    total = next(f"表1 收支总表!F{row}" for row in range(1, 40) if sheet.cell(row, 4).value == "本年支出合计")
    first = findings["T1-03"]
    assert (first["source_id"], first["verdict"], first["unit_of_measure"]) == ("A3", "error", "元")
    assert (first["difference"], first["group"], first["suspects"]) == ("100.00", 1, [total])
    printed = sheet[total.split("!")[1]].value
    assert first["value"] == f"{printed:.2f}"
    assert first["expected"] == f"{printed - 100:.2f}"
    assert total in first["cells"]
    assert {found["group"] for found in findings.values()} == {1}


@pytest.mark.parametrize("name", ["text.xlsx", "empty.xlsx"])
def test_what_is_no_workbook_is_returned_under_the_same_schema(files: Path, name: str) -> None:
    answer = run("check", files / name, "--format", "json")
    assert answer.code == RETURNED
    valid(answer.json)
    assert answer.json["submission"]["unit"] == ""
    assert answer.json["submission"]["year"] == 0
    assert answer.json["rules"]["executed"] == answer.json["rules"]["expected"] > 0
    assert len(answer.json["findings"]) == 1


def test_several_files_are_an_array_in_order_with_the_worst_exit_code(files: Path) -> None:
    names = ["clean.xlsx", "wrong.xlsx", "text.xlsx", "empty.xlsx"]
    answer = run("check", *(files / name for name in names), "--format", "json")
    assert answer.code == RETURNED
    valid(answer.json)
    assert [one["submission"]["file"] for one in answer.json] == names
    assert [one["submission"]["state"] for one in answer.json] == ["accepted", "returned", "returned", "returned"]


def test_the_real_units_fit_the_schema_and_every_cell_exists_in_their_files(example_inbox: Path) -> None:
    paths = [*sorted((example_inbox / "wuhan-jianghan").rglob("*.xlsx")), *(example_inbox / "ziyang").rglob("*.xlsx")]
    answer = run("check", *paths, "--format", "json")
    valid(answer.json)
    states = [(one["submission"]["unit"], one["submission"]["state"]) for one in answer.json]
    assert states == [("420103001", "returned"), ("420103001", "accepted"), ("155106", "returned")]
    for path, one in zip(paths, answer.json, strict=True):
        assert one["rules"]["executed"] == one["rules"]["expected"] > 200
        sheets = openpyxl.load_workbook(path, read_only=True).sheetnames
        cells = [cell for key in ("cells", "suspects") for listed in strings(one, key) for cell in _list(listed)]
        assert cells
        for cell in cells:
            match = CELL.fullmatch(cell)
            assert match is not None, cell
            assert match[1] in sheets
        amounts = [value for value in strings(one, "value", "expected", "difference") if isinstance(value, str)]
        assert amounts
        assert all(re.fullmatch(r"-?\d+(\.\d+)?", amount) for amount in amounts)
        assert [f["group"] for f in one["findings"] if f["group"]][:1] == [1]
        assert all(re.search("[\u4e00-\u9fff]", f["message"]) and f["hint"] for f in one["findings"])


def _list(value: object) -> list[str]:
    assert isinstance(value, list)
    return value


def test_text_says_what_where_how_much_and_what_to_do(files: Path) -> None:
    answer = run("check", files / "wrong.xlsx", files / "clean.xlsx")
    assert answer.code == RETURNED
    assert "结论：退回" in answer.out
    assert "结论：通过" in answer.out
    flat = answer.out.replace("\n", "")
    for words in (
        "wrong.xlsx",
        UNIT,
        "hubei-wuhan/2021",
        "退回",
        "必须更正",
        "T1-03",
        "100.00 元",
        "最可能要改的单元格",
    ):
        assert words in flat
    assert "绩效自评复算" in flat


# the edition


def test_a_wrong_edition_in_the_file_is_a_finding(files: Path) -> None:
    answer = run("check", files / "clean.xlsx", "--edition", "sichuan-ziyang/2021", "--format", "json")
    assert answer.code == RETURNED
    valid(answer.json)
    assert [f["rule"] for f in answer.json["findings"]] == ["IN-13"]
    answer = run("check", files / "clean.xlsx", "--edition", "hubei-wuhan/2022", "--format", "json")
    assert [f["rule"] for f in answer.json["findings"]] == ["IN-14"]


@pytest.mark.parametrize("argument", ["hubei-wuhan/2031", "atlantis/2021", "2021", "武汉"])
def test_an_unknown_edition_as_an_argument_is_a_usage_error_that_lists_those_known(files: Path, argument: str) -> None:
    answer = run("check", files / "clean.xlsx", "--edition", argument, "--format", "json")
    assert (answer.code, answer.out) == (OUR_ERROR, "")
    assert "hubei-wuhan/2021" in answer.err
    assert "sichuan-ziyang/2021" in answer.err


# our own errors


@pytest.mark.parametrize(
    "arguments", [("check",), ("check", "nowhere.xlsx"), ("check", "."), ("check", "x", "--format", "xml"), ("chek",)]
)
def test_usage_errors_exit_with_two_and_print_nothing_for_machines(arguments: tuple[str, ...]) -> None:
    answer = run(*arguments)
    assert (answer.code, answer.out) == (OUR_ERROR, "")
    assert answer.err


def test_a_missing_file_beside_good_ones_is_named(files: Path) -> None:
    answer = run("check", files / "clean.xlsx", files / "nowhere.xlsx", "--format", "json")
    assert (answer.code, answer.out) == (OUR_ERROR, "")
    assert "nowhere.xlsx" in answer.err.replace("\n", "").replace("│", "").replace(" ", "")


def test_missing_data_rooms_are_our_error_not_the_units(files: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "FINAL_ACCOUNTS_DATA": str(tmp_path)}
    answer = start("check", files / "clean.xlsx", "--format", "json", environment=environment)
    assert (answer.code, answer.out) == (OUR_ERROR, "")
    assert "程序自身出错" in answer.err
    assert str(tmp_path) in answer.err


def test_what_nobody_foresaw_is_our_error_too(tmp_path: Path) -> None:
    answer = run("rules", "--edition", "national/2021", "--html", tmp_path / "no such folder" / "rules.html")
    assert answer.code == OUR_ERROR
    assert "程序自身出错" in answer.err


# the installed program


def test_the_installed_program_answers_as_the_tests_above(files: Path, tmp_path: Path) -> None:
    answer = start("check", files / "clean.xlsx", files / "wrong.xlsx", "--format", "json")
    assert answer.code == RETURNED
    here: list[dict[str, Any]] = run("check", files / "clean.xlsx", files / "wrong.xlsx", "--format", "json").json
    assert answer.json == here
    assert not (data_root() / "warehouse.db").exists()
    assert list(tmp_path.iterdir()) == []

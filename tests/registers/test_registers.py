"""The registers are data that other rooms lean on: these tests hold their shape and their honesty."""

import csv
import re
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest


def codes(text: str) -> list[str]:
    return text.split()


REGISTERS = Path(__file__).parents[2] / "include" / "registers"

CLASSIFICATION_COLUMNS = [
    "code",
    "name",
    "level",
    "parent",
    "since",
    "until",
    "verified",
    "successor",
    "source",
    "note",
]
LEVELS = {
    "functional_classification": {3: "类", 5: "款", 7: "项"},
    "economic_classification": {3: "类", 5: "款"},
    "government_economic_classification": {3: "类", 5: "款"},
}
COLUMNS = {
    **dict.fromkeys(LEVELS, CLASSIFICATION_COLUMNS),
    "expenditure_lines": ["order", "code", "name", "since", "until", "verified", "source"],
    "income_lines": ["order", "name", "since", "until", "t2_column", "verified", "source", "note"],
    "name_synonyms": ["register", "code", "printed_name", "source", "note"],
}
LINES = ["expenditure_lines", "income_lines"]

PRINTED_IN_JIANGHAN_2021 = codes("""
    208 20805 2080505 20810 2081005 210 21011 2101102 2101199 221 22102 2210201 2210202
""")
NAMED_IN_ZIYANG_2021 = {
    "20802": "民政管理事务",
    "2080299": "其他民政管理事务支出",
    "2081006": "养老服务",
    "20821": "特困人员救助供养",
    "2082101": "城市特困人员救助供养支出",
    "21004": "公共卫生",
    "2100409": "重大公共卫生服务",
    "21013": "医疗救助",
    "2101301": "城乡医疗救助",
}
PRINTED_IN_JIANGHAN_TABLE_6 = codes("""
    301 30101 30102 30103 30106 30107 30108 30109 30110 30111 30112 30113 30114 30199
    303 30301 30302 30303 30304 30305 30306 30307 30308 30309 30310 30311 30399
    302 30201 30202 30203 30204 30205 30206 30207 30208 30209 30211 30212 30213 30214 30215 30216 30217 30218 30224
    30225 30226 30227 30228 30229 30231 30239 30240 30299 310 31002 31003 31007 31013 31099
""")

Row = dict[str, str]


def rows(register: str) -> list[Row]:
    with (REGISTERS / f"{register}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def years(row: Row) -> tuple[int, int]:
    return int(row["since"] or 0), int(row["until"] or 9999)


def in_year(register: str, year: int) -> dict[str, Row]:
    return {row["code"]: row for row in rows(register) if years(row)[0] <= year <= years(row)[1]}


@cache
def source_kinds() -> dict[str, str]:
    text = (REGISTERS / "SOURCES.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([a-z0-9-]+)` \| (code\+name|name|program|memory) \|", text, flags=re.MULTILINE))


def kinds_of(row: Row) -> set[str]:
    return {source_kinds()[source] for source in row["source"].split(";")}


@pytest.mark.parametrize("register", COLUMNS)
def test_a_register_is_utf8_csv_with_unix_lines_and_its_columns_in_order(register: str) -> None:
    data = (REGISTERS / f"{register}.csv").read_bytes()
    assert b"\r" not in data
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\n")
    assert data.decode("utf-8").splitlines()[0].split(",") == COLUMNS[register]
    assert all(None not in row and None not in row.values() for row in rows(register))
    assert all(value == value.strip() for row in rows(register) for value in row.values())


@pytest.mark.parametrize("register", LEVELS)
def test_codes_are_sorted_digits_whose_length_is_their_level(register: str) -> None:
    codes = [row["code"] for row in rows(register)]
    assert codes == sorted(codes)
    for row in rows(register):
        assert row["code"].isascii()
        assert row["code"].isdigit()
        assert LEVELS[register][len(row["code"])] == row["level"], row
        assert row["name"], row


@pytest.mark.parametrize("register", LEVELS)
def test_every_parent_exists_and_is_the_code_without_its_last_two_digits(register: str) -> None:
    codes = {row["code"] for row in rows(register)}
    for row in rows(register):
        if row["level"] == "类":
            assert row["parent"] == "", row
        else:
            assert row["parent"] == row["code"][:-2], row
            assert row["parent"] in codes, row


@pytest.mark.parametrize(
    ("register", "key"), [*((name, "code") for name in LEVELS), *((name, "order") for name in LINES)]
)
def test_rows_of_one_key_are_unique_and_never_overlap_in_time(register: str, key: str) -> None:
    by_key = defaultdict(list)
    for row in rows(register):
        since, until = years(row)
        assert since <= until, row
        by_key[row[key]].append((since, until))
    for value, spans in by_key.items():
        assert len({since for since, _ in spans}) == len(spans), value
        assert all(earlier[1] < later[0] for earlier, later in pairwise(sorted(spans))), value


@pytest.mark.parametrize("register", LEVELS)
def test_an_ended_row_names_a_successor_that_exists_in_the_following_year(register: str) -> None:
    for row in rows(register):
        assert bool(row["until"]) == bool(row["successor"]), row
        if row["until"]:
            assert row["successor"] in in_year(register, int(row["until"]) + 1), row


@pytest.mark.parametrize("register", COLUMNS)
def test_every_source_is_defined_in_sources_md(register: str) -> None:
    kinds = source_kinds()
    for row in rows(register):
        cited = row["source"].split(";")
        assert cited == sorted(set(cited)), row
        assert set(cited) <= set(kinds), row


def test_every_source_of_sources_md_is_cited_somewhere() -> None:
    cited = {source for register in COLUMNS for row in rows(register) for source in row["source"].split(";")}
    assert set(source_kinds()) == cited


@pytest.mark.parametrize("register", LEVELS)
def test_verified_means_that_a_found_source_shows_code_and_name_and_nothing_is_recalled(register: str) -> None:
    for row in rows(register):
        kinds = kinds_of(row)
        proven = "memory" not in kinds and ("code+name" in kinds or {"program", "name"} <= kinds)
        assert row["verified"] == ("yes" if proven else "no"), row


@pytest.mark.parametrize("register", LEVELS)
def test_an_unverified_row_claims_no_proof_and_a_bounding_year_from_memory_says_so(register: str) -> None:
    for row in rows(register):
        if row["verified"] == "no":
            assert "code+name" not in kinds_of(row), row
            assert not (row["since"] or row["until"]) or re.search("凭记忆|只见于通知标题", row["note"]), row
        else:
            assert "凭记忆" not in row["note"], row


@pytest.mark.parametrize("register", LINES)
def test_a_verified_line_stands_in_a_printed_table(register: str) -> None:
    for row in rows(register):
        kinds = kinds_of(row)
        printed = "memory" not in kinds and bool(kinds & {"name", "code+name"})
        assert row["verified"] == ("yes" if printed else "no"), row


@pytest.mark.parametrize(("year", "lines"), [(2019, 24), (2020, 26), (2021, 26), (2022, 26), (2025, 26)])
def test_the_expenditure_lines_of_a_year_are_numbered_without_gaps_and_named_as_their_class(
    year: int, lines: int
) -> None:
    of_year = [row for row in rows("expenditure_lines") if years(row)[0] <= year <= years(row)[1]]
    assert [int(row["order"]) for row in of_year] == list(range(1, lines + 1))
    classes = in_year("functional_classification", year)
    assert {row["code"]: row["name"] for row in of_year} == {
        row["code"]: classes[row["code"]]["name"] for row in of_year
    }
    assert len({row["code"] for row in of_year}) == lines


@pytest.mark.parametrize(("year", "lines"), [(2018, 6), (2019, 7), (2020, 8), (2021, 8), (2024, 8)])
def test_the_income_lines_of_a_year_lead_to_the_six_columns_of_the_income_table(year: int, lines: int) -> None:
    of_year = [row for row in rows("income_lines") if years(row)[0] <= year <= years(row)[1]]
    assert [int(row["order"]) for row in of_year] == list(range(1, lines + 1))
    assert {int(row["t2_column"]) for row in of_year} == {2, 3, 4, 5, 6, 7}


def test_only_the_lines_of_2021_are_proven() -> None:
    assert {(row["since"], row["until"]) for row in rows("expenditure_lines") if row["verified"] == "yes"} == {
        ("2021", "2021")
    }


def test_the_functional_codes_of_the_jianghan_document_are_proven_for_2021() -> None:
    register = in_year("functional_classification", 2021)
    assert {code: register[code]["verified"] for code in PRINTED_IN_JIANGHAN_2021} == dict.fromkeys(
        PRINTED_IN_JIANGHAN_2021, "yes"
    )
    assert all("jianghan-2021-t235" in register[code]["source"] for code in PRINTED_IN_JIANGHAN_2021)


def test_the_names_of_the_ziyang_document_have_codes_that_stay_unproven_where_they_are_recalled() -> None:
    register = in_year("functional_classification", 2021)
    assert {code: register[code]["name"] for code in NAMED_IN_ZIYANG_2021} == NAMED_IN_ZIYANG_2021
    assert [code for code in NAMED_IN_ZIYANG_2021 if register[code]["verified"] == "yes"] == ["20802"]


def test_the_economic_codes_of_jianghan_table_6_are_proven_for_2021() -> None:
    register = in_year("economic_classification", 2021)
    assert len(PRINTED_IN_JIANGHAN_TABLE_6) == 61
    cited = {code for code, row in register.items() if "jianghan-2021-t6" in row["source"].split(";")}
    assert cited == set(PRINTED_IN_JIANGHAN_TABLE_6)
    assert {register[code]["verified"] for code in PRINTED_IN_JIANGHAN_TABLE_6} == {"yes"}


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("207", 2018, "文化体育与传媒支出"),
        ("207", 2021, "文化旅游体育与传媒支出"),
        ("215", 2019, "资源勘探信息等支出"),
        ("215", 2021, "资源勘探工业信息等支出"),
        ("20805", 2019, "行政事业单位离退休"),
        ("20805", 2021, "行政事业单位养老支出"),
        ("21305", 2021, "扶贫"),
        ("21305", 2023, "巩固脱贫衔接乡村振兴"),
        ("21305", 2024, "巩固脱贫攻坚成果衔接乡村振兴"),
    ],
)
def test_a_renamed_code_has_the_name_of_the_year(code: str, year: int, name: str) -> None:
    assert in_year("functional_classification", year)[code]["name"] == name


@pytest.mark.parametrize("code", ["20139", "2013901", "22006", "22198", "2219899", "2300412"])
def test_codes_added_in_2024_are_unknown_to_2023(code: str) -> None:
    assert code not in in_year("functional_classification", 2023)
    assert code in in_year("functional_classification", 2024)


def test_a_synonym_points_to_a_known_code_and_is_not_the_name_in_force() -> None:
    keys = []
    for row in rows("name_synonyms"):
        of_register = rows(row["register"])
        key = "order" if row["register"] in LINES else "code"
        named = {known["name"] for known in of_register if known[key] == row["code"] and not known["until"]}
        assert named, row
        assert row["printed_name"] not in named, row
        keys.append((row["register"], row["code"], row["printed_name"]))
    assert keys == sorted(set(keys))

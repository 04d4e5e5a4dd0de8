"""Made-up accounts balance to the fen in every table, edition and year; checked by plain sums, not by the rules."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import pytest

from final_accounts.catalog import city, edition
from final_accounts.model.edition import Edition
from final_accounts.model.register import Standing
from final_accounts.workbooks import SubmissionData
from final_accounts.workbooks.made_up import made_up_city, made_up_units

UNITS = 50
SEASONS = [(region, year) for region in ("hubei-wuhan", "sichuan-ziyang") for year in (2021, 2022)]
LOTTERY = {"229", "22960", "2296002", "2296003"}


@cache
def season(region: str, year: int) -> tuple[Edition, dict[str, SubmissionData]]:
    found = edition(region, year)
    return found, made_up_city(made_up_units(region, UNITS), found)


def fen(data: SubmissionData, form: str, row: str, column: str = "amount") -> int:
    value = data.value(form, row, column)
    if value is None:
        return 0
    assert isinstance(value, Decimal)
    scaled = value * 100
    assert scaled == int(scaled), f"{form} {row} {column} is not a whole number of fen"
    return int(scaled)


def codes(data: SubmissionData, form: str, length: int) -> list[str]:
    found = (row.partition(":")[2] for row in data.forms[form] if row.startswith(("function:", "economic:")))
    return [code for code in found if len(code) == length]


def sums_to(data: SubmissionData, form: str, column: str) -> None:
    for length, above in ((7, 5), (5, 3)):
        for parent in codes(data, form, above):
            parts = [c for c in codes(data, form, length) if c[:above] == parent]
            whole = fen(data, form, f"function:{parent}", column)
            found = sum(fen(data, form, f"function:{code}", column) for code in parts)
            assert whole == found, (form, parent, column)
    total = sum(fen(data, form, f"function:{code}", column) for code in codes(data, form, 3))
    assert fen(data, form, "total", column) == total, (form, column)


@pytest.mark.parametrize(("region", "year"), SEASONS)
def test_income_equals_expenditure_in_the_two_summary_tables(region: str, year: int) -> None:
    for data in season(region, year)[1].values():
        income = sum(
            fen(data, "T1", f"line:{label}")
            for label in (
                "一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "国有资本经营预算财政拨款收入",
                "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入",
            )
        )  # fmt: skip
        assert income == fen(data, "T1", "line:本年收入合计")
        spent = sum(fen(data, "T1", f"function:{code}") for code in codes(data, "T1", 3))
        assert spent == fen(data, "T1", "line:本年支出合计")
        left = income + fen(data, "T1", "line:使用非财政拨款结余") + fen(data, "T1", "line:年初结转和结余")
        right = spent + fen(data, "T1", "line:结余分配") + fen(data, "T1", "line:年末结转和结余")
        assert left == right == fen(data, "T1", "line:收入总计") == fen(data, "T1", "line:支出总计")
        for column in ("total", "general", "fund", "capital"):
            by_class = sum(fen(data, "T4", f"function:{code}", column) for code in codes(data, "T4", 3))
            assert by_class == fen(data, "T4", "line:本年支出合计", column)
        assert fen(data, "T4", "line:收入总计") == fen(data, "T4", "line:支出总计", "total")


@pytest.mark.parametrize(("region", "year"), SEASONS)
def test_subjects_sum_to_their_parents_and_tables_agree(region: str, year: int) -> None:
    columns = {
        "T2": ("total", "appropriation", "undertaking", "business", "other"),
        "T3": ("total", "basic", "project", "business", "to_affiliated", "to_superior"),
        "T5": ("total", "basic", "project"),
        "BUDGET": ("initial", "adjusted"),
    }
    for data in season(region, year)[1].values():
        for form, names in columns.items():
            for column in names:
                sums_to(data, form, column)
        assert fen(data, "T2", "total", "total") == fen(data, "T1", "line:本年收入合计")
        assert fen(data, "T3", "total", "total") == fen(data, "T1", "line:本年支出合计")
        assert fen(data, "T5", "total", "total") == fen(data, "T4", "line:本年支出合计", "general")
        basic = fen(data, "T6", "line:人员经费合计") + fen(data, "T6", "line:公用经费合计")
        assert basic == fen(data, "T5", "total", "basic")
        for code in codes(data, "T6", 3):
            items = sum(fen(data, "T6", f"economic:{c}") for c in codes(data, "T6", 5) if c[:3] == code)
            assert items == fen(data, "T6", f"economic:{code}")


@pytest.mark.parametrize("year", [2021, 2022])
def test_the_detail_tables_of_sichuan_agree_with_the_summary_tables(year: int) -> None:
    for data in season("sichuan-ziyang", year)[1].values():
        for row, cells in data.forms["S7"].items():
            items = sum(fen(data, "S7", row, c) for c in cells if c.startswith("economic:") and len(c) == 14)
            assert items == fen(data, "S7", row, "total") == fen(data, "T5", row, "total")
        assert fen(data, "S9", "total", "total") == fen(data, "T5", "total", "project")
        projects = sum(fen(data, "S9", row, "total") for row in data.forms["S9"] if row.startswith("project:"))
        assert projects == fen(data, "S9", "total", "total")


@pytest.mark.parametrize("region", ["hubei-wuhan", "sichuan-ziyang"])
def test_a_year_opens_as_the_last_one_closed(region: str) -> None:
    last, this = season(region, 2021)[1], season(region, 2022)[1]
    for code, data in this.items():
        closed = fen(last[code], "T4", "line:年末财政拨款结转和结余", "total")
        given_back = fen(data, "CARRY", "line:上缴存量资金", "total")
        assert closed == fen(data, "CARRY", "line:上年末结转和结余", "total")
        assert closed - given_back == fen(data, "T4", "line:年初财政拨款结转和结余")
        for row in ("收入总计", "本年支出合计", "年末结转和结余"):
            assert fen(data, "PRIOR", f"line:{row}") == fen(last[code], "T1", f"line:{row}")


@pytest.mark.parametrize("name", ["qingshi", "luxi"])
def test_a_merged_unit_opens_with_the_sum_of_those_it_was_made_of(name: str) -> None:
    town = city(name)
    before = made_up_city(town, edition(town.region, 2021))
    after = made_up_city(town, edition(town.region, 2022))
    merged = next(unit for unit in town.units_of(2022) if len(unit.predecessors) > 1)
    total = sum(fen(before[code], "T1", "line:收入总计") for code in merged.predecessors)
    assert fen(after[merged.code], "PRIOR", "line:收入总计") == total
    closed = sum(fen(before[code], "T1", "line:年末结转和结余") for code in merged.predecessors)
    returned = fen(after[merged.code], "CARRY", "line:上缴存量资金", "total")
    assert fen(after[merged.code], "T1", "line:年初结转和结余") == closed - returned


@pytest.mark.parametrize(("region", "year"), SEASONS)
def test_codes_are_verified_ones_but_for_lottery_money(region: str, year: int) -> None:
    found, city_data = season(region, year)
    used = {code for data in city_data.values() for length in (3, 5, 7) for code in codes(data, "T3", length)}
    doubtful = {code for code in used if found.functional.standing(code, year) is not Standing.VALID}
    assert doubtful <= LOTTERY


def test_the_same_seed_gives_the_same_accounts_and_another_seed_others() -> None:
    town, found = city("qingshi"), edition("hubei-wuhan", 2022)
    assert made_up_city(town, found, 1) == made_up_city(town, found, 1)
    assert made_up_city(town, found, 1) != made_up_city(town, found, 2)


def test_transfers_inside_a_department_come_in_pairs() -> None:
    _, city_data = season("hubei-wuhan", 2022)
    booked: dict[tuple[str, str, str], int] = {}
    for code, data in city_data.items():
        for row, cells in data.forms["TRANSFERS"].items():
            booked[code, str(cells["counterparty"]), str(cells["kind"])] = fen(data, "TRANSFERS", row)
    assert booked
    opposite: Mapping[str, str] = {
        "对附属单位补助支出": "上级补助收入", "上级补助收入": "对附属单位补助支出",
        "附属单位上缴收入": "上缴上级支出", "上缴上级支出": "附属单位上缴收入",
    }  # fmt: skip
    for (one, other, kind), amount in booked.items():
        assert booked[other, one, opposite[kind]] == amount


def test_a_nil_return_declares_what_may_be_empty_and_answers_the_rest_with_zero() -> None:
    town, found = city("qingshi"), edition("hubei-wuhan", 2021)
    unit = next(unit for unit in town.units if unit.nil_return)
    data = made_up_city(town, found)[unit.code]
    assert {"T7", "T8", "T9", "PW"} <= data.nil_forms
    assert data.value("T1", "line:收入总计", "amount") == Decimal("0.00")
    assert all(value == 0 for rows in data.forms.values() for cells in rows.values() for value in cells.values())

"""A workbook of one national year is read by its own layout and refused by the layout of the year before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from final_accounts.catalog import edition
from final_accounts.model.edition import Edition
from final_accounts.model.finding import Finding, Severity
from final_accounts.readers import Expectation, read_workbook
from final_accounts.workbooks import write_submission
from final_accounts.workbooks.made_up import accounts, made_up_units

YEARS = (2022, 2023, 2024)


def the_year_before(region: str, year: int, /) -> Edition:
    """A house that knows only last year's layout."""
    return edition(region, year - 1)


def backdated(found: Edition) -> Edition:
    """The same forms with every year in their titles one earlier, as a unit that retypes titles would send them."""
    year = found.fiscal_year

    def title(text: str) -> str:
        return text.replace(str(year - 1), str(year - 2)).replace(str(year), str(year - 1))

    return replace(found, forms={k: replace(f, title=title(f.title)) for k, f in found.forms.items()})


def book(path: Path, year: int, *, stamped: Edition | None = None) -> tuple[bytes, str]:
    """A made-up unit's workbook of that year and the unit's code; its cover claims ``stamped`` when given."""
    found = edition("national", year)
    city = made_up_units("national", 1, (year,))
    data = accounts(city, city.units[0], found)
    if stamped is not None:
        header = replace(
            data.header,
            fiscal_year=stamped.fiscal_year,
            edition=stamped.id,
            template_version=stamped.template_version,
        )
        data = replace(data, header=header)
        found = backdated(found)
    write_submission(found, data, path)
    return path.read_bytes(), city.units[0].code


def blocking(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(f.rule, f.message) for f in findings if f.severity is Severity.BLOCKING]


@pytest.mark.parametrize("year", YEARS)
def test_its_own_layout_reads_it_without_a_finding(tmp_path: Path, year: int) -> None:
    data, unit = book(tmp_path / "own.xlsx", year)
    parsed, findings = read_workbook(data, "own.xlsx", edition, Expectation(unit, year, "national"))
    assert findings == ()
    assert parsed.forms_present >= set(edition("national", year).forms) - {"PP"}


@pytest.mark.parametrize("year", YEARS)
def test_the_layout_of_the_year_before_refuses_its_stamp(tmp_path: Path, year: int) -> None:
    data, unit = book(tmp_path / "stamp.xlsx", year)
    parsed, findings = read_workbook(data, "stamp.xlsx", the_year_before, Expectation(unit, year, "national"))
    assert [rule for rule, _ in blocking(findings)] == ["IN-14", "IN-15"]
    assert parsed.facts == ()


@pytest.mark.parametrize(
    ("year", "refused"),
    [
        (
            2022,
            [
                ("IN-20", "《2021年度一般公共预算财政拨款“三公”经费支出决算表》"),
                ("IN-27", "缺少“单价50万元以上通用设备（台/套）”一行"),
                ("IN-27", "缺少“单价100万元以上专用设备（台/套）”一行"),
            ],
        ),
        (2023, [("IN-26", "印的是“使用非财政拨款结余（含专用结余）”，应为“使用非财政拨款结余”")]),
        (2024, []),  # only codes changed, and they are the rules' business
    ],
)
def test_under_a_forged_stamp_the_year_before_refuses_exactly_what_changed(
    tmp_path: Path, year: int, refused: list[tuple[str, str]]
) -> None:
    before = edition("national", year - 1)
    data, unit = book(tmp_path / "forged.xlsx", year, stamped=before)
    _, findings = read_workbook(data, "forged.xlsx", edition, Expectation(unit, year - 1, "national"))
    found = blocking(findings)
    assert [rule for rule, _ in found] == [rule for rule, _ in refused]
    assert all(words in message for (_, message), (_, words) in zip(found, refused, strict=True))

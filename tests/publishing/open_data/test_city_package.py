"""The city's data package and the page that documents all packages."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html

from final_accounts.publishing import UnitReport
from final_accounts.publishing.city.facts import CityFacts
from final_accounts.publishing.disclosure import compose
from final_accounts.publishing.open_data import city_package, city_rows, data_page, unit_package
from publishing.disclosures import made_up_report
from publishing.open_data.cities import ABOUT, cells_of, facts_of, packages_of
from publishing.open_data.packages import objects_of, problems, resources_of, rows_of, written

REPORTS = tuple(made_up_report("hubei-wuhan", 2022, number) for number in (0, 1))


def package_of(reports: tuple[UnitReport, ...], facts: CityFacts) -> dict[str, bytes]:
    rows = city_rows(reports[0].edition, facts, cells_of(reports, facts), packages_of(reports))
    return city_package(ABOUT, rows, reports[0].documents.words)


@pytest.fixture(scope="module")
def facts() -> CityFacts:
    return facts_of(REPORTS)


@pytest.fixture(scope="module")
def files(facts: CityFacts) -> dict[str, bytes]:
    return package_of(REPORTS, facts)


def test_frictionless_finds_nothing_against_it(files: dict[str, bytes], tmp_path: Path) -> None:
    assert problems(files, tmp_path) == []
    assert all(rows_of(files, name) for name in resources_of(files) if name != "data")


def test_a_unit_outside_the_register_is_found(files: dict[str, bytes], tmp_path: Path) -> None:
    changed = files["scores.csv"].replace(b"101001", b"777777", 1)
    assert ("scores", "foreign-key") in problems(files | {"scores.csv": changed}, tmp_path)


def test_a_wrong_amount_is_found(files: dict[str, bytes], tmp_path: Path) -> None:
    changed = files["classes.csv"].replace(b".", b".1", 1)
    assert ("classes", "hash-count") in problems(files | {"classes.csv": changed}, tmp_path)


def test_sum_over_units_less_what_is_eliminated_is_the_city(files: dict[str, bytes]) -> None:
    rows = rows_of(files, "tables")
    assert all(Decimal(row["total"]) - Decimal(row["eliminated"]) == Decimal(row["value"]) for row in rows)
    taken = [row for row in rows if Decimal(row["eliminated"])]
    assert {row["eliminated"] for row in taken} >= {"10000.00"}
    spent = next(row for row in rows if row["row_key"] == "line:本年支出合计" and row["form_id"] == "T1")
    units = [Decimal(row["expenditure"]) for row in rows_of(files, "units") if row["expenditure"]]
    assert Decimal(spent["total"]) == sum(units)
    assert spent["units"] == "2"


def test_class_totals_are_the_sum_of_the_units_behind_them(files: dict[str, bytes]) -> None:
    parts = rows_of(files, "class_units")
    for line in rows_of(files, "classes"):
        amounts = [Decimal(part["value"]) for part in parts if part["class_code"] == line["class_code"]]
        assert Decimal(line["total"]) == sum(amounts)
        assert int(line["units"]) == len(amounts)


def test_every_unit_of_the_register_has_its_state_and_its_package(files: dict[str, bytes]) -> None:
    rows = {row["unit_code"]: row for row in rows_of(files, "units")}
    assert [row["state"] for row in rows.values()] == ["published", "published", "not_received"]
    for report in REPORTS:
        descriptor = unit_package(report, compose(report))["datapackage.json"]
        row = rows[report.unit.code]
        assert row["package_sha256"] == hashlib.sha256(descriptor).hexdigest()
        assert row["source_sha256"] == report.submission.sha256
    assert (rows["999001"]["income"], rows["999001"]["package"]) == ("", "")


def test_names_that_look_like_formulas_are_defused(files: dict[str, bytes]) -> None:
    assert [row["unit_name"] for row in rows_of(files, "units")][-1] == "'=未报送单位"
    assert objects_of(files)["units"][-1]["unit_name"] == "=未报送单位"
    assert rows_of(files, "transfers")[-1]["counterparty"] == "'+别处"


def test_three_public_expenses_are_the_units_own(files: dict[str, bytes]) -> None:
    rows = [row for row in rows_of(files, "three_public") if row["unit_code"] == "101001" and row["line"] == "预算数"]
    assert (rows[0]["column_key"], rows[0]["column_name"], rows[0]["value"]) == ("total", "合计", "62300.00")
    assert len(rows) == 6


def test_a_city_without_any_accounts_has_a_valid_package_too(facts: CityFacts, tmp_path: Path) -> None:
    empty = CityFacts(city=facts.city, sample=facts.sample, standings=facts.standings[-1:])
    rows = city_rows(REPORTS[0].edition, empty, {})
    assert problems(city_package(ABOUT, rows, REPORTS[0].documents.words), tmp_path) == []


def test_the_same_rows_give_the_same_bytes(facts: CityFacts, files: dict[str, bytes]) -> None:
    assert package_of(REPORTS, facts) == files


@pytest.fixture(scope="module")
def page() -> html.HtmlElement:
    names = {report.unit.code: report.name for report in REPORTS}
    text = data_page(REPORTS[0].documents, ABOUT, packages_of(REPORTS), names)
    found: html.HtmlElement = html.fromstring(text)
    return found


def test_the_page_tells_every_field_of_every_file(page: html.HtmlElement, files: dict[str, bytes]) -> None:
    unit = unit_package(REPORTS[0], compose(REPORTS[0]))
    for at, package in (("city", files), ("unit", unit)):
        for name, resource in resources_of(package).items():
            if name == "data":
                continue
            told = page.get_element_by_id(f"{at}-{name}").xpath(".//tbody/tr/th/span[1]/text()")
            assert told == [field["name"] for field in resource["schema"]["fields"]]


def test_every_link_of_the_page_leads_somewhere_in_a_plain_folder(
    page: html.HtmlElement, files: dict[str, bytes], tmp_path: Path
) -> None:
    site = tmp_path / "luxi" / "2022"
    written(files, site / "data")
    for report in REPORTS:
        written(unit_package(report, compose(report)), site / "units" / report.unit.code / "data-v1")
    (tmp_path / "index.html").touch()
    (site / "index.html").touch()
    links = [str(link) for link in page.xpath("//a/@href")]
    inside = [link for link in links if not link.startswith(("#", "https:"))]
    assert len(inside) > 15
    assert [link for link in inside if not (site / link).is_file()] == []
    anchors = [link.removeprefix("#") for link in links if link.startswith("#")]
    assert anchors
    assert all(page.get_element_by_id(anchor) is not None for anchor in anchors)


def test_the_page_says_licence_citation_and_how_to_check(page: html.HtmlElement) -> None:
    text = page.text_content()
    for words in ("CC-BY-4.0", "示例市财政局：《示例市2022年度部门决算开放数据》", "frictionless validate", "虚构示例"):
        assert words in text

"""Open data are read back like every other file: one changed digit in CSV or JSON is found with its row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from final_accounts.model.facts import FactKey
from final_accounts.publishing.disclosure import compose
from final_accounts.publishing.open_data import unit_package
from final_accounts.publishing.proof import compare_package
from final_accounts.publishing.unit_report import UnitReport
from publishing.disclosures import made_up_report, wuhan_report

REPORTS = {"wuhan": wuhan_report, "sichuan": made_up_report}
TOTAL = FactKey("T1", "line:收入总计", "amount")


@cache
def package(name: str) -> dict[str, bytes]:
    return unit_package(REPORTS[name](), compose(REPORTS[name]()))


def figures(report: UnitReport) -> dict[FactKey, int | Decimal | date]:
    return {fact.key: fact.value for fact in report.reported.facts if not isinstance(fact.value, str)}


def told(name: str, files: dict[str, bytes]) -> list[tuple[str, str, str]]:
    report = REPORTS[name]()
    found = compare_package(files, figures(report), {form.id for form in report.edition.tables()})
    return [(m.place, m.expected, m.found) for m in found]


@pytest.mark.parametrize("name", REPORTS)
def test_a_clean_package_says_what_the_warehouse_says(name: str) -> None:
    assert told(name, package(name)) == []


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("facts.csv", b",3495600.00,", b",3495601.00,"),
        ("facts.csv", b",349.56,", b",349.57,"),
        ("data.json", b'"3495600.00"', b'"3495601.00"'),
        ("data.json", b'"349.56"', b'"349.57"'),
    ],
)
def test_a_changed_digit_is_found_with_its_row(file: str, before: bytes, after: bytes) -> None:
    assert before in package("wuhan")[file]
    spoiled = package("wuhan") | {file: package("wuhan")[file].replace(before, after, 1)}
    ((place, expected, found),) = told("wuhan", spoiled)
    assert place.startswith(f"{file} 第")
    assert (expected, found) == (before.strip(b'",').decode(), after.strip(b'",').decode())


def test_a_dropped_row_and_a_row_too_many_are_found() -> None:
    lines = package("wuhan")["facts.csv"].split(b"\r\n")
    place = next(n for n, line in enumerate(lines) if b"3495600.00" in line)
    without = package("wuhan") | {"facts.csv": b"\r\n".join(lines[:place] + lines[place + 1 :])}
    ((where, expected, found),) = told("wuhan", without)
    assert (where, expected, found) == ("facts.csv", "349560000", "")
    odd = lines[place].replace(b"amount", b"another", 1)
    more = package("wuhan") | {"facts.csv": b"\r\n".join([*lines[: place + 1], odd, *lines[place + 1 :]])}
    assert [(expected, found) for _, expected, found in told("wuhan", more)] == [("", "3495600.00")]


def test_amounts_are_rounded_as_pages_print_them() -> None:
    files = package("wuhan")
    report = wuhan_report()
    held = figures(report)
    assert TOTAL in held
    forms = {form.id for form in report.edition.tables()}
    for fen in (0, -4_999, -5_000, 5_000, 14_999, 349_560_000):
        messages = [m.expected for m in compare_package(files, held | {TOTAL: fen}, forms) if "csv" in m.place]
        shown = f"{Decimal(abs(fen)).scaleb(-6).quantize(Decimal('0.01'), rounding='ROUND_HALF_UP')}"
        sign = "-" if fen < 0 and shown != "0.00" else ""
        assert messages in ([], [f"{Decimal(fen).scaleb(-2):f}", f"{sign}{shown}"])

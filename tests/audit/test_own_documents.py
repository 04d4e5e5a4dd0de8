"""Round trip: what we publish ourselves is read through without a false alarm, and seeded errors are found by name."""

from __future__ import annotations

import os
import random
from collections import Counter
from dataclasses import replace

import pytest

from audit.documents import own_page
from audit.seeding import KINDS, caught, named, seeded, seeded_cells
from final_accounts.catalog import edition_of
from final_accounts.model.document import ReadTable, Spot, TextLine
from final_accounts.model.finding import Severity
from final_accounts.publishing.disclosure import compose
from final_accounts.publishing.pages import unit_page
from final_accounts.readers.documents import read_document
from final_accounts.stages.auditing.audit import audit_document
from publishing.disclosures import wuhan_report

REGIONS = ("hubei-wuhan", "sichuan-ziyang")
ROUNDS = int(os.environ.get("FINAL_ACCOUNTS_SEED_ROUNDS", "2"))
"""Rounds of nine seeds a document; thirty give more than five hundred."""


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("kind", ["html", "docx", "pdf", "xlsx"])
def test_our_own_documents_are_clean(region: str, kind: str) -> None:
    found = audit_document(own_page(region, 0, kind), "", edition_of(f"{region}/2022")).audit
    told = [(str(f.spot), f.family, f.explanation) for f in found.findings if f.severity is not Severity.NOTICE]
    assert not told
    detail = {"S5", "S7", "S9", "S12", "S13"} if region == "sichuan-ziyang" else set()
    assert {t.id for t in found.tables} == {f"T{n}" for n in range(1, 10)} | detail
    least = 140 if kind == "xlsx" else 200  # the workbook holds the tables and no sentence
    assert sum(c.verdict.value == "ok" for c in found.claims) > least, "nothing to judge is no success"


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("number", [1, 3])
def test_our_workbook_of_tables_is_known_and_clean_without_being_told_whose_it_is(region: str, number: int) -> None:
    found = audit_document(own_page(region, number, "xlsx")).audit
    assert not [(str(f.spot), f.family, f.explanation) for f in found.findings if f.severity is not Severity.NOTICE]
    assert (found.year, found.unit[:7]) == (2022, "虚构市第1部门")


def test_an_error_in_our_workbook_is_found_in_its_cell() -> None:
    document = own_page("hubei-wuhan", 0, "xlsx")
    table = next(b for b in document.blocks if isinstance(b, ReadTable) and b.spot.sheet.startswith("表7"))
    place, row = next((n, r) for n, r in enumerate(table.rows) if r[0].text == "金额")
    told = [replace(c, text="6.99") if c.spot.column == row[-2].spot.column else c for c in row]
    wrong = replace(table, rows=(*table.rows[:place], tuple(told), *table.rows[place + 1 :]))
    changed = replace(document, blocks=tuple(wrong if b is table else b for b in document.blocks))
    assert {f.spot.sheet[:2] for f in audit_document(changed).audit.findings} == {"表7"}


def test_what_a_review_found_is_no_statement_of_the_document() -> None:
    report = wuhan_report()
    page = read_document(unit_page(compose(report), report, (), ()).encode(), "决算公开.html")
    told = TextLine(Spot(line=9001), "现为：本年支出合计 6.76 万元，210 卫生健康支出 本年支出合计 11.21 万元。")
    heading = TextLine(Spot(line=9000), "核实说明", 2)
    quoting = replace(page, blocks=(*page.blocks, heading, told))
    found = audit_document(quoting).audit
    assert not [f for f in found.findings if f.spot.line > 9000]
    assert [u.spot.line for u in found.unread if "重述" in u.why] == [9000]
    bare = audit_document(replace(page, blocks=(*page.blocks, TextLine(Spot(line=9000), "其他说明", 2), told))).audit
    assert [f for f in bare.findings if f.spot.line > 9000], "without the heading the same words are a statement"


def test_seeded_errors_are_found_and_named_by_family() -> None:
    total: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for region in REGIONS:
        edition = edition_of(f"{region}/2022")
        for number in (0, 3):
            for turn in range(ROUNDS):
                chance = random.Random(f"{region}/{number}/{turn}")  # noqa: S311 - the same seeds on every run
                document, seeds = seeded(own_page(region, number), chance, chance.sample(range(len(KINDS)), 7))
                document, cells = seeded_cells(document, chance, 2)
                result = audit_document(document, "", edition).audit
                for seed in [*seeds, *cells]:
                    total[seed.kind] += 1
                    found[seed.kind] += caught(seed, result)
                    right[seed.kind] += named(seed, result)
    print(f"埋设 {total.total()}，找到 {found.total()}，家族相符 {right.total()}")  # noqa: T201 - the measure
    assert total.total() > 40
    assert found.total() >= 0.95 * total.total(), {k: (total[k], found[k]) for k in total if found[k] < total[k]}
    assert right.total() >= 0.95 * found.total()

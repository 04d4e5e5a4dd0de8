"""What is rendered as it should be is proved without a word."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest

from final_accounts.model.document import DocumentKind
from final_accounts.publishing.disclosure import Disclosure, compose
from final_accounts.publishing.docx import docx_document
from final_accounts.publishing.pages import unit_page
from final_accounts.publishing.pdf import pdf_document
from final_accounts.publishing.proof import beside_of, prove, tokens_of
from final_accounts.publishing.proof.tokens import numbers
from final_accounts.publishing.xlsx import xlsx_tables
from publishing.disclosures import made_up_report
from publishing.proof.files import KINDS, disclosure_of, proved, read_back, rendered


@pytest.mark.parametrize("name", ["wuhan", "sichuan"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_clean_file_has_no_mismatch(name: str, kind: DocumentKind) -> None:
    assert [m.message for m in proved(name, rendered(name, kind), kind)] == []


@pytest.mark.parametrize("name", ["wuhan", "sichuan"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_with_digits_stands_in_the_script(name: str, kind: DocumentKind) -> None:
    """The workbook holds the tables; the others every figure, those of charts as they are drawn."""
    disclosure = disclosure_of(name)
    script = [number.figure for number in tokens_of(disclosure, kind).numbers if number.figure is not None]
    told = {id(figure) for figure in script}
    tables = {id(figure) for figure in figures_of_tables(disclosure)}
    for figure in disclosure.figures():
        if numbers(figure.text) and (kind is not DocumentKind.XLSX or id(figure) in tables):
            assert id(figure) in told or figure.text in {f.text for f in script}
    assert len(script) > 500


def figures_of_tables(disclosure: Disclosure) -> list[object]:
    """Figures that stand in tables."""
    return [
        part
        for _, block in disclosure.blocks()
        if hasattr(block, "parts")
        for grid in block.parts
        for row in grid.body
        for cell in row.cells
        for part in cell.words
    ]


def test_a_unit_whose_tables_are_all_filled_is_clean_in_every_format() -> None:
    """Sealed with a hash full of digits, as real ones are."""
    seal = sha256("决算".encode()).hexdigest()
    report = made_up_report("hubei-wuhan", 2022, 0)
    report = replace(report, approval=replace(report.approval, hash=seal))
    disclosure = compose(report)
    files = {
        DocumentKind.HTML: unit_page(disclosure, report).encode(),
        DocumentKind.PDF: pdf_document(disclosure),
        DocumentKind.DOCX: docx_document(disclosure),
        DocumentKind.XLSX: xlsx_tables(disclosure),
    }
    for kind, data in files.items():
        beside = beside_of(report) if kind is DocumentKind.HTML else ()
        read = read_back(data, kind)
        assert [m.message for m in prove(disclosure, read, beside)] == []
        resealed = replace(disclosure, seal=replace(disclosure.seal, hash=seal.replace("2", "3")))
        assert prove(resealed, read, beside)


def test_another_units_file_is_no_proof() -> None:
    """Nothing agrees by chance: a whole other document is full of mismatches."""
    for kind in KINDS:
        found = proved("wuhan", rendered("sichuan", kind), kind)
        assert len(found) > 100

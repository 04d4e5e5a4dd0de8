"""Whatever a unit calls its projects and writes about them, its document is composed, rendered and proved."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from final_accounts.model.document import DocumentKind
from final_accounts.publishing.disclosure import compose
from final_accounts.publishing.docx import docx_document
from final_accounts.publishing.pages import unit_page
from final_accounts.publishing.pdf import pdf_document
from final_accounts.publishing.proof import beside_of, prove
from final_accounts.publishing.unit_report import UnitReport
from final_accounts.publishing.xlsx import xlsx_tables
from narrative.telling import made_up
from publishing.disclosures import made_up_report, report_of
from publishing.proof.files import KINDS, read_back

WORDS = (
    "{year}{0}{"  # what patterns of ours are made of
    "<script>&amp;=1+1"  # what pages and workbooks are made of
    "第 3 页 共 9 页"  # what stands at the foot of our pages
    "\u202e\ufeff\ue000葛\U000e0100"  # signs without a shape of their own
)


@cache
def report() -> UnitReport:
    """A made-up unit that writes those words wherever it may."""
    found, parsed = made_up("sichuan-ziyang", 2022, 0)
    evaluations = tuple(
        replace(e, title=e.title + WORDS, indicators=tuple(replace(i, reason=i.reason + WORDS) for i in e.indicators))
        for e in parsed.evaluations
    )
    texts = {slot: said + WORDS for slot, said in parsed.texts.items()}
    own = replace(parsed, evaluations=evaluations, texts=texts)
    return report_of(found, own, made_up_report().unit, "示例市")


@pytest.mark.parametrize("kind", KINDS)
def test_a_units_words_stop_no_format_and_are_read_back(kind: DocumentKind) -> None:
    disclosure = compose(report())
    beside = beside_of(report()) if kind is DocumentKind.HTML else ()
    match kind:
        case DocumentKind.HTML:
            data = unit_page(disclosure, report()).encode()
            assert b"<script>&amp;" not in data
        case DocumentKind.PDF:
            data = pdf_document(disclosure, report().documents)
        case DocumentKind.DOCX:
            data = docx_document(disclosure, report().documents)
        case _:
            data = xlsx_tables(disclosure)
    assert prove(disclosure, read_back(data, kind), beside) == ()


def test_a_projects_name_is_printed_as_it_is_written() -> None:
    printed = [heading for _, block in compose(report()).blocks() if "{year}{0}{" in (heading := str(block))]
    assert printed
    assert any("项目：" in heading for heading in printed)

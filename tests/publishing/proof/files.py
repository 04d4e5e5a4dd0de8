"""The four files of a disclosure, rendered and read once for all tests."""

from __future__ import annotations

from functools import cache

from final_accounts.model.document import DocumentKind, ReadDocument
from final_accounts.publishing.disclosure import Disclosure
from final_accounts.publishing.docx import docx_document
from final_accounts.publishing.figures import count
from final_accounts.publishing.html import FileLink, VersionLink, file_size
from final_accounts.publishing.pages import unit_page
from final_accounts.publishing.pdf import pdf_document
from final_accounts.publishing.proof import Mismatch, beside_of, prove
from final_accounts.publishing.unit_report import UnitReport
from final_accounts.publishing.xlsx import xlsx_tables
from final_accounts.readers.documents import read_document
from publishing.disclosures import made_up_report, sichuan, wuhan, wuhan_report

FILES = (
    FileLink("PDF 全文", "a.pdf", "pdf", file_size(247_300)),
    FileLink("Word 全文", "a.docx", "docx", file_size(61_000)),
    FileLink("全部表格", "", "xlsx", reason="第 2 个字体不存在"),
)
VERSIONS = (VersionLink(count(1), "2022年9月30日", "v1.html", "表7第3行填错"),)

KINDS = (DocumentKind.HTML, DocumentKind.PDF, DocumentKind.DOCX, DocumentKind.XLSX)


def report_of(name: str) -> UnitReport:
    """The real Wuhan unit, or a made-up one of the Sichuan form."""
    return wuhan_report() if name == "wuhan" else made_up_report(number=0)


def disclosure_of(name: str) -> Disclosure:
    """Its disclosure."""
    return wuhan() if name == "wuhan" else sichuan(0)


@cache
def pages_of_contents(name: str) -> dict[str, int]:
    """Page numbers for the contents of a DOCX."""
    return {entry.id: 2 + n for n, entry in enumerate(disclosure_of(name).contents())}


@cache
def rendered(name: str, kind: DocumentKind) -> bytes:
    """The file."""
    disclosure = disclosure_of(name)
    if kind is DocumentKind.HTML:
        return unit_page(disclosure, report_of(name), FILES, VERSIONS).encode()
    if kind is DocumentKind.DOCX:
        return docx_document(disclosure, pages=pages_of_contents(name))
    return pdf_document(disclosure) if kind is DocumentKind.PDF else xlsx_tables(disclosure)


def read_back(data: bytes, kind: DocumentKind) -> ReadDocument:
    """The file as the proof reads it."""
    return read_document(data, f"公开.{kind.value}", tables=False)


def proved(name: str, data: bytes, kind: DocumentKind) -> tuple[Mismatch, ...]:
    """What the proof says of a file that should be the rendered one."""
    beside = beside_of(report_of(name), FILES, VERSIONS) if kind is DocumentKind.HTML else ()
    return prove(disclosure_of(name), read_back(data, kind), beside, pages=pages_of_contents(name))

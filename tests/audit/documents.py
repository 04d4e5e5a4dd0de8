"""Small documents for tests, written line by line, and our own pages as read."""

from __future__ import annotations

from functools import cache

from audit.reading import of_lines
from final_accounts.audit import Claim
from final_accounts.model.document import ReadDocument
from final_accounts.publishing.disclosure import compose
from final_accounts.publishing.docx import docx_document
from final_accounts.publishing.pages import unit_page
from final_accounts.publishing.pdf import pdf_document
from final_accounts.publishing.xlsx import xlsx_tables
from final_accounts.readers.documents import read_document
from final_accounts.stages.auditing.audit import Audited, audit_document
from publishing.disclosures import made_up_report

HEAD = ["某某局2021年度部门决算公开", "第三部分 2021年度部门决算情况说明"]


def narrative(section: str, *lines: str) -> ReadDocument:
    """A narrative with one section of that title."""
    return of_lines([*HEAD, f"一、{section}", *lines])


def findings(section: str, *lines: str) -> list[Claim]:
    """What the audit says of such a narrative."""
    return list(audit_document(narrative(section, *lines)).audit.findings)


def claims(section: str, *lines: str) -> list[Claim]:
    return list(audit_document(narrative(section, *lines)).audit.claims)


@cache
def own_page(region: str, number: int, kind: str = "html") -> ReadDocument:
    """A made-up unit's disclosure as we publish it, read back."""
    report = made_up_report(region, 2022, number)
    disclosure = compose(report)
    if kind == "html":
        data = unit_page(disclosure, report, (), ()).encode()
    else:
        data = {"docx": docx_document, "pdf": pdf_document, "xlsx": xlsx_tables}[kind](disclosure)
    return read_document(data, f"{region.replace('/', '-')}-{number}.{kind}")


def audited(document: ReadDocument) -> Audited:
    return audit_document(document)

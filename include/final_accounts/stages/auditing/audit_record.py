"""One audited document as a city report needs it: rows, page, JSON and annotated copy; made in a process of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

import msgspec

from final_accounts.annotating import annotate
from final_accounts.catalog import edition_of
from final_accounts.model.document import ReadDocument
from final_accounts.readers.documents import read_document
from final_accounts.readers.process import MEMORY, Died, ReadingProcess
from final_accounts.stages.auditing.audit import audit_document
from final_accounts.stages.auditing.audit_apart import SECONDS, killed, unread_document
from final_accounts.stages.auditing.audit_json import as_json
from final_accounts.stages.auditing.audit_report import audit_html
from final_accounts.stages.auditing.audit_rows import document_line, finding_lines, notes_of, unread_lines
from final_accounts.workbooks.audit_book import DocumentLine, FindingLine, UnreadLine


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """What became of one document. ``weights`` rank its findings among those of other documents, in their order.

    ``copy`` is the annotated copy with its ``suffix``; empty where nothing was found.
    """

    name: str
    sha256: str
    state: str
    line: DocumentLine
    findings: tuple[FindingLine, ...]
    weights: tuple[tuple[int, int], ...]
    unread: tuple[UnreadLine, ...]
    json: str
    page: str
    suffix: str = ""
    copy: bytes = b""


def encoded(record: AuditRecord) -> bytes:
    """Canonical bytes of a record."""
    return msgspec.json.encode(record, order="deterministic")


def decoded(data: bytes) -> AuditRecord:
    """Inverse of :func:`encoded`."""
    return msgspec.json.decode(data, type=AuditRecord)


def record_of(data: bytes, name: str, sha256: str, edition: str = "") -> AuditRecord:
    """Read, audit and annotate. For files from outside only inside a process that may be killed.

    ``edition`` states year and region; without it the document's own words do.
    """
    return _recorded(read_document(data, name), data, sha256, edition)


def _recorded(document: ReadDocument, data: bytes, sha256: str, edition: str = "") -> AuditRecord:
    outcome = audit_document(document, sha256, edition_of(edition) if edition else None)
    copy = annotate(data, document, notes_of(outcome)) if outcome.audit.findings else None
    return AuditRecord(
        name=document.name,
        sha256=sha256,
        state=outcome.state,
        line=document_line(outcome),
        findings=finding_lines(outcome),
        weights=tuple((claim.severity.rank, claim.weight) for claim in outcome.audit.findings),
        unread=unread_lines(outcome),
        json=json.dumps(as_json(outcome), ensure_ascii=False, sort_keys=True),
        page=audit_html([outcome]),
        suffix=copy.suffix if copy else "",
        copy=copy.data if copy else b"",
    )


def unread_record(name: str, sha256: str, why: str) -> AuditRecord:
    """The record of a document that could not be read: never a success."""
    return _recorded(unread_document(name, why), b"", sha256)


class Auditing:
    """Audits documents in one child process under caps of memory and time; what kills it is told as unread."""

    def __init__(self, process: ReadingProcess) -> None:
        self._process = process

    def record(self, data: bytes, name: str, sha256: str, edition: str = "") -> AuditRecord:
        """The record of one document; ReaderError for an error of ours (a broken data file)."""
        try:
            return cast("AuditRecord", self._process.call(data=data, name=name, sha256=sha256, edition=edition))
        except Died as end:
            return unread_record(name, sha256, killed(end))


@contextmanager
def auditing(*, memory: int = MEMORY, seconds: float = SECONDS) -> Iterator[Auditing]:
    """One child for as many documents as there are."""
    process = ReadingProcess(record_of, memory=memory, seconds=seconds)
    try:
        yield Auditing(process)
    finally:
        process.close()

"""The files of an audit report of many documents, ranked by how much is to be corrected."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from final_accounts.model.finding import Severity
from final_accounts.publishing.audit_city_page import (
    CityAudit,
    CityDocument,
    CityFinding,
    CityUnread,
    city_audit_page,
)
from final_accounts.stages.auditing.audit_record import AuditRecord
from final_accounts.stages.auditing.audit_rows import STATES
from final_accounts.workbooks.audit_book import AuditBook, FindingLine, audit_book

PAGE: Final = "index.html"
WORKBOOK: Final = "核对问题清单.xlsx"
MACHINE: Final = "audit.json"
FOLDER: Final = "documents"
SHOWN: Final = 200
"""Findings and unread parts on the page; the workbook has all of them."""
_UNSAFE: Final = re.compile(r"[^\w\-]+")


def write_report(records: Sequence[AuditRecord], name: str, folder: Path) -> dict[str, int]:
    """Write everything below ``folder``; the same records give the same bytes. Counts by severity and state."""
    ordered = sorted(records, key=lambda r: ([-n for n in r.line.counts[: len(Severity)]], -r.line.counts[-1], r.name))
    documents: list[CityDocument] = []
    (folder / FOLDER).mkdir(parents=True)
    for rank, record in enumerate(ordered, start=1):
        stem = f"{rank:04d}-{_UNSAFE.sub('-', Path(record.name).stem)[:60]}"
        page, copy = f"{FOLDER}/{stem}.html", ""
        (folder / page).write_text(record.page, encoding="utf-8")
        if record.copy:
            copy = f"{FOLDER}/{stem}-批注{record.suffix}"
            (folder / copy).write_bytes(record.copy)
        documents.append(_document(rank, record, page, copy))
    ranked = [(record, line, documents[n].page) for n, record in enumerate(ordered) for line in _weighed(record)]
    ranked.sort(key=lambda entry: entry[1][0])
    counts = _counts(ordered)
    about = f"共 {len(ordered)} 份文件，问题 {counts['problems']} 处"
    lines = tuple(replace(line, rank=n) for n, (_, (_, line), _) in enumerate(ranked, start=1))
    unread = tuple(line for record in ordered for line in record.unread)
    book = AuditBook(
        f"{name}：公开文本核对", about, lines, tuple(replace(r.line, rank=n) for n, r in enumerate(ordered, 1)), unread
    )
    (folder / WORKBOOK).write_bytes(audit_book(book))
    machine = {"name": name, "counts": counts, "documents": [json.loads(record.json) for record in ordered]}
    (folder / MACHINE).write_text(json.dumps(machine, ensure_ascii=False, sort_keys=True, indent=1), encoding="utf-8")
    whole = CityAudit(
        name=name,
        about=about,
        counts=counts_in_words(counts),
        severities=tuple(severity.chinese for severity in Severity),
        families=_families(lines),
        documents=tuple(documents),
        findings=tuple(
            _finding(line, f"{of}#d1-f{own.rank}")
            for line, (_, (_, own), of) in zip(lines[:SHOWN], ranked[:SHOWN], strict=True)
        ),
        more=max(len(lines) - SHOWN, 0),
        unread=tuple(CityUnread(line.file, line.place, line.why) for line in unread[:SHOWN]),
        more_unread=max(len(unread) - SHOWN, 0),
        workbook=WORKBOOK,
        machine=MACHINE,
    )
    (folder / PAGE).write_text(city_audit_page(whole), encoding="utf-8")
    return counts


def _weighed(record: AuditRecord) -> Iterator[tuple[tuple[int, int, str, int], FindingLine]]:
    for weight, line in zip(record.weights, record.findings, strict=True):
        yield (*weight, record.name, line.rank), line


def _document(rank: int, record: AuditRecord, page: str, copy: str) -> CityDocument:
    line = record.line
    return CityDocument(
        rank=rank,
        unit=line.unit,
        file=line.file,
        year=line.year,
        state=record.state,
        state_word=line.state,
        counts=line.counts[: len(Severity)],
        unread=line.counts[-1],
        page=page,
        copy=copy,
    )


def _finding(line: FindingLine, href: str) -> CityFinding:
    return CityFinding(
        rank=line.rank,
        unit=line.unit,
        file=line.file,
        severity=line.severity,
        severity_word=line.severity_word,
        family=line.family,
        place=line.place,
        before=line.before,
        mark=line.mark,
        after=line.after,
        formula=line.formula,
        explanation=line.explanation,
        proposed=line.proposed,
        href=href,
    )


def _counts(records: Sequence[AuditRecord]) -> dict[str, int]:
    severities = {s.value: sum(r.line.counts[n] for r in records) for n, s in enumerate(Severity)}
    states = Counter(record.state for record in records)
    return {
        "documents": len(records),
        "problems": sum(len(record.findings) for record in records),
        **severities,
        **{state: states[state] for state in STATES},
    }


def counts_in_words(counts: dict[str, int]) -> tuple[tuple[str, int], ...]:
    """(word, count) of what :func:`write_report` counted, as pages and lines of progress say it."""
    words = [("文件", counts["documents"])]
    words += [(severity.chinese, counts[severity.value]) for severity in Severity]
    return (*words, *((word, counts[state]) for state, word in STATES.items() if state != "findings"))


def _families(lines: Sequence[FindingLine]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Family → findings by severity, the most frequent first."""
    found: dict[str, Counter[str]] = {}
    for line in lines:
        found.setdefault(line.family, Counter())[line.severity] += 1
    ordered = sorted(found.items(), key=lambda entry: (-entry[1].total(), entry[0]))
    return tuple((family, tuple(count[severity.value] for severity in Severity)) for family, count in ordered)

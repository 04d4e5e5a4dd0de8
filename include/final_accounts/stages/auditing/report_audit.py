"""核对报告: the ranked report of a city: page, workbook, JSON, one page and annotated copy a document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from final_accounts.model.errors import PublishingError
from final_accounts.publishing.site import staging, swap_site
from final_accounts.stages.auditing.audit_chunk import record_in
from final_accounts.stages.auditing.audit_files import counts_in_words, write_report
from final_accounts.stages.auditing.audit_record import AuditRecord, unread_record
from final_accounts.stages.auditing.find_documents import listed_documents
from final_accounts.stages.house import Chunk, progress
from final_accounts.stages.settings import Settings
from final_accounts.warehouse import ContentStore


def report_audit(settings: Settings, chunks: Sequence[Chunk]) -> dict[str, int | str]:
    """Put the report in place as ``var/audit/<name>`` by one rename.

    A document whose chunk failed stands in it as not audited; PublishingError when nothing was audited at all.
    """
    store = ContentStore(settings.store)
    first = chunks[0]
    records: list[AuditRecord] = []
    missing = 0
    for found in listed_documents(store, first):
        record = record_in(store, first, found)
        if record is None:
            missing += 1
            record = unread_record(found.path, found.sha256, "所在批次没有完成，文件没有核对；处理后重跑该批次。")
        records.append(record)
    if missing == len(records):
        raise PublishingError(f"“{first['name']}”没有一份文件核对完成，没有生成报告；请先处理失败的批次。")
    live = report_folder(settings, str(first["name"]))
    with staging(live) as folder:
        counts = write_report(records, str(first["name"]), folder)
        swap_site(folder, live)
    told = "、".join(f"{word} {count}" for word, count in counts_in_words(counts))
    progress.info("%s：%s，报告 %s", first["name"], told, live / "index.html")
    return {**counts, "missing": missing, "page": str(live / "index.html")}


def report_folder(settings: Settings, name: str) -> Path:
    """Where the report of that name stands."""
    return settings.var / "audit" / name

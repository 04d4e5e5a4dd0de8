"""核对: audit the documents of a chunk, each in a process that may be killed; one bad file never fails its chunk."""

from __future__ import annotations

from collections import Counter

from final_accounts.stages.auditing.audit_record import AuditRecord, auditing, decoded, encoded, unread_record
from final_accounts.stages.auditing.audit_rows import STATES
from final_accounts.stages.auditing.find_documents import FoundDocument, documents_of
from final_accounts.stages.house import Chunk, progress
from final_accounts.stages.settings import Settings
from final_accounts.warehouse import ContentStore

AUDITED = "audited"


def audit_chunk(settings: Settings, chunk: Chunk) -> dict[str, int]:
    """Keep one record a document under run, path and content; how many documents came out how."""
    store = ContentStore(settings.store)
    states: Counter[str] = Counter()
    problems = 0
    with auditing() as audits:
        for found in documents_of(store, chunk):
            key = record_key(chunk, found)
            if store.has_result(AUDITED, key):  # this task was interrupted and runs again
                record = decoded(store.get_result(AUDITED, key))
            elif found.refused:
                record = unread_record(found.path, "", found.refused)
            else:
                record = audits.record(store.get(found.sha256), found.path, found.sha256)
            store.put_result(AUDITED, key, encoded(record))
            states[record.state] += 1
            problems += len(record.findings)
            progress.info("%s：%s，问题 %d 处", found.path, STATES[record.state], len(record.findings))
    return {"documents": states.total(), "problems": problems, **dict(sorted(states.items()))}


def record_key(chunk: Chunk, found: FoundDocument) -> str:
    """Key of a document's record: another run audits again, with the words and rules of its day."""
    return "\n".join((str(chunk["run"]), str(chunk["name"]), found.path, found.sha256))


def record_in(store: ContentStore, chunk: Chunk, found: FoundDocument) -> AuditRecord | None:
    """The record that this run kept; None where its chunk did not come so far."""
    key = record_key(chunk, found)
    return decoded(store.get_result(AUDITED, key)) if store.has_result(AUDITED, key) else None

"""Documents from outside are read and audited in a process that may be killed; what kills it is told as unread."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final, cast

from final_accounts.catalog import edition_of
from final_accounts.model.document import DocumentKind, ReadDocument, Spot, Unread
from final_accounts.readers.documents import read_document
from final_accounts.readers.process import MEMORY, Died, ReadingProcess
from final_accounts.stages.auditing.audit import Audited, audit_document

SECONDS: Final = 120.0
"""For one document; a hundred pages of PDF take about ten."""


def unread_document(name: str, why: str) -> ReadDocument:
    """What stands for a document that could not be read or audited: never a success."""
    return ReadDocument(DocumentKind.UNKNOWN, name, 0, (), (Unread(Spot(line=1), why),))


def killed(end: Died) -> str:
    """What is told of the document that ended the process."""
    return f"{end}，文件没有核对。文件结构异常或过大。"


def audit_paths(
    paths: Iterable[Path], edition_id: str | None = None, *, memory: int = MEMORY, seconds: float = SECONDS
) -> tuple[Audited, ...]:
    """Read and audit each file apart. A path that cannot be opened or an unknown edition is a usage error."""
    stated = edition_of(edition_id).id if edition_id else ""
    process = ReadingProcess(audited_apart, memory=memory, seconds=seconds)
    try:
        return tuple(_audited(process, path, stated) for path in paths)
    finally:
        process.close()


def audited_apart(data: bytes, name: str, sha256: str, edition: str) -> tuple[Audited, str]:
    """The outcome as it can be handed from one process to another: the edition by its id."""
    outcome = audit_document(read_document(data, name), sha256, edition_of(edition) if edition else None)
    return replace(outcome, edition=None), outcome.edition.id if outcome.edition else ""


def _audited(process: ReadingProcess, path: Path, edition: str) -> Audited:
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        answer = process.call(data=data, name=path.name, sha256=sha256, edition=edition)
    except Died as end:
        return audit_document(unread_document(path.name, killed(end)), sha256)
    outcome, found = cast("tuple[Audited, str]", answer)
    return replace(outcome, edition=edition_of(found) if found else None)

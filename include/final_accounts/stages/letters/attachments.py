"""附送材料: documents that a unit sends beside its workbook are audited, and the unit is told what was found."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from final_accounts.history import NewEvent, subject_of
from final_accounts.stages.auditing.audit_record import AuditRecord, auditing
from final_accounts.stages.house import Chunk, House, Season, now, progress
from final_accounts.stages.intake.arrivals import ATTACHMENT

AUDITED: Final = "attachment.audited"
_UNSAFE: Final = re.compile(r"[^\w\-]+")


@dataclass(frozen=True, slots=True)
class Attachment:
    """The newest bytes of a document in a unit's inbox."""

    unit: str
    file_name: str
    sha256: str


def tell_attachments(house: House, season: Season, chunk: Chunk) -> int:
    """Audit the documents of the chunk's units and put page and annotated copy into the unit's feedback folder.

    Each is audited by itself, in the unit's edition, in a process that may be killed. What was found is an event with
    its hash; it decides nothing about the submission.
    """
    found = list(attachments(house, season, chunk))
    if not found:
        return 0
    events: list[NewEvent] = []
    with auditing() as audits:
        for one in found:
            data = house.store.get(one.sha256)
            record = audits.record(data, one.file_name, one.sha256, season.edition.id)
            _put(house.settings.feedback(season.city.id, season.fiscal_year) / one.unit, record)
            events.append(_audited(house, one, record))
            progress.info("%s 附送材料 %s：%s", one.unit, one.file_name, record.line.conclusion)
    house.history.append(season.city.id, season.fiscal_year, events)
    return len(found)


def attachments(house: House, season: Season, chunk: Chunk) -> Iterator[Attachment]:
    """The documents of the chunk's units as they arrived last, in order of unit and name.

    Where the chunk names its "attachments" (subjects of their events), only those.
    """
    asked, named = chunk["units"], chunk.get("attachments")
    units = {str(unit) for unit in asked} if isinstance(asked, list) else set()
    newest: dict[tuple[str, str], Attachment] = {}
    for event in house.history.events(season.city.id, season.fiscal_year, kind=ATTACHMENT):
        said: dict[str, str] = msgspec.json.decode(event.payload)
        if said["unit"] in units and (not isinstance(named, list) or event.subject in named):
            newest[said["unit"], said["file_name"]] = Attachment(said["unit"], said["file_name"], said["sha256"])
    for key in sorted(newest):
        yield newest[key]


def _put(folder: Path, record: AuditRecord) -> None:
    """Page and copy under names that one attachment keeps; a copy of an earlier version goes when nothing is found."""
    folder.mkdir(parents=True, exist_ok=True)
    name = Path(record.name)
    mark = hashlib.sha256(record.name.encode()).hexdigest()[:6]
    stem = f"附件-{_UNSAFE.sub('-', name.stem)[:60]}-{name.suffix.lstrip('.').lower()}-{mark}"
    _write(folder / f"{stem}-核对.html", record.page.encode())
    for suffix in (".html", ".docx"):
        copy = folder / f"{stem}-批注{suffix}"
        if suffix == record.suffix:
            _write(copy, record.copy)
        else:
            copy.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    partial = path.with_name(f".{path.name}.partial")
    partial.write_bytes(data)
    partial.replace(path)


def _audited(house: House, one: Attachment, record: AuditRecord) -> NewEvent:
    return NewEvent(
        kind=AUDITED,
        subject=subject_of(f"{one.unit}/{one.file_name}"),
        actor="公开文本核对",
        payload={
            "file_name": one.file_name,
            "sha256": one.sha256,
            "state": record.state,
            "findings": len(record.findings),
            "findings_hash": house.store.put(record.json.encode()),
        },
        at=now(),
    )

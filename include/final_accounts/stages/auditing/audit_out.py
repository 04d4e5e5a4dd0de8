"""The report of a few documents as a folder, for whoever audits at a terminal."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from final_accounts.model.errors import SeasonError
from final_accounts.stages.auditing.audit_files import PAGE, write_report
from final_accounts.stages.auditing.audit_record import auditing


def write_audit(paths: Sequence[Path], edition: str | None, folder: Path) -> tuple[Path, bool]:
    """Page, workbook, JSON and annotated copies below ``folder``; the page, and whether all was read and right.

    SeasonError when the folder already holds something: nothing is overwritten.
    """
    if folder.exists() and any(folder.iterdir()):
        raise SeasonError(f"文件夹 {folder} 里已有文件；请换一个空的文件夹，或先移走里面的文件。")
    with auditing() as audits:
        records = [
            audits.record(data, path.name, hashlib.sha256(data).hexdigest(), edition or "")
            for path, data in ((path, path.read_bytes()) for path in paths)
        ]
    folder.mkdir(parents=True, exist_ok=True)
    write_report(records, folder.resolve().name, folder)
    return folder / PAGE, all(record.state == "clean" for record in records)

"""到件: what becomes of a file of an inbox: a new version, a repeated one, a document beside it, or quarantine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from final_accounts.history import NewEvent, subject_of
from final_accounts.model.submission import Submission, SubmissionState
from final_accounts.stages.house import House, Season, now, progress
from final_accounts.stages.intake.inbox import Waiting
from final_accounts.stages.results import version_name
from final_accounts.warehouse.column_types import storable

ATTACHMENT = "attachment.received"
QUARANTINED = "submission.quarantined"
REPEATED = "submission.repeated"


class Outcome(StrEnum):
    """What became of a file."""

    RECEIVED = "received"  # 收到：是一个版本
    REPEATED = "repeated"  # 重复：同一内容以前收到过
    ATTACHED = "attached"  # 附送材料
    QUARANTINED = "quarantined"  # 隔离
    GONE = "gone"  # 读取前被移走或改写，改写后的文件另行收件

    @property
    def chinese(self) -> str:
        """The word in a line of progress."""
        words = {"received": "报送", "repeated": "重复", "attached": "附件", "quarantined": "隔离", "gone": "已移走"}
        return words[self.value]


@dataclass(frozen=True, slots=True)
class Received:
    """A file with what became of it.

    ``submission`` is the version it is or repeats, ``reviewed`` whether the warehouse has a verdict on that version.
    """

    item: Waiting
    outcome: Outcome
    events: tuple[NewEvent, ...] = ()
    submission: Submission | None = None
    reviewed: bool = False

    @property
    def about(self) -> str:
        """The subject under which the history tells of it."""
        return self.events[-1].subject if self.events else ""


def receive(house: House, season: Season, items: Sequence[Waiting]) -> list[Received]:
    """Keep the bytes of every file and tell the history, in one append; one bad file stops nobody else.

    Again for the same file it gives the same and tells nothing new.
    """
    known = frozenset(unit.code for unit in season.city.units_of(season.fiscal_year))
    received = [_receive(house, season, known, item) for item in items]
    house.history.append(season.city.id, season.fiscal_year, [event for one in received for event in one.events])
    return received


def _receive(house: House, season: Season, known: frozenset[str], item: Waiting) -> Received:
    why = item.refused or ("" if item.folder in known else "收件箱文件夹不是本年度登记的预算单位编码")
    if why:
        return Received(item, Outcome.QUARANTINED, (_quarantined(item, why),))
    try:
        data = item.read()
    except PermissionError:  # when it is granted, the file counts as another one
        return Received(item, Outcome.QUARANTINED, (_quarantined(item, "没有读取这个文件的权限"),))
    if data is None:
        progress.warning("%s 在读取前被移走或改写，下次收件时再看", item.path)
        return Received(item, Outcome.GONE)
    if item.attached:
        return Received(item, Outcome.ATTACHED, (_attached(house, item, data),))
    return _version(house, season, item, data)


def _version(house: House, season: Season, item: Waiting, data: bytes) -> Received:
    """The version these bytes are. It repeats another file when the version came under another name or moment.

    It repeats it, too, when the same file was laid there once more: who withdrew it may hand it in again like this.
    Where nobody has reviewed the version yet, that is still to be done.
    """
    sha256 = house.store.put(data)
    house.warehouse.receive(
        season.city.id,
        season.fiscal_year,
        item.folder,
        sha256,
        file_name=item.name,
        size=len(data),
        received_at=item.arrived,
        laid=item.laid,
    )
    stored = next(
        one
        for one in house.warehouse.stored_submissions(season.city.id, season.fiscal_year, (item.folder,))
        if one.submission.sha256 == sha256
    )
    submission = stored.submission
    first = NewEvent(
        kind="submission.received",
        subject=version_name(submission),
        actor=item.folder,
        payload={
            "unit": item.folder,
            "version": submission.version,
            "sha256": sha256,
            "file_name": submission.file_name,
            "arrived": stored.received_at.isoformat(),
        },
        at=now(),
    )
    reviewed = stored.state is not SubmissionState.RECEIVED
    same_file = (submission.file_name, stored.received_at) == (storable(item.name), item.arrived)
    if same_file and stored.laid in {"", item.laid}:
        return Received(item, Outcome.RECEIVED, (first,), submission, reviewed)
    again = NewEvent(
        kind=REPEATED,
        subject=subject_of(f"{version_name(submission)}/{item.name}"),
        actor=item.folder,
        payload={
            "unit": item.folder,
            "version": submission.version,
            "sha256": sha256,
            "file_name": item.name,
            "arrived": item.arrived.isoformat(),
            "laid": item.laid,
        },
        at=now(),
    )
    outcome = Outcome.REPEATED if reviewed or not same_file else Outcome.RECEIVED
    return Received(item, outcome, (first, again), submission, reviewed)


def _attached(house: House, item: Waiting, data: bytes) -> NewEvent:
    return NewEvent(
        kind=ATTACHMENT,
        subject=subject_of(f"{item.folder}/{item.name}"),
        actor=item.folder,
        payload={"unit": item.folder, "sha256": house.store.put(data), "file_name": item.name},
        at=now(),
    )


def _quarantined(item: Waiting, why: str) -> NewEvent:
    return NewEvent(
        kind=QUARANTINED,
        subject=subject_of(f"{item.folder}/{item.name}"),
        actor="收件",
        payload={"folder": item.folder, "file_name": item.name, "reason": why},
        at=now(),
    )

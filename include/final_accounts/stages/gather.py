"""收件: workbooks become versions of submissions, documents beside them are kept; nothing is overwritten or lost."""

from __future__ import annotations

from math import ceil

from final_accounts.history import NewEvent
from final_accounts.stages.considered import moment
from final_accounts.stages.house import Chunk, House, Season, SeasonDict, now, progress
from final_accounts.stages.inbox import Waiting, waiting
from final_accounts.stages.settings import Settings

UNITS_PER_CHUNK = 25
MOST_CHUNKS = 50
SUBJECT_LENGTH = 200
ATTACHMENT = "attachment.received"


def chunk_count(units: int) -> int:
    """Chunks for that many units: tens of tasks, however many units.

    >>> chunk_count(0), chunk_count(12), chunk_count(1000), chunk_count(5000)
    (0, 1, 40, 50)
    """
    return min(MOST_CHUNKS, ceil(units / UNITS_PER_CHUNK))


def gather(settings: Settings, season_item: SeasonDict) -> list[Chunk]:
    """Receive every new file of the inbox and cut the units that have submitted into chunks.

    A file arrived when it was last written. Files of a folder are versions in the order of arrival.
    A sender is known by its own inbox folder. Files that start with ``.`` or ``~`` are somebody's half-written or lock
    files and wait. The same bytes again are the same version. Documents beside a workbook are no versions: they are
    kept, told in the history, and audited with the chunk of their unit. What is in no registered unit's folder, is a
    link or is too large is quarantined by name in the history and left where it is; one bad item stops nobody else.
    """
    house = House.open(settings)
    season = Season.of(season_item)
    known = {unit.code for unit in season.city.units_of(season.fiscal_year)}
    events: list[NewEvent] = []
    arrived: list[str] = []
    for item in waiting(settings.inbox(season.city.id, season.fiscal_year)):
        why = item.refused or ("" if item.folder in known else "收件箱文件夹不是本年度登记的单位代码")
        if why:
            events.append(_quarantined(item, why))
            continue
        try:
            events.append(_attached(house, item) if item.attached else _received(house, season, item))
        except FileNotFoundError:
            progress.warning("%s 在读取前被移走，下次收件时再看", item.path)
            continue
        if item.folder not in arrived:
            arrived.append(item.folder)
    house.history.append(season.city.id, season.fiscal_year, events)
    count = chunk_count(len(arrived))
    began = moment(house, season)
    progress.info("收到 %d 家单位的报送，分 %d 批处理", len(arrived), count)
    return [
        {
            "run": season.run,
            "chunk": index,
            "city": season.city.id,
            "fiscal_year": season.fiscal_year,
            "units": arrived[index::count],
            **began,
        }
        for index in range(count)
    ]


def _received(house: House, season: Season, item: Waiting) -> NewEvent:
    data = item.path.read_bytes()
    sha256 = house.store.put(data)
    submission, _ = house.warehouse.receive(
        season.city.id,
        season.fiscal_year,
        item.folder,
        sha256,
        file_name=item.name,
        size=len(data),
        received_at=item.arrived,
    )
    return NewEvent(
        kind="submission.received",
        subject=f"{item.folder}/v{submission.version}",
        actor=item.folder,
        payload={
            "unit": item.folder,
            "version": submission.version,
            "sha256": sha256,
            "file_name": submission.file_name,
        },
        at=now(),
    )


def _attached(house: House, item: Waiting) -> NewEvent:
    return NewEvent(
        kind=ATTACHMENT,
        subject=f"{item.folder}/{item.name}"[:SUBJECT_LENGTH],
        actor=item.folder,
        payload={"unit": item.folder, "sha256": house.store.put(item.path.read_bytes()), "file_name": item.name},
        at=now(),
    )


def _quarantined(item: Waiting, why: str) -> NewEvent:
    return NewEvent(
        kind="submission.quarantined",
        subject=f"{item.folder}/{item.name}"[:SUBJECT_LENGTH],
        actor="收件",
        payload={"folder": item.folder, "file_name": item.name, "reason": why},
        at=now(),
    )

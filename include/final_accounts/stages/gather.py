"""收件: every file in the inbox becomes a version of its unit's submission; nothing is overwritten, nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from math import ceil
from pathlib import Path

from final_accounts.history import NewEvent
from final_accounts.stages.house import Chunk, House, Season, SeasonDict, now, progress
from final_accounts.stages.settings import Settings

UNITS_PER_CHUNK = 25
MOST_CHUNKS = 50


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
    files and wait. The same bytes again are the same version. A folder of no registered unit is quarantined by name in
    the history and left where it is.
    """
    house = House.open(settings)
    season = Season.of(season_item)
    known = {unit.code for unit in season.city.units_of(season.fiscal_year)}
    inbox = settings.inbox(season.city.id, season.fiscal_year)
    events: list[NewEvent] = []
    arrived: list[str] = []
    for folder in sorted(path for path in inbox.iterdir() if path.is_dir()) if inbox.is_dir() else ():
        files = sorted(
            (path for path in folder.iterdir() if path.is_file() and path.name[0] not in ".~"),
            key=lambda path: (int(path.stat().st_mtime), path.name),
        )
        if folder.name not in known:
            events.extend(_quarantined(path, folder.name) for path in files)
            continue
        events.extend(_received(house, season, folder.name, path) for path in files)
        if files:
            arrived.append(folder.name)
    house.history.append(season.city.id, season.fiscal_year, events)
    count = chunk_count(len(arrived))
    progress.info("收到 %d 家单位的报送，分 %d 批处理", len(arrived), count)
    return [
        {
            "run": season.run,
            "chunk": index,
            "city": season.city.id,
            "fiscal_year": season.fiscal_year,
            "units": arrived[index::count],
        }
        for index in range(count)
    ]


def _received(house: House, season: Season, unit: str, path: Path) -> NewEvent:
    data = path.read_bytes()
    sha256 = house.store.put(data)
    arrived = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    submission, _ = house.warehouse.receive(
        season.city.id, season.fiscal_year, unit, sha256, file_name=path.name, size=len(data), received_at=arrived
    )
    return NewEvent(
        kind="submission.received",
        subject=f"{unit}/v{submission.version}",
        actor=unit,
        payload={"unit": unit, "version": submission.version, "sha256": sha256, "file_name": submission.file_name},
        at=now(),
    )


def _quarantined(path: Path, folder: str) -> NewEvent:
    return NewEvent(
        kind="submission.quarantined",
        subject=f"{folder}/{path.name}",
        actor="收件",
        payload={"folder": folder, "file_name": path.name, "reason": "收件箱文件夹不是本年度登记的单位代码"},
        at=now(),
    )

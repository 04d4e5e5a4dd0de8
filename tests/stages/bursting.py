"""A burst of files: new ones, the same again, half-written ones, some in nobody's folder, a claimer killed."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook

from final_accounts.catalog import city
from final_accounts.stages.house import House
from final_accounts.stages.intake.open_season import open_season
from final_accounts.stages.settings import Settings
from final_accounts.workbooks.defects import frozen
from stages.arriving import CITY, MORNING, STRANGER, YEAR, claimed, events, lay, put

UNITS = tuple(unit.code for unit in city(CITY).units_of(YEAR))
LONGEST = 240
SPAWN = multiprocessing.get_context("spawn")


def no_workbook(n: int) -> bytes:
    """Quick to review."""
    return b"no workbook, number %d" % n


def small_workbook(n: int) -> bytes:
    """A real workbook with no accounts in it; the same bytes for the same number."""
    book, stream = Workbook(), BytesIO()
    book.properties.created = datetime(2022, 1, 1)  # noqa: DTZ001 - as openpyxl keeps it
    book.create_sheet(f"第{n}号").append([f"第{n}号文件", n])
    book.save(stream)
    return frozen(stream.getvalue())


@dataclass(frozen=True)
class Burst:
    """Files that arrive together, in a folder or a store: ``new`` ones, ``twice`` of these again, half-written ones.

    The first, the half-written and the ``strange`` ones in nobody's folder are two hundred different contents or fewer;
    ``content`` gives each by its number.
    """

    settings: Settings
    new: int
    twice: int
    half: int = 12
    strange: int = 8
    content: Callable[[int], bytes] = no_workbook
    whole: threading.Event = field(default_factory=threading.Event)

    def lay(self) -> None:
        """The files that are whole."""
        for n in range(self.new):
            self._lay(_unit(n), f"{n:03}.xlsx", self.content(n), MORNING + n)
        for n in range(self.twice):
            self._lay(_unit(n % self.new), f"又{n:03}.xlsx", self.content(n % self.new), MORNING + 1000 + n)
        for n in range(self.strange):
            self._lay(STRANGER, f"{n}.xlsx", self.content(self.new + n), MORNING)

    @property
    def local(self) -> bool:
        """Whether the inboxes are folders of this machine."""
        return not self.settings.mailbox

    def _lay(self, unit: str, name: str, data: bytes, at: int) -> None:
        if self.local:
            put(self.settings, unit, name, data, at)
        else:  # a store writes down its own moments
            lay(self.settings, unit, name, data)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Half-written files become whole when ``whole`` is set, at the latest at the end."""
        writer = threading.Thread(target=self._write if self.local else self._write_again)
        writer.start()
        try:
            yield
        finally:
            self.whole.set()
            writer.join()

    def _write(self) -> None:
        """Every other one grows under its own name, the rest under the name a program gives to half a file."""
        paths = [
            put(self.settings, _unit(n), f"慢{n:03}.xlsx{'.part' if n % 2 else ''}", b"") for n in range(self.half)
        ]
        files = [path.open("ab", buffering=0) for path in paths]
        while not self.whole.wait(0.05):
            for file in files:
                file.write(b".")
        for n, (file, path) in enumerate(zip(files, paths, strict=True)):
            file.write(no_workbook(n))
            file.close()
            path.rename(path.with_name(path.name.removesuffix(".part")))

    def _write_again(self) -> None:
        """The same in a store: keys are put again, longer each time; some are copied to their names at last."""
        inbox = self.settings.inbox_at(CITY, YEAR)
        places = [inbox / _unit(n) / f"慢{n:03}.xlsx{'.part' if n % 2 else ''}" for n in range(self.half)]
        size = 0
        while not self.whole.wait(0.3):
            size += 1
            inbox.fs.pipe({place.path: b"." * size for place in places})
        inbox.fs.pipe({place.path: b"." * size + no_workbook(n) for n, place in enumerate(places)})
        for place in places[1::2]:
            place.rename(place.with_name(place.name.removesuffix(".part")))

    def killed_in_the_middle(self) -> int:
        """A claimer takes everything on, receives some of it, and dies; how many versions it had received."""
        open_season(self.settings, CITY, YEAR, {}, "before")
        victim = SPAWN.Process(target=claimed, args=(replace(self.settings, lease=2), "victim"))
        victim.start()
        assert victim.pid is not None
        warehouse = House.open(self.settings).warehouse
        until = time.monotonic() + LONGEST
        while len(warehouse.submissions(CITY, YEAR)) < self.new // 10 and time.monotonic() < until:
            time.sleep(0.01)
        os.kill(victim.pid, signal.SIGKILL)
        victim.join()
        return len(warehouse.submissions(CITY, YEAR))

    def check_received_once_and_whole(self) -> list[str]:
        """The versions, after holding the history against the files as they are."""
        told = [json.loads(event.payload) for event in events(self.settings, "submission.received")]
        inbox = self.settings.inbox_at(CITY, YEAR)
        inbox.fs.invalidate_cache()
        files = [path for folder in inbox.iterdir() if folder.name != STRANGER for path in folder.iterdir()]
        whole = {(path.parent.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in files}
        assert Counter((one["unit"], one["sha256"]) for one in told) == dict.fromkeys(whole, 1)
        assert len(files) == self.new + self.twice + self.half
        assert len(whole) == self.new + self.half
        assert len(events(self.settings, "submission.repeated")) == self.twice
        quarantined = [json.loads(event.payload) for event in events(self.settings, "submission.quarantined")]
        strange = {(STRANGER, f"{n}.xlsx"): 1 for n in range(self.strange)}
        assert Counter((one["folder"], one["file_name"]) for one in quarantined) == strange
        for unit in {one["unit"] for one in told}:
            numbers = sorted(one["version"] for one in told if one["unit"] == unit)
            assert numbers == list(range(1, len(numbers) + 1))
        assert House.open(self.settings).history.verify(CITY, YEAR) == ()
        return [f"{one['unit']}/v{one['version']}" for one in told]


def _unit(n: int) -> str:
    return UNITS[n % len(UNITS)]

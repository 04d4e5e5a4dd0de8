"""Two hundred files at once, some twice, some half-written, a claimer killed in the middle: each is taken on once."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from final_accounts.catalog import city
from final_accounts.stages.house import House
from final_accounts.stages.open_season import open_season
from final_accounts.stages.settings import Settings
from stages.arriving import CITY, MORNING, STRANGER, YEAR, claim_in_a_process, claimed, events, outcomes, put

if TYPE_CHECKING:
    from pathlib import Path

UNITS = tuple(unit.code for unit in city(CITY).units_of(YEAR))
NEW, TWICE, HALF, STRANGE = 120, 60, 12, 8
CLAIMERS = 3
SETTLE = 1.5
LONGEST = 120
SPAWN = multiprocessing.get_context("spawn")


def content(n: int) -> bytes:
    return b"no workbook, number %d" % n


def unit(n: int) -> str:
    return UNITS[n % len(UNITS)]


def lay(settings: Settings) -> None:
    """The files that are whole."""
    for n in range(NEW):
        put(settings, unit(n), f"{n:03}.xlsx", content(n), MORNING + n)
    for n in range(TWICE):
        put(settings, unit(n), f"又{n:03}.xlsx", content(n), MORNING + 1000 + n)
    for n in range(STRANGE):
        put(settings, STRANGER, f"{n}.xlsx", content(n))


def write_slowly(settings: Settings, stop: threading.Event) -> None:
    """Half-written files: half of them grow under their own name, the others under a program's name for them."""
    paths = [put(settings, unit(n), f"慢{n:03}.xlsx{'.part' if n % 2 else ''}", b"") for n in range(HALF)]
    files = [path.open("ab", buffering=0) for path in paths]
    while not stop.wait(0.05):
        for file in files:
            file.write(b".")
    for n, (file, path) in enumerate(zip(files, paths, strict=True)):
        file.write(content(n))
        file.close()
        path.rename(path.with_name(path.name.removesuffix(".part")))


def killed_in_the_middle(settings: Settings) -> int:
    """A claimer that takes everything on, receives some of it, and dies; how many versions it had received."""
    victim = SPAWN.Process(target=claimed, args=(replace(settings, lease=2), "victim"))
    victim.start()
    assert victim.pid is not None
    warehouse = House.open(settings).warehouse
    until = time.monotonic() + LONGEST
    while len(warehouse.submissions(CITY, YEAR)) < NEW // 10 and time.monotonic() < until:
        time.sleep(0.01)
    os.kill(victim.pid, signal.SIGKILL)
    victim.join()
    return len(warehouse.submissions(CITY, YEAR))


def taken_on(settings: Settings, stop: threading.Event, writer: threading.Thread) -> list[str]:
    """Several claimers at once, again and again, until everything is done; the versions they were given to review."""
    given: list[str] = []
    until = time.monotonic() + LONGEST
    with ProcessPoolExecutor(CLAIMERS, mp_context=SPAWN) as pool:
        for again in range(LONGEST):
            runs = [f"claimer {n}, {again}" for n in range(CLAIMERS)]
            shares = [pool.submit(claim_in_a_process, settings, run, 600.0) for run in runs]
            given += [name for share in shares for name in share.result()]
            done = outcomes(settings)
            assert time.monotonic() < until, done
            if not done[""] and done["received"] == NEW + HALF:
                break
            if not done[""] and done["received"] >= NEW:
                stop.set()
                writer.join()
    return given


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    embedded = replace(Settings.at(tmp_path), settle=SETTLE)
    if request.param == "sqlite":
        return embedded
    return replace(embedded, warehouse=str(request.getfixturevalue("postgresql_url")))


def test_every_file_of_a_burst_is_taken_on_once_though_a_claimer_dies(settings: Settings) -> None:
    open_season(settings, CITY, YEAR, {}, "before")
    lay(settings)
    stop = threading.Event()
    writer = threading.Thread(target=write_slowly, args=(settings, stop))
    writer.start()
    try:
        begun = killed_in_the_middle(settings)
        assert 0 < begun < NEW
        assert outcomes(settings)[""] >= NEW
        given = taken_on(settings, stop, writer)
    finally:
        stop.set()
        writer.join()
    assert outcomes(settings) == {"received": NEW + HALF, "repeated": TWICE, "quarantined": STRANGE}
    told = [json.loads(event.payload) for event in events(settings, "submission.received")]
    whole = {
        (path.parent.name, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in settings.inbox(CITY, YEAR).glob("*/*.xlsx")
        if path.parent.name != STRANGER
    }
    assert Counter((one["unit"], one["sha256"]) for one in told) == dict.fromkeys(whole, 1)
    assert len(whole) == NEW + HALF
    assert sorted(given) == sorted(f"{one['unit']}/v{one['version']}" for one in told)
    assert len(events(settings, "submission.repeated")) == TWICE
    assert len(events(settings, "submission.quarantined")) == STRANGE
    assert House.open(settings).history.verify(CITY, YEAR) == ()

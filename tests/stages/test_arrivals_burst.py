"""Two hundred files at once, some twice, some half-written, a claimer killed in the middle: each is taken on once."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from final_accounts.stages.settings import Settings
from stages.arriving import claim_in_a_process, outcomes
from stages.bursting import LONGEST, SPAWN, Burst

if TYPE_CHECKING:
    from pathlib import Path

CLAIMERS = 3
SETTLE = 1.5
DEFAULT_SETTLE = 3
"""Kept where keys are put again by a server that has other work too."""


@pytest.fixture(params=["sqlite", "postgresql", "s3"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    embedded = replace(Settings.at(tmp_path), settle=SETTLE)
    if request.param == "sqlite":
        return embedded
    deployed = replace(embedded, warehouse=str(request.getfixturevalue("postgresql_url")))
    if request.param == "postgresql":
        return deployed
    return replace(deployed, settle=DEFAULT_SETTLE, mailbox=f"{request.getfixturevalue('bucket')}/inboxes")


def taken_on(burst: Burst) -> list[str]:
    """Several claimers at once, again and again, until everything is done; the versions they were given to review."""
    given: list[str] = []
    until = time.monotonic() + LONGEST
    with ProcessPoolExecutor(CLAIMERS, mp_context=SPAWN) as pool:
        for again in range(LONGEST):
            runs = [f"claimer {n}, {again}" for n in range(CLAIMERS)]
            shares = [pool.submit(claim_in_a_process, burst.settings, run, 600.0) for run in runs]
            given += [name for share in shares for name in share.result()]
            done = outcomes(burst.settings)
            assert time.monotonic() < until, done
            if not done[""] and done["received"] == burst.new + burst.half:
                break
            if not done[""] and done["received"] >= burst.new:
                burst.whole.set()
    return given


def test_every_file_of_a_burst_is_taken_on_once_though_a_claimer_dies(settings: Settings) -> None:
    burst = Burst(settings, new=120, twice=60)
    burst.lay()
    with burst.writing():
        begun = burst.killed_in_the_middle()
        assert 0 < begun < burst.new
        assert outcomes(settings)[""] >= burst.new
        given = taken_on(burst)
    ended = outcomes(settings)
    if not burst.local:  # what was claimed between two puts of a key was gone when it was read
        ended.pop("gone", None)
    assert ended == {
        "received": burst.new + burst.half,
        "repeated": burst.twice,
        "quarantined": burst.strange,
    }
    assert sorted(given) == sorted(burst.check_received_once_and_whole())

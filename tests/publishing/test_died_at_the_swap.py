"""A process that dies between the swap of the site and the history: the watch names it, the next run heals it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from final_accounts.publishing import ReadySite
from final_accounts.stages.publication.on_site import OnSite
from publishing.jianghan import UNIT
from publishing.put_up import approved, corrected, differs, published, reopen, standing, summary
from publishing.season import Season

if TYPE_CHECKING:
    from collections.abc import Callable


class Killed(BaseException):
    """The process dies."""


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> Callable[[Season], None]:
    """A site is swapped in, and the process dies before the history is told."""
    swap = ReadySite.swap

    def killed(ready: ReadySite) -> Path:
        swap(ready)
        raise Killed

    def summary_that_dies(season: Season) -> None:
        told = published(season)
        with monkeypatch.context() as patch:
            patch.setattr(ReadySite, "swap", killed)
            with pytest.raises(Killed):
                summary(season)
        assert season.page.exists()
        assert published(season) == told

    return summary_that_dies


@pytest.fixture
def killed(season: Season, dies: Callable[[Season], None]) -> Season:
    """A season of which that is so for its first site."""
    approved(season)
    dies(season)
    return season


def test_a_death_between_the_swap_and_the_history_is_named_by_the_watch_and_healed_by_the_next_run(
    killed: Season,
) -> None:
    assert differs(killed) == OnSite(exposed=(UNIT.code,))
    before = killed.page.read_bytes()
    assert summary(killed) == 1
    assert killed.page.read_bytes() == before
    assert published(killed) == [f"{UNIT.code}/v1"]
    assert differs(killed) == OnSite()


def test_what_is_reopened_after_such_a_death_goes_with_the_next_run(killed: Season) -> None:
    reopen(killed)
    assert differs(killed) == OnSite(exposed=(UNIT.code,))
    assert summary(killed) == 0
    assert not killed.page.exists()
    assert (published(killed), differs(killed)) == ([], OnSite())


def test_a_correction_that_came_out_by_such_a_death_is_named_too(
    season: Season, dies: Callable[[Season], None]
) -> None:
    corrected(season)
    dies(season)
    assert standing(season).public == 1
    assert differs(season) == OnSite(exposed=(UNIT.code,))
    assert summary(season) == 1
    assert (standing(season).public, differs(season)) == (2, OnSite())

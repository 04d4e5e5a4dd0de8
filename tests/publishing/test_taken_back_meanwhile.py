"""What somebody takes back, withholds or takes down while a site is assembled is not on the site that comes of it."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from final_accounts.model.errors import FinalAccountsError, SeasonError
from final_accounts.publishing import ReadySite
from final_accounts.season.states import UnitState
from final_accounts.stages.publication import going_public
from final_accounts.stages.publication.city_summary import TRIES, ChangedMeanwhileError
from final_accounts.stages.publication.on_site import OnSite
from final_accounts.stages.publication.publications import PUBLISHED
from final_accounts.stages.publication.publish import publish
from publishing.jianghan import CITY, UNIT
from publishing.put_up import (
    BASIS,
    approved,
    corrected,
    differs,
    letters,
    published,
    reopen,
    standing,
    summary,
    take_down,
)
from publishing.season import OPERATOR, Season

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

SUMMARY = importlib.import_module("final_accounts.stages.publication.city_summary")
LAST_ASKED = {"module": going_public, "step": "changed_since"}
"""The moment before the chain is locked."""


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Season:
    """A season on either database."""
    url = str(request.getfixturevalue("postgresql_url")) if request.param == "postgresql" else ""
    return Season(tmp_path / "var", url)


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None], int], None]:
    """What is done behind each assembling, or another step, for so many times; everything else is as it is."""

    def hook(act: Callable[[], None], times: int = 1, *, module: ModuleType = SUMMARY, step: str = "assemble") -> None:
        left, real = [act] * times, getattr(module, step)

        def done(*given: object) -> object:
            came = real(*given)
            if left:
                left.pop()()
            return came

        monkeypatch.setattr(module, step, done)

    return hook


@pytest.mark.parametrize("moment", [{}, LAST_ASKED], ids=["assembled", "asked"])
def test_what_is_reopened_meanwhile_is_not_published_and_no_letter_says_so(
    either: Season, meanwhile: Callable[..., None], caplog: pytest.LogCaptureFixture, moment: dict[str, object]
) -> None:
    approved(either)
    meanwhile(lambda: reopen(either), **moment)
    assert summary(either) == 0
    assert f"重新生成：{UNIT.code}：审计轨迹中没有与这份文件相符的批复事件" in caplog.text
    assert not list((either.site / "units").iterdir())
    assert (published(either), letters(either)) == ([], [])
    now = standing(either)
    assert (now.state, now.public, now.strange) == (UnitState.ACCEPTED, 0, 0)
    either.approve()
    either.run()
    assert either.page.exists()
    assert len(letters(either)) == 2  # accountant and head


def test_what_is_withheld_meanwhile_is_listed_with_its_basis_and_comes_out_once_it_is_released(
    season: Season, meanwhile: Callable[..., None]
) -> None:
    approved(season)
    meanwhile(lambda: season.act("disclosure.withheld", OPERATOR, reason="涉及国家秘密事项", basis=BASIS))
    assert summary(season) == 0
    assert not list((season.site / "units").iterdir())
    assert f"依据：{BASIS}" in (season.site / "units.html").read_text(encoding="utf-8")
    assert (published(season), standing(season).strange) == ([], 0)
    season.act("disclosure.released", OPERATOR, reason="评估审查后认为可以公开", basis=BASIS)
    assert summary(season) == 1
    assert season.page.exists()


def test_what_is_taken_down_while_its_correction_is_assembled_is_gone_with_it(
    season: Season, meanwhile: Callable[..., None]
) -> None:
    corrected(season)
    meanwhile(lambda: take_down(season))
    assert summary(season) == 0
    assert not list((season.site / "units").iterdir())
    assert "已撤下" in (season.site / "units.html").read_text(encoding="utf-8")
    assert published(season) == [f"{UNIT.code}/v1"]
    now = standing(season)
    assert (now.state, now.public, now.strange) == (UnitState.WITHDRAWN, 0, 0)


def test_what_is_public_and_taken_down_meanwhile_does_not_stay(season: Season, meanwhile: Callable[..., None]) -> None:
    """Its correction is open: nothing of it is approved, and the site in the making has its old page."""
    approved(season)
    summary(season)
    season.act("submission.corrected", OPERATOR, reason="单位来文申请更正", materiality="一般")
    meanwhile(lambda: take_down(season))
    assert summary(season) == 0
    assert not list((season.site / "units").iterdir())


def test_when_something_changes_every_time_nothing_is_put_up_and_the_error_names_the_unit(
    season: Season, meanwhile: Callable[..., None]
) -> None:
    approved(season)

    def approved_anew() -> None:
        reopen(season)
        season.approve()
        publish(season.settings, season.chunk)

    meanwhile(approved_anew, TRIES)
    told = rf"连续 {TRIES} 次.*未更新网页：{UNIT.code}：批复已换成另一次"
    with pytest.raises(ChangedMeanwhileError, match=told) as raised:
        summary(season)
    assert not isinstance(raised.value, FinalAccountsError), "Airflow does not try those again"
    assert not season.site.exists()
    assert published(season) == []
    assert summary(season) == 1


def test_whoever_comes_while_the_site_is_swapped_waits_until_it_is_told(
    either: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody's act comes between the page and the event: a reopening that begins in between finds it public."""
    approved(either)
    refused: list[str] = []

    def reopens() -> None:
        try:
            reopen(either)
        except SeasonError as error:
            refused.append(str(error))

    swap, other = ReadySite.swap, Thread(target=reopens)

    def swapped(ready: ReadySite) -> Path:
        other.start()
        other.join(1)
        assert other.is_alive(), "the chain is not locked"
        return swap(ready)

    monkeypatch.setattr(ReadySite, "swap", swapped)
    assert summary(either) == 1
    other.join()
    assert len(refused) == 1
    assert (standing(either).state, standing(either).strange) == (UnitState.PUBLISHED, 0)
    assert differs(either) == OnSite()


def test_a_publication_that_the_table_did_not_allow_counts_for_nothing(season: Season) -> None:
    """As runs wrote it that did not ask again: the next one takes the page off."""
    approved(season)
    summary(season)
    (event,) = season.house.history.events(CITY.id, 2021, PUBLISHED)
    told = json.loads(event.payload)
    take_down(season)
    season.event(PUBLISHED, event.subject, "公开", told | {"reason": "又一次"})
    assert standing(season).strange == 1
    assert summary(season) == 0
    assert not season.page.exists()
    assert len(letters(season)) == 2, "of the one that counted, to accountant and head"


@pytest.mark.parametrize("lie", [{"version": 2}, {"sha256": "0" * 64}, {"unit": "999001"}, {"files": 7}])
def test_a_publication_of_other_bytes_than_the_approved_ones_is_not_shown(
    season: Season, lie: dict[str, object]
) -> None:
    approved(season)
    page = season.house.store.put("别的网页".encode())
    told = {"unit": UNIT.code, "version": 1, "sha256": standing(season).sha256, "page": page, "files": {}}
    approval = standing(season).approval
    assert approval is not None
    said = {**told, "approval": approval.event, "reason": "", **lie}
    season.event(PUBLISHED, f"{UNIT.code}/v1", "公开", said)
    assert summary(season) == 1
    assert "别的网页" not in season.page.read_text(encoding="utf-8")
    assert len(published(season)) == 2, "what is really public is told"
    assert differs(season) == OnSite()

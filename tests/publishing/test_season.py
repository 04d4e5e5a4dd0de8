"""From the warehouse to the site: only what the history calls approved is published, and running again is the same."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console
from sqlalchemy import text

from final_accounts.model.errors import HistoryError
from final_accounts.model.submission import SubmissionState
from final_accounts.stages.publication.city_summary import city_summary
from final_accounts.stages.publication.report import report, show_report
from publishing.jianghan import CITY, SCORE, facts
from publishing.pages import figures_of, read
from publishing.season import Season


def test_an_approved_unit_gets_its_page_and_the_history_says_so(season: Season) -> None:
    submission = season.load("一")
    season.approve()
    assert season.run() == {"pages": 1, "refused": 0}
    page = read(season.page.read_text(encoding="utf-8"))
    assert figures_of(page)["349560000"] == "349.56"
    (approval,) = season.house.history.events(CITY.id, 2021, "submission.approved")
    assert approval.hash in page.text_content()
    (event,) = season.house.history.events(CITY.id, 2021, "submission.published")
    assert json.loads(event.payload)["approval"] == approval.hash
    assert season.house.store.get(json.loads(event.payload)["page"]) == season.page.read_bytes()
    (stored,) = season.house.warehouse.stored_submissions(CITY.id, 2021)
    assert (stored.submission, stored.state) == (submission, SubmissionState.PUBLISHED)


def test_running_again_gives_the_same_bytes_and_appends_nothing(season: Season) -> None:
    season.load("一")
    season.approve()
    season.run()
    first, head = season.everything(), season.house.history.head(CITY.id, 2021)
    version = season.site.resolve()
    season.run()
    assert season.everything() == first
    assert season.house.history.head(CITY.id, 2021) == head
    assert season.site.resolve() == version


def test_without_an_approval_event_nothing_is_published(season: Season) -> None:
    submission = season.load("一")
    season.house.warehouse.set_state(CITY.id, [submission], SubmissionState.APPROVED)
    assert season.run() == {"pages": 0, "refused": 1}
    assert not season.page.exists()
    assert (season.site / "index.html").is_file()
    assert not season.house.history.events(CITY.id, 2021, "submission.published")


def test_a_broken_chain_leaves_the_last_site(season: Season) -> None:
    season.load("一")
    season.approve()
    season.run()
    before = season.everything()
    with season.house.warehouse.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER event_no_update"))
        connection.execute(text("UPDATE event SET actor = '别人' WHERE kind = 'submission.approved'"))
    with pytest.raises(HistoryError, match="未更新网页"):
        city_summary(season.settings, season.item)
    assert season.everything() == before


def test_a_published_page_stands_while_a_later_version_is_returned(season: Season) -> None:
    season.load("一")
    season.approve()
    season.run()
    page = season.page.read_bytes()
    season.load("二", SubmissionState.RETURNED)
    season.run()
    assert season.page.read_bytes() == page
    city = read((season.site / "units.html").read_text(encoding="utf-8"))
    assert "退回" not in city.text_content(), "it is public while its page stands"


def test_the_city_counts_what_is_public_and_nothing_that_nobody_approved(season: Season) -> None:
    season.load("一")
    season.approve()
    season.run()
    before = (season.site / "consolidation/T1.html").read_text(encoding="utf-8")
    assert "349.56" in before
    doubled = tuple(replace(f, value=2 * f.value) if isinstance(f.value, int) else f for f in facts())
    season.load("二", reported=doubled)
    season.run()
    after = (season.site / "consolidation/T1.html").read_text(encoding="utf-8")
    assert "699.12" not in after
    assert "349.56" in after


def test_the_report_names_every_unit_and_fits_120_columns(season: Season) -> None:
    season.load("一")
    season.approve()
    season.run()
    found = report(season.settings, CITY.id, 2021)
    (row,) = found.rows
    assert (row.version, row.state, row.blocking, row.explain) == (1, "公开", 0, 1)
    assert (row.self_score, row.recomputed) == (SCORE.self_score, SCORE.recomputed)
    assert (found.city_page.parent / row.open).is_file()
    console = Console(width=120, record=True, file=StringIO())
    show_report(console, found)
    shown = console.export_text()
    table = shown.split("全市汇总")[0]
    assert max(console.measure(line).maximum for line in table.splitlines()) <= 120
    assert str(found.city_page) in shown


def test_a_unit_that_sent_nothing_is_on_the_report(season: Season) -> None:
    (row,) = report(season.settings, CITY.id, 2021).rows
    assert (row.state, row.open, row.version) == ("未报送", "", 0)

"""From the warehouse to the site: only what the history calls approved is published, and running again is the same."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import text

from final_accounts.history import NewEvent
from final_accounts.model.errors import HistoryError, PublishingError
from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.model.submission import Submission, SubmissionState
from final_accounts.publishing.documents import documents_root
from final_accounts.stages.approve import approve
from final_accounts.stages.city_summary import city_summary
from final_accounts.stages.house import Chunk, House, SeasonDict
from final_accounts.stages.open_season import open_season
from final_accounts.stages.publish import publish
from final_accounts.stages.report import report, show_report
from final_accounts.stages.settings import Settings
from final_accounts.warehouse import LoadRecord
from publishing.jianghan import CITY, EDITION, EVALUATION, EXPLANATION, FINDING, HEADER, SCORE, UNIT, facts
from publishing.pages import figures_of, read

AT = datetime(2022, 9, 30, 2, tzinfo=UTC)


class Season:
    """A season of the real unit in a folder of its own, at the moment after loading."""

    def __init__(self, var: Path) -> None:
        self.settings = Settings.at(var)
        self.item: SeasonDict = open_season(self.settings, CITY.id, 2021, {}, "run")
        self.chunk: Chunk = {"run": "run", "chunk": 0, "city": CITY.id, "fiscal_year": 2021, "units": [UNIT.code]}
        self.house = House.open(self.settings)
        self.site = self.settings.site(CITY.id, 2021)
        self.page = self.site / "units" / f"{UNIT.code}.html"

    def load(self, content: str, state: SubmissionState = SubmissionState.ACCEPTED) -> Submission:
        sha = self.house.store.put(content.encode())
        submission, _ = self.house.warehouse.receive(CITY.id, 2021, UNIT.code, sha, f"{content}.xlsx", len(content))
        blocking = Finding(EDITION.rulebook.rules[0].id, Severity.BLOCKING, Verdict.ERROR, "不平", hint="核对。")
        self.house.warehouse.load(
            LoadRecord(
                city=CITY.id,
                submission=submission,
                header=HEADER,
                state=state,
                edition=EDITION.id,
                edition_hash=EDITION.hash,
                rulebook_hash=EDITION.rulebook.hash,
                prior_hash="",
                code_version="1",
                facts=facts(),
                evaluations=(EVALUATION,),
                scores=(SCORE,),
                findings=(FINDING,) if state is SubmissionState.ACCEPTED else (FINDING, blocking),
                explanations=(EXPLANATION,),
                forms_present=tuple(EDITION.forms),
                nil_forms=("T7", "T8", "T9"),
            )
        )
        return submission

    def run(self) -> dict[str, int]:
        counts = publish(self.settings, self.chunk)
        city_summary(self.settings, self.item)
        return counts

    def approval(self, submission: Submission, actor: str = "某科长", **changes: object) -> None:
        payload = {"unit": submission.unit, "version": submission.version, "sha256": submission.sha256, "number": "1号"}
        subject = f"{submission.unit}/v{submission.version}"
        event = NewEvent("submission.approved", subject, actor, payload | changes, AT)
        self.house.history.append(CITY.id, 2021, [event])

    def everything(self) -> dict[str, bytes]:
        root = self.site.resolve()
        files = {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}
        return files | {"all": (self.settings.var / "site" / "index.html").read_bytes()}


@pytest.fixture
def season(tmp_path: Path) -> Season:
    return Season(tmp_path / "var")


def test_an_approved_unit_gets_its_page_and_the_history_says_so(season: Season) -> None:
    submission = season.load("一")
    approve(season.settings, season.item, "某科长")
    assert season.run() == {"pages": 1, "refused": 0, "returned_pages": 0}
    page = read(season.page.read_text(encoding="utf-8"))
    assert figures_of(page)["349560000"] == "349.56"
    (approval,) = season.house.history.events(CITY.id, 2021, "submission.approved")
    assert approval.hash in page.text_content()
    (event,) = season.house.history.events(CITY.id, 2021, "submission.published")
    assert json.loads(event.payload)["approval"] == approval.hash
    assert season.house.store.get(json.loads(event.payload)["page"]) == season.page.read_bytes()
    (stored,) = season.house.warehouse.stored_submissions(CITY.id, 2021)
    assert (stored.submission, stored.state) == (submission, SubmissionState.PUBLISHED)


def test_every_link_of_the_site_leads_somewhere(season: Season) -> None:
    season.load("一")
    approve(season.settings, season.item, "某科长")
    season.run()
    pages = [season.settings.var / "site" / "index.html", *season.site.glob("*.html"), *season.site.glob("*/*.html")]
    assert len(pages) == 4
    for path in pages:
        document = read(path.read_text(encoding="utf-8"))
        for link in document.xpath("//a/@href"):
            name, _, anchor = str(link).partition("#")
            target = Path(os.path.normpath(path.parent / name)) if name else path
            assert target.is_file(), (path, link)
            assert not anchor or document.get_element_by_id(anchor) is not None


def test_running_again_gives_the_same_bytes_and_appends_nothing(season: Season) -> None:
    season.load("一")
    approve(season.settings, season.item, "某科长")
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
    assert season.run() == {"pages": 0, "refused": 1, "returned_pages": 0}
    assert not season.page.exists()
    assert (season.site / "index.html").is_file()
    assert not season.house.history.events(CITY.id, 2021, "submission.published")


@pytest.mark.parametrize(
    ("actor", "changes"), [("某科长", {"sha256": "00" * 32}), ("某科长", {"version": 2}), (" ", {})]
)
def test_an_approval_of_anything_else_or_by_nobody_does_not_count(
    season: Season, actor: str, changes: dict[str, object]
) -> None:
    submission = season.load("一")
    season.house.warehouse.set_state(CITY.id, [submission], SubmissionState.APPROVED)
    season.approval(submission, actor, **changes)
    assert season.run()["refused"] == 1
    assert not season.page.exists()


def test_a_broken_chain_leaves_the_last_site(season: Season) -> None:
    season.load("一")
    approve(season.settings, season.item, "某科长")
    season.run()
    before = season.everything()
    with season.house.warehouse.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER event_no_update"))
        connection.execute(text("UPDATE event SET actor = '别人' WHERE kind = 'submission.approved'"))
    with pytest.raises(HistoryError, match="未更新网页"):
        city_summary(season.settings, season.item)
    assert season.everything() == before


def test_a_correction_replaces_the_page_and_says_which_version_it_replaces(season: Season) -> None:
    season.load("一")
    approve(season.settings, season.item, "某科长")
    season.run()
    season.load("二")
    approve(season.settings, season.item, "某科长")
    season.run()
    page = season.page.read_text(encoding="utf-8")
    assert "更正公告" in page
    assert "本文件为第 2 版" in page
    season.run()
    assert season.page.read_text(encoding="utf-8") == page


def test_a_published_page_stands_while_a_later_version_is_returned(season: Season) -> None:
    season.load("一")
    approve(season.settings, season.item, "某科长")
    season.run()
    page = season.page.read_bytes()
    season.load("二", SubmissionState.RETURNED)
    assert season.run()["returned_pages"] == 1
    assert season.page.read_bytes() == page
    city = read((season.site / "index.html").read_text(encoding="utf-8"))
    assert "退回" in city.find_class("matrix")[0].text_content()


def test_a_returned_version_has_a_page_beside_its_workbook(season: Season) -> None:
    season.load("一", SubmissionState.RETURNED)
    folder = season.settings.feedback(CITY.id, 2021) / UNIT.code
    folder.mkdir(parents=True)
    (folder / "v1-审核反馈.xlsx").write_bytes(b"x")
    assert season.run() == {"pages": 0, "refused": 0, "returned_pages": 1}
    page = read((folder / "v1.html").read_text(encoding="utf-8"))
    assert page.xpath("//a[@class='action']/@href") == ["v1-审核反馈.xlsx"]
    assert "不平" in page.text_content()


def test_a_page_that_cannot_be_made_is_our_error_and_the_old_site_stands(
    season: Season, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    season.load("一")
    approve(season.settings, season.item, "某科长")
    season.run()
    before = season.everything()
    room = tmp_path / "data" / "include" / "documents"
    shutil.copytree(documents_root() / "national", room / "national")
    (room / "national" / "unit.html.j2").write_text("{{ report.gone }}", encoding="utf-8")
    (room / "national" / "city.html.j2").write_text("{{ report.gone }}", encoding="utf-8")
    for name in ("layouts", "registers", "rubrics", "calendars", "examples"):
        (room.parent / name).symlink_to(documents_root().parent / name)
    (tmp_path / "data" / "expectations").symlink_to(documents_root().parents[1] / "expectations")
    monkeypatch.setenv("FINAL_ACCOUNTS_DATA", str(tmp_path / "data"))
    with pytest.raises(PublishingError, match=UNIT.code):
        publish(season.settings, season.chunk)
    with pytest.raises(PublishingError, match="gone"):
        city_summary(season.settings, season.item)
    assert season.everything() == before


def test_the_report_names_every_unit_and_fits_120_columns(season: Season) -> None:
    season.load("一")
    approve(season.settings, season.item, "某科长")
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

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
from publishing.pages import figures_of, links, read

AT = datetime(2022, 9, 30, 2, tzinfo=UTC)
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
REASON = "表3项目支出漏列一个项目"


class Season:
    """A season of the real unit in a folder of its own, at the moment after loading."""

    def __init__(self, var: Path) -> None:
        self.settings = Settings.at(var)
        self.item: SeasonDict = open_season(self.settings, CITY.id, 2021, {}, "run")
        self.chunk: Chunk = {"run": "run", "chunk": 0, "city": CITY.id, "fiscal_year": 2021, "units": [UNIT.code]}
        self.house = House.open(self.settings)
        self.site = self.settings.site(CITY.id, 2021)
        self.page = self.site / "units" / f"{UNIT.code}.html"

    def load(
        self, content: str, state: SubmissionState = SubmissionState.ACCEPTED, *, why_corrected: str = ""
    ) -> Submission:
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
                texts={"correction": why_corrected},
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
    season.load("二", why_corrected=REASON)
    approve(season.settings, season.item, "某科长")
    season.run()
    pages = [season.settings.var / "site" / "index.html", *season.site.rglob("*.html")]
    assert {"index.html", "units.html", "data.html", "rules.html", season.page.name} <= {path.name for path in pages}
    for path in pages:
        document = read(path.read_text(encoding="utf-8"))
        for link in document.xpath("//a/@href | //link/@href | //script/@src"):
            if link == LICENCE:
                continue
            name, _, anchor = str(link).partition("#")
            target = Path(os.path.normpath(path.parent / name)) if name else path
            assert target.is_file(), (path, link)
            if anchor and target.suffix == ".html":
                assert read(target.read_text(encoding="utf-8")).xpath("//*[@id=$id]", id=anchor), (path, link)


def test_an_approved_unit_gets_every_file_of_its_disclosure(season: Season) -> None:
    season.load("一")
    approve(season.settings, season.item, "某科长")
    season.run()
    folder = season.page.parent / UNIT.code
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {f"{UNIT.code}-2021-v1.{kind}" for kind in ("pdf", "docx", "xlsx")} < names
    assert "data-v1/datapackage.json" in names
    (event,) = season.house.history.events(CITY.id, 2021, "submission.published")
    files = json.loads(event.payload)["files"]
    assert {path: season.house.store.get(sha) for path, sha in files.items()} == {
        path: (season.page.parent / path).read_bytes() for path in files
    }


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


def test_a_correction_replaces_the_page_says_why_and_keeps_what_it_replaces(season: Season) -> None:
    season.load("一")
    approve(season.settings, season.item, "某科长")
    season.run()
    first = season.page.read_text(encoding="utf-8")
    files = {path: path.read_bytes() for path in (season.page.parent / UNIT.code).rglob("*") if path.is_file()}
    season.load("二", why_corrected=REASON)
    approve(season.settings, season.item, "某科长")
    season.run()
    page = season.page.read_text(encoding="utf-8")
    told = read(page).text_content()
    assert "更正公告" in told
    assert f"更正原因：{REASON}" in told
    assert f"{UNIT.code}-v1.html" in links(read(page))
    earlier = (season.page.parent / f"{UNIT.code}-v1.html").read_text(encoding="utf-8")
    assert "本页是较早的版本，已由第 2 版替代" in read(earlier).text_content()
    assert (
        earlier.replace(earlier[earlier.index("<aside") : earlier.index("</aside>") + 8], "<!-- superseded -->")
        == first
    )
    assert all(
        (season.page.parent / path.relative_to(season.page.parent)).read_bytes() == files[path] for path in files
    )
    season.run()
    assert season.page.read_text(encoding="utf-8") == page


def test_a_correction_without_a_reason_is_not_published(season: Season, caplog: pytest.LogCaptureFixture) -> None:
    season.load("一")
    approve(season.settings, season.item, "某科长")
    season.run()
    page = season.page.read_bytes()
    season.load("二")
    approve(season.settings, season.item, "某科长")
    assert season.run()["refused"] == 1
    assert "“更正原因”没有填写" in caplog.text
    assert season.page.read_bytes() == page


def test_a_published_page_stands_while_a_later_version_is_returned(season: Season) -> None:
    season.load("一")
    approve(season.settings, season.item, "某科长")
    season.run()
    page = season.page.read_bytes()
    season.load("二", SubmissionState.RETURNED)
    assert season.run()["returned_pages"] == 1
    assert season.page.read_bytes() == page
    city = read((season.site / "units.html").read_text(encoding="utf-8"))
    assert "退回" in city.text_content()


def test_a_returned_version_has_a_page_beside_its_workbook(season: Season) -> None:
    season.load("一", SubmissionState.RETURNED)
    folder = season.settings.feedback(CITY.id, 2021) / UNIT.code
    folder.mkdir(parents=True)
    (folder / "v1-审核反馈.xlsx").write_bytes(b"x")
    assert season.run() == {"pages": 0, "refused": 0, "returned_pages": 1}
    page = read((folder / "v1.html").read_text(encoding="utf-8"))
    assert page.xpath("//a[@class='action']/@href") == ["v1-审核反馈.xlsx"]
    assert "不平" in page.text_content()


@pytest.fixture
def documents_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the templates that a test may spoil, beside the other data rooms."""
    room = tmp_path / "data" / "include" / "documents"
    shutil.copytree(documents_root(), room)
    for name in ("layouts", "registers", "rubrics", "calendars", "examples"):
        (room.parent / name).symlink_to(documents_root().parent / name)
    (tmp_path / "data" / "expectations").symlink_to(documents_root().parents[1] / "expectations")
    monkeypatch.setenv("FINAL_ACCOUNTS_DATA", str(tmp_path / "data"))
    return room / "national"


def test_a_page_that_cannot_be_made_is_our_error_and_the_old_site_stands(
    season: Season, documents_of_ours: Path
) -> None:
    season.load("一")
    approve(season.settings, season.item, "某科长")
    season.run()
    before = season.everything()
    (documents_of_ours / "unit.html.j2").write_text("{{ report.gone }}", encoding="utf-8")
    (documents_of_ours / "city.html.j2").write_text("{{ report.gone }}", encoding="utf-8")
    with pytest.raises(PublishingError, match=UNIT.code):
        publish(season.settings, season.chunk)
    with pytest.raises(PublishingError, match="gone"):
        city_summary(season.settings, season.item)
    assert season.everything() == before


@pytest.mark.parametrize(
    "spoiled",
    [
        ("html", "unit.html.j2", "<h2>{{ part.shown }}</h2>", "<h2>{{ part.shown }}</h2><p>7.30</p>"),
        ("pdf", "disclosure.typ", "outline(title: none", "[7.30]; outline(title: none"),
    ],
)
def test_a_number_that_no_figure_stands_for_stops_the_publication(
    season: Season, documents_of_ours: Path, spoiled: tuple[str, str, str, str]
) -> None:
    kind, template, printed, instead = spoiled
    file = documents_of_ours / template
    text_of_file = file.read_text(encoding="utf-8")
    assert printed in text_of_file
    file.write_text(text_of_file.replace(printed, instead), encoding="utf-8")
    season.load("一")
    approve(season.settings, season.item, "某科长")
    with pytest.raises(PublishingError, match=f"{kind} 读回.*7.30"):
        publish(season.settings, season.chunk)
    city_summary(season.settings, season.item)
    assert not season.page.exists()


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

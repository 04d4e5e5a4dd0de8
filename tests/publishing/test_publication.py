"""What a publication holds: every file, every link good, earlier versions kept, nothing that no figure stands for."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from final_accounts.model.errors import PublishingError
from final_accounts.publishing.documents import documents_root
from final_accounts.stages.publication.city_summary import city_summary
from final_accounts.stages.publication.on_site import OnSite
from final_accounts.stages.publication.publish import publish
from publishing.jianghan import CITY, UNIT
from publishing.pages import links, read
from publishing.put_up import HEAD, differs, standing
from publishing.season import OPERATOR, Season

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
REASON = "表3项目支出漏列一个项目"


def test_an_approved_unit_gets_every_file_of_its_disclosure(season: Season) -> None:
    season.load("一")
    season.approve()
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


def test_every_link_of_the_site_leads_somewhere(season: Season) -> None:
    season.load("一")
    season.approve()
    season.run()
    season.load("二", why_corrected=REASON)
    season.approve()
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


def test_a_correction_replaces_the_page_says_why_and_keeps_what_it_replaces(season: Season) -> None:
    season.load("一")
    season.approve()
    season.run()
    first = season.page.read_text(encoding="utf-8")
    files = {path: path.read_bytes() for path in (season.page.parent / UNIT.code).rglob("*") if path.is_file()}
    season.load("二", why_corrected=REASON)
    season.approve()
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


def test_each_earlier_version_names_every_later_one_with_its_own_reason(season: Season) -> None:
    for content, reason in (("一", ""), ("二", REASON), ("三", "人数口径重新核对")):
        season.load(content, why_corrected=reason)
        season.approve()
        season.run()
    first, second = (
        " ".join(
            read(season.page.with_name(f"{UNIT.code}-v{n}.html").read_text(encoding="utf-8")).text_content().split()
        )
        for n in (1, 2)
    )
    assert (
        "本页是较早的版本，已由第 2 版替代，现行的是第 3 版。"
        f"第 2 版的更正原因：{REASON}；第 3 版的更正原因：人数口径重新核对"
    ) in first
    assert "本页是较早的版本，已由第 3 版替代。更正原因：人数口径重新核对" in second


def test_a_correction_without_a_reason_is_not_published(season: Season, caplog: pytest.LogCaptureFixture) -> None:
    season.load("一")
    season.approve()
    season.run()
    page = season.page.read_bytes()
    season.load("二")
    season.approve()
    assert season.run()["refused"] == 1
    assert "“更正原因”没有填写" in caplog.text
    assert season.page.read_bytes() == page


def test_an_earlier_version_that_is_handed_in_once_more_replaces_the_later_one(season: Season) -> None:
    first = season.load("一", why_corrected="第二版的改动有误，恢复第一版")
    season.approve()
    season.run()
    season.load("二", why_corrected=REASON)
    season.approve()
    season.run()
    season.act("submission.corrected", OPERATOR, reason="单位来文申请更正", materiality="一般")
    season.act("submission.withdrawn", HEAD, reason="改用第一版报送")
    again = {"unit": UNIT.code, "version": 1, "sha256": first.sha256}
    season.event("submission.repeated", f"{UNIT.code}/v1", "系统", again)
    season.approve()
    assert season.run() == {"pages": 1, "refused": 0}
    assert (standing(season).public, differs(season)) == (1, OnSite())
    assert "更正原因：第二版的改动有误，恢复第一版" in read(season.page.read_text(encoding="utf-8")).text_content()
    later = read(season.page.with_name(f"{UNIT.code}-v2.html").read_text(encoding="utf-8")).text_content()
    assert "本页是较早的版本，已由第 1 版替代" in later
    assert not season.page.with_name(f"{UNIT.code}-v1.html").exists()


@pytest.fixture
def documents_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the templates that a test may spoil, beside the other data rooms."""
    room = tmp_path / "data" / "include" / "documents"
    shutil.copytree(documents_root(), room)
    for name in ("layouts", "registers", "rubrics", "calendars", "examples", "persons", "narrative"):
        (room.parent / name).symlink_to(documents_root().parent / name)
    (tmp_path / "data" / "expectations").symlink_to(documents_root().parents[1] / "expectations")
    monkeypatch.setenv("FINAL_ACCOUNTS_DATA", str(tmp_path / "data"))
    return room / "national"


def test_a_page_that_cannot_be_made_is_our_error_and_the_old_site_stands(
    season: Season, documents_of_ours: Path
) -> None:
    season.load("一")
    season.approve()
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
    season.approve()
    with pytest.raises(PublishingError, match=f"{kind} 读回.*7.30"):
        publish(season.settings, season.chunk)
    city_summary(season.settings, season.item)
    assert not season.page.exists()

"""A season of a few made-up units from inbox to site: twice the same, and nothing is public without approval."""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import sqlalchemy

from final_accounts.catalog import city, edition
from final_accounts.model.errors import PublishingError, SeasonError
from final_accounts.model.submission import SubmissionState
from final_accounts.stages.acting.rehearse import rehearse
from final_accounts.stages.house import House
from final_accounts.stages.intake.gather import gather
from final_accounts.stages.intake.open_season import open_season
from final_accounts.stages.judgement.prior import prior_facts
from final_accounts.stages.publication.city_summary import city_summary
from final_accounts.stages.publication.publish import publish
from final_accounts.stages.publication.report import report
from final_accounts.stages.settings import Settings
from final_accounts.warehouse.content import content_held
from final_accounts.warehouse.queries_season import findings_of_version
from final_accounts.workbooks import write_submission
from final_accounts.workbooks.defects import Defect, write_defective
from outcome import outcome
from stages.bad_files import data_of
from whole_season import APPROVER, until_loaded, whole_season

if TYPE_CHECKING:
    from pathlib import Path

CITY, YEAR = "qingshi", 2021
CORRECTED, CORRUPT, NIL, MERGED, PARTS = "101001", "103001", "107001", "105003", ("105001", "105002")
WRONG_TOTAL = {"form": "T1", "row": "line:本年支出合计", "column": "amount", "add": "100.00"}


def send(settings: Settings, unit: str, name: str, *edits: dict[str, str], year: int = YEAR, minute: int = 0) -> None:
    """A file in a unit's inbox, clean but for the edits, that arrived in that minute."""
    path = settings.inbox(CITY, year) / unit / name
    path.parent.mkdir(parents=True, exist_ok=True)
    found = edition(city(CITY).region, year)
    defects = (Defect("", unit, "", "", edits, ()),) if edits else ()
    write_defective(found, data_of(unit, year), defects, path)
    os.utime(path, (1_646_000_000 + minute * 60,) * 2)


@dataclass(frozen=True)
class Kept:
    """All rows of a warehouse, the head of the chain and the bytes of the site."""

    rows: dict[str, list[str]]
    head: tuple[int, str]
    site: dict[str, bytes]


def kept(settings: Settings) -> Kept:
    house = House.open(settings)
    rows = {}
    with house.warehouse.reading() as connection:
        for table in sqlalchemy.inspect(connection).get_table_names():
            rows[table] = sorted(map(str, connection.execute(sqlalchemy.text(f'SELECT * FROM "{table}"'))))  # noqa: S608
    head = house.history.head(CITY, YEAR)
    root = settings.var / "site"
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    return Kept(rows, (head.sequence, head.hash), files)


def states(settings: Settings, year: int = YEAR) -> dict[str, SubmissionState]:
    versions = House.open(settings).warehouse.stored_submissions(CITY, year)
    return {f"{one.submission.unit}/v{one.submission.version}": one.state for one in versions}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A first season has run: one unit is returned, one file is corrupt, the others are public."""
    settings = Settings.at(tmp_path_factory.mktemp("season"))
    send(settings, CORRECTED, "第1版.xlsx", WRONG_TOTAL)
    send(settings, CORRUPT, "上传.xlsx", {"file": "truncated"})
    for unit in (NIL, *PARTS):
        send(settings, unit, "决算.xlsx")
    whole_season(settings, CITY, YEAR)
    return settings


def test_one_corrupt_file_stops_nobody_else(settings: Settings) -> None:
    assert states(settings) == {
        f"{CORRECTED}/v1": SubmissionState.RETURNED,
        f"{CORRUPT}/v1": SubmissionState.RETURNED,
        **{f"{unit}/v1": SubmissionState.PUBLISHED for unit in (*PARTS, NIL)},
    }
    pages = {path.stem for path in (settings.site(CITY, YEAR) / "units").iterdir()}
    assert pages == {*PARTS, NIL}


def test_the_report_shows_every_unit_of_the_register_and_what_to_open(settings: Settings) -> None:
    found = report(settings, CITY, YEAR)
    rows = {row.code: row for row in found.rows}
    assert list(rows) == [unit.code for unit in city(CITY).units_of(YEAR)]
    assert (rows[CORRECTED].state, rows[CORRUPT].state, rows[PARTS[0]].state) == ("退回", "退回", "公开")
    assert (rows["102001"].state, rows["102001"].version) == ("未报送", 0)
    assert rows[CORRECTED].blocking >= 3
    assert rows[PARTS[0]].self_score == rows[PARTS[0]].recomputed
    assert (found.city_page.parent / rows[PARTS[0]].open).is_file()
    assert (found.feedback / rows[CORRECTED].open).is_file()
    assert found.index.is_file()
    assert found.rules_page.is_file()


def test_a_second_run_changes_nothing(settings: Settings) -> None:
    before, outcomes = kept(settings), outcome(settings.warehouse)
    whole_season(settings, CITY, YEAR)
    after = kept(settings)
    changed = [table for table in before.rows if before.rows[table] != after.rows[table] and table != "run"]
    assert changed == []
    assert len(after.rows["run"]) == len(before.rows["run"])
    assert (after.head, after.site) == (before.head, before.site)
    assert outcome(settings.warehouse) == outcomes


def test_the_same_season_on_postgresql_gives_the_same_findings(settings: Settings, postgresql_url: str) -> None:
    at_home = Settings.at(settings.var)
    elsewhere = Settings(at_home.var / "elsewhere", postgresql_url, str(at_home.var / "elsewhere" / "store"))
    elsewhere.inbox(CITY, YEAR).parent.mkdir(parents=True)
    elsewhere.inbox(CITY, YEAR).symlink_to(settings.inbox(CITY, YEAR))
    whole_season(elsewhere, CITY, YEAR)
    assert outcome(postgresql_url) == outcome(settings.warehouse)
    assert {path.name for path in elsewhere.site(CITY, YEAR).rglob("*.html")} == {
        path.name for path in settings.site(CITY, YEAR).rglob("*.html")
    }


def test_a_merged_unit_finds_the_sums_of_its_predecessors(settings: Settings) -> None:
    house = House.open(settings)
    parts = [house.warehouse.facts(CITY, YEAR, unit, 1) for unit in PARTS]
    prior = {tuple(f.key): f.value for f in prior_facts(house, city(CITY), YEAR + 1, {MERGED: PARTS})[MERGED]}
    for key in (("T1", "line:收入总计", "amount"), ("T1", "line:年末结转和结余", "amount"), ("T3", "total", "basic")):
        assert prior[key] == sum(int(str(f.value)) for part in parts for f in part if f.key == key)
    send(settings, MERGED, "决算.xlsx", year=YEAR + 1)
    send(
        settings, MERGED, "错.xlsx", {"form": "PRIOR", "row": "line:收入总计", "column": "amount", "add": "1.00"},
        year=YEAR + 1, minute=1,
    )  # fmt: skip
    until_loaded(settings, CITY, YEAR + 1)
    assert states(settings, YEAR + 1) == {
        f"{MERGED}/v1": SubmissionState.ACCEPTED,
        f"{MERGED}/v2": SubmissionState.RETURNED,
    }
    with house.warehouse.reading() as connection:
        found = findings_of_version(connection, CITY, YEAR + 1, MERGED, 2)
    assert "Y-05" in {each.rule for each in found}


def test_a_correction_is_version_two_and_what_comes_back_later_leaves_its_page(settings: Settings) -> None:
    send(settings, CORRECTED, "第2版.xlsx", minute=1)
    whole_season(settings, CITY, YEAR)
    assert states(settings)[f"{CORRECTED}/v1"] is SubmissionState.RETURNED
    assert states(settings)[f"{CORRECTED}/v2"] is SubmissionState.PUBLISHED
    page = settings.site(CITY, YEAR) / "units" / f"{CORRECTED}.html"
    before = page.read_bytes()
    send(settings, CORRECTED, "第3版.xlsx", WRONG_TOTAL, WRONG_TOTAL, minute=2)
    whole_season(settings, CITY, YEAR)
    assert states(settings)[f"{CORRECTED}/v3"] is SubmissionState.RETURNED
    assert page.read_bytes() == before
    row = next(row for row in report(settings, CITY, YEAR).rows if row.code == CORRECTED)
    assert (row.version, row.state) == (3, "退回")
    assert (settings.feedback(CITY, YEAR) / row.open).is_file()


# who may publish


@pytest.fixture
def accepted(tmp_path: Path) -> Settings:
    """A nil declaration, quickly made, is accepted and waits."""
    settings = Settings.at(tmp_path / "var")
    path = settings.inbox(CITY, YEAR) / NIL / "决算.xlsx"
    path.parent.mkdir(parents=True)
    write_submission(edition("hubei-wuhan", YEAR), data_of(NIL), path)
    return settings


@pytest.mark.parametrize("nobody", [None, ""])
def test_without_an_approver_nothing_is_approved_or_published(accepted: Settings, nobody: str | None) -> None:
    assert whole_season(accepted, CITY, YEAR, approver=nobody)["published"] == 0
    assert states(accepted) == {f"{NIL}/v1": SubmissionState.ACCEPTED}
    assert House.open(accepted).history.events(CITY, YEAR, "submission.approved") == ()
    assert list((accepted.site(CITY, YEAR) / "units").iterdir()) == []


def test_an_approval_without_its_event_publishes_nothing(accepted: Settings) -> None:
    season, chunks = until_loaded(accepted, CITY, YEAR)
    house = House.open(accepted)
    house.warehouse.set_state(CITY, house.warehouse.submissions(CITY, YEAR), SubmissionState.APPROVED)
    assert publish(accepted, chunks[0])["refused"] == 1
    assert city_summary(accepted, season)["published"] == 0
    rehearse(accepted, season, APPROVER)
    assert publish(accepted, chunks[0])["pages"] == 1
    assert city_summary(accepted, season)["published"] == 1
    (event,) = house.history.events(CITY, YEAR, "submission.approved")
    assert event.actor == f"qs-{NIL[:3]}-approver"
    assert json.loads(event.payload)["automatic"] is True
    page = (accepted.site(CITY, YEAR) / "units" / f"{NIL}.html").read_text(encoding="utf-8")
    assert event.hash in page
    (published,) = house.history.events(CITY, YEAR, "submission.published")
    assert json.loads(published.payload)["approval"] == event.hash


# what is unknown is refused


def test_an_unknown_city_is_refused_with_those_known(tmp_path: Path) -> None:
    with pytest.raises(SeasonError, match=r"qingshi.*wuhan-jianghan"):
        open_season(Settings.at(tmp_path), "atlantis", YEAR, {}, "run")
    assert not (tmp_path / "warehouse.db").exists()


def test_an_unknown_year_is_refused_with_those_known(tmp_path: Path) -> None:
    with pytest.raises(SeasonError, match="2031 年度的编报季；已登记的年度：2021、2022"):
        open_season(Settings.at(tmp_path), CITY, 2031, {}, "run")


def test_an_unknown_key_is_refused_with_those_known(tmp_path: Path) -> None:
    with pytest.raises(SeasonError, match="fiscalyear；可用参数：approver、city、fiscal_year"):
        open_season(Settings.at(tmp_path), CITY, YEAR, {"fiscalyear": 2021}, "run")


def test_an_empty_inbox_has_no_chunk(tmp_path: Path) -> None:
    settings = Settings.at(tmp_path / "var")
    assert gather(settings, open_season(settings, CITY, YEAR, {}, "run")) == []


def test_a_figure_altered_in_the_warehouse_after_the_review_is_not_published(settings: Settings) -> None:
    season, chunks = until_loaded(settings, CITY, YEAR)
    rehearse(settings, season, APPROVER)
    with sqlite3.connect(settings.var / "warehouse.db") as connection:
        connection.execute("UPDATE fact SET amount = amount + 100 WHERE form = 'T3' AND row_key = 'total'")
    connection.close()
    for chunk in chunks:
        with pytest.raises(PublishingError, match="不一致，不予公开"):
            publish(settings, chunk)


def test_rows_altered_together_with_their_hash_are_not_those_of_the_review(settings: Settings) -> None:
    season, chunks = until_loaded(settings, CITY, YEAR)
    rehearse(settings, season, APPROVER)
    house = House.open(settings)
    with house.warehouse.engine.begin() as connection:
        connection.execute(sqlalchemy.text("UPDATE score SET recomputed = '99.99'"))
        for unit, version, id in connection.execute(  # noqa: A001
            sqlalchemy.text("SELECT unit, version, id FROM submission WHERE fiscal_year = :year"), {"year": YEAR}
        ).all():
            held = content_held(connection, CITY, YEAR, unit, version)
            query = sqlalchemy.text("UPDATE result SET content_hash = :held WHERE submission_id = :id")
            connection.execute(query, {"held": held, "id": id})
    for chunk in chunks:
        with pytest.raises(PublishingError, match="不一致，不予公开"):
            publish(settings, chunk)

"""Documents beside a unit's workbook: kept, audited, told to the unit; no version, and in nobody's way."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from final_accounts.stages.house import Chunk, House, Season
from final_accounts.stages.intake.gather import gather
from final_accounts.stages.intake.open_season import open_season
from final_accounts.stages.judgement.review import review
from final_accounts.stages.judgement.score import score
from final_accounts.stages.letters.attachments import tell_attachments
from final_accounts.stages.letters.feedback import feedback
from final_accounts.stages.settings import Settings

CITY, YEAR, UNIT = "wuhan-jianghan", 2021, "420103001"
DOCUMENTS = Path(__file__).resolve().parents[1] / "documents"


@pytest.fixture
def settings(tmp_path: Path, example_inbox: Path) -> Settings:
    shutil.copytree(example_inbox / CITY, tmp_path / "inbox" / CITY)
    return Settings.at(tmp_path)


def gathered(settings: Settings) -> list[Chunk]:
    return gather(settings, open_season(settings, city=CITY, fiscal_year=YEAR, conf={}, run="r1"))


def attach(settings: Settings, name: str, data: bytes) -> None:
    (settings.inbox(CITY, YEAR) / UNIT / name).write_bytes(data)


def told(settings: Settings) -> int:
    (chunk,) = gathered(settings)
    return tell_attachments(House.open(settings), Season.of(chunk), chunk)


def test_a_document_is_no_version_of_the_submission(settings: Settings) -> None:
    gathered(settings)
    before = House.open(settings).warehouse.submissions(CITY, YEAR, (UNIT,))
    attach(settings, "公开稿.txt", "收入总计增长3%。".encode())
    gathered(settings)
    assert House.open(settings).warehouse.submissions(CITY, YEAR, (UNIT,)) == before
    (event,) = House.open(settings).history.events(CITY, YEAR, kind="attachment.received")
    said = json.loads(event.payload)
    assert (said["unit"], said["file_name"]) == (UNIT, "公开稿.txt")


def test_the_unit_gets_a_page_and_an_annotated_copy_of_its_document(settings: Settings) -> None:
    attach(settings, "公开稿.txt", (DOCUMENTS / "jianghan-2021.txt").read_bytes())
    attach(settings, "坏的.docx", b"PK\x03\x04 torn")
    (chunk,) = gathered(settings)
    review(settings, chunk)
    score(settings, chunk)
    assert feedback(settings, chunk)["attachments"] == 2
    folder = settings.feedback(CITY, YEAR) / UNIT
    (page,) = folder.glob("附件-公开稿-txt-*-核对.html")
    (copy,) = folder.glob("附件-公开稿-txt-*-批注.html")
    assert "必须更正" in page.read_text(encoding="utf-8")
    assert "<mark" in copy.read_text(encoding="utf-8")
    (torn,) = folder.glob("附件-坏的-docx-*-核对.html")
    assert "不能作出结论" in torn.read_text(encoding="utf-8")
    events = House.open(settings).history.events(CITY, YEAR, kind="attachment.audited")
    said = {event.subject: json.loads(event.payload) for event in events}
    assert said[f"{UNIT}/公开稿.txt"]["findings"] > 20
    assert said[f"{UNIT}/坏的.docx"]["state"] == "nothing_recognised"


def test_running_again_adds_nothing_and_a_corrected_document_replaces_what_was_told(settings: Settings) -> None:
    attach(settings, "公开稿.txt", (DOCUMENTS / "jianghan-2021.txt").read_bytes())
    for _ in range(2):
        told(settings)
    history = House.open(settings).history
    assert len(history.events(CITY, YEAR, kind="attachment.audited")) == 1
    said = "2021年度部门决算公开\n一、收入支出决算总体情况说明\n2021年度收、支总计500.00万元。"
    said += "与2020年度相比，收、支总计各增加100.00万元，增长25.00%。"
    attach(settings, "公开稿.txt", said.encode())
    told(settings)
    folder = settings.feedback(CITY, YEAR) / UNIT
    assert not list(folder.glob("附件-*-批注.*"))
    assert len(list(folder.glob("附件-*-核对.html"))) == 1
    assert len(history.events(CITY, YEAR, kind="attachment.audited")) == 2
    assert history.verify(CITY, YEAR) == ()


def test_a_unit_that_sent_only_a_document_is_in_a_chunk_and_stops_nobody(settings: Settings) -> None:
    folder = settings.inbox(CITY, YEAR) / UNIT
    for path in folder.iterdir():
        path.unlink()
    attach(settings, "公开稿.txt", "收入总计增长3%。".encode())
    (chunk,) = gathered(settings)
    assert chunk["units"] == [UNIT]
    assert review(settings, chunk)["submissions"] == 0
    assert score(settings, chunk)["submissions"] == 0
    assert feedback(settings, chunk) == {"workbooks": 0, "attachments": 1, "pages": 0}

"""Whoever sends a file is told what came of it: how much is wrong, what to do first, until when, and gets it back."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from typing import cast

import pytest
from openpyxl import load_workbook

from delivery.post_office import PostOffice, open_office
from final_accounts.catalog import city, edition
from final_accounts.stages.acting.act_at_terminal import act_as
from final_accounts.stages.house import Chunk
from final_accounts.stages.intake.claim import claim
from final_accounts.stages.judgement.check import check
from final_accounts.stages.judgement.load import load
from final_accounts.stages.judgement.review import review
from final_accounts.stages.judgement.score import score
from final_accounts.stages.letters.feedback import feedback
from final_accounts.stages.letters.notify import notify
from final_accounts.stages.settings import Settings
from final_accounts.workbooks import SubmissionData, write_submission
from final_accounts.workbooks.defects import Defect, write_defective
from final_accounts.workbooks.made_up import accounts
from publishing.pages import read

CITY, YEAR = "qingshi", 2021
WRONG, CLEAN, BROKEN, COMPARED, FOREIGN = "104001", "105001", "101001", "102001", "102002"
FOUND = edition("hubei-wuhan", YEAR)
EDITS = (
    {"form": "T1", "row": "line:本年支出合计", "column": "amount", "add": "100.00"},
    {"form": "TPQ", "row": "line:国内接待人次", "column": "count", "set": 99999},
)
BOTH_SUMS = tuple(
    {"form": "T6", "row": row, "column": "amount", "add": "500.00"}
    for row in ("economic:30201", "economic:302", "line:公用经费合计")
)
"""Table 6 adds up and contradicts two others: nothing tells which of the cells is wrong."""
APRIL = "2022-04-08T09:00:00+08:00/{began}/86400"
SENT_AT = 1_649_300_000  # the evening of 7 April 2022 in China


@dataclass(frozen=True)
class Sent:
    """A season into which files arrived, the chunks they made, and what came of telling their senders."""

    settings: Settings
    chunks: tuple[Chunk, ...]
    counts: tuple[dict[str, int], ...]

    def letters(self, account: str) -> list[EmailMessage]:
        """What lies in a person's folder, in order."""
        folder = self.settings.outbox(CITY, YEAR) / account
        return [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*.eml"))]


def data_of(unit: str) -> SubmissionData:
    town = city(CITY)
    return accounts(town, next(one for one in town.units if one.code == unit), FOUND)


def put(settings: Settings, unit: str, name: str, content: bytes | None = None, *edits: Mapping[str, object]) -> None:
    """A file in the unit's inbox: these bytes, or its made-up accounts with these edits."""
    path = settings.inbox(CITY, YEAR) / unit / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if content is not None:
        path.write_bytes(content)
    elif edits:
        write_defective(FOUND, data_of(unit), (Defect("", unit, "", "", edits, ()),), path)
    else:
        write_submission(FOUND, data_of(unit), path)
    os.utime(path, (SENT_AT, SENT_AT))


def judge(settings: Settings, run: str) -> tuple[Chunk, ...]:
    """Everything the DAG does with what arrived, up to the letters."""
    chunks = claim(settings, run, {}, CITY, YEAR)
    for chunk in chunks:
        for verb in (review, score, feedback, load):
            verb(settings, chunk)
    return tuple(chunks)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """Units send on one evening: with errors, clean, what is no workbook, and what is another unit's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINAL_ACCOUNTS_CLOCK", APRIL.format(began=9e9))  # the morning of 8 April, which does not pass
        settings = Settings.at(tmp_path_factory.mktemp("notified"))
        put(settings, WRONG, "决算.xlsx", None, *EDITS)
        put(settings, COMPARED, "决算.xlsx", None, *BOTH_SUMS)
        put(settings, CLEAN, "决算.xlsx")
        put(settings, FOREIGN, "决算.xlsx", (settings.inbox(CITY, YEAR) / CLEAN / "决算.xlsx").read_bytes())
        put(settings, BROKEN, "决算.xlsx", b"\x00\x01 not a workbook")
        chunks = judge(settings, "first")
        return Sent(settings, chunks, tuple(notify(settings, chunk) for chunk in chunks))


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_returned_version_is_told_with_the_first_things_to_correct_and_comes_back_marked(sent: Sent) -> None:
    letter = sent.letters(f"qs-{WRONG}-accountant")[0]
    text = text_of(letter)
    assert letter["Subject"].startswith(f"【退回】{WRONG} ")
    assert "请于2022年4月20日（星期三，含当日）前重新报送" in letter["Subject"]
    assert "收到时间：2022年4月7日 10:53" in text
    assert "审核结果：必须更正 " in text
    first = text.split("先改这")[1].splitlines()[2]
    assert first.startswith("1. 表1 收支总表!F32：")
    assert " 100.00 元" in first
    (attached,) = letter.iter_attachments()
    assert attached.get_filename() == "v1-审核反馈.xlsx"
    book = load_workbook(BytesIO(cast("bytes", attached.get_content())))
    assert book.sheetnames[0] == "请先改这里"
    assert book["表1 收支总表"]["F32"].comment is not None
    assert sent.letters(f"qs-{WRONG}-head") == []


def test_where_no_cell_is_suspected_letter_page_and_workbook_ask_to_compare_and_promise_nothing(sent: Sent) -> None:
    letter = sent.letters(f"qs-{COMPARED}-accountant")[0]
    folder = sent.settings.feedback(CITY, YEAR) / COMPARED
    sheet = load_workbook(folder / "v1-审核反馈.xlsx").worksheets[0]
    index = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    for told in (text_of(letter), read((folder / "v1.html").read_text(encoding="utf-8")).text_content(), index):
        assert "表6 基本支出明细!I39、附 机关运行经费!B4、表6 基本支出明细!C39 等 4 格" in told
        assert "先核对这几处" in told
        assert "请先核对这几格" in told
        assert "一并消除" not in told


def test_the_returned_workbook_as_it_is_has_no_notice_about_our_own_sheet(sent: Sent) -> None:
    path = sent.settings.feedback(CITY, YEAR) / COMPARED / "v1-审核反馈.xlsx"
    (checked,) = check([path])
    assert {found.rule for found in checked.findings} == {"X-09", "X-19-1"}


def test_a_readable_workbook_of_another_unit_is_not_called_unreadable(sent: Sent) -> None:
    letter = sent.letters(f"qs-{FOREIGN}-accountant")[0]
    assert letter["Subject"].startswith(f"【未受理】{FOREIGN} ")
    assert CLEAN in text_of(letter)
    for words in ("打不开", "无法读取", "不能读取"):
        assert words not in letter["Subject"] + text_of(letter)


def test_the_page_that_a_letter_links_says_the_same(sent: Sent) -> None:
    letter = sent.letters(f"qs-{WRONG}-accountant")[0]
    body = letter.get_body(("html",))
    assert body is not None
    (link,) = read(str(body.get_content())).xpath("//a/@href")
    path = sent.settings.feedback(CITY, YEAR) / WRONG / "v1.html"
    assert link == path.as_uri()
    page = read(path.read_text(encoding="utf-8"))
    assert [heading.text for heading in page.xpath("//h2")] == ["先改这几处", "怎么办", "全部审核疑点"]
    assert page.xpath("//a[@class='action']/@href") == ["v1-审核反馈.xlsx"]
    assert (path.parent / "v1-审核反馈.xlsx").is_file()


def test_an_accepted_version_is_told_to_both_who_have_to_sign(sent: Sent) -> None:
    for account in ("accountant", "head"):
        letter = sent.letters(f"qs-{CLEAN}-{account}")[0]
        assert letter["Subject"].startswith(f"【通过】{CLEAN} ")
        assert "会计和负责人不得为同一人" in text_of(letter)
        assert list(letter.iter_attachments()) == []


def test_a_file_that_nobody_can_read_is_told_as_such(sent: Sent) -> None:
    letter = sent.letters(f"qs-{BROKEN}-accountant")[0]
    assert letter["Subject"].startswith(f"【打不开】{BROKEN} ")
    assert "原因：" in text_of(letter)
    assert "怎么办：" in text_of(letter)


def test_again_it_sends_nothing(sent: Sent) -> None:
    assert sent.counts == ({"sent": 6, "already": 0, "failed": 0, "unaddressed": 0},)
    again = [notify(sent.settings, chunk) for chunk in sent.chunks]
    assert again == [{"sent": 0, "already": 6, "failed": 0, "unaddressed": 0}]


@pytest.fixture(scope="module")
def later(sent: Sent) -> Sent:
    """The clean unit has signed and sends another file; the other one sends again. A web server shows the feedback."""
    with pytest.MonkeyPatch.context() as patch, open_office(PostOffice()) as office:
        patch.setenv("FINAL_ACCOUNTS_CLOCK", APRIL.format(began=9e9))
        patch.setenv("FINAL_ACCOUNTS_VAR", str(sent.settings.var))
        for role in ("accountant", "head"):
            act_as(CITY, YEAR, CLEAN, "submission.signed", f"qs-{CLEAN}-{role}")
        settings = replace(
            sent.settings,
            delivery=f"smtp://127.0.0.1:{office.port}",
            sender="juesuan@example.org",
            feedback_url="https://example.invalid/feedback/",
        )
        put(settings, CLEAN, "决算2.xlsx", None, EDITS[0])
        put(settings, WRONG, "决算2.xlsx", None, EDITS[0])
        chunks = judge(settings, "second")
        return Sent(settings, chunks, tuple(notify(settings, chunk) for chunk in chunks))


def test_a_version_that_comes_after_the_signatures_waits_and_its_sender_is_told_how_to_go_on(later: Sent) -> None:
    letter = later.letters(f"qs-{CLEAN}-accountant")[-1]
    assert letter["Subject"].startswith(f"【等待】{CLEAN} ")
    assert "第1版已签审，之后收到的" in text_of(letter)
    assert "新版审核结果：退回，必须更正 " in text_of(letter)
    assert "单位负责人写明理由重新打开" in text_of(letter)


def test_the_page_is_linked_where_a_web_server_shows_it(later: Sent) -> None:
    letter = later.letters(f"qs-{WRONG}-accountant")[-1]
    assert f"<https://example.invalid/feedback/{CITY}/{YEAR}/{WRONG}/v2.html>" in text_of(letter)
    assert [attached.get_filename() for attached in letter.iter_attachments()] == ["v2-审核反馈.xlsx"]


def test_only_what_is_new_is_sent(later: Sent) -> None:
    assert later.counts == ({"sent": 2, "already": 0, "failed": 0, "unaddressed": 0},)

"""A folder of documents of any origin: audited one by one, ranked together, nothing unread is called right."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from openpyxl import load_workbook

from final_accounts.model.errors import PublishingError, SeasonError
from final_accounts.publishing.disclosure import compose
from final_accounts.publishing.docx import docx_document
from final_accounts.publishing.pages import unit_page
from final_accounts.stages.auditing.audit_chunk import audit_chunk
from final_accounts.stages.auditing.audit_out import write_audit
from final_accounts.stages.auditing.audit_record import auditing
from final_accounts.stages.auditing.find_documents import documents_of, find_documents
from final_accounts.stages.auditing.report_audit import report_audit
from final_accounts.stages.house import Chunk
from final_accounts.stages.settings import Settings
from final_accounts.warehouse import ContentStore
from publishing.disclosures import made_up_report

DOCUMENTS = Path(__file__).resolve().parents[1] / "documents"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents with errors, one of ours, one that is no document, one that is nothing to judge."""
    found = tmp_path / "公开文本"
    (found / "江汉区").mkdir(parents=True)
    for name in ("jianghan-2021.txt", "ziyang-2021.txt"):
        (found / "江汉区" / name).write_bytes((DOCUMENTS / name).read_bytes())
    report = made_up_report("hubei-wuhan", 2022, 0)
    (found / "虚构.docx").write_bytes(docx_document(compose(report)))
    (found / "坏的.pdf").write_bytes(b"%PDF-1.7 torn")
    (found / "通知.txt").write_text("关于召开会议的通知", encoding="utf-8")
    (found / ".lock").write_bytes(b"x")
    (found / "链接.txt").symlink_to(found / "通知.txt")
    return found


def audited(settings: Settings, folder: Path, run: str = "r1") -> list[Chunk]:
    chunks = find_documents(settings, folder=str(folder), name="示例市2021", run=run)
    for chunk in chunks:
        audit_chunk(settings, chunk)
    return chunks


def test_the_report_ranks_all_documents_and_tells_what_was_not_read(tmp_path: Path, folder: Path) -> None:
    settings = Settings.at(tmp_path / "var")
    counts = report_audit(settings, audited(settings, folder))
    assert (counts["documents"], counts["partly_read"], counts["nothing_recognised"]) == (6, 1, 3)
    assert counts["clean"] == 0, "without a known city the scores of ours are not computed again"
    report = tmp_path / "var/audit/示例市2021"
    machine = json.loads((report / "audit.json").read_text(encoding="utf-8"))
    order = [document["document"]["file"] for document in machine["documents"]]
    assert order[:2] == ["江汉区/jianghan-2021.txt", "江汉区/ziyang-2021.txt"]
    assert all(document["unread"] for document in machine["documents"][3:]), "each says why"
    page = (report / "index.html").read_text(encoding="utf-8")
    assert page.index("必须更正</span>") < page.index("需要说明</span>") < page.index("没有读入或没有核对的部分</h2>")
    assert "链接.txt" in page
    assert ".lock" not in page


def test_page_workbook_json_and_copies_tell_the_same(
    tmp_path: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings.at(tmp_path / "var")
    with caplog.at_level(logging.INFO, "final_accounts.progress"):
        counts = report_audit(settings, audited(settings, folder))
    assert f"示例市2021：文件 {counts['documents']}、必须更正 {counts['blocking']}、" in caplog.text
    report = tmp_path / "var/audit/示例市2021"
    book = load_workbook(report / "核对问题清单.xlsx")
    assert book["问题清单"].max_row - 3 == counts["problems"]
    assert book["文件一览"].max_row - 3 == counts["documents"]
    machine = json.loads((report / "audit.json").read_text(encoding="utf-8"))
    assert sum(len(document["findings"]) for document in machine["documents"]) == counts["problems"]
    names = sorted(path.name for path in (report / "documents").iterdir())
    assert "0001-jianghan-2021-批注.html" in names
    assert len(names) == 6 + 2, "a page each, a copy where something was found"
    page = (report / "index.html").read_text(encoding="utf-8")
    for name in names:
        assert f'href="documents/{name}' in page


def test_running_again_changes_nothing_and_a_new_run_audits_anew(tmp_path: Path, folder: Path) -> None:
    settings = Settings.at(tmp_path / "var")
    live = tmp_path / "var/audit/示例市2021"
    report_audit(settings, audited(settings, folder))
    first = live.readlink()
    report_audit(settings, audited(settings, folder))
    report_audit(settings, audited(settings, folder, "r2"))
    assert live.readlink() == first, "same documents, same bytes"
    (folder / "通知.txt").unlink()
    report_audit(settings, audited(settings, folder, "r3"))
    assert live.readlink() != first


def test_a_chunk_that_failed_leaves_its_documents_told_as_not_audited(tmp_path: Path, folder: Path) -> None:
    settings = Settings.at(tmp_path / "var")
    for number in range(26):
        (folder / f"通知{number:02d}.txt").write_text(f"第{number}号通知", encoding="utf-8")
    chunks = find_documents(settings, folder=str(folder), name="示例市2021", run="r1")
    assert len(chunks) == 2
    store = ContentStore(settings.store)
    assert sorted(d.path for c in chunks for d in documents_of(store, c)) == sorted(
        {d.path for c in chunks for d in documents_of(store, c)}
    )
    audit_chunk(settings, chunks[0])
    counts = report_audit(settings, chunks)
    assert counts["missing"] == len(documents_of(store, chunks[1]))
    assert "所在批次没有完成" in (tmp_path / "var/audit/示例市2021/index.html").read_text(encoding="utf-8")


def test_without_one_audited_document_there_is_no_report(tmp_path: Path, folder: Path) -> None:
    settings = Settings.at(tmp_path / "var")
    chunks = find_documents(settings, folder=str(folder), name="示例市2021", run="r1")
    with pytest.raises(PublishingError, match="没有一份文件核对完成"):
        report_audit(settings, chunks)
    assert not (tmp_path / "var/audit/示例市2021").exists()


@pytest.mark.parametrize("name", ["", "../外面", "a/b", ".隐藏", "x" * 61])
def test_a_report_has_a_name_that_is_one_folder(tmp_path: Path, folder: Path, name: str) -> None:
    with pytest.raises(SeasonError, match="不能用作文件夹名"):
        find_documents(Settings.at(tmp_path / "var"), folder=str(folder), name=name, run="r1")


@pytest.mark.parametrize("folder", ["", "  "])
def test_a_blank_folder_is_not_the_one_the_worker_stands_in(tmp_path: Path, folder: str) -> None:
    with pytest.raises(SeasonError, match="没有填写存放公开文本的文件夹"):
        find_documents(Settings.at(tmp_path / "var"), folder=folder, name="甲", run="r1")


def test_no_folder_and_an_empty_folder_are_no_success(tmp_path: Path) -> None:
    settings = Settings.at(tmp_path / "var")
    with pytest.raises(SeasonError, match="没有文件夹"):
        find_documents(settings, folder=str(tmp_path / "没有"), name="甲", run="r1")
    (tmp_path / "空").mkdir()
    with pytest.raises(SeasonError, match="没有可以核对的内容"):
        find_documents(settings, folder=str(tmp_path / "空"), name="甲", run="r1")


def test_a_document_that_hangs_or_eats_memory_stops_nobody() -> None:
    report = made_up_report("hubei-wuhan", 2022, 0)
    data = unit_page(compose(report), report, (), ()).encode()
    with auditing(seconds=0.001) as audits:
        slow = audits.record(data, "慢.html", "")
    assert slow.state == "nothing_recognised"
    assert "没有核对" in slow.unread[0].why
    with auditing() as audits:
        assert audits.record(data, "好.html", "", "hubei-wuhan/2022").state == "clean"


def test_at_a_terminal_the_same_report_is_written_into_an_empty_folder(tmp_path: Path, folder: Path) -> None:
    page, clean = write_audit([folder / "虚构.docx"], "hubei-wuhan/2022", tmp_path / "报告")
    assert clean
    assert page.is_file()
    page, clean = write_audit([folder / "虚构.docx", folder / "坏的.pdf"], None, tmp_path / "报告二")
    assert not clean
    assert sorted(p.name for p in page.parent.iterdir()) == [
        "audit.json",
        "documents",
        "index.html",
        "核对问题清单.xlsx",
    ]
    with pytest.raises(SeasonError, match="里已有文件"):
        write_audit([folder / "虚构.docx"], "hubei-wuhan/2022", tmp_path / "报告")

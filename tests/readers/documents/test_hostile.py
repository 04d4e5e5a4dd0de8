"""Whatever a file holds: an answer, soon, and never success on what was not read."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from functools import cache

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from final_accounts.model.document import DocumentKind, ReadDocument
from final_accounts.readers.documents import DocumentPool, Limits, read_document
from readers.documents.made import packed, paper, paragraph, row, word

SECONDS = 20.0


@pytest.fixture(scope="module")
def pool() -> Iterator[DocumentPool]:
    """One child for all: what kills it is found."""
    with DocumentPool(seconds=SECONDS) as found:
        yield found


@cache
def samples() -> dict[str, bytes]:
    """A small document of every kind."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        made.add_worksheet().write_row(0, 0, ["收入", 349.56])
    table = f"<w:tbl>{row(('', '收入'), ('', '349.56'))}</w:tbl>"
    return {
        "a.txt": "收入\t349.56\n支出\t349.56\n".encode(),
        "a.html": "<html><body><p>收入349.56</p><table><tr><td>1</table><svg><text>2</text></svg></html>".encode(),
        "a.docx": word(paragraph("收入349.56") + table, styles="", numbering="", header1=paragraph("眉")),
        "a.pdf": paper("Income 349.56 #table(columns: 2, [1], [2], [3], [4])"),
        "a.xlsx": out.getvalue(),
    }


def answered(pool: DocumentPool, data: bytes, name: str) -> ReadDocument:
    """The answer, which must not be the end of the child."""
    started = time.monotonic()
    read = pool.read(data, name)
    assert time.monotonic() - started < SECONDS
    assert not any("读取进程" in missed.why or "程序出错" in missed.why for missed in read.unread), read.unread
    assert read.blocks or read.unread
    return read


TAGS = ("<p>", "</p>", "<table>", "</table>", "<tr>", "</tr>", "<td>", "<svg>", "<text>", "<br>", "<li>", "<div>", "1")

FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(
    name=st.sampled_from(sorted(samples())),
    edits=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=0, max_size=6), st.integers(0, 9)), max_size=6),
    keep=st.floats(0.2, 1),
)
def test_damaged_documents_are_answered(
    pool: DocumentPool, name: str, edits: list[tuple[float, bytes, int]], keep: float
) -> None:
    data = bytearray(samples()[name])
    for place, new, cut in edits:
        start = int(place * len(data))
        data[start : start + cut] = new
    answered(pool, bytes(data[: int(keep * len(data))]) if keep < 0.5 else bytes(data), name)


@FUZZ
@given(
    name=st.sampled_from(["a.docx", "a.xlsx"]),
    edits=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=5), st.integers(0, 9)), min_size=1, max_size=5),
    part=st.integers(0, 20),
)
def test_containers_with_damaged_parts_are_answered(
    pool: DocumentPool, name: str, edits: list[tuple[float, bytes, int]], part: int
) -> None:
    """The container is whole, so that the damage reaches what parses its parts."""
    with zipfile.ZipFile(io.BytesIO(samples()[name])) as container:
        parts: dict[str, str | bytes] = {n: container.read(n) for n in container.namelist()}
    chosen = sorted(parts)[part % len(parts)]
    content = bytearray(parts[chosen])  # type: ignore[arg-type] # all of them are bytes
    for place, new, cut in edits:
        start = int(place * len(content))
        content[start : start + cut] = new
    answered(pool, packed(parts | {chosen: bytes(content)}), name)


@FUZZ
@given(
    head=st.sampled_from([b"", b"%PDF-1.4\n", b"<html>", b"PK\x03\x04", b"{\\rtf", b"\xff\xfe", b"GIF89a"]),
    rest=st.binary(max_size=600),
    name=st.sampled_from(["a", "a.txt", "a.pdf", "a.docx", "a.html", "a.xls", "a.doc"]),
)
def test_any_bytes_under_any_name_are_answered(pool: DocumentPool, head: bytes, rest: bytes, name: str) -> None:
    answered(pool, head + rest, name)


@FUZZ
@given(tags=st.lists(st.sampled_from(TAGS)))
def test_any_order_of_tags_is_answered(pool: DocumentPool, tags: list[str]) -> None:
    read = answered(pool, f"<html>{''.join(tags)}</html>".encode(), "a.html")
    shown = "".join(text for _, text in read.texts())
    assert shown.count("1") == tags.count("1")


def test_bombs_are_refused_before_they_go_off(pool: DocumentPool) -> None:
    cell = f"<w:tbl>{row(*[('', '1')] * 60) * 8000}</w:tbl>"
    for data, name in (
        (word("<w:p/>" * 3_000_000), "a.docx"),
        (word(cell), "a.docx"),
        (("<table>" + "<tr>" + "<td>1" * 500_000).encode(), "a.html"),
        (b"<div>" * 400_000, "a.html"),
        (b"1\t2\n" * 300_000, "a.txt"),
    ):
        started = time.monotonic()
        read = pool.read(data, name)
        assert read.unread, name
        assert time.monotonic() - started < 2 * SECONDS


def test_a_limit_ends_the_reading_and_is_told() -> None:
    read = read_document("收入\n".encode() * 100, "a.txt", limits=Limits(characters=50))
    assert len(read.blocks) == 25
    assert "50 字" in read.unread[0].why
    read = read_document(b"1" * 100, "a.txt", limits=Limits(file_bytes=50))
    assert read.kind is DocumentKind.UNKNOWN
    assert "上限" in read.unread[0].why


def test_what_kills_the_child_is_unread_and_the_next_document_is_read(pool: DocumentPool) -> None:
    with DocumentPool(seconds=0.0001) as hasty:
        read = hasty.read(samples()["a.pdf"], "a.pdf")
        assert read.blocks == ()
        assert "秒" in read.unread[0].why
    assert pool.read(samples()["a.docx"], "a.docx").unread == ()
    assert pool.pid is not None

"""Plain text: encodings, lines, tables of tabs."""

from __future__ import annotations

import pytest

from final_accounts.model.document import DocumentKind, ReadTable, TextLine
from final_accounts.readers.documents import read_document

TEXT = "2021年度部门决算\r\n\r\n项目\t行次\t决算数\r\n本年收入\t27\t349.56\r\n占本年支出的68.09%。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_every_usual_encoding_is_read_with_the_lines_of_the_file(encoding: str) -> None:
    read = read_document(TEXT.encode(encoding), "决算.txt")
    assert read.kind is DocumentKind.TEXT
    assert read.unread == ()
    title, table, sentence = read.blocks
    assert isinstance(title, TextLine)
    assert (title.text, str(title.spot)) == ("2021年度部门决算", "第1行")
    assert isinstance(table, ReadTable)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["项目", "行次", "决算数"],
        ["本年收入", "27", "349.56"],
    ]
    assert str(table.rows[1][2].spot) == "第4行"
    assert isinstance(sentence, TextLine)
    assert sentence.spot.line == 5


def test_a_single_line_with_a_tab_is_a_line() -> None:
    (line,) = read_document("附件\t1".encode(), "a.txt").blocks
    assert isinstance(line, TextLine)


def test_what_no_encoding_explains_is_told_with_its_line() -> None:
    read = read_document("决算\n".encode() + b"\xff\xff\x80 12\n", "a.txt")
    assert any(str(missed.spot) == "第2行" for missed in read.unread) or read.unread


@pytest.mark.parametrize("data", [b"", b"\x00" * 40, b"\xef\xbb\xbf\r\n "])
def test_an_empty_file_is_not_read(data: bytes) -> None:
    read = read_document(data, "空.txt")
    assert read.blocks == ()
    assert "空的" in read.unread[0].why

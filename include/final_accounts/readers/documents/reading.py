"""The door: any document, by what it is and not by what it is called. Nothing that a document holds raises."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from final_accounts.model.document import DocumentKind, ReadDocument
from final_accounts.readers.archive import Archive
from final_accounts.readers.caps import MIB
from final_accounts.readers.documents.limits import LIMITS, Limits
from final_accounts.readers.documents.paper import read_paper
from final_accounts.readers.documents.record import FullError, Record
from final_accounts.readers.documents.sheets import read_sheets
from final_accounts.readers.documents.text import read_text
from final_accounts.readers.documents.web import read_web
from final_accounts.readers.documents.word import read_word
from final_accounts.readers.intake import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WEB: Final = (b"<!doctype html", b"<html", b"<head", b"<meta", b"<body", b"<table", b"<div", b"<?xml")
_WEB_NAMES: Final = frozenset({".html", ".htm", ".xhtml"})
_OLD: Final = frozenset({".doc", ".dot", ".wps", ".ppt"})
_PICTURES: Final = (b"\x89png", b"\xff\xd8\xff", b"gif8", b"ii*\x00", b"mm\x00*")
_REFUSED: Final = (
    (_PICTURES, "文件是图片，没有文字可读；请提供文字版。"),
    ((b"{\\rtf",), "文件是 RTF 文档，请用 Word 或 WPS 另存为 .docx 后再审核。"),
)
_HEAD: Final = 2048


def read_document(data: bytes, name: str, *, tables: bool = True, limits: Limits = LIMITS) -> ReadDocument:
    """Text and tables of a document in reading order; what was not read is in ``unread``, with its reason.

    ``tables`` finds the ruled tables of a PDF (slow; other formats mark theirs). Files from outside may hang or abort
    the libraries below: read them in a :class:`~final_accounts.readers.documents.DocumentPool`.
    """
    record = Record(limits)
    kind = DocumentKind.UNKNOWN
    try:
        if len(data) > limits.file_bytes:
            record.miss(f"文件有 {len(data) / MIB:.1f} MB，超过上限 {limits.file_bytes // MIB} MB，没有读取。")
        else:
            kind, why = kind_of(data, name)
            if why:
                record.miss(why)
            else:
                _readers(name, tables=tables)[kind](data, record)
    except Refusal as refusal:
        record.miss(refusal.finding.message)
    except FullError as full:
        record.miss(f"{full}，其后的内容没有读取。")
    return record.close(kind, name)


def _readers(name: str, *, tables: bool) -> dict[DocumentKind, Callable[[bytes, Record], None]]:
    return {
        DocumentKind.TEXT: read_text,
        DocumentKind.HTML: read_web,
        DocumentKind.DOCX: read_word,
        DocumentKind.PDF: lambda data, record: read_paper(data, record, tables=tables),
        DocumentKind.XLSX: lambda data, record: read_sheets(data, name, record),
    }


def kind_of(data: bytes, name: str) -> tuple[DocumentKind, str]:
    """What a file is, and in Chinese why it cannot be read ("" when it can). Raises Refusal for a broken container.

    >>> kind_of(b"%PDF-1.7", "a.txt")[0].value, kind_of("决算".encode(), "a.txt")[0].value
    ('pdf', 'txt')
    >>> kind_of(b"GIF89a", "a.pdf")[1]
    '文件是图片，没有文字可读；请提供文字版。'
    """
    suffix = PurePath(name).suffix.lower()
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \r\n\t\x00").lower()
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        return DocumentKind.UNKNOWN, "文件是空的（没有任何内容）。"
    if data.startswith(b"PK"):
        return _zipped(Archive(data))
    why = next((why for starts, why in _REFUSED if head.startswith(starts)), "")
    if data.startswith(_OLE) and suffix in _OLD:
        why = "文件是旧版文档（.doc、.wps），请用 Word 或 WPS 另存为 .docx 后再审核。"
    if why:
        return DocumentKind.UNKNOWN, why
    if data.startswith(_OLE):
        return DocumentKind.XLSX, ""
    if b"%pdf-" in data[:1024].lower():
        return DocumentKind.PDF, ""
    web = suffix in _WEB_NAMES or head.startswith(_WEB) or b"<html" in head.replace(b"\x00", b"")
    return DocumentKind.HTML if web else DocumentKind.TEXT, ""


def _zipped(archive: Archive) -> tuple[DocumentKind, str]:
    if archive.find("word/document.xml"):
        return DocumentKind.DOCX, ""
    if archive.find("xl/workbook.xml") or archive.find("xl/workbook.bin") or archive.find("mimetype"):
        return DocumentKind.XLSX, ""  # the preflight of workbooks tells more, .ods and .odt apart too
    if archive.find("ofd.xml"):
        return DocumentKind.UNKNOWN, "文件是 OFD 版式文档，本系统不能读取；请提供 PDF 或 DOCX。"
    return DocumentKind.UNKNOWN, "文件是压缩包，不是文档；请解压后逐个提供。"

"""PDF: the text layer in the order it was written, grouped into printed lines; ruled tables on request.

A page without a text layer is a picture to us and is told as unread; so is one whose letters have no meaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pypdfium2
import pypdfium2.raw as pdfium

from final_accounts.model.document import Spot
from final_accounts.readers.documents.paper_lines import Printed, printed_lines
from final_accounts.readers.documents.paper_tables import ruled_tables, set_in

if TYPE_CHECKING:
    from final_accounts.readers.documents.record import Record

_FEW: Final = 12
"""A page with a picture and no more letters than a page number and a running head is a scan."""
_NO_MEANING: Final = 0.3
_PRIVATE: Final = range(0xE000, 0xF900)


def read_paper(data: bytes, record: Record, *, tables: bool) -> None:
    """All pages; ``tables`` finds ruled tables, which costs time. Never raises for what a file holds."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        record.miss(
            "PDF 已加密，需要密码才能打开，没有读取。" if "assword" in str(problem) else "PDF 已损坏，无法打开。"
        )
        return
    try:
        record.pages = len(document)
        for number in range(1, min(record.pages, record.limits.pages) + 1):
            record.check_time()
            _read_page(document, number, record, tables=tables)
        if record.pages > record.limits.pages:
            record.miss(f"PDF 有 {record.pages} 页，第 {record.limits.pages} 页以后没有读取。")
    finally:
        document.close()


def _read_page(document: pypdfium2.PdfDocument, number: int, record: Record, *, tables: bool) -> None:
    here = Spot(page=number, line=1)
    try:
        page = document[number - 1]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        record.miss("这一页已损坏，没有读取。", here)
        return
    try:
        if text.count_chars() > record.limits.page_characters:
            record.miss(f"这一页的文字超过 {record.limits.page_characters} 字，没有读取。", here)
            return
        lines = printed_lines(page, text)
        _note_unread(page, lines, record, here)
        found = ruled_tables(page, record.limits.page_paths) if tables and lines else ()
        for block in set_in(found, lines, number):
            if isinstance(block, Printed):
                record.line(Spot(page=number, line=block.line), block.text)
            else:
                record.table(block.spot, block.rows)
    except pypdfium2.PdfiumError:
        record.miss("这一页的内容无法解析，没有读全。", here)
    finally:
        text.close()
        page.close()


def _note_unread(page: pypdfium2.PdfPage, lines: list[Printed], record: Record, here: Spot) -> None:
    letters = "".join("".join(line.text.split()) for line in lines)
    if len(letters) <= _FEW and any(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)):
        record.miss("这一页没有文字层（是扫描件或图片），没有读取；请提供文字版或先做文字识别。", here)
    strange = sum(letter in "\ufffd\x00" or ord(letter) in _PRIVATE for letter in letters)
    if strange > _NO_MEANING * max(len(letters), 1):
        record.miss("这一页的字体没有编码对照，文字无法识别，没有读取。", here)

"""Preflight 预检: what a file is, by its content, and whether it may be opened at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from final_accounts.readers.archive import Archive
from final_accounts.readers.caps import CAPS, MIB, Caps
from final_accounts.readers.inspection import Inspection
from final_accounts.readers.intake import BOMB, EMPTY, EXTERNAL_LINKS, MACROS, NOT_A_SPREADSHEET, Refusal, finding
from final_accounts.readers.ods_scan import inspect_ods
from final_accounts.readers.xls_scan import inspect_xls
from final_accounts.readers.xlsx_scan import inspect_xlsx

if TYPE_CHECKING:
    from final_accounts.model.finding import Finding

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEMPLATE: Final = "请用本年度模板填报，保存为 .xlsx 后报送。"
_MACRO_NAMES: Final = (".xlsm", ".xltm", ".xlam", ".xla")


def preflight(source: Path | bytes, file_name: str = "", caps: Caps = CAPS) -> tuple[Finding, ...]:
    """Findings of the preflight alone; empty when the file may be read.

    >>> [f.rule for f in preflight(b"")]
    ['IN-02']
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    name = file_name or (source.name if isinstance(source, Path) else "")
    return inspect(data, name, caps)[1]


def inspect(data: bytes, file_name: str, caps: Caps = CAPS) -> tuple[Inspection, tuple[Finding, ...]]:
    """What the file is and the findings; ``kind`` is "" when it must not be read."""
    try:
        inspection = _inspect(data, file_name, caps)
    except Refusal as refusal:
        return Inspection(), (refusal.finding,)
    if not inspection.external_links:
        return inspection, ()
    message = f"工作簿引用了 {inspection.external_links} 个外部文件，只采用保存时的数值，不打开外部文件。"
    return inspection, (finding(EXTERNAL_LINKS, message, "建议断开外部链接（数据—编辑链接—断开），避免数值过期。"),)


def _inspect(data: bytes, file_name: str, caps: Caps) -> Inspection:
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise Refusal(EMPTY, "文件是空的（没有任何内容）。", "可能上传中断，请检查原文件后重新报送。")
    if len(data) > caps.file_bytes:
        size = len(data) / MIB
        raise Refusal(BOMB, f"文件有 {size:.1f} MB，超过上限 {caps.file_bytes // MIB} MB。", _TEMPLATE)
    if file_name.lower().endswith(_MACRO_NAMES):
        suffix = Path(file_name).suffix
        raise Refusal(MACROS, f"扩展名 {suffix} 是启用宏的工作簿，按规定不予接收。", "请另存为 .xlsx 后重新报送。")
    if data.startswith(_OLE):
        return inspect_xls(data, caps)
    if data.startswith(b"PK"):
        return _inspect_zip(data, caps)
    raise Refusal(NOT_A_SPREADSHEET, f"文件不是电子表格：{_guess(data)}。", _TEMPLATE)


def _inspect_zip(data: bytes, caps: Caps) -> Inspection:
    archive = Archive(data, caps)
    if archive.find("xl/workbook.xml"):
        return inspect_xlsx(archive, caps)
    if archive.find("mimetype") and b"opendocument.spreadsheet" in b"".join(archive.chunks("mimetype"))[:200]:
        return inspect_ods(archive, caps)
    if archive.find("xl/workbook.bin"):
        what = "是二进制工作簿 .xlsb，本系统不接收"
    elif archive.find("word/document.xml"):
        what = "实际是 Word 文档"
    elif archive.find("ppt/presentation.xml"):
        what = "实际是演示文稿"
    else:
        what = "实际是压缩包"
    raise Refusal(NOT_A_SPREADSHEET, f"文件不是电子表格：{what}。", _TEMPLATE)


def _guess(data: bytes) -> str:
    head = data[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith(b"%pdf"):
        return "实际是 PDF"
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<body")) or b"<html" in head:
        return "实际是网页（HTML）改了扩展名，常见于从网页系统导出的“Excel”"
    if head.startswith(b"<?xml"):
        return "实际是 XML 文本"
    if head.startswith((b"\x89png", b"\xff\xd8", b"gif8")):
        return "实际是图片"
    if b"\x00" not in head:
        return "实际是文本文件（如 CSV）"
    return "无法识别的格式"

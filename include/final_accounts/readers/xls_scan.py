"""Preflight of binary .xls files: OLE container, then the BIFF records of the workbook stream."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Final

import olefile

from final_accounts.readers.inspection import Inspection, SheetMarks
from final_accounts.readers.intake import DAMAGED, ENCRYPTED, MACROS, NOT_A_SPREADSHEET, Refusal
from final_accounts.readers.xml_scan import Counter

if TYPE_CHECKING:
    from final_accounts.readers.caps import Caps

_UNLOCK: Final = "请取消打开密码后重新报送。"
_RESAVE: Final = "请用 Excel 或 WPS 打开原文件，另存为 .xlsx 后重新报送。"
_ERRORS: Final = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_FORMULA, _BOOLERR, _BOF, _BOUNDSHEET, _FILEPASS, _SUPBOOK = 0x06, 0x205, 0x809, 0x85, 0x2F, 0x1AE
_SINGLE: Final = frozenset(
    {0x06, 0x203, 0x204, 0xFD, 0x27E, 0x205, 0xD6}
)  # formula, number, label, RK, bool, rich text
_MULRK: Final = 0xBD
_MACRO_SHEET: Final = 1
_INTERNAL: Final = 0x0401
_ADDIN: Final = 0x3A01


def inspect_xls(data: bytes, caps: Caps) -> Inspection:
    """No encryption, no macros, no cell beyond the caps; error values by sheet name. Raises :class:`Refusal`."""
    stream = _workbook_stream(data)
    names = _sheet_names(stream)
    inspection = Inspection("xls", {name: SheetMarks() for name in names.values()})
    marks, count = SheetMarks(), Counter("", caps)
    for place, kind, body in _records(stream):
        if kind == _BOF and place in names:
            marks = inspection.sheets[names[place]]
            count = Counter(f"工作表“{names[place]}”", caps)
        elif kind == _FILEPASS:
            raise Refusal(ENCRYPTED, "文件已加密，无法读取。", _UNLOCK)
        elif kind == _SUPBOOK and len(body) >= 4 and struct.unpack_from("<H", body, 2)[0] not in {_INTERNAL, _ADDIN}:  # noqa: PLR2004 - two words
            inspection.external_links += 1
        elif kind in _SINGLE and len(body) >= 6:  # noqa: PLR2004 - row, column, format
            row, column = struct.unpack_from("<HH", body)
            count.content(row, column)
            _error(kind, body, (row, column), marks)
        elif kind == _MULRK and len(body) >= 6:  # noqa: PLR2004
            row, _, last = *struct.unpack_from("<HH", body), struct.unpack_from("<H", body, len(body) - 2)[0]
            count.content(row, last, max((len(body) - 6) // 6, 1))
    return inspection


def _error(kind: int, body: bytes, position: tuple[int, int], marks: SheetMarks) -> None:
    if kind == _BOOLERR and len(body) >= 8 and body[7]:  # noqa: PLR2004
        marks.errors[position] = _ERRORS.get(body[6], "#错误")
    elif kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:  # noqa: PLR2004 - 2 = error
        marks.errors[position] = _ERRORS.get(body[8], "#错误")


def _workbook_stream(data: bytes) -> bytes:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:  # type: ignore[no-untyped-call]
            streams = ["/".join(path) for path in ole.listdir()]
            if "EncryptedPackage" in streams:
                raise Refusal(ENCRYPTED, "文件已加密，无法读取。", _UNLOCK)
            if any("vba" in stream.lower() for stream in streams):
                raise Refusal(MACROS, "文件含有宏代码，按规定不予接收。", "请另存为不含宏的 .xlsx 工作簿后重新报送。")
            name = next((s for s in streams if s.lower() in {"workbook", "book"}), None)
            if name is None:
                raise Refusal(NOT_A_SPREADSHEET, "文件不是电子表格（可能是 Word 文档或其他文件改了扩展名）。", _RESAVE)
            return bytes(ole.openstream(name).read())
    except (OSError, ValueError, IndexError, struct.error, TypeError, AttributeError, EOFError) as problem:
        raise Refusal(DAMAGED, "文件不完整或已损坏，.xls 容器无法读取。", _RESAVE) from problem


def _records(stream: bytes) -> list[tuple[int, int, bytes]]:
    records, place = [], 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        if kind == 0 and size == 0:
            break  # padding after the last record
        records.append((place, kind, stream[place + 4 : place + 4 + size]))
        place += 4 + size
    return records


def _sheet_names(stream: bytes) -> dict[int, str]:
    names: dict[int, str] = {}
    for _, kind, body in _records(stream):
        if kind != _BOUNDSHEET or len(body) < 8:  # noqa: PLR2004
            continue
        offset, _, sort, length, wide = struct.unpack_from("<IBBBB", body)
        if sort == _MACRO_SHEET:
            raise Refusal(MACROS, "文件含有宏表，按规定不予接收。", "请另存为不含宏的 .xlsx 工作簿后重新报送。")
        text = body[8 : 8 + length * (2 if wide & 1 else 1)]
        names[offset] = text.decode("utf-16-le" if wide & 1 else "latin-1", errors="replace")
    if not names:
        raise Refusal(DAMAGED, "文件不完整或已损坏：.xls 中没有工作表。", _RESAVE)
    return names

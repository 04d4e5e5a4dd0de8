"""Preflight of .xlsx containers."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from final_accounts.readers.inspection import Inspection, SheetMarks
from final_accounts.readers.intake import DAMAGED, MACROS, NOT_A_SPREADSHEET, Refusal
from final_accounts.readers.xml_scan import WorksheetScan, local, parse

if TYPE_CHECKING:
    from final_accounts.readers.archive import Archive
    from final_accounts.readers.caps import Caps

_MACRO_PARTS: Final = ("vbaproject", "macrosheets/", "vbadata")
_NO_MACROS: Final = "请另存为不含宏的 .xlsx 工作簿后重新报送。"
_XML_STARTS: Final = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00", b"\n", b"\r", b" ", b"\t")


def inspect_xlsx(archive: Archive, caps: Caps) -> Inspection:
    """All parts under caps; formulas without value and error values by sheet name. Raises :class:`Refusal`."""
    names = [name.replace("\\", "/").lower() for name in archive.members]
    if any(part in name for name in names for part in _MACRO_PARTS):
        raise Refusal(MACROS, "文件含有宏代码，按规定不予接收。", _NO_MACROS)
    workbook = archive.find("xl/workbook.xml")
    if workbook is None:
        raise Refusal(NOT_A_SPREADSHEET, "文件不是 .xlsx 工作簿（缺少 xl/workbook.xml）。", _NO_MACROS)
    marks: dict[str, SheetMarks] = {}
    for name in archive.members:
        found = _scan(archive, name, caps)
        if found is not None:
            marks[name.replace("\\", "/").lower()] = found
    links = sum(name.startswith("xl/externallinks/") and name.endswith(".xml") for name in names)
    return Inspection("xlsx", _by_sheet(archive, workbook, marks), links)


def _scan(archive: Archive, name: str, caps: Caps) -> SheetMarks | None:
    chunks = archive.chunks(name)
    first = next(chunks, b"")
    if not first.startswith(_XML_STARTS):
        for _ in chunks:  # pictures and binary parts still count against the budget
            pass
        return None
    if name.lower() == "[content_types].xml" and b"macroenabled" in first.lower():
        raise Refusal(MACROS, "文件是启用宏的工作簿，按规定不予接收。", _NO_MACROS)
    scan = WorksheetScan(name, caps)
    parser = scan.parser()

    def rest() -> object:
        yield first
        yield from chunks

    parse(rest(), parser, name)  # type: ignore[arg-type]
    return scan.marks


def _by_sheet(archive: Archive, workbook: str, marks: dict[str, SheetMarks]) -> dict[str, SheetMarks]:
    sheets: list[tuple[str, str]] = []
    targets: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "sheet":
            reference = next((v for k, v in attributes.items() if local(k) == "id" and ":" in k), "")
            sheets.append((attributes.get("name", ""), reference))

    def relation(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _elements(archive, workbook, sheet)
    relations = archive.find("xl/_rels/workbook.xml.rels")
    if relations is None:
        raise Refusal(DAMAGED, "文件已损坏：缺少工作簿的部件关系。", "请用 Excel 或 WPS 打开后另存为 .xlsx 再报送。")
    _elements(archive, relations, relation)
    found = {}
    for title, reference in sheets:
        target = targets.get(reference, "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        found[title] = marks.get(path.lower(), SheetMarks())
    return found


def _elements(archive: Archive, name: str, start: object) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start  # type: ignore[assignment]
    parse(archive.chunks(name), parser, name)

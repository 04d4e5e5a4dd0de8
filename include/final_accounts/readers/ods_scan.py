"""Preflight of .ods containers: repeats are counted as what they unfold to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from final_accounts.readers.inspection import Inspection, SheetMarks
from final_accounts.readers.intake import DAMAGED, ENCRYPTED, MACROS, Refusal
from final_accounts.readers.xml_scan import Counter, local, parse

if TYPE_CHECKING:
    from final_accounts.readers.archive import Archive
    from final_accounts.readers.caps import Caps

_CELLS: Final = frozenset({"table-cell", "covered-table-cell"})
_LIMIT: Final = 10**8


def _repeat(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return min(max(int(text), 1), _LIMIT) if text.isascii() and text.isdigit() and len(text) < 10 else 1  # noqa: PLR2004 - longer is no count


class ContentScan:
    """Handlers for ``content.xml``."""

    def __init__(self, caps: Caps) -> None:
        self.sheets: dict[str, SheetMarks] = {}
        self._caps = caps
        self._marks = SheetMarks()
        self._count = Counter("", caps)
        self._row = self._column = 0
        self._row_repeat = self._cell_repeat = 1
        self._attributes: dict[str, str] = {}
        self._text: list[str] | None = None

    def parser(self) -> expat.XMLParserType:
        """An expat parser wired to this scan."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        return parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if name == "table:table":
            title = attributes.get("table:name", "")
            self._marks = self.sheets.setdefault(title, SheetMarks())
            self._count = Counter(f"工作表“{title}”", self._caps)
            self._row = 0
        elif tag == "table-row":
            self._count.row_element()
            self._row_repeat = _repeat(attributes, "table:number-rows-repeated")
            self._column = 0
        elif tag in _CELLS:
            self._attributes = attributes
            self._cell_repeat = _repeat(attributes, "table:number-columns-repeated")
            self._text = []

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, name: str) -> None:
        tag = local(name)
        if tag in _CELLS:
            self._finish()
            self._column += self._cell_repeat
            self._text = None
        elif tag == "table-row":
            self._row += self._row_repeat

    def _finish(self) -> None:
        attributes, text = self._attributes, "".join(self._text or ()).strip()
        kind = attributes.get("office:value-type", "")
        formula = attributes.get("table:formula", "")
        if not (kind or text or formula):
            self._count.blank()
            return
        last = (self._row + self._row_repeat - 1, self._column + self._cell_repeat - 1)
        self._count.content(*last, self._row_repeat * self._cell_repeat)
        position = (self._row, self._column)
        if attributes.get("calcext:value-type") == "error" or (formula and text.startswith(("#", "Err:"))):
            self._marks.errors[position] = text or "#错误"
        elif formula and not kind:
            self._marks.uncached.add(position)
        down = _repeat(attributes, "table:number-rows-spanned")
        across = _repeat(attributes, "table:number-columns-spanned")
        if down > 1 or across > 1:
            self._marks.merged.append((position, (self._row + down - 1, self._column + across - 1)))


def inspect_ods(archive: Archive, caps: Caps) -> Inspection:
    """All parts under caps, no encryption, no macros. Raises :class:`Refusal`."""
    names = [name.lower() for name in archive.members]
    if any(name.startswith(("basic/", "scripts/")) for name in names):
        raise Refusal(MACROS, "文件含有宏代码，按规定不予接收。", "请删除宏后另存再报送。")
    manifest = archive.find("META-INF/manifest.xml")
    if manifest is not None and _encrypted(archive, manifest):
        raise Refusal(ENCRYPTED, "文件已加密，无法读取。", "请取消打开密码后重新报送。")
    scan = ContentScan(caps)
    content = archive.find("content.xml")
    if content is None:
        raise Refusal(DAMAGED, "文件不完整：缺少 content.xml。", "请用原软件打开后另存再报送。")
    for name in archive.members:
        chunks = archive.chunks(name)
        if name == content:
            parse(chunks, scan.parser(), name)
        elif name.lower().endswith((".xml", ".rdf")):
            parse(chunks, expat.ParserCreate(), name)
        else:
            for _ in chunks:  # pictures count against the budget too
                pass
    return Inspection("ods", scan.sheets)


def _encrypted(archive: Archive, manifest: str) -> bool:
    found: list[str] = []

    def start(name: str, _: dict[str, str]) -> None:
        if local(name) == "encryption-data":
            found.append(name)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parse(archive.chunks(manifest), parser, manifest)
    return bool(found)

"""DOCX: paragraphs and tables of the body in their real order, headers, footers and notes apart.

Text that tracked changes deleted, hidden text and field codes are not visible and not read; inserted text is, and so
are the words of a drawing that is kept as SVG.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from lxml import etree

from final_accounts.model.document import ReadCell, Spot
from final_accounts.readers.archive import Archive
from final_accounts.readers.documents.word_lists import Lists
from final_accounts.readers.documents.word_styles import Styles
from final_accounts.readers.intake import DAMAGED, ENTITIES, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from final_accounts.readers.documents.record import Record

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_EMBED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_PLAIN: Final = W[1:-1].encode()
_UNSEEN: Final = frozenset({"del", "moveFrom", "instrText", "delText", "delInstrText", "Fallback", "rt", "tblPr"})
_UNSEEN_MORE: Final = frozenset({"sectPr", "tblGrid", "trPr", "sdtPr", "sdtEndPr", "tblPrEx"})
_SIGNS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LARGE: Final = 360_000 * 6
"""Six centimetres in EMU: a picture larger than that both ways may hold text that matters."""
_RESAVE: Final = "请用 Word 或 WPS 打开后另存为新的 .docx。"


def read_word(data: bytes, record: Record) -> None:
    """The main part, then headers, footers, footnotes and endnotes. Raises Refusal for what is no readable DOCX."""
    archive = Archive(data)
    body = part(archive, "word/document.xml")
    if body is None:
        raise Refusal(DAMAGED, "文件已损坏：缺少 word/document.xml。", _RESAVE)
    styles = Styles(part(archive, "word/styles.xml"))
    lists = Lists(part(archive, "word/numbering.xml"))
    _Flow(record, styles, lists, record.line, Drawings(archive)).read(body)
    for name in sorted(archive.members):
        lower = name.lower()
        if lower.startswith(("word/header", "word/footer", "word/footnotes", "word/endnotes")) and lower[-4:] == ".xml":
            record.check_time()
            root = part(archive, name)
            if root is not None:
                apart = _Flow(record, styles, lists, lambda spot, text, _level: record.apart(spot, text), flat=True)
                apart.read(root)


def part(archive: Archive, name: str) -> etree._Element | None:
    """The root of one XML part; None when there is no such part. Raises Refusal for entities and broken XML."""
    found = archive.find(name)
    if found is None:
        return None
    text = b"".join(archive.chunks(found)).replace(_STRICT, _PLAIN)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise Refusal(DAMAGED, f"文件已损坏：部件 {name} 不是有效的 XML。", _RESAVE) from problem
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refusal(ENTITIES, "文件内含 DTD 或实体声明，正常的文档没有这些内容，已拒绝读取。", _RESAVE)
    return root


class Drawings:
    """Words of the SVG drawings of the main part, by the id of the relationship that leads to them."""

    def __init__(self, archive: Archive | None = None) -> None:
        self._archive = archive
        root = None if archive is None else part(archive, "word/_rels/document.xml.rels")
        self._targets = (
            {} if root is None else {e.get("Id", ""): e.get("Target", "") for e in root.iter("{*}Relationship")}
        )

    def words(self, relation: str) -> list[str]:
        """One text a line; nothing where the drawing is not in the file. Raises Refusal for one that is broken."""
        target = self._targets.get(relation, "")
        if self._archive is None or not target:
            return []
        name = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"word/{target}")
        root = part(self._archive, name)
        return [] if root is None else ["".join(map(str, text.itertext())) for text in root.iter("{*}text")]


class _Table:
    def __init__(self, line: int) -> None:
        self.line = line
        self.rows: list[list[ReadCell]] = []
        self.texts: list[str] = []
        self.columns = 1
        self.continued = False
        self.anchors: dict[int, tuple[int, int]] = {}
        """By grid column: row and place in the row of the cell that reaches down."""
        self.at = 0


class _Flow:
    """Walks one part. ``flat`` gives tables cell by cell as lines."""

    def __init__(
        self,
        record: Record,
        styles: Styles,
        lists: Lists,
        emit: Callable[[Spot, str, int], None],
        drawings: Drawings | None = None,
        *,
        flat: bool = False,
    ) -> None:
        self._record = record
        self._styles = styles
        self._lists = lists
        self._emit = emit
        self._drawings = drawings or Drawings()
        self._flat = flat
        self._line = 0
        self._paragraphs: list[list[str]] = []
        self._boxes: list[tuple[str, int]] = []
        self._tables: list[_Table] = []

    def read(self, root: etree._Element) -> None:
        """Everything below the root."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if not isinstance(element.tag, str):
                continue
            tag = element.tag.rpartition("}")[2]
            if event == "start":
                if tag in _UNSEEN or tag in _UNSEEN_MORE or (tag == "r" and self._styles.hides(element)):
                    walk.skip_subtree()
                else:
                    self._open(element, tag)
            elif tag not in _UNSEEN and tag not in _UNSEEN_MORE:
                self._shut(element, tag)

    def _open(self, element: etree._Element, tag: str) -> None:
        if tag == "p" and element.tag == W + "p":
            self._paragraphs.append([self._lists.mark(element, self._styles)])
        elif tag == "tbl":
            self._tables.append(_Table(self._line + 1))
        elif tag == "tr" and self._tables:
            table = self._tables[-1]
            self._line += 1
            table.rows.append([])
            table.at = 0
        elif tag == "tc" and self._tables:
            self._cell(element, self._tables[-1])
        elif tag == "docPr":
            self._picture(element)
        elif tag == "svgBlip":
            self._drawing(element.get(_EMBED, ""))

    def _shut(self, element: etree._Element, tag: str) -> None:
        if tag == "t":
            self._add(element.text or "")
        elif tag in _SIGNS and element.tag.startswith(W):
            holder = element.getparent()
            if holder is None or holder.tag != W + "tabs":  # there a tab is a stop, no sign
                self._add(_SIGNS[tag])
        elif tag == "sym":
            self._add(_sign(element))
        elif tag == "p" and element.tag == W + "p" and self._paragraphs:
            self._paragraph(element, "".join(self._paragraphs.pop()))
        elif tag == "tc" and self._tables:
            self._close_cell(self._tables[-1])
        elif tag == "tbl" and self._tables:
            self._close_table()

    def _add(self, text: str) -> None:
        if self._paragraphs:
            self._paragraphs[-1].append(text)

    def _paragraph(self, element: etree._Element, text: str) -> None:
        if self._paragraphs:  # a text box stands in the paragraph that holds it: its text follows that one's
            self._boxes.append((text, 0))
            return
        boxes, self._boxes = self._boxes, []
        for said, level in ((text, self._styles.level(element)), *boxes):
            if self._tables:
                self._tables[-1].texts.append(said)
            elif said.strip():
                self._line += 1
                self._emit(Spot(line=self._line), said, level)

    def _cell(self, element: etree._Element, table: _Table) -> None:
        properties = element.find(W + "tcPr")
        table.texts = []
        table.columns = 1
        table.continued = False
        if properties is None:
            return
        span = properties.find(W + "gridSpan")
        if span is not None:
            table.columns = _number(span.get(W + "val", ""))
        merge = properties.find(W + "vMerge")
        if merge is not None and merge.get(W + "val", "continue") == "continue":
            table.continued = table.at in table.anchors

    def _close_cell(self, table: _Table) -> None:
        if not table.rows:
            return
        text = "\n".join(t for t in table.texts if t.strip())
        if table.continued:
            row, place = table.anchors[table.at]
            cell = table.rows[row][place]
            said = "\n".join(t for t in (cell.text, text) if t)
            table.rows[row][place] = ReadCell(cell.spot, said, cell.columns, len(table.rows) - row)
        else:
            table.anchors[table.at] = (len(table.rows) - 1, len(table.rows[-1]))
            table.rows[-1].append(ReadCell(Spot(line=self._line), text, table.columns))
        table.at += table.columns

    def _close_table(self) -> None:
        table = self._tables.pop()
        rows = tuple(tuple(row) for row in table.rows)
        if self._tables:  # a table inside a cell is text of that cell
            self._tables[-1].texts += ["\t".join(cell.text for cell in row) for row in rows]
        elif self._flat:
            for row in rows:
                for cell in row:
                    self._emit(cell.spot, cell.text, 0)
        else:
            self._record.table(Spot(line=table.line), rows)

    def _drawing(self, relation: str) -> None:
        try:
            self._boxes += [(words, 0) for words in self._drawings.words(relation)]
        except Refusal as refusal:
            self._record.miss(f"图中的文字没有读取：{refusal.finding.message}", Spot(line=self._line + 1))

    def _picture(self, element: etree._Element) -> None:
        holder = element.getparent()
        extent = None if holder is None else holder.find("{*}extent")
        if extent is None or element.get("descr", "").strip() or element.get("title", "").strip():
            return
        if not any(True for _ in holder.iter("{*}pic")):  # type: ignore[union-attr] # it has an extent
            return
        if all(_number(extent.get(side, "")) > _LARGE for side in ("cx", "cy")):
            self._record.miss("图片没有替代文字，图中的文字没有读取。", Spot(line=self._line + 1))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1  # noqa: PLR2004 - longer is no span


def _sign(element: etree._Element) -> str:
    try:
        return chr(int(element.get(W + "char", ""), 16))
    except (ValueError, OverflowError):
        return ""

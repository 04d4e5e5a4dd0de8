"""HTML: what a browser shows, without running anything. Hidden elements, scripts and alternative texts are not text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from final_accounts.model.document import ReadCell, Spot
from final_accounts.readers.documents.text import REPLACED, decode

if TYPE_CHECKING:
    from final_accounts.readers.documents.record import Record

_CHARSET: Final = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""", re.IGNORECASE)
_UNSEEN: Final = frozenset(
    (
        *("script", "style", "head", "title", "template", "noscript", "datalist", "input"),
        *("desc", "metadata", "defs", "iframe", "object", "embed", "audio", "video", "rp", "rt"),
    )
)
_INLINE: Final = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd"),
        *("label", "mark", "q", "rb", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"),
        *("time", "tspan", "tt", "u", "var", "wbr"),
    )
)
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_HIDDEN: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE: Final = re.compile(r"(?:[a-z][a-z0-9]*)?[.#][A-Za-z_][\w-]*")
_NOTE: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPAN_CAP: Final = 1000


def read_web(data: bytes, record: Record) -> None:
    """Blocks in the order of the source; a table that holds tables is layout and only its content counts."""
    stated = _CHARSET.search(data[:4096])
    text = decode(data, stated[1].decode("ascii").lower() if stated else "").replace("\x00", "")
    if REPLACED in text:
        record.miss("网页里有无法识别的字符，可能是编码混杂。")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        record.miss("网页里没有可以读取的内容。")
        return
    for problem in parser.error_log:
        if "depth" in problem.message.lower() or "too deep" in problem.message.lower():
            record.miss("网页的元素嵌套过深，其后的内容没有读取。")
            break
    _Page(record, root).read()


class _Page:
    """Walks the tree once; text gathers until a block begins or ends."""

    def __init__(self, record: Record, root: etree._Element) -> None:
        self._record = record
        self._root = root
        self._line = 0
        self._text: list[str] = []
        self._level = 0
        self._cells: list[list[str]] = []
        self._rows: list[list[ReadCell]] = []
        self._in_table = False
        self._table_line = 0
        self._layout = {outer for table in root.iter("table") if (outer := _outer(table)) is not None}
        self._unseen = _unseen_selectors(root)

    def read(self) -> None:
        """Everything below the root."""
        walk = etree.iterwalk(self._root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event in {"comment", "pi"} or not isinstance(element.tag, str):
                self._add(element.tail)
            elif event == "start":
                if self._hidden(element):
                    walk.skip_subtree()
                else:
                    self._open(element, element.tag.rpartition("}")[2].lower())
                    self._add(element.text)
            else:
                if not self._hidden(element):
                    self._shut(element, element.tag.rpartition("}")[2].lower())
                self._add(element.tail)
        self._flush()

    def _hidden(self, element: etree._Element) -> bool:
        tag = element.tag.rpartition("}")[2].lower()
        if tag in _UNSEEN or element.get("hidden") is not None:
            return True
        if _HIDDEN.search(element.get("style", "")):
            return True
        if not self._unseen:
            return False
        names = [f".{name}" for name in element.get("class", "").split()]
        if element.get("id"):
            names.append(f"#{element.get('id')}")
        return any(name in self._unseen or tag + name in self._unseen for name in names)

    def _open(self, element: etree._Element, tag: str) -> None:
        if tag in _INLINE:
            return
        if tag == "br":
            self._text.append("\n")
            return
        if tag == "img":
            self._picture(element)
            return
        self._flush()
        if tag == "table" and element not in self._layout and not self._in_table:
            self._in_table = True
            self._rows = []
            self._table_line = self._line + 1
        elif tag == "tr" and self._in_table:
            self._line += 1
            self._rows.append([])
        elif tag in {"td", "th"} and self._in_table:
            self._cells.append([])
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":  # noqa: PLR2004 - h1 to h6
            self._level = int(tag[1])

    def _shut(self, element: etree._Element, tag: str) -> None:
        if tag in _INLINE or tag in {"br", "img"}:
            return
        self._flush()
        if tag in {"td", "th"} and self._cells:
            text = "\n".join(self._cells.pop())
            if not self._rows:
                self._line += 1
                self._rows.append([])
            spot = Spot(line=self._line)
            self._rows[-1].append(ReadCell(spot, text, _span(element, "colspan"), _span(element, "rowspan")))
        elif tag == "table" and self._in_table and element not in self._layout:
            self._in_table = False
            self._record.table(Spot(line=self._table_line), tuple(tuple(row) for row in self._rows if row))
            self._rows = []
        elif len(tag) == 2 and tag[0] == "h":  # noqa: PLR2004 - h1 to h6
            self._level = 0

    def _picture(self, element: etree._Element) -> None:
        if not element.get("alt", "").strip() and not element.get("src", "").startswith("data:image/svg"):
            self._record.miss("图片没有替代文字，图中的文字没有读取。", Spot(line=max(self._line, 1)))

    def _add(self, text: str | None) -> None:
        if text:
            self._text.append(_SPACE.sub(" ", text))

    def _flush(self) -> None:
        if not self._text:
            return
        text = re.sub(r" *\n *", "\n", re.sub(r"  +", " ", "".join(self._text))).strip(" \n")
        self._text = []
        if not text:
            return
        if self._cells:
            self._cells[-1].append(text)
        elif self._in_table:  # a caption, or text that strayed between cells: a browser shows it before the table
            self._record.line(Spot(line=self._table_line), text)
        else:
            self._line += 1
            self._record.line(Spot(line=self._line), text, self._level)


def _outer(table: etree._Element) -> etree._Element | None:
    """The table around this one."""
    return next(table.iterancestors("table"), None)


def _span(element: etree._Element, name: str) -> int:
    said = element.get(name, "1").strip()
    return min(max(int(said), 1), _SPAN_CAP) if said.isascii() and said.isdigit() and len(said) < 6 else 1  # noqa: PLR2004


def _unseen_selectors(root: etree._Element) -> frozenset[str]:
    """Classes and ids that the page's own style sheet hides everywhere; rules inside @media do not count."""
    found: set[str] = set()
    for style in root.iter("style"):
        for selectors, body in _RULE.findall(_outside_blocks(_NOTE.sub("", style.text or ""))):
            if _HIDDEN.search(body):
                found.update(s for part in selectors.split(",") if _SIMPLE.fullmatch(s := part.strip()))
    return frozenset(found)


def _outside_blocks(css: str) -> str:
    """A style sheet without its @-blocks."""
    kept: list[str] = []
    position = 0
    while (start := css.find("@", position)) >= 0:
        kept.append(css[position:start])
        depth, position = 0, start
        while position < len(css):
            sign = css[position]
            position += 1
            depth += (sign == "{") - (sign == "}")
            if (sign == "}" and depth <= 0) or (sign == ";" and depth == 0):
                break
        else:
            return "".join(kept)
    return "".join((*kept, css[position:]))

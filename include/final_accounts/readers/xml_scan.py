"""Streaming look at XML parts: no DTD, no entities, no cell beyond the caps; formulas without value and errors by cell.

expat sees attributes whatever their order, quotes, prefix or encoding; a regular expression does not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from final_accounts.readers.caps import CAPS, Caps
from final_accounts.readers.inspection import SheetMarks
from final_accounts.readers.intake import DAMAGED, ENTITIES, TOO_LARGE, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

_YES: Final = frozenset({"1", "true"})
_REFERENCE: Final = re.compile(r"([A-Z]{1,4})([0-9]{1,9})")
_RESAVE: Final = "请用 Excel 或 WPS 打开后另存为 .xlsx 再报送。"
_TRIM: Final = "请删除数据区以外的空行、空列及其格式（选中后“删除”，不是“清除”），另存后重新报送。"


def parse(chunks: Iterable[bytes], parser: expat.XMLParserType, part: str) -> None:
    """Feed ``chunks`` to ``parser``; DTDs and malformed XML are refused."""
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.buffer_text = True
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)  # noqa: FBT003 - expat takes it by position
        parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as problem:
        message = f"文件已损坏：部件 {part} 第 {problem.lineno} 行不是有效的 XML。"
        raise Refusal(DAMAGED, message, _RESAVE) from problem
    except (LookupError, ValueError) as problem:  # an encoding that does not exist, or one that expat cannot take
        raise Refusal(DAMAGED, f"文件已损坏：部件 {part} 的文字编码无法识别。", _RESAVE) from problem


def _refuse_doctype(*_: object) -> None:
    message = "文件内含 DTD 或实体声明，正常的电子表格没有这些内容，已拒绝读取。"
    raise Refusal(ENTITIES, message, "请从模板重新生成工作簿，只粘贴数值后报送。")


@lru_cache(maxsize=4096)
def local(name: str) -> str:
    """Element or attribute name without its prefix."""
    return name.rpartition(":")[2]


def too_large(where: str, what: str) -> Refusal:
    """The refusal of a sheet beyond the caps."""
    return Refusal(TOO_LARGE, f"{where}{what}。", _TRIM)


class Counter:
    """Counts cells and the rectangle of one sheet against the caps."""

    def __init__(self, part: str, caps: Caps = CAPS) -> None:
        self.part = part
        self.caps = caps
        self.cells = 0
        self.last_row = -1
        self.last_column = -1
        self.rows = 0

    def row_element(self) -> None:
        """A row is declared, with or without cells."""
        self.rows += 1
        if self.rows > self.caps.row_elements:
            raise too_large(f"{self.part} ", f"带格式的行超过 {self.caps.row_elements} 行，多为整列套用格式留下的空行")

    def blank(self) -> None:
        """A formatted cell without content."""
        self.cells += 1
        if self.cells > self.caps.cells:
            raise too_large(f"{self.part} ", f"单元格超过 {self.caps.cells} 个")

    def content(self, row: int, column: int, times: int = 1) -> None:
        """A cell with content at (row, column); ``times`` when the format repeats it."""
        caps = self.caps
        self.cells += times
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        if row >= caps.rows or column >= caps.columns:
            where = f"第 {row + 1} 行第 {column + 1} 列"
            raise too_large(f"{self.part} ", f"{where}有内容，超过 {caps.rows} 行 × {caps.columns} 列的上限")
        if self.cells > caps.cells or (self.last_row + 1) * (self.last_column + 1) > caps.area:
            raise too_large(f"{self.part} ", f"数据区超过 {caps.cells} 个单元格")


class WorksheetScan:
    """Handlers for one part of an .xlsx; parts that are no worksheet simply have no cells."""

    def __init__(self, part: str, caps: Caps = CAPS) -> None:
        self.marks = SheetMarks()
        self._count = Counter(part, caps)
        self._row = -1
        self._column = -1
        self._formula = False
        self._filled = False
        self._kind = ""
        self._style = ""
        self._text: list[str] | None = None
        self._value = ""
        self._has_value = False
        self._parser = expat.ParserCreate()

    def parser(self) -> expat.XMLParserType:
        """An expat parser wired to this scan."""
        parser = self._parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        return parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if tag == "c":
            self._cell(attributes)
        elif tag == "row":
            self._count.row_element()
            stated = attributes.get("r", "")
            self._row = int(stated) - 1 if stated.isascii() and stated.isdigit() and len(stated) < 10 else self._row + 1  # noqa: PLR2004 - longer is no row
            self._column = -1
            if attributes.get("hidden") in _YES:
                self.marks.hidden_rows.add(self._row)
        elif tag == "f":
            self._formula = self._filled = True
        elif tag == "v":
            self._has_value = self._filled = True
            if self._formula or self._kind == "e":  # only then does the text matter, and most cells are neither
                self._text = []
                self._parser.CharacterDataHandler = self._characters
        elif tag == "is":
            self._filled = True
        elif tag == "col" and attributes.get("hidden") in _YES:
            self._hide(attributes.get("min", ""), attributes.get("max", ""))

    def _hide(self, first: str, last: str) -> None:
        if all(end.isascii() and end.isdigit() and len(end) < 6 for end in (first, last)):  # noqa: PLR2004 - no column has more
            self.marks.hidden_columns.update(range(int(first) - 1, min(int(last), self._count.caps.columns)))

    def _cell(self, attributes: dict[str, str]) -> None:
        match = _REFERENCE.fullmatch(attributes.get("r", "").upper().replace("$", ""))
        if match is None:
            self._column += 1
        else:
            column = 0
            for letter in match[1]:
                column = column * 26 + ord(letter) - 64
            self._column = column - 1
            self._row = int(match[2]) - 1
        self._formula = self._filled = self._has_value = False
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._value = ""

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, name: str) -> None:
        tag = local(name)
        if tag == "v" and self._text is not None:
            self._value = "".join(self._text).strip()
            self._text = None
            self._parser.CharacterDataHandler = None
        elif tag == "c":
            self._finish()

    def _finish(self) -> None:
        if not self._filled:
            self._count.blank()
            return
        position = (self._row, self._column)
        self._count.content(*position)
        if self._kind == "n" and self._style.isascii() and self._style.isdigit() and len(self._style) < 6:  # noqa: PLR2004 - formats a file may have
            self.marks.styles[position] = int(self._style)
        if self._kind == "e":
            self.marks.errors[position] = self._value or "#错误"
        elif self._formula and not (self._value or (self._kind == "str" and self._has_value)):
            self.marks.uncached.add(position)

"""Cells of recognised tables as figures with a key and a place, and the facts of a whole document by key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final

from final_accounts.audit.claims import Operand, TableFound
from final_accounts.audit.numbers import Kind, Quantity, amount, plain_step
from final_accounts.audit.text import normalised
from final_accounts.model.document import ReadCell, ReadTable, Spot

_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_MEASURE: Final = re.compile(r"(?:金额)?单位：?(?:人民币)?(?P<measure>亿元|万元|元)")
_ITEM: Final = 7  # digits of a 项
_CODE: Final = re.compile(r"[0-9]{3}|[0-9]{5}|[0-9]{7}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells with their normalised text, repeated for spans so that columns line up."""

    cells: tuple[tuple[str, Spot], ...]

    def texts(self) -> list[str]:
        """Normalised texts."""
        return [text for text, _ in self.cells]


@dataclass
class Facts:
    """Every figure of the document's tables and forms by key. A later figure under the same key is kept beside."""

    by_key: dict[str, Operand] = field(default_factory=dict)
    tables: list[TableFound] = field(default_factory=list)
    tables_by_id: dict[str, TableFound] = field(default_factory=dict)
    steps: dict[str, Fraction] = field(default_factory=dict)

    def get(self, key: str) -> Operand | None:
        """The figure under a key."""
        return self.by_key.get(key)

    def keys(self, prefix: str) -> Iterator[str]:
        """Keys that begin so."""
        return (key for key in self.by_key if key.startswith(prefix))

    def figures_of(self, form: str) -> int:
        """How many cells of a table were understood so far."""
        return sum(len(row.cells) for row in self.tables_by_id[form].rows) if form in self.tables_by_id else 0

    def zero(self, key: str) -> Operand | None:
        """The figure, or the nothing a blank cell of a table that is there stands for."""
        found = self.by_key.get(key)
        if found is not None:
            return found
        form, row, _ = key.split(" ") if key.count(" ") == 2 else ("", "", "")
        table = self.tables_by_id.get(form)
        if table is None or not table.rows:
            return None
        if not row.startswith("function:") and all(r.key != row for r in table.rows):
            return None
        step = self.steps.get(table.id, Fraction(1))
        return Operand(f"{table.name}中为空", Quantity(Kind.AMOUNT, Fraction(0), step, "0", "万元"), table.spot)


def rows_of(table: ReadTable) -> list[Row]:
    """Rows with spans written out: a cell over two columns stands in both, its text in the first only."""
    found: list[Row] = []
    above: dict[int, tuple[int, Spot]] = {}
    for row in table.rows:
        cells: list[tuple[str, Spot]] = []
        queue = list(row)
        while queue or len(cells) in above:
            place = len(cells)
            if place in above:
                left, spot = above.pop(place)
                if left > 1:
                    above[place] = (left - 1, spot)
                cells.append(("", spot))
                continue
            cell = queue.pop(0)
            for offset in range(max(cell.columns, 1)):
                cells.append((normalised(cell.text) if offset == 0 else "", cell.spot))
                if cell.rows > 1:
                    above[place + offset] = (cell.rows - 1, cell.spot)
        found.append(Row(tuple(cells)))
    return found


def number(text: str, measure: str) -> Quantity | None:
    """An amount in a cell, or None when the text is no number."""
    plain = text.replace(",", "").replace("，", "")
    if not _NUMBER.fullmatch(plain):
        return None
    value, step = amount(plain, measure)
    return Quantity(Kind.AMOUNT, value, step, text, measure)


def percent(text: str) -> Quantity | None:
    """A percentage in a cell, with or without its sign."""
    plain = text.removesuffix("%")
    if not _NUMBER.fullmatch(plain):
        return None
    return Quantity(Kind.PERCENT, Fraction(Decimal(plain)), plain_step(plain), text, "%")


def points(text: str) -> Quantity | None:
    """A score in a cell."""
    plain = text.removesuffix("分")
    if not _NUMBER.fullmatch(plain):
        return None
    return Quantity(Kind.POINTS, Fraction(Decimal(plain)), plain_step(plain), text, "分")


def measure_of(texts: Iterable[str], default: str = "万元") -> str:
    """The measure printed above or in the head of a table."""
    for text in texts:
        found = _MEASURE.search(text)
        if found:
            return found["measure"]
    return default


def code_of(texts: Sequence[str]) -> tuple[str, int]:
    """Code of a row and the place of the cell behind it: in one cell, or split over 类, 款 and 项.

    >>> code_of(["208", "05", "05", "养老保险", "6.45"]), code_of(["2080505", "", "养老保险"]), code_of(["合计", "1"])
    (('2080505', 3), ('2080505', 2), ('', 0))
    """
    first = next((n for n, t in enumerate(texts[:4]) if t), -1)
    if first < 0 or not _CODE.fullmatch(texts[first]):
        return "", 0
    code, place = texts[first], first + 1
    while place < len(texts) and len(code) < _ITEM and re.fullmatch(r"[0-9]{2}", texts[place]):
        code, place = code + texts[place], place + 1
    while place < len(texts) and not texts[place]:
        place += 1
    if place < len(texts) and _NUMBER.fullmatch(texts[place]):
        return "", 0
    return code, place


def blank(cell: ReadCell) -> bool:
    """Whether nothing visible stands in a cell."""
    return not normalised(cell.text)

"""A sheet as read: values at their addresses, with what the fast reader does not tell."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

import python_calamine

from final_accounts.model.place import Cell
from final_accounts.readers.figures import read_figure
from final_accounts.readers.wording import label_key

if TYPE_CHECKING:
    from final_accounts.readers.inspection import Inspection, Position, Range


@dataclass(slots=True)
class Grid:
    """``rows[r][c]`` holds str, float, int, bool, date … or "" for blank, from A1 on."""

    name: str
    rows: list[list[object]]
    merged: tuple[Range, ...] = ()
    uncached: frozenset[Position] = frozenset()
    errors: dict[Position, str] = field(default_factory=dict)
    visible: bool = True
    _anchors: dict[Position, Position] | None = None

    @property
    def height(self) -> int:
        """Rows from row 1 to the last one used."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """Columns from A to the last one used."""
        return len(self.rows[0]) if self.rows else 0

    def value(self, row: int, column: int) -> object:
        """The cell's value, "" outside of the used area."""
        if 0 <= row < len(self.rows):
            line = self.rows[row]
            if 0 <= column < len(line):
                return line[column]
        return ""

    def text(self, row: int, column: int) -> str:
        """The cell as text; whole numbers without ".0"."""
        return as_text(self.value(row, column))

    def key(self, row: int, column: int) -> str:
        """``label_key`` of the cell."""
        value = self.value(row, column)
        return label_key(value if isinstance(value, str) else as_text(value)) if value != "" else ""

    def blank(self, row: int, column: int) -> bool:
        """No value, no error, no formula without value."""
        value = self.value(row, column)
        empty = value == "" or (isinstance(value, str) and not value.strip())
        return empty and (row, column) not in self.errors and (row, column) not in self.uncached

    def cell(self, row: int, column: int) -> Cell:
        """Address of a position."""
        return Cell(self.name, row, column)

    def anchor(self, row: int, column: int) -> Position:
        """First cell of the merged range over this position, or the position itself."""
        if self._anchors is None:
            self._anchors = {
                (r, c): first
                for first, last in self.merged
                for r in range(first[0], min(last[0], self.height) + 1)
                for c in range(first[1], min(last[1], self.width) + 1)
            }
        return self._anchors.get((row, column), (row, column))

    def merged_over(self, row: int, column: int) -> Range | None:
        """The merged range that covers this position."""
        for first, last in self.merged:
            if first[0] <= row <= last[0] and first[1] <= column <= last[1]:
                return first, last
        return None

    def right_of(self, row: int, column: int) -> int | None:
        """Column of the next cell with content to the right."""
        return next((c for c in range(column + 1, self.width) if not self.blank(row, c)), None)


def as_text(value: object) -> str:
    """A cell's value as one would read it.

    >>> as_text(2080505.0), as_text(" 表 1 "), as_text("")
    ('2080505', '表 1', '')
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return read_figure(value).printed


def open_grids(data: bytes, inspection: Inspection) -> list[Grid]:
    """All worksheets in file order, hidden ones too. Raises what the fast reader raises on broken files."""
    grids = []
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        for sheet in workbook.sheets_metadata:
            if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            read = workbook.get_sheet_by_name(sheet.name)
            marks = inspection.sheets.get(sheet.name)
            merged = read.merged_cell_ranges or (marks.merged if marks else ())
            grid = Grid(
                sheet.name,
                [list[object](row) for row in read.to_python(skip_empty_area=False)],
                tuple(merged),
                frozenset(marks.uncached) if marks else frozenset(),
                dict(marks.errors) if marks else {},
                sheet.visible == python_calamine.SheetVisibleEnum.Visible,
            )
            _cover(grid)
            grids.append(grid)
    return grids


def _cover(grid: Grid) -> None:
    """Extend the area to marked cells, which the reader leaves out when they are the last ones."""
    marked = [*grid.uncached, *grid.errors]
    if not marked:
        return
    width = max(grid.width, 1 + max(c for _, c in marked))
    height = max(grid.height, 1 + max(r for r, _ in marked))
    for row in grid.rows:
        row.extend([""] * (width - len(row)))
    while grid.height < height:
        grid.rows.append([""] * width)

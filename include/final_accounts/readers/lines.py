"""Printed lines 行次 of a fixed block: each found by its code or name, wherever it stands.

A name that was changed is recognised by its place between its neighbours; the figure is read and the finding says what
must be printed, so that one renamed label does not break every sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from final_accounts.model.layout import Line
from final_accounts.readers.intake import DUPLICATE_ROW, LABEL, MISSING_ROW, MISSING_TOTAL, finding
from final_accounts.readers.wording import bare_key, code_key, label_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from final_accounts.readers.grid import Grid
    from final_accounts.readers.notebook import Notebook

SINGLY: Final = 5
"""Missing lines that are named one by one; more of them are one finding."""


@dataclass(frozen=True, slots=True)
class LabelColumns:
    """Sheet columns that print what a row is; None where the block has no such column."""

    label: int | None
    code: int | None
    number: int | None = None

    def keys(self, grid: Grid, row: int) -> tuple[str, ...]:
        """Label keys printed in a row."""
        return tuple(grid.key(row, c) for c in (self.label, self.code) if c is not None and grid.key(row, c))

    @property
    def first(self) -> int:
        """The column that names the row in messages."""
        return next((c for c in (self.label, self.code) if c is not None), 0)


class LinePlaces:
    """Sheet rows of ``lines`` among ``rows``, with findings for renamed, missing and repeated ones.

    ``rows``: index of a line → sheet row. ``unknown``: rows that print something else.
    """

    def __init__(
        self, grid: Grid, lines: Sequence[Line], columns: LabelColumns, among: range, *, form: str, notebook: Notebook
    ) -> None:
        self.rows: dict[int, int] = {}
        self._grid, self._lines, self._columns = grid, lines, columns
        self._form, self._notebook = form, notebook
        self._printed = {row: keys for row in among if (keys := columns.keys(grid, row))}
        self._named = [n for n, line in enumerate(lines) if line.key]
        self._claimed: set[int] = set()
        if columns.code is not None:
            self._by_code(columns.code)
        self._by_name(label_key, lambda line: (line.label,))
        self._by_name(label_key, lambda line: line.aliases)
        self._by_name(bare_key, lambda line: (line.label, *line.aliases))
        self._by_place()
        fillers = {label_key(line.label) for line in lines if not line.key and line.label}
        self.unknown = [r for r, keys in self._printed.items() if r not in self._claimed and not fillers & set(keys)]

    def _by_code(self, column: int) -> None:
        """Lines whose code is printed: code first, because 类 and 款 may share a name; then the name must fit."""
        rows: dict[str, list[int]] = {}
        for row in self._printed:
            if code := code_key(self._grid.text(row, column)):
                rows.setdefault(code, []).append(row)
        for n in self._named:
            line = self._lines[n]
            found = rows.get(line.key.partition(":")[2], [])
            if not found:
                continue
            self._take(n, found)
            words = {bare_key(word) for word in (line.label, *line.aliases)}
            printed = self._grid.key(found[0], self._columns.first)
            if self._columns.first != column and bare_key(printed) not in words:
                self._renamed(line, found[0])

    def _by_name(self, wording: Callable[[str], str], words: Callable[[Line], tuple[str, ...]]) -> None:
        index: dict[str, list[int]] = {}
        for row, keys in self._printed.items():
            if row not in self._claimed:
                for key in {wording(key) for key in keys}:
                    index.setdefault(key, []).append(row)
        for n in self._named:
            if n in self.rows:
                continue
            rows = [row for word in words(self._lines[n]) for row in index.get(wording(word), ())]
            rows = [row for row in dict.fromkeys(rows) if row not in self._claimed]
            if rows:
                self._take(n, rows if wording is label_key else rows[:1])

    def _take(self, n: int, rows: Sequence[int]) -> None:
        self.rows[n] = rows[0]
        self._claimed.update(rows)
        if len(rows) == 1:
            return
        line = self._lines[n]
        cells = [self._grid.cell(row, self._columns.first) for row in rows]
        words = "、".join(str(cell) for cell in cells)
        message = f"“{line.label}”印了 {len(rows)} 行（{words}），只读取了第一行。"
        hint = "请删除多余的行，每个项目只保留一行。"
        row_key = f"{self._form}/{line.key}"
        self._notebook.add(finding(DUPLICATE_ROW, message, hint, cells=cells, row=row_key, count=len(rows)))

    def _by_place(self) -> None:
        """Runs of lines not found, between two found neighbours, against the unclaimed labels between them."""
        at, missing = 0, list[Line]()
        while at < len(self._named):
            if self._named[at] in self.rows:
                at += 1
                continue
            end = next((k for k in range(at, len(self._named)) if self._named[k] in self.rows), len(self._named))
            run = self._named[at:end]
            free = self._free(at, end)
            if len(free) == len(run):
                for n, row in zip(run, free, strict=True):
                    self.rows[n] = row
                    self._claimed.add(row)
                    self._renamed(self._lines[n], row)
            else:
                missing += [self._lines[n] for n in run]
            at = end
        self._missing(missing)

    def _free(self, at: int, end: int) -> list[int]:
        """Unclaimed labels between the neighbours of a run; of too many, those with the run's line numbers."""
        above = max((self.rows[n] for n in self._named[:at] if n in self.rows), default=-1)
        below = self.rows[self._named[end]] if end < len(self._named) else 1 << 30
        free = [row for row in self._printed if above < row < below and row not in self._claimed]
        if len(free) > end - at and self._columns.number is not None:
            numbers = {str(self._lines[n].number) for n in self._named[at:end]}
            free = [row for row in free if self._grid.text(row, self._columns.number) in numbers]
        return free

    def _renamed(self, line: Line, row: int) -> None:
        cell = self._grid.cell(row, self._columns.first)
        printed = self._grid.text(row, self._columns.first)
        message = f"{cell} 印的是“{printed}”，应为“{line.label}”；该行的数已按应有项目读取。"
        hint = "请恢复模板的项目名称，不要改写行名。"
        self._notebook.add(finding(LABEL, message, hint, cells=[cell], row=f"{self._form}/{line.key}"))

    def _missing(self, lines: Sequence[Line]) -> None:
        """One finding a line; many lines of one kind are one finding."""
        sheet, hint = self._grid.name, "请从模板恢复该行；没有数的行也要保留，留空即可。"
        for rule in (MISSING_ROW, MISSING_TOTAL):
            gone = [line for line in lines if (rule == MISSING_TOTAL) == line.label.endswith(("合计", "总计"))]
            if len(gone) > SINGLY:
                words = "、".join(f"“{line.label}”" for line in gone[:SINGLY])
                message = f"工作表“{sheet}”缺少 {len(gone)} 行（{words}等），这些行的数没有读入。"
                row_key = f"{self._form}/{gone[0].key}…"
                self._notebook.add(finding(rule, message, hint, row=row_key, count=len(gone)))
                continue
            for line in gone:
                message = f"工作表“{sheet}”缺少“{line.label}”一行，该行的数没有读入。"
                self._notebook.add(finding(rule, message, hint, row=f"{self._form}/{line.key}"))

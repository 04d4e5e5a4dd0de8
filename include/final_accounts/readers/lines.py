"""Printed lines 行次 of a fixed block: each found by its name, wherever it stands.

A name that was changed is recognised by its place between its neighbours; the figure is read and the finding says what
must be printed, so that one renamed label does not break every sum.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from final_accounts.readers.intake import DUPLICATE_ROW, LABEL, MISSING_ROW, MISSING_TOTAL, finding
from final_accounts.readers.wording import bare_key, label_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from final_accounts.model.layout import Line
    from final_accounts.readers.grid import Grid
    from final_accounts.readers.notebook import Notebook


@dataclass(slots=True)
class LinePlaces:
    """``rows``: index of a line → sheet row; ``unknown``: rows that print another label."""

    rows: dict[int, int] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)


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


def place_lines(
    grid: Grid, lines: Sequence[Line], columns: LabelColumns, rows: range, form: str, notebook: Notebook
) -> LinePlaces:
    """Sheet rows of ``lines`` among ``rows``, with findings for renamed, missing and repeated ones."""
    printed = {row: keys for row in rows if (keys := columns.keys(grid, row))}
    places = LinePlaces()
    claimed: set[int] = set()
    named = [n for n, line in enumerate(lines) if line.key]
    for wording in (_exact, _aliased, _bare):
        index: dict[str, list[int]] = {}
        for row, keys in printed.items():
            for key in {wording(k) for k in keys} if wording is _bare else keys:
                index.setdefault(key, []).append(row)
        for n in named:
            if n not in places.rows:
                _claim(n, lines[n], wording, index, claimed, places, (grid, columns, form, notebook))
    _by_code(lines, named, columns, printed, claimed, places, grid, form, notebook)
    _renamed(grid, lines, named, columns, printed, claimed, places, form, notebook)
    fillers = {label_key(line.label) for line in lines if not line.key and line.label}
    places.unknown = [r for r, keys in printed.items() if r not in claimed and not fillers & set(keys)]
    return places


def _exact(text: str) -> str:
    return label_key(text)


def _aliased(text: str) -> str:
    return label_key(text)


def _bare(text: str) -> str:
    return bare_key(text)


def _words(line: Line, wording: object) -> tuple[str, ...]:
    if wording is _exact:
        return (label_key(line.label),)
    if wording is _aliased:
        return tuple(label_key(alias) for alias in line.aliases)
    return tuple(bare_key(word) for word in (line.label, *line.aliases))


def _claim(
    n: int,
    line: Line,
    wording: object,
    index: dict[str, list[int]],
    claimed: set[int],
    places: LinePlaces,
    where: tuple[Grid, LabelColumns, str, Notebook],
) -> None:
    rows = [r for word in _words(line, wording) for r in index.get(word, ()) if r not in claimed]
    rows = list(dict.fromkeys(rows))
    if not rows:
        return
    places.rows[n] = rows[0]
    claimed.update(rows if wording is _exact else rows[:1])
    if len(rows) > 1 and wording is _exact:
        grid, columns, form, notebook = where
        cells = [grid.cell(row, columns.first) for row in rows]
        words = "、".join(str(cell) for cell in cells)
        message = f"“{line.label}”印了 {len(rows)} 行（{words}），只读取了第一行。"
        hint = "请删除多余的行，每个项目只保留一行。"
        notebook.add(finding(DUPLICATE_ROW, message, hint, cells=cells, row=f"{form}/{line.key}", count=len(rows)))


def _by_code(
    lines: Sequence[Line],
    named: Sequence[int],
    columns: LabelColumns,
    printed: dict[int, tuple[str, ...]],
    claimed: set[int],
    places: LinePlaces,
    grid: Grid,
    form: str,
    notebook: Notebook,
) -> None:
    """A line whose code is printed but whose name is not the register's: read, and named."""
    if columns.code is None:
        return
    codes = {grid.key(row, columns.code): row for row in printed if row not in claimed}
    for n in named:
        row = codes.get(lines[n].key.partition(":")[2])
        if n not in places.rows and row is not None and row not in claimed:
            places.rows[n] = row
            claimed.add(row)
            _label_finding(grid, lines[n], (row, columns.first), form, notebook)


def _renamed(
    grid: Grid,
    lines: Sequence[Line],
    named: Sequence[int],
    columns: LabelColumns,
    printed: dict[int, tuple[str, ...]],
    claimed: set[int],
    places: LinePlaces,
    form: str,
    notebook: Notebook,
) -> None:
    """Runs of lines not found, between two found neighbours, against the unclaimed labels between them."""
    at = 0
    while at < len(named):
        if named[at] in places.rows:
            at += 1
            continue
        end = next((k for k in range(at, len(named)) if named[k] in places.rows), len(named))
        above = max((places.rows[n] for n in named[:at] if n in places.rows), default=-1)
        below = places.rows[named[end]] if end < len(named) else 1 << 30
        free = [row for row in printed if above < row < below and row not in claimed]
        if len(free) > end - at and columns.number is not None:
            free = [
                row for row in free if _stated_number(grid, row, columns) in {lines[n].number for n in named[at:end]}
            ]
        fits = len(free) == end - at
        for offset, n in enumerate(named[at:end]):
            if fits:
                row = free[offset]
                places.rows[n] = row
                claimed.add(row)
                _label_finding(grid, lines[n], (row, columns.first), form, notebook)
            else:
                _missing(lines[n], grid, form, notebook)
        at = end


def _stated_number(grid: Grid, row: int, columns: LabelColumns) -> int:
    text = grid.text(row, columns.number) if columns.number is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0  # noqa: PLR2004 - a line number


def _label_finding(grid: Grid, line: Line, at: tuple[int, int], form: str, notebook: Notebook) -> None:
    cell = grid.cell(*at)
    message = f"{cell} 印的是“{grid.text(*at)}”，应为“{line.label}”；该行的数已按应有项目读取。"
    notebook.add(
        finding(LABEL, message, "请恢复模板的项目名称，不要改写行名。", cells=[cell], row=f"{form}/{line.key}")
    )


def _missing(line: Line, grid: Grid, form: str, notebook: Notebook) -> None:
    rule = MISSING_TOTAL if line.label.endswith(("合计", "总计")) else MISSING_ROW
    word = "合计行" if rule == MISSING_TOTAL else "一行"
    message = f"工作表“{grid.name}”缺少“{line.label}”{word}，该行的数没有读入。"
    hint = "请从模板恢复该行；没有数的行也要保留，留空即可。"
    notebook.add(finding(rule, message, hint, cells=[], row=f"{form}/{line.key}"))

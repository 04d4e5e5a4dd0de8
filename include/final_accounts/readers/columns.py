"""Columns by their printed headers: inserted columns are passed over, renamed and merged headers are named by cell.

Headers of a band (the blocks that stand side by side) are aligned with the sheet's header row from left to right; the
row with the most agreement is the header row. A header that fails stands in the gap between its neighbours: when the
gap holds as many columns as are missing, they are taken in order and the finding says what must be printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from final_accounts.readers.intake import COLUMN_HEADER, MERGED_HEADER, finding
from final_accounts.readers.wording import label_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from final_accounts.model.finding import Finding
    from final_accounts.model.layout import Block, Column
    from final_accounts.readers.grid import Grid

_SEARCH_ROWS: Final = 40
_GROUP_ABOVE: Final = 3

Head = tuple[str, str]
"""Group and header of one column as keys."""


@dataclass(frozen=True, slots=True)
class Band:
    """Where the columns of blocks standing side by side are. ``columns[b][i]`` belongs to ``blocks[b].columns[i]``."""

    blocks: tuple[Block, ...]
    columns: tuple[tuple[int | None, ...], ...]
    header_row: int
    group_row: int | None

    def place(self, block: Block, column: Column) -> int | None:
        """Sheet column of a layout column, None when it was not found."""
        which = next(n for n, b in enumerate(self.blocks) if b is block)
        return self.columns[which][block.columns.index(column)]


def heads_of(grid: Grid, row: int, group_row: int | None) -> list[Head]:
    """Group and header texts of every sheet column; merged groups reach over their columns."""
    heads = []
    carried = ""
    for column in range(grid.width):
        own = grid.key(row, column) or grid.key(*_upwards(grid, row, column))
        group = ""
        if group_row is not None:
            text = grid.key(*grid.anchor(group_row, column))
            carried = text or carried
            group = text or carried
        heads.append((group, own))
    return heads


def _upwards(grid: Grid, row: int, column: int) -> tuple[int, int]:
    """The anchor of a header merged downwards, never sideways."""
    anchor = grid.anchor(row, column)
    return anchor if anchor[1] == column else (row, column)


def locate(grid: Grid, blocks: tuple[Block, ...], start: int, stop: int) -> tuple[Band | None, list[Finding]]:
    """The band's columns between rows ``start`` and ``stop`` (exclusive), with findings on headers.

    None when less than half of the headers stand in any row: then the table cannot be read.
    """
    wanted = [column for block in blocks for column in block.columns]
    ids = [f"{block.id}/{column.row}{column.key}" for block in blocks for column in block.columns]
    grouped = any(column.group for column in wanted)
    best: tuple[int, int, int | None, list[int | None], list[Head]] | None = None
    for row in range(start, min(stop, start + _SEARCH_ROWS)):
        group_row = _group_row(grid, row, start) if grouped else None
        heads = heads_of(grid, row, group_row)
        known = {label_key(column.header) for column in wanted}
        if sum(head[1] in known for head in heads) * 2 < len(known):
            continue
        places = _align(wanted, heads)
        score = sum(place is not None for place in places)
        if best is None or score > best[0]:
            best = (score, row, group_row, places, heads)
        if score == len(wanted):
            break
    if best is None or best[0] * 2 < len(wanted):
        return None, []
    _, row, group_row, places, heads = best
    findings = _repair(grid, list(zip(wanted, ids, strict=True)), places, heads, (row, group_row))
    split, at = [], 0
    for block in blocks:
        split.append(tuple(places[at : at + len(block.columns)]))
        at += len(block.columns)
    return Band(blocks, tuple(split), row, group_row), findings


def _group_row(grid: Grid, row: int, start: int) -> int | None:
    for above in range(row - 1, max(row - 1 - _GROUP_ABOVE, start - 1, -1), -1):
        if any(grid.value(above, column) != "" for column in range(grid.width)):
            return above
    return None


def _fits(column: Column, head: Head) -> bool:
    return head[1] == label_key(column.header) and (not column.group or head[0] == label_key(column.group))


def _align(wanted: Sequence[Column], heads: Sequence[Head]) -> list[int | None]:
    """Longest common subsequence of wanted and printed headers, leftmost first."""
    rows, width = len(wanted), len(heads)
    fits = [[_fits(column, head) for head in heads] for column in wanted]
    best = [[0] * (width + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        line, below, fit = best[i], best[i + 1], fits[i]
        for j in range(width - 1, -1, -1):
            line[j] = below[j + 1] + 1 if fit[j] else max(below[j], line[j + 1])
    places: list[int | None] = []
    j = 0
    for i in range(rows):
        while j < width and not fits[i][j] and best[i][j] == best[i][j + 1]:
            j += 1
        if j < width and fits[i][j] and best[i][j] == best[i + 1][j + 1] + 1:
            places.append(j)
            j += 1
        else:
            places.append(None)
    return places


def _repair(
    grid: Grid,
    wanted: Sequence[tuple[Column, str]],
    places: list[int | None],
    heads: Sequence[Head],
    rows: tuple[int, int | None],
) -> list[Finding]:
    findings = []
    index = 0
    while index < len(wanted):
        if places[index] is not None:
            index += 1
            continue
        end = next((n for n in range(index, len(wanted)) if places[n] is not None), len(wanted))
        left = max((p for p in places[:index] if p is not None), default=-1)
        right = places[end] if end < len(wanted) else grid.width
        gap = list(range(left + 1, grid.width if right is None else right))
        if len(gap) > end - index:
            gap = [column for column in gap if heads[column][1]]
        for offset, n in enumerate(range(index, end)):
            at = gap[offset] if len(gap) == end - index else None
            places[n] = at
            findings.append(_header_finding(grid, *wanted[n], at=at, left=left, rows=rows))
        index = end
    return findings


def _header_finding(
    grid: Grid, column: Column, name: str, *, at: int | None, left: int, rows: tuple[int, int | None]
) -> Finding:
    row, group_row = rows
    want = f"{column.group}—{column.header}" if column.group else column.header
    if at is None:
        after = f"{grid.name}!{grid.cell(row, max(left, 0)).a1} 之后" if left >= 0 else f"{grid.name} 第 {row + 1} 行"
        message = f"缺少“{want}”一栏（应在{after}），该栏的数没有读入。"
        hint = "请恢复模板的表头，不要删除或改写栏目。"
        return finding(COLUMN_HEADER, message, hint, cells=[grid.cell(row, max(left, 0))], row=name)
    cell = grid.cell(row, at)
    merged = grid.merged_over(row, at)
    if merged is not None and merged[0][1] != merged[1][1]:
        span = f"{grid.cell(*merged[0]).a1}:{grid.cell(*merged[1]).a1}"
        message = f"{grid.name}!{span} 的表头被合并，看不到应有的“{want}”（{cell}）。"
        return finding(MERGED_HEADER, message, "请取消合并，恢复模板原有的各栏表头。", cells=[cell], row=name)
    printed = grid.text(row, at)
    if group_row is not None and column.group and label_key(printed) == label_key(column.header):
        cell = grid.cell(group_row, at)
        printed = grid.text(*grid.anchor(group_row, at))
        want = column.group
    message = f"{cell} 的表头是“{printed}”，应为“{want}”。" if printed else f"{cell} 的表头是空的，应为“{want}”。"
    return finding(COLUMN_HEADER, message, "请恢复模板的表头文字，不要改写栏目。", cells=[cell], row=name)

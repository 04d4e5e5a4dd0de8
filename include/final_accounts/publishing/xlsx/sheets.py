"""A table of the disclosure as one sheet: title, strip, head, body, remark, and how it scrolls and prints. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from final_accounts.model.safe_text import legal
from final_accounts.publishing.charts import measure
from final_accounts.publishing.table_view import TablePart, TableView
from final_accounts.publishing.xlsx.columns import columns_of
from final_accounts.publishing.xlsx.measuring import (
    EM,
    PADDING,
    SQUEEZED,
    column_widths,
    room_down,
    row_heights,
    together,
)
from final_accounts.publishing.xlsx.nouns import Paper, PlacedCell, SheetPlan
from final_accounts.publishing.xlsx.placing import placed_part

TITLE_EM = 3.0
"""Characters of a column that a full-width sign of a title takes."""

GAP = 9.0
"""Points between two parts."""

_LEADING = frozenset({"code", "name"})


def table_sheet(table: TableView, name: str, words: dict[str, str]) -> SheetPlan:
    """The sheet of a table. Parts stand below each other, each with its own head."""
    columns = columns_of(table)
    width = len(columns.shares)
    first = 2 if table.strip else 1
    cells: list[PlacedCell] = []
    starts: list[int] = []
    row = first
    for part, spans in zip(table.parts, columns.spans, strict=True):
        starts.append(row)
        cells.extend(placed_part(part, spans, row))
        row += len(part.head) + len(part.body) + 1
    gaps = dict.fromkeys((start - 1 for start in starts[1:]), GAP)
    widths = column_widths(columns.shares, cells, wide=table.wide)
    heights = {**row_heights(cells, widths), **gaps}
    last = row - 2 if starts else first - 1
    if table.remark:
        last += 1
        remark = PlacedCell(last, 0, legal(words["remark"].format(remark=table.remark)), "remark", columns=width)
        cells.append(remark)
        heights |= row_heights((remark,), widths)
    cells.extend(_above(table, widths, heights))
    cells.append(PlacedCell(0, width, words["back"], "back", link=words["contents"]))
    paper = _paper(table, widths, heights, starts, last)
    return SheetPlan(
        name=name,
        table=table.id,
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
        widths=widths,
        paper=paper,
        frozen=(paper.repeated + 1 if len(starts) == 1 else 0, _leading(table.parts) if table.wide else 0),
        heights=heights,
    )


def _paper(
    table: TableView, widths: Sequence[float], heights: Mapping[int, float], starts: Sequence[int], last: int
) -> Paper:
    """A part begins a page where it would be broken here and not there; what runs over a little is printed smaller."""
    room = room_down(widths, wide=table.wide)
    ends = (last, len(widths) - 1)
    first = 2 if table.strip else 1
    head_end = first - 1 + (len(table.parts[0].head) if len(starts) == 1 else 0)
    if together(heights, 0, last) <= SQUEEZED * room:
        return Paper(table.wide, ends, head_end, one_page=True)
    breaks: list[int] = []
    used = above = together(heights, 0, first - 1)
    for start, after in zip(starts, (*starts[1:], last + 1), strict=True):
        part = together(heights, start, after - 1)
        if used > above and used + part > room >= above + part:
            breaks.append(start)
            used = above
        used = (used + part) % room
    return Paper(table.wide, ends, head_end, tuple(breaks))


def _above(table: TableView, widths: Sequence[float], heights: dict[int, float]) -> Iterator[PlacedCell]:
    """Title and strip."""
    room = sum(widths) / TITLE_EM
    heights[0] = 10.0 + 24.0 * len(measure.lines(table.title, max(room, 1.0)))
    yield PlacedCell(0, 0, legal(table.title), "title", columns=len(widths))
    if not table.strip:
        return
    heights[1] = 20.0
    texts = [legal(text) for text in table.strip]
    left, middle, right = texts[0], "　".join(texts[1:-1]), texts[-1] if len(texts) > 1 else ""
    before, after = _taken(left, widths), _taken(right, widths[::-1])
    if before + after + bool(middle) > len(widths):
        whole = "　".join(text for text in texts if text)
        yield PlacedCell(1, 0, whole, "strip left", columns=len(widths))
        return
    yield PlacedCell(1, 0, left or None, "strip left", columns=before)
    if len(widths) > before + after:
        yield PlacedCell(1, before, middle or None, "strip", columns=len(widths) - before - after)
    if after:
        yield PlacedCell(1, len(widths) - after, right or None, "strip right", columns=after)


def _taken(text: str, widths: Sequence[float]) -> int:
    """How many columns a text of the strip needs."""
    wanted, taken = EM * measure.width(text) + PADDING if text else 0.0, 0
    while wanted > 0 and taken < len(widths):
        wanted -= widths[taken]
        taken += 1
    return taken


def _leading(parts: Sequence[TablePart]) -> int:
    """Code and name columns before the figures: they stay in sight while the figures scroll."""
    if not parts or not parts[0].body:
        return 0
    looks = [cell.look.partition(" ")[0] for cell in parts[0].body[-1].cells]
    count = next((number for number, look in enumerate(looks) if look not in _LEADING), len(looks))
    return count if not _LEADING.intersection(looks[count:]) else 0

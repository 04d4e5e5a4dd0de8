"""Official tables from layouts and facts: blocks side by side, header groups, 栏次, cross tables in parts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from final_accounts.model.edition import Edition
from final_accounts.model.facts import Fact
from final_accounts.model.layout import Block, BlockKind, Column, FormLayout
from final_accounts.publishing.layout_rows import Facts, Printing, body_of
from final_accounts.publishing.table_view import BodyCell, BodyRow, HeadCell, TablePart, TableView

CROSS_COLUMNS = 8
"""Coded columns of a cross table that stand beside each other on a page."""

WIDE = 6
"""Value columns from which a table wants a landscape page."""


def tables(
    edition: Edition, facts: Iterable[Fact], nil_forms: Iterable[str], zeros: Iterable[str], not_filled: str
) -> tuple[TableView, ...]:
    """All official tables of the edition in order.

    ``zeros`` are the forms that print 0.00; ``not_filled`` is the sentence under a table that was not handed in.
    """
    by_form: dict[str, dict[tuple[str, str], Fact]] = {}
    for fact in facts:
        by_form.setdefault(fact.form, {})[fact.row, fact.column] = fact
    nil, printing_zeros = frozenset(nil_forms), frozenset(zeros)
    names = {
        code: register.name(code, edition.fiscal_year)
        for register in (edition.functional, edition.economic)
        for code in register.codes
    }
    return tuple(
        _table(form, by_form.get(form.id, {}), form.id in nil, Printing(form.id in printing_zeros, names), not_filled)
        for form in edition.tables()
    )


def _table(form: FormLayout, facts: Facts, nil: bool, printing: Printing, not_filled: str) -> TableView:  # noqa: FBT001 - private
    parts: list[TablePart] = []
    for group in _side_by_side(form.blocks):
        parts.extend(_parts(group, facts, printing))
    empty = all(fact.blank or fact.value == 0 for fact in facts.values())
    remark = ""
    if nil or (empty and form.may_be_nil):
        remark = form.nil_sentence
    elif not facts:
        remark = not_filled
    width = max(sum(c.columns for c in part.body[0].cells) for part in parts if part.body)
    return TableView(form.id, form.number, form.title, tuple(parts), remark, wide=width > WIDE)


def _side_by_side(blocks: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    """Runs of blocks that stand beside each other; a block with ``below`` starts a new run."""
    run: list[Block] = []
    for block in blocks:
        if block.below and run:
            yield tuple(run)
            run = []
        run.append(block)
    if run:
        yield tuple(run)


def _parts(blocks: tuple[Block, ...], facts: Facts, printing: Printing) -> Iterator[TablePart]:
    if len(blocks) == 1 and blocks[0].kind is BlockKind.CROSS:
        for number, block in enumerate(_crossed(blocks[0], facts, printing)):
            rows = body_of(block, facts, printing)
            body = rows if number == 0 else tuple(row for row in rows if row.total or _holds(row))
            yield TablePart(_widths((block,)), _head((block,)), body)
        return
    yield TablePart(
        _widths(blocks), _head(blocks), _zip([(block, body_of(block, facts, printing)) for block in blocks])
    )


def _crossed(block: Block, facts: Facts, printing: Printing) -> Iterator[Block]:
    """The cross block with its coded columns spelt out, a few at a time; 合计 stands in the first part only."""
    prefix = f"{block.cross}:"
    codes = sorted({column for _, column in facts if column.startswith(prefix)})
    leading = tuple(column for column in block.columns if column.role != "value")
    first = block.values
    for start in range(0, max(len(codes), 1), CROSS_COLUMNS):
        coded = tuple(_coded(key, printing) for key in codes[start : start + CROSS_COLUMNS])
        yield replace(block, columns=(*leading, *(first if start == 0 else ()), *coded))


def _holds(row: BodyRow) -> bool:
    """Whether a row prints a figure; later parts of a cross table leave the others out."""
    return any(cell.figure is not None and cell.figure.text for cell in row.cells)


def _coded(key: str, printing: Printing) -> Column:
    code = key.partition(":")[2]
    return Column(key=key, role="value", header=f"{code}\n{printing.names.get(code, '')}".strip())


def _zip(blocks: Sequence[tuple[Block, tuple[BodyRow, ...]]]) -> tuple[BodyRow, ...]:
    height = max(len(rows) for _, rows in blocks)
    if len(blocks) == 1:
        return blocks[0][1]
    return tuple(
        BodyRow(tuple(cell for block, rows in blocks for cell in _marked(rows[i] if i < len(rows) else _filler(block))))
        for i in range(height)
    )


def _marked(row: BodyRow) -> tuple[BodyCell, ...]:
    """Cells that carry their row's weight themselves, since rows of blocks share one printed row."""
    return tuple(replace(cell, look=f"{cell.look} total") for cell in row.cells) if row.total else row.cells


def _filler(block: Block) -> BodyRow:
    return BodyRow(tuple(BodyCell("figure" if column.role == "value" else "label") for column in block.columns))


def _widths(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Each column's share of the page, as wide as the workbook has them, in percent with one decimal."""
    widths = [column.width for block in blocks for column in block.columns]
    return tuple(f"{width * 1000 // sum(widths) / 10:.1f}" for width in widths)


def _head(blocks: Sequence[Block]) -> tuple[tuple[HeadCell, ...], ...]:
    """Headings of blocks, groups of columns, column headers, 栏次; rows that would be empty are left out."""
    rows: list[tuple[HeadCell, ...]] = []
    if any(block.heading for block in blocks):
        runs = groupby(blocks, key=lambda block: block.heading)
        rows.append(tuple(HeadCell(heading, sum(len(b.columns) for b in run)) for heading, run in runs))
    grouped = any(column.group for block in blocks for column in block.columns)
    if grouped:
        rows.append(tuple(cell for block in blocks for cell in _groups(block.columns)))
    rows.append(
        tuple(HeadCell(column.header) for block in blocks for column in block.columns if column.group or not grouped)
    )
    if any(column.number for block in blocks for column in block.columns):
        rows.append(tuple(cell for block in blocks for cell in _numbers(block.columns)))
    return tuple(rows)


def _groups(columns: Sequence[Column]) -> Iterator[HeadCell]:
    for group, run in groupby(columns, key=lambda column: column.group):
        members = list(run)
        if group:
            yield HeadCell(group, len(members))
        else:
            yield from (HeadCell(column.header, rows=2) for column in members)


def _numbers(columns: Sequence[Column]) -> Iterator[HeadCell]:
    leading = [column for column in columns if column.role != "value"]
    if leading:
        yield HeadCell("栏次", len(leading))
    yield from (HeadCell(column.number) for column in columns if column.role == "value")

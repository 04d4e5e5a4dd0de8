"""Widths of columns, runs of groups, and what number a cell holds: the small thinking behind a sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from final_accounts.model.facts import ValueKind
from final_accounts.model.layout import BlockKind, Column
from final_accounts.model.money import MEASURES
from final_accounts.workbooks.placement import BlockPlace, FormPlace
from final_accounts.workbooks.submission_data import Value
from final_accounts.workbooks.widths import text_width

WIDEST: Final = 46.0
LEAST_WIDTH: Final = 62.0
TITLE_SCALE: Final = 1.7  # a title is set in 16 points, widths are counted in 10.5
_NUMBER_WIDTH: Final = 6.0
_CODE_WIDTH: Final = 11.0
_AMOUNT_WIDTH: Final = 15.0
_COUNT_WIDTH: Final = 10.0


def is_open(place: BlockPlace) -> bool:
    """Whether rows are added by the unit."""
    return place.block.kind is not BlockKind.FIXED


def level(key: str) -> int:
    """0 for a 类, 1 for a 款, 2 for a 项, 3 for a project under it, -1 for anything else."""
    kind, _, code = key.partition(":")
    if kind == "project":
        return 3
    return {3: 0, 5: 1, 7: 2}.get(len(code), -1) if kind in ("function", "economic") else -1


def label_column(place: BlockPlace) -> Column:
    """Where 合计 stands: under the names if there are any, else in the first column."""
    names = [column for column in place.columns if column.role == "name"]
    return names[0] if names else place.columns[0]


def nil_column(right: int) -> int:
    """Column of the words 是否空表：; the answer stands right of it."""
    return max((right + 1) // 2 - 1, 1)


def groups(columns: tuple[Column, ...]) -> Iterator[tuple[str, int, int]]:
    """Runs of columns with the same group: (group, first, last)."""
    first = 0
    for at in range(1, len(columns) + 1):
        if at == len(columns) or columns[at].group != columns[first].group:
            if columns[first].group:
                yield columns[first].group, first, at - 1
            first = at


def as_number(value: Value, kind: ValueKind, measure: str) -> Decimal | None:
    """The number a cell holds, in the form's measure; None when it must stay text.

    Decimals of amounts are yuan and are converted; strings were printed by a unit in its own measure and are not.

    >>> as_number(Decimal("410000.00"), ValueKind.AMOUNT, "万元"), as_number("37.84", ValueKind.AMOUNT, "万元")
    (Decimal('41'), Decimal('37.84'))
    >>> as_number("20家", ValueKind.TEXT, "元") is None
    True
    """
    if kind is ValueKind.TEXT:
        return None
    if isinstance(value, str):
        text = value.strip()
        share = text.endswith("%") and kind is ValueKind.RATIO
        try:
            number = Decimal(text.removesuffix("%").replace(",", ""))
        except InvalidOperation:
            return None
        return number / 100 if share else number
    if isinstance(value, date):
        return None
    number = Decimal(value)
    if kind is ValueKind.AMOUNT and measure != "元":
        number = (number * 100 / MEASURES[measure]).normalize()
    return number


def column_widths(place: FormPlace, name_of: Callable[[str], str]) -> list[float]:
    """Width of every column: what the layout asks for, or what its labels and figures need."""
    widths = [0.0] * (place.right + 1)
    for block in place.blocks:
        for across, column in enumerate(block.columns):
            at = block.left + across
            widths[at] = max(widths[at], _wanted(column, block, name_of))
    lacking = max(text_width(place.layout.title) * TITLE_SCALE, LEAST_WIDTH) - sum(widths)
    if lacking > 0:
        first = place.blocks[0]
        roomy = [first.left + n for n, c in enumerate(first.columns) if c.role != "number"]
        widths = [width + (lacking / len(roomy) if at in roomy else 0) for at, width in enumerate(widths)]
    return widths


def _wanted(column: Column, block: BlockPlace, name_of: Callable[[str], str]) -> float:
    least = float(column.width)
    if column.role == "number":
        return _NUMBER_WIDTH
    if column.role == "label":
        longest = max((text_width(line.label) + 2 * line.indent for line in block.block.lines), default=0)
        return min(max(longest + 2.0, 12.0), WIDEST)
    if column.role == "code":
        return max(least, _CODE_WIDTH)
    if column.role == "name":
        names = [line.label for line in block.block.lines]
        names += [name_of(key) for key in block.rows if ":" in key]
        return min(max(max((text_width(name) for name in names), default=0) + 2.0, least, 20.0), WIDEST)
    if column.kind in (ValueKind.AMOUNT, ValueKind.COUNT):
        return max(least, _AMOUNT_WIDTH if column.kind is ValueKind.AMOUNT else _COUNT_WIDTH)
    return least

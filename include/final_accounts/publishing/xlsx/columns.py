"""Columns of a sheet that holds several parts of one table. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from final_accounts.publishing.table_view import TablePart, TableView

SNAP: Final = 1.5
"""Percent of the page within which two columns of different parts end at the same place."""

Span = tuple[int, int]
"""First sheet column of a column of a part, and the one after its last."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Shares of the page in percent by sheet column, and for every part where each of its columns stands."""

    shares: tuple[float, ...]
    spans: tuple[tuple[Span, ...], ...]


def columns_of(table: TableView) -> Columns:
    """The sheet columns of a table.

    Parts of an official table are pieces of one wide table and begin with the same columns: the n-th column of each is
    the n-th of the sheet. The parts of any other table are laid out on their own; where their columns end differently,
    sheet columns are joined below them.
    """
    if not table.parts:
        return Columns((100.0,), ())
    if table.look == "official" or len(table.parts) == 1:
        return _by_number(table.parts)
    return _by_edges([_edges(part) for part in table.parts])


def _by_number(parts: Sequence[TablePart]) -> Columns:
    count = max(len(part.widths) for part in parts)
    shares = tuple(next(float(part.widths[i]) for part in parts if i < len(part.widths)) for i in range(count))
    return Columns(shares, tuple(tuple((i, i + 1) for i in range(len(part.widths))) for part in parts))


def _edges(part: TablePart) -> tuple[float, ...]:
    """Where the columns of a part end, in percent of its own width."""
    widths = [float(width) for width in part.widths]
    return tuple(100 * sum(widths[: i + 1]) / sum(widths) for i in range(len(widths)))


def _by_edges(parts: Sequence[tuple[float, ...]]) -> Columns:
    shared: list[float] = []
    places: dict[tuple[int, int], int] = {}
    taken: set[int] = set()
    for edge, part, number in sorted((edge, p, n) for p, edges in enumerate(parts) for n, edge in enumerate(edges)):
        if not shared or edge - shared[-1] > SNAP or part in taken:
            shared.append(edge)
            taken = set()
        taken.add(part)
        places[part, number] = len(shared)
    shares = tuple(edge - before for edge, before in zip(shared, (0.0, *shared), strict=False))
    spans = tuple(
        tuple((places[part, number - 1] if number else 0, places[part, number]) for number in range(len(edges)))
        for part, edges in enumerate(parts)
    )
    return Columns(shares, spans)

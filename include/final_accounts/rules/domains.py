"""Domains ``each:`` of a rule: over which rows (and columns) of which form it is said. Grammar in docs/rules.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, cast

import numpy as np

from final_accounts.model.errors import RulebookError
from final_accounts.rules.chunk import Chunk
from final_accounts.rules.shapes import FormShape
from final_accounts.rules.vocabulary import Flags, Ints

RowSet = Literal["unit", "row", "parent", "leaf", "class", "line", "item", "column"]
_WORDS: Final = re.compile(
    r"(?P<rows>row|parent|leaf|class|line|item|column) of (?P<form>[A-Z][A-Z0-9_]*)(@(?P<tag>\w+))?"
    r"( by (?P<by>column|class column|each column)(\((?P<only>[\w, ]+)\))?)?"
)

_SPREAD: Final[dict[str, Literal["", "class", "each"]]] = {"class column": "class", "each column": "each"}


@dataclass(frozen=True, slots=True)
class Domain:
    """Rows of ``form`` (none for "unit"), restricted to ``tag``; ``columns``: one instance per row and column."""

    rows: RowSet
    form: str = ""
    tag: str = ""
    columns: tuple[str, ...] | None = None
    spread: Literal["", "class", "each"] = ""  # columns of a cross table, known only when it is read

    @property
    def by_row(self) -> bool:
        """Whether formulas may say ``row``."""
        return self.rows not in {"unit", "column"}

    @property
    def by_column(self) -> bool:
        """Whether formulas may say ``col``."""
        return self.columns is not None or bool(self.spread)


@dataclass(frozen=True)
class Instances:
    """The places where a rule is said: unit number, entity of the domain form (-1), row number (-1), column (-1)."""

    unit: Ints
    entity: Ints
    row: Ints
    column: Ints

    def __len__(self) -> int:
        return len(self.unit)

    def take(self, which: Ints) -> Instances:
        """Only these places."""
        return Instances(self.unit[which], self.entity[which], self.row[which], self.column[which])


def parse_domain(words: str, shapes: dict[str, FormShape]) -> Domain:
    """Domain of an ``each:``; RulebookError names what is not understood."""
    if words == "unit":
        return Domain("unit")
    match = _WORDS.fullmatch(words)
    if match is None or match["form"] not in shapes:
        message = f"each: {words!r} is no domain, or its form is not in the edition"
        raise RulebookError(message)
    shape, tag = shapes[match["form"]], match["tag"] or ""
    if tag and tag not in shape.tags:
        message = f"each: {words!r}: no row of {shape.id} is tagged {tag!r}"
        raise RulebookError(message)
    columns: tuple[str, ...] | None = None
    if match["rows"] == "column" or match["by"] == "column":
        columns = _columns(shape, tag, match["only"] or "", words)
    return Domain(cast("RowSet", match["rows"]), shape.id, tag, columns, _SPREAD.get(match["by"] or "", ""))


def _columns(shape: FormShape, tag: str, only: str, words: str) -> tuple[str, ...]:
    rows = shape.tags[tag] if tag else tuple(shape.rows)
    found = tuple(dict.fromkeys(c for r in rows for c in shape.columns_of(r))) or shape.numeric
    if not only:
        return found
    named = tuple(c.strip() for c in only.split(","))
    unknown = [c for c in named if c not in found]
    if unknown:
        message = f"each: {words!r}: no column {', '.join(unknown)} in {shape.id}"
        raise RulebookError(message)
    return named


def instances(domain: Domain, chunk: Chunk) -> Instances:
    """All places of a domain in a chunk, by unit."""
    count = len(chunk.units)
    if domain.rows in {"unit", "column"}:
        unit = np.arange(count)
        none = np.full(count, -1, np.int64)
        return _by_column(domain, chunk, Instances(unit, none, none, none))
    grid = chunk.grids[domain.form]
    entity = np.flatnonzero(_rows(domain, chunk))
    base = Instances(grid.unit[entity], entity, grid.row[entity], np.full(len(entity), -1, np.int64))
    return _by_column(domain, chunk, base)


def _rows(domain: Domain, chunk: Chunk) -> Flags:
    grid, levels = chunk.grids[domain.form], chunk.rows.levels
    total = grid.row == chunk.rows.ids["total"]
    chosen: Flags
    match domain.rows:
        case "parent":
            chosen = ~grid.leaves() | total
        case "leaf":
            chosen = grid.leaves() & grid.live & ~total
        case "class":
            chosen = grid.live & (levels[grid.row] == 0)
        case "item":
            chosen = grid.live & ~total
        case "line":
            wanted = grid.shape.tags[domain.tag] if domain.tag else tuple(grid.shape.rows)
            chosen = np.isin(grid.row, [chunk.rows.ids[r] for r in wanted])
        case _:
            chosen = grid.live | np.isin(grid.row, [chunk.rows.ids[r] for r in grid.shape.rows])
    return chosen


def _by_column(domain: Domain, chunk: Chunk, base: Instances) -> Instances:
    if not domain.by_column:
        return base
    grid = chunk.grids[domain.form]
    if domain.spread == "class":
        keys = [c for c in grid.columns if c.startswith("economic:") and len(c) == len("economic:301")]
    elif domain.spread == "each":
        keys = list(grid.columns)
    else:
        keys = list(domain.columns or ())
    numbers = np.array([grid.columns[k] for k in keys], np.int64)
    which = np.repeat(np.arange(len(base)), len(numbers))
    spread = base.take(which)
    return Instances(spread.unit, spread.entity, spread.row, np.tile(numbers, len(base)))

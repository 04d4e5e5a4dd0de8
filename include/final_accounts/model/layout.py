"""Layouts 报表格式: where each number stands and which label must be printed there. Data; loaded by ``catalog``.

A form is one sheet: title in row 1, unit and measure above the header, then one or more *blocks* side by side (one
above the other only when ``below`` is set). A block is *fixed* (printed lines), *open* (rows keyed by a code, a
project, an indicator or a running number, down to a stop label) or *cross* (open rows × open coded columns).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from final_accounts.model.facts import ValueKind


class BlockKind(StrEnum):
    """How rows of a block are known."""

    FIXED = "fixed"
    OPEN = "open"
    CROSS = "cross"


class FormKind(StrEnum):
    """What a form is for."""

    COVER = "cover"
    TABLE = "table"  # the official public tables
    ANNEX = "annex"  # figures that the tables do not hold: staff, vehicles, budgets …
    PERFORMANCE = "performance"
    NARRATIVE = "narrative"
    EXPLANATIONS = "explanations"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Column:
    """One printed column of a block.

    ``role``: "label" (printed line names), "number" (行次), "code", "name", or "value". A value column has a ``key``,
    a ``kind``, its 栏次 ``number``; ``row`` pins the row key where the column itself tells the row (three public
    expenses: 预算数/决算数 groups). ``choices`` names a register or lists words for a drop-down.
    """

    key: str
    role: str
    header: str
    group: str = ""
    number: str = ""
    kind: ValueKind = ValueKind.AMOUNT
    row: str = ""
    width: int = 14
    required: bool = False
    choices: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of a fixed block. ``key`` is the row key ("" for a filler line printed without a name).

    ``tags`` name the sets that formulas sum over (``T1.income``); ``columns`` limits which value columns may hold a
    figure (empty: all); ``indent`` is for looks; ``required`` marks cells that must not be blank. On label/value pairs
    (cover, heads of performance forms) a line may have its own ``kind`` (None: the column's), ``choices`` and ``help``.
    """

    key: str
    label: str
    number: int = 0
    tags: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    required: bool = False
    indent: int = 0
    bold: bool = False
    aliases: tuple[str, ...] = ()
    kind: ValueKind | None = None
    choices: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One region of a form. ``rows`` of an open block: "function", "economic", "project", "indicator" or "item".

    ``total`` is the label of the total row of an open block ("" = none); ``stop`` the labels that end it.
    ``cross`` of a cross block: "economic" (codes in the header row).
    """

    id: str
    kind: BlockKind
    columns: tuple[Column, ...]
    lines: tuple[Line, ...] = ()
    rows: str = ""
    total: str = ""
    stop: tuple[str, ...] = ()
    cross: str = ""
    below: bool = False
    heading: str = ""
    spare_rows: int = 20

    @property
    def values(self) -> tuple[Column, ...]:
        """The columns that hold values."""
        return tuple(c for c in self.columns if c.role == "value")


@dataclass(frozen=True, slots=True)
class FormLayout:
    """One form of an edition, found by title, never by order; ``titles`` are accepted variants of ``title``."""

    id: str
    title: str
    sheet: str
    kind: FormKind
    blocks: tuple[Block, ...]
    titles: tuple[str, ...] = ()
    number: str = ""  # printed 表号, such as "表1" or "附表5"
    required: bool = True
    may_be_nil: bool = False
    nil_sentence: str = ""
    repeats: bool = False  # one sheet per project
    measure: str = "元"  # unit of measure of its amounts: 元 unless the cover declares another
    verified: bool = True
    source: str = ""
    instructions: tuple[str, ...] = ()
    landscape: bool = False
    rubric: str = ""

    def block(self, block_id: str) -> Block:
        """The block of that id; KeyError when unknown."""
        for block in self.blocks:
            if block.id == block_id:
                return block
        raise KeyError(block_id)

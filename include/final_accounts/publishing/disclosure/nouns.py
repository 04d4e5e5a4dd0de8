"""A disclosure 决算公开 as nouns: cover, parts, blocks. Every output is made from this and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from final_accounts.publishing.charts.nouns import Chart
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.samples import Sample
from final_accounts.publishing.table_view import Own, TableView, Words, plain


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a part: ``level`` 2 a section, 3 a part of it, 4 below. ``mark`` is its printed number.

    ``listed`` headings stand in the contents; ``id`` is unique in the document and safe as an anchor.
    """

    level: Literal[2, 3, 4]
    id: str
    text: str
    mark: str = ""
    listed: bool = True

    @property
    def shown(self) -> str:
        """Number and words."""
        return self.mark + self.text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. ``mark`` is its number when it is an item of a list.

    ``look``: "body" (indented by two signs), "item" (an item of a list), "lead" (below a heading, set softer), "note"
    (small, below a table), "term" (first word bold: a glossary entry, ``mark`` is the term), "sign" (flush right).
    """

    words: Words
    mark: str = ""
    look: Literal["body", "item", "lead", "note", "term", "sign"] = "body"

    @property
    def text(self) -> str:
        """What a reader sees."""
        return self.mark + plain(self.words)


@dataclass(frozen=True, slots=True)
class Picture:
    """A numbered chart with its caption; its figures stand in ``chart.said`` as alt text."""

    chart: Chart


Block = Heading | Paragraph | TableView | Picture


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the document; begins a new page on paper. ``mark`` 第一部分, … or "" for what stands behind them."""

    id: str
    mark: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def shown(self) -> str:
        """Number and title."""
        return f"{self.mark}　{self.title}" if self.mark else self.title


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents. ``level`` 1 is a part, 2 a section or a table, 3 a part of a section."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page. ``notices``: made-up example, 更正公告; empty for an ordinary first version."""

    label: str
    title: tuple[str, ...]
    unit: str
    date: str
    notices: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Seal:
    """What proves the document, printed at the foot of paper pages: approval date and the approval event's hash."""

    date: str
    number: str
    hash: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The whole document of one unit, year and version.

    ``title`` names it in metadata and running heads; ``sealed_on`` is the day of approval (ISO), the only time stamp
    that goes into a file. Same inputs, same Disclosure.
    """

    unit: str
    name: str
    fiscal_year: int
    version: int
    title: str
    city: str
    publisher: str
    sample: Sample
    sealed_on: str
    cover: Cover
    contents_title: str
    parts: tuple[Part, ...]
    seal: Seal

    def blocks(self) -> Iterator[tuple[Part, Block]]:
        """Every block with its part, in order."""
        for part in self.parts:
            for block in part.blocks:
                yield part, block

    def contents(self) -> Iterator[Entry]:
        """Parts, listed headings and tables of the accounts, in order."""
        for part in self.parts:
            yield Entry(1, part.id, part.shown)
            for block in part.blocks:
                if isinstance(block, Heading) and block.listed and block.level <= 3:  # noqa: PLR2004 - 1 to 3
                    yield Entry(block.level, block.id, block.shown)
                elif isinstance(block, TableView) and block.look == "official":
                    yield Entry(2, block.id, f"{block.number}　{block.title}" if block.number else block.title)

    def figures(self) -> Iterator[Figure]:
        """Every figure that is printed, in order, repetitions included; those of charts as their alt text has them."""
        for _, block in self.blocks():
            for words in words_of(block):
                yield from (part for part in words if isinstance(part, Figure))


def words_of(block: Block) -> Iterator[Words]:
    """Everything a block prints, in reading order: headings, cells row by row, alt texts."""
    if isinstance(block, Heading):
        yield (block.shown,)
    elif isinstance(block, Paragraph):
        yield (block.mark, *block.words)
    elif isinstance(block, Picture):
        yield block.chart.said
        yield (block.chart.caption,)
    else:
        yield (block.title,)
        yield from ((text,) for text in block.strip)
        for part in block.parts:
            yield from ((head.text,) for row in part.head for head in row)
            yield from (cell.words for row in part.body for cell in row.cells)
        if block.remark:
            yield (block.remark,)


__all__ = [
    "Block",
    "Cover",
    "Disclosure",
    "Entry",
    "Heading",
    "Own",
    "Paragraph",
    "Part",
    "Picture",
    "Seal",
    "TableView",
    "Words",
    "words_of",
]

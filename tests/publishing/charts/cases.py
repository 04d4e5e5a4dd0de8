"""Charts for tests, and reading them back as a browser would: places and widths of every text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from lxml import etree

from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.place import Cell
from final_accounts.publishing.charts import Chart
from final_accounts.publishing.charts.measure import width
from final_accounts.publishing.figures import Figure

SVG = "{http://www.w3.org/2000/svg}"


def fact(cell: str, fen: int, *, blank: bool = False) -> Fact:
    """A fact from a cell written as in charts.toml."""
    form, row, column = cell.split("/")
    return Fact(form, row, column, ValueKind.AMOUNT, fen, Cell(form, 1, 1), str(fen), 1, blank=blank)


def parsed(drawing: str) -> etree._Element:
    """The drawing as strict XML."""
    return etree.fromstring(drawing.encode())


@dataclass(frozen=True)
class Placed:
    """A text and the stretch of its line that it takes."""

    words: str
    y: float
    left: float
    right: float


def placed(drawing: str) -> list[Placed]:
    """Every text that is drawn."""
    root = parsed(drawing)
    found = []
    for node in root.iter(f"{SVG}text"):
        words = "".join(str(part) for part in node.itertext())
        wide = width(words, float(node.get("font-size") or root.get("font-size") or 0))
        x = float(node.get("x") or 0)
        left = x - wide if node.get("text-anchor") == "end" else x
        found.append(Placed(words, float(node.get("y") or 0), left, left + wide))
    return found


def figures_of(value: object) -> Iterator[Figure]:
    """Every figure of a chart that says something, wherever it stands."""
    if isinstance(value, Figure):
        if value.fen is not None or value.value is not None:
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from figures_of(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from figures_of(getattr(value, field.name))


def printed(drawing: str) -> list[tuple[str, str]]:
    """What the drawing marks as figures: fen (or nothing) and text."""
    return [
        (node.get("data-fen") or "", "".join(str(part) for part in node.itertext()))
        for node in parsed(drawing).iter(f"{SVG}tspan")
        if node.get("class") == "figure"
    ]


def wanted(chart: Chart) -> set[tuple[str, str]]:
    """What the drawing has to print."""
    return {("" if f.fen is None else str(f.fen), f.text) for f in figures_of(chart.panels)}

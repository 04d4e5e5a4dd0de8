"""Rows of a form as ``disclosure.toml`` describes them. Each description has one of the keys of :data:`ROWS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from final_accounts.model.errors import PublishingError
from final_accounts.model.evaluation import Indicator
from final_accounts.model.layout import Block
from final_accounts.publishing import figures
from final_accounts.publishing.disclosure import form_grid
from final_accounts.publishing.disclosure.drafting import patterned
from final_accounts.publishing.disclosure.filled import Filled, figured
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.table_view import BodyCell, BodyRow, Words

Described = Mapping[str, Any]
"""One row, or several, of ``disclosure_forms``."""


def described(form: Filled, entries: list[Described]) -> Iterator[BodyRow]:
    """The rows of a part. PublishingError when a description has no known key."""
    for entry in entries:
        known = [key for key in ROWS if key in entry]
        if len(known) != 1:
            raise PublishingError(f"disclosure.toml 的表格行 {dict(entry)} 应恰有一种内容：{'、'.join(ROWS)}。")
        yield from ROWS[known[0]](form, entry)


def cells(form: Filled, entry: Described) -> Iterator[BodyRow]:
    """One row, cell by cell: ``head`` words, a ``line`` of the form, its ``boxes``, or nothing."""
    yield BodyRow(tuple(cell(form, spec) for spec in entry["cells"]))


def cell(form: Filled, spec: Described) -> BodyCell:
    """One cell over ``columns`` × ``rows``; figures stand as figures unless it has a ``look`` of its own."""
    across, down = int(spec.get("columns", 1)), int(spec.get("rows", 1))
    if "head" in spec:
        return BodyCell("head", pattern(form, spec["head"]), across, down)
    said: Words = ()
    if "line" in spec:
        said = form.words(f"line:{spec['line']}", spec.get("column", "value"))
    elif "boxes" in spec:
        said = form.boxes(f"line:{spec['boxes']}")
    return BodyCell(spec.get("look") or _look(said), said, across, down)


def pattern(form: Filled, text: str, **more: str | Figure) -> Words:
    """Fixed words with ``{<block>_points}`` of the rubric in them."""
    known = {f"{block.id}_points": form.points_of(block.id) for block in form.rubric.blocks} if form.rubric else {}
    return patterned(text, {**known, **more})


def matrix(form: Filled, entry: Described) -> Iterator[BodyRow]:
    """A fixed block of several value columns beside one head; ``rates`` are lines of ours below: one line over another.

    ``columns``: over how many columns the head, the labels and each value reach.
    """
    block = _block(form, entry["matrix"])
    lines = [line for line in block.lines if line.key]
    rates: list[Described] = entry.get("rates", [])
    head, label, *across = entry["columns"]
    top = BodyCell("head", (entry["head"],), head, len(lines) + len(rates) + 1)
    names = [BodyCell("head", (c.header,), n) for c, n in zip(block.values, across, strict=True)]
    yield BodyRow((top, BodyCell("head", (), label), *names))
    for line in lines:
        values = (BodyCell("figure", form.words(line.key, c.key), n) for c, n in zip(block.values, across, strict=True))
        yield BodyRow((BodyCell("head", (line.label,), label), *values))
    for rate in rates:
        found = (_rate(form, rate, c.key) for c in block.values)
        yield BodyRow(
            (
                BodyCell("head", (rate["label"],), label),
                *(BodyCell("figure", (f,), n) for f, n in zip(found, across, strict=True)),
            )
        )


def _rate(form: Filled, rate: Described, column: str) -> Figure:
    part, whole = (form.facts.get((f"line:{rate[side]}", column)) for side in ("of", "by"))
    amounts = [fact.value if fact is not None and isinstance(fact.value, int) else None for fact in (part, whole)]
    return form.named(figures.rate(*amounts), f"{rate['label']} {column}")


def pairs(form: Filled, entry: Described) -> Iterator[BodyRow]:
    """Every line of a label/value block, two beside each other: label, value, label, value over ``columns``."""
    lines = [line for line in _block(form, entry["pairs"]).lines if line.key]
    long = {line.key for line in lines if _long(form.words(line.key))}
    spans = [int(n) for n in entry["columns"]]
    waiting: list[BodyCell] = []
    for line in lines:
        said = form.words(line.key)
        if line.key in long:
            yield from _closed(waiting, spans)
            waiting = []
            yield BodyRow((BodyCell("head", (line.label,), spans[0]), BodyCell(_look(said), said, sum(spans[1:]))))
            continue
        place = len(waiting)
        waiting += [BodyCell("head", (line.label,), spans[place]), BodyCell(_look(said), said, spans[place + 1])]
        if len(waiting) == len(spans):
            yield BodyRow(tuple(waiting))
            waiting = []
    yield from _closed(waiting, spans)


def _closed(waiting: list[BodyCell], spans: list[int]) -> Iterator[BodyRow]:
    """A pair that stands alone takes the rest of its row."""
    if waiting:
        label, value = waiting
        yield BodyRow((label, BodyCell(value.look, value.words, sum(spans[1:]))))


def _long(said: Words) -> bool:
    return sum(len(word) if isinstance(word, str) else 0 for word in said) > 24  # noqa: PLR2004 - half a line of print


def goals(form: Filled, entry: Described) -> Iterator[BodyRow]:
    """Yearly goals one below the other beside one head: their words, results and reasons.

    ``goals``: columns of the block of goals with the columns they cover; ``span``: of the head.
    """
    columns: list[Described] = entry["goals"]
    found = goal_rows(form)
    yield BodyRow((BodyCell("head", (entry["head"],), entry["span"], len(found) + 1), *form_grid.head_row(columns)))
    for row in found:
        told = ((form.words(row, column["key"]), column) for column in columns)
        yield BodyRow(tuple(BodyCell("words", said, int(column.get("columns", 1))) for said, column in told))


def goal_rows(form: Filled) -> list[str]:
    """Row keys of the block of goals, in the unit's order."""
    found = {row: int(row.removeprefix("item:")) for row, _ in form.facts if row.startswith("item:")}
    return sorted(found, key=lambda row: found[row])


def each_goal(form: Filled, entry: Described) -> Iterator[BodyRow]:
    """Every yearly goal with its points and words, and the grid of its own indicators below it."""
    columns: list[Described] = entry["each_goal"]
    wide = sum(int(column.get("columns", 1)) for column in columns)
    for place, row in enumerate(goal_rows(form), 1):
        number = form.facts.get((row, "goal"))
        goal = number.value if number is not None and isinstance(number.value, int) and not number.blank else place
        counted = form.words(row, "goal") or (form.named(figures.count(place), f"{row} goal"),)
        points = form.words(row, "points") or (figures.UNKNOWN,)
        head = patterned(entry["head"], {"goal": counted[0], "points": points[0]})
        yield BodyRow((BodyCell("head", head), BodyCell("words", form.words(row, "text"), wide)))
        mine = [i for i in form.evaluation.indicators if i.goal == goal]
        yield from _beside(form, mine, columns, (entry["beside"],))


def grid(form: Filled, entry: Described) -> Iterator[BodyRow]:
    """All indicators beside one head, with the header row of the grid."""
    yield from _beside(form, list(form.evaluation.indicators), entry["grid"], pattern(form, entry["head"]))


def listed(form: Filled, entry: Described) -> Iterator[BodyRow]:
    """All indicators without a head beside them: for parts whose table head names the columns."""
    words = {key: entry[key] for key in ("weighted", "subtotal", "total") if key in entry}
    yield from form_grid.rows(form, form.evaluation.indicators, entry["listed"], words)


def _beside(form: Filled, indicators: list[Indicator], columns: list[Described], head: Words) -> Iterator[BodyRow]:
    if not indicators:
        return
    body = form_grid.rows(form, indicators, columns, {})
    yield BodyRow((BodyCell("head", head, 1, len(body) + 1), *form_grid.head_row(columns)))
    yield from body


def notes(form: Filled, entry: Described) -> Iterator[BodyRow]:
    """The scoring rules printed below a form: the rubric's notes, else those given here."""
    found = form.rubric.parameters.get("notes") if form.rubric is not None else None
    told = [str(note) for note in found] if isinstance(found, (list, tuple)) else list(entry.get("otherwise", []))
    rubric = form.rubric.id if form.rubric is not None else ""
    for place, note in enumerate(told, 1):
        said = figured(f"{note}。", f"{rubric} note")
        mark = Figure(f"{place}．", value=Decimal(place), name=f"{rubric} note")
        first = (BodyCell("head", (entry["notes"],), 1, len(told)),) if place == 1 else ()
        yield BodyRow((*first, BodyCell("words", (mark, *said), entry["columns"])))


def _block(form: Filled, name: str) -> Block:
    try:
        return form.layout.block(name)
    except KeyError as error:
        raise PublishingError(f"表 {form.layout.id} 没有“{name}”这一块，请检查 disclosure.toml。") from error


def _look(said: Words) -> str:
    """A day is a figure that reads as words."""
    only = said[0] if len(said) == 1 else None
    return "figure" if isinstance(only, Figure) and (only.fen is not None or only.value is not None) else "words"


ROWS: Final[dict[str, Callable[[Filled, Described], Iterator[BodyRow]]]] = {
    "cells": cells,
    "matrix": matrix,
    "pairs": pairs,
    "goals": goals,
    "each_goal": each_goal,
    "grid": grid,
    "listed": listed,
    "notes": notes,
}
"""What a description may hold."""

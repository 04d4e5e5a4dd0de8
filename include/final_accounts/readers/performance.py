"""Forms of performance 绩效自评 into evaluations. Targets and actuals stay as printed; scoring gives them their types.

A line of the head block names the field it fills by its first tag: ``title``, ``budget``, ``executed``, ``rate``,
``self_score``, ``rating``, ``score:<block>``, ``points:<block>``, ``text``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from final_accounts.model.evaluation import Evaluation, Indicator, Measure, MeasureKind
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.readers.blocks import is_fixed
from final_accounts.readers.cells import CellReader, Place
from final_accounts.readers.fixed import lines_by_key, read_fixed
from final_accounts.readers.open_rows import end_of_rows, read_open
from final_accounts.readers.wording import label_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from final_accounts.model.layout import Column
    from final_accounts.model.place import Cell
    from final_accounts.readers.blocks import Located, Sheet

_LEVELS: Final = ("level1", "level2", "level3")
_SLOT: Final = re.compile(r"指标\d*")
_NUMBERS: Final = frozenset({ValueKind.POINTS, ValueKind.COUNT, ValueKind.RATIO, ValueKind.AMOUNT})


@dataclass(slots=True)
class _Head:
    """Fields of the evaluation as they are met."""

    title: str = ""
    budget: int | None = None
    executed: int | None = None
    rate: Decimal | None = None
    self_score: Decimal | None = None
    rating: str = ""
    points: dict[str, Decimal] = field(default_factory=dict)
    scores: dict[str, Decimal] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)


def read_evaluation(sheet: Sheet, located: Sequence[Located]) -> Evaluation:
    """The evaluation of one sheet; figures of its fixed blocks also become facts."""
    head = _Head()
    indicators: tuple[Indicator, ...] = ()
    for each in located:
        start = len(sheet.facts)
        if is_fixed(each.block):
            read_fixed(sheet, each)
        elif each.block.rows == "indicator":
            indicators = _indicators(sheet, each)
        else:
            read_open(sheet, each)
            _goals(sheet.facts[start:], head)
    tags = {key: line for key, line in lines_by_key(located) if line.tags}
    for fact in sheet.facts:
        line = tags.get(fact.row)
        if line is not None and not fact.blank:
            _fill(head, line.tags[0], line.label, fact)
    return Evaluation(
        form=sheet.form,
        rubric=sheet.layout.rubric,
        title=head.title,
        indicators=indicators,
        budget=head.budget,
        executed=head.executed,
        rate=head.rate,
        self_score=head.self_score,
        rating=head.rating,
        block_points=head.points,
        block_scores=head.scores,
        texts=head.texts,
        cells=head.cells,
    )


def _fill(head: _Head, tag: str, label: str, fact: Fact) -> None:
    field_name, _, block = tag.partition(":")
    if field_name == "text":
        head.texts[label] = fact.printed
        head.cells[label] = fact.cell
        return
    head.cells[block or field_name] = fact.cell
    if field_name in {"title", "rating"}:
        setattr(head, field_name, fact.printed)
    elif isinstance(fact.value, int | Decimal):
        if field_name in {"budget", "executed"}:
            setattr(head, field_name, int(fact.value))
        elif field_name in {"rate", "self_score"}:
            setattr(head, field_name, Decimal(fact.value))
        elif field_name == "score":
            head.scores[block] = Decimal(fact.value)
        elif field_name == "points":
            head.points[block] = Decimal(fact.value)


def _goals(facts: Sequence[Fact], head: _Head) -> None:
    """Rows of the block of yearly goals: number, words, points; the number defaults to the row's place."""
    rows: dict[str, dict[str, Fact]] = {}
    for fact in facts:
        rows.setdefault(fact.row, {})[fact.column] = fact
    for place, columns in enumerate(rows.values(), 1):
        number = columns["goal"].value if "goal" in columns and not columns["goal"].blank else place
        name = f"goal:{number}"
        for key, fact in columns.items():
            if key == "points" and isinstance(fact.value, Decimal):
                head.points[name] = fact.value
                head.cells[name] = fact.cell
            elif fact.kind is ValueKind.TEXT:
                head.texts[name if key == "text" else f"{name}:{key}"] = fact.printed


def _indicators(sheet: Sheet, located: Located) -> tuple[Indicator, ...]:
    places = {c.key: (c, at) for c in located.block.values if (at := located.column(c)) is not None}
    levels = [places[key][1] for key in _LEVELS[:2] if key in places]
    filled = [at for key, (_, at) in places.items() if key not in {"level1", "level2", "goal"}]
    carried = ["", ""]
    found: list[Indicator] = []
    paths: dict[str, int] = {}
    goal = 0
    for row in range(located.rows.start, end_of_rows(sheet, located)):
        for n, at in enumerate(levels):
            if text := sheet.grid.text(row, at):
                carried[n:] = [text, *[""] * (len(carried) - n - 1)]
        if all(sheet.grid.blank(row, at) for at in filled) or _empty_slot(sheet, row, places, filled):
            continue
        indicator = _indicator(sheet, row, places, (carried[0], carried[1]), goal)
        goal = indicator.goal
        paths[indicator.path] = paths.get(indicator.path, 0) + 1
        if paths[indicator.path] > 1:
            indicator = _renumbered(indicator, paths[indicator.path])
        found.append(indicator)
    return tuple(found)


def _empty_slot(sheet: Sheet, row: int, places: dict[str, tuple[Column, int]], filled: Sequence[int]) -> bool:
    """Rows left as printed ("指标2：" and nothing else) hold no indicator."""
    name = places["level3"][1] if "level3" in places else -1
    others = all(sheet.grid.blank(row, at) for at in filled if at != name)
    return others and bool(_SLOT.fullmatch(sheet.grid.key(row, name)))


def _renumbered(indicator: Indicator, number: int) -> Indicator:
    return replace(indicator, path=f"{indicator.path}#{number}")


def _indicator(
    sheet: Sheet, row: int, places: dict[str, tuple[Column, int]], levels: tuple[str, str], goal: int
) -> Indicator:
    reader = CellReader(sheet.grid, sheet.measure, sheet.notebook)
    texts = {"level1": levels[0], "level2": levels[1]}
    numbers: dict[str, Decimal] = {}
    cells: dict[str, Cell] = {}
    name = sheet.grid.text(row, places["level3"][1]) if "level3" in places else ""
    for key, (column, at) in places.items():
        place = Place(sheet.form, f"indicator:{sheet.grid.name}/{row + 1}", key, name, column.header)
        cells[key] = sheet.grid.cell(row, at)
        carried = texts.get(key) or (goal if key == "goal" else "")
        if sheet.grid.blank(row, at):
            if column.required and not carried and not sheet.nil:
                sheet.required((row, at), place)
            continue
        fact = reader.read(row, at, column.kind, place)
        if fact is None:
            continue
        if column.kind in _NUMBERS and isinstance(fact.value, int | Decimal):
            if not fact.blank:
                numbers[key] = Decimal(fact.value)
        elif key not in {"level1", "level2"}:
            texts[key] = fact.printed
    goal = int(numbers.pop("goal", Decimal(goal)))
    parts = [texts["level1"], texts["level2"], texts.get("level3", "")]
    words = ([f"目标{goal}"] if goal else []) + [part for part in parts if part]
    return Indicator(
        path="/".join(label_key(word).replace("/", "∕") for word in words),
        level1=parts[0],
        level2=parts[1],
        level3=parts[2],
        target=_measure(texts.get("target", ""), cells.get("target")),
        actual=_measure(texts.get("actual", ""), cells.get("actual")),
        weight=numbers.pop("weight", None),
        score=numbers.pop("score", None),
        reason=texts.get("reason", texts.get("evidence", "")),
        goal=goal,
        inputs=numbers,
        cells=cells,
    )


def _measure(text: str, cell: Cell | None) -> Measure:
    return Measure(MeasureKind.TEXT if text else MeasureKind.BLANK, text, cell=cell)

"""Histograms as hand-made SVG, in the look of the other charts: columns of counts over groups of values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from final_accounts.publishing.charts.drawing import ACCENT, HAIR, SMALL, SOFT, WIDE, Canvas, framed
from final_accounts.publishing.charts.measure import width
from final_accounts.publishing.charts.nouns import Phrase, read
from final_accounts.publishing.figures import Figure

TALL: Final = 150
"""Height of the tallest column."""
HEAD: Final = 26
"""Room above the columns for counts."""
KEY: Final = 22
"""Height of the line that says which column is which."""
GAP: Final = 0.28
"""Share of a group's width that stays free."""
BOX: Final = 11


@dataclass(frozen=True, slots=True)
class Group:
    """One group of values, and how many each series has in it."""

    name: str
    counts: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Histogram:
    """One distribution; ``groups`` empty where nothing is known. ``said`` tells all of it in words."""

    id: str
    caption: str
    measure: str
    unit_of_count: str
    series: tuple[str, ...]
    groups: tuple[Group, ...]
    note: str
    said: Phrase


def histogram_svg(chart: Histogram) -> str:
    """The picture as one ``<svg>`` element; the same histogram always gives the same text."""
    canvas = Canvas(f"chart-{chart.id}")
    if len(chart.series) > 1:
        _key(canvas, chart)
    base = canvas.y + HEAD + TALL
    highest = max((int(count.value or 0) for group in chart.groups for count in group.counts), default=0)
    slot = WIDE / max(len(chart.groups), 1)
    thick = slot * (1 - GAP) / len(chart.series)
    for number, group in enumerate(chart.groups):
        left = slot * number + slot * GAP / 2
        for place, count in enumerate(group.counts):
            value = int(count.value or 0)
            tall = TALL * value / highest if highest else 0
            start = left + thick * place
            if value:
                light = place + 1 < len(group.counts)
                fill = f"url(#{canvas.name}-hatch)" if light else ACCENT
                canvas.rect((start, base - tall, thick, tall), fill, SOFT if light else "")
                middle = start + thick / 2 - width(count.text, SMALL) / 2
                canvas.text(middle, base - tall - 5, (count,), bold=not light, soft=light, size=SMALL)
        canvas.text(slot * number + (slot - width(group.name, SMALL)) / 2, base + 18, (group.name,), size=SMALL)
    canvas.rule((0, base), (WIDE, base), SOFT)
    canvas.rule((0, base + 26), (WIDE, base + 26), HAIR)
    measured = f"单位：{chart.measure}，柱上为{chart.unit_of_count}数"
    canvas.text(0, base + 43, (measured,), soft=True, size=SMALL)
    if chart.note:
        canvas.text(WIDE, base + 43, (chart.note,), end=True, soft=True, size=SMALL)
    canvas.y = base + 46
    return framed(canvas, chart.caption, read(chart.said))


def _key(canvas: Canvas, chart: Histogram) -> None:
    """Which column is which, by name and by look."""
    x = 0.0
    for place, name in enumerate(chart.series):
        light = place + 1 < len(chart.series)
        fill = f"url(#{canvas.name}-hatch)" if light else ACCENT
        canvas.rect((x, canvas.y + 4, BOX, BOX), fill, SOFT if light else "")
        canvas.text(x + BOX + 6, canvas.y + 14, (name,), size=SMALL)
        x += BOX + 6 + width(name, SMALL) + 18
    canvas.y += KEY

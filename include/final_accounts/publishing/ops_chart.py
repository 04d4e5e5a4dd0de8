"""The season's course as SVG by hand: where all units stood at the end of each day, in layers, with its dates marked.

Layers differ by lightness and hatching as well as by hue; each is named at its right end where it is thick enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from final_accounts.publishing.charts.drawing import FONTS, HAIR, INK, SOFT
from final_accounts.publishing.charts.measure import width

WIDE: Final = 1056
HIGH: Final = 300
LEFT: Final = 44
RIGHT: Final = 96
TOP: Final = 46
"""Room above the layers for two rows of names of dates."""
BOTTOM: Final = 28
SIZE: Final = 13
GAP: Final = 10


@dataclass(frozen=True, slots=True)
class Layer:
    """One state: its key (for its colour), its name, and how many units were in it each day."""

    key: str
    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A date of the season with its name."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Course:
    """Layers from the bottom up over ``days`` that follow each other, on an axis from the first day to ``last``."""

    days: tuple[date, ...]
    last: date
    layers: tuple[Layer, ...]
    marks: tuple[Mark, ...]
    said: str


FILLS: Final = {
    "published": "#2f7350", "approved": "#3d6e9c", "certified": "#7ba3c7", "accepted": "#c9dbe6",
    "received": "#cdbf9f", "returned": "#dd8f8b", "withdrawn": "#b9857a", "not_started": "url(#ops-hatch)",
    "nil_declared": "#f1ede6", "exempt": "#e4ded3", "merged_away": "#d3ccbf",
}  # fmt: skip
"""Colours as on the city's pages."""


def course_svg(course: Course) -> str:
    """The chart as one ``<svg>`` element; "" before the first day is over."""
    if not course.days:
        return ""
    frame = _Frame(course)
    marks = "".join([*frame.grid(), *frame.areas(), *frame.dates(), *frame.names()])
    high = TOP + HIGH + BOTTOM
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" width="100%" role="img" '
        f'aria-labelledby="ops-course-title ops-course-desc" font-family={quoteattr(FONTS)} font-size="{SIZE}" '
        f'fill="{INK}"><title id="ops-course-title">各单位每日状态</title>'
        f'<desc id="ops-course-desc">{escape(course.said)}</desc><defs>{hatch("ops-hatch")}</defs>{marks}</svg>'
    )


def hatch(name: str) -> str:
    """The pattern of what is missing, as on the city's map of units."""
    return (
        f'<pattern id="{name}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="8" height="8" fill="#fdf4e0"/><rect width="4" height="8" fill="#f0dcab"/></pattern>'
    )


class _Frame:
    """Places of days and counts."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.first = course.days[0]
        self.span = max((course.last - self.first).days + 1, len(course.days))
        self.register = max(1, *(sum(layer.values[n] for layer in course.layers) for n in range(len(course.days))))

    def x(self, day: float) -> float:
        """Left edge of a day, counted from the first."""
        return LEFT + (WIDE - LEFT - RIGHT) * day / self.span

    def y(self, count: float) -> float:
        return TOP + HIGH - HIGH * count / self.register

    def grid(self) -> Iterator[str]:
        """Lines at quarters of the register, names of months below."""
        for count in sorted({round(self.register * part / 4) for part in range(5)}):
            at = self.y(count)
            yield f'<path d="M{LEFT} {at:.1f}H{WIDE - RIGHT}" stroke="{HAIR}"/>'
            yield f'<text x="{LEFT - 8}" y="{at + 4.5:.1f}" text-anchor="end" fill="{SOFT}">{count}</text>'
        base = TOP + HIGH
        for day in range(self.span):
            on = date.fromordinal(self.first.toordinal() + day)
            if on.day == 1 or day == 0:
                at = self.x(day)
                yield f'<path d="M{at:.1f} {base}v5" stroke="{SOFT}"/>'
                if on.day == 1 or self.x(32 - on.day) - at > 3 * SIZE:
                    yield f'<text x="{at + 4:.1f}" y="{base + 18}" fill="{SOFT}">{on.month}月</text>'

    def areas(self) -> Iterator[str]:
        """Each layer as a stair over the days."""
        below = [0] * len(self.course.days)
        for layer in self.course.layers:
            above = [low + value for low, value in zip(below, layer.values, strict=True)]
            if any(layer.values):
                up = "".join(f"V{self.y(count):.1f}H{self.x(n + 1):.1f}" for n, count in enumerate(above))
                down = "".join(f"V{self.y(below[n]):.1f}H{self.x(n):.1f}" for n in range(len(below) - 1, -1, -1))
                place = f"M{self.x(0):.1f} {self.y(below[0]):.1f}"
                fill = FILLS[layer.key]
                yield f'<path d="{place}{up}{down}Z" fill="{fill}" stroke="#fff" stroke-width=".6"/>'
            below = above

    def dates(self) -> Iterator[str]:
        """A line at the end of each marked day; names in two rows, so that neighbours do not touch."""
        ends = [float("-inf"), float("-inf")]
        for mark in sorted(self.course.marks, key=lambda one: one.day):
            at = self.x((mark.day - self.first).days + 1)
            if not LEFT <= at <= WIDE - RIGHT + 1:
                continue
            words = f"{mark.name} {mark.day.month}月{mark.day.day}日"
            wide = width(words, SIZE)
            start = min(max(at - wide / 2, 0), WIDE - wide)
            row = next((n for n in (0, 1) if start >= ends[n] + GAP), 1)
            ends[row] = start + wide
            bottom = 16 + row * 19
            line = f"M{at:.1f} {bottom + 5}V{TOP + HIGH}"
            yield f'<path d="{line}" stroke="{INK}" stroke-dasharray="3 3" stroke-width=".9"/>'
            yield f'<text x="{start:.1f}" y="{bottom}">{escape(words)}</text>'

    def names(self) -> Iterator[str]:
        """The name of each layer beside its right end, where it is at least a line high."""
        below, at = 0, self.x(len(self.course.days))
        yield f'<path d="M{at:.1f} {TOP - 4}V{TOP + HIGH}" stroke="#9b1b1e" stroke-width="1.4"/>'
        for layer in self.course.layers:
            count = layer.values[-1]
            middle = self.y(below + count / 2)
            if self.y(below) - self.y(below + count) >= SIZE + 4:
                words = f"{layer.name} {count}"
                yield (
                    f'<text x="{at + 7:.1f}" y="{middle + 4.5:.1f}" stroke="#fff" stroke-width="5" '
                    f'paint-order="stroke" stroke-linejoin="round">{escape(words)}</text>'
                )
            below += count

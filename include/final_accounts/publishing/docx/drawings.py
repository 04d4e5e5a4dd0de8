"""A chart's SVG with nothing in it that Word may not draw: hatching as lines, text in one piece, a size of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from final_accounts.model.errors import PublishingError
from final_accounts.publishing.charts import svg
from final_accounts.publishing.charts.drawing import HAIR, SOFT
from final_accounts.publishing.charts.nouns import Chart

_BOX: Final = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)" width="100%"')
_HATCHED: Final = re.compile(
    r'<rect x="([-\d.]+)" y="([-\d.]+)" width="([\d.]+)" height="([\d.]+)" fill="url\(#[^"]*\)"'
)
_DEFS: Final = re.compile(r"<defs>.*?</defs>", re.DOTALL)
_SPANS: Final = re.compile(r"</?tspan[^>]*>")
_FONTS: Final = re.compile(r'font-family="[^"]*"')
_FONT_LIST: Final = "font-family=\"'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif\""
"""Word looks at the first name only, so a font of Windows stands first."""
_PITCH: Final = 5.0
"""Distance of the lines of a hatching."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG of its own with its size, in units of the drawing."""

    svg: str
    width: float
    height: float


def drawing(chart: Chart) -> Drawing:
    """The chart as Word is given it; PublishingError when the chart tells no size."""
    drawn = svg(chart)
    box = _BOX.search(drawn)
    if box is None:
        raise PublishingError(f"Word 文件没有生成：《{chart.caption}》没有给出大小（viewBox）。")
    width, height = float(box[1]), float(box[2])
    drawn = _BOX.sub(f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"', drawn, count=1)
    drawn = _FONTS.sub(_FONT_LIST, _SPANS.sub("", _DEFS.sub("", drawn)), count=1)
    return Drawing(_HATCHED.sub(_hatched, drawn), width, height)


def _hatched(box: re.Match[str]) -> str:
    """The box filled lightly, the lines one by one, and the box again for the outline that follows in the text."""
    x, y, wide, high = (float(side) for side in box.groups())
    place = f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}"'
    lines = "".join(_lines(x, y, wide, high))
    path = f'<path d="{lines}" stroke="{SOFT}" stroke-width=".7"/>' if lines else ""
    return f'{place} fill="{HAIR}"/>{path}{place} fill="none"'


def _lines(x: float, y: float, wide: float, high: float) -> Iterator[str]:
    """Lines that rise to the right at 45°, cut off at the box."""
    offset = _PITCH
    while offset < wide + high:
        left, right = max(0.0, offset - high), min(wide, offset)
        yield f"M{x + left:.1f} {y + offset - left:.1f}L{x + right:.1f} {y + offset - right:.1f}"
        offset += _PITCH

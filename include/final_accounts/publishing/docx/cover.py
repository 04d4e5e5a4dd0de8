"""The cover 封面: label, title, notices, unit and date; what is free stands between them, so that nothing runs over."""

from __future__ import annotations

from math import ceil
from typing import Final

from final_accounts.publishing.charts.measure import width
from final_accounts.publishing.disclosure.nouns import Cover
from final_accounts.publishing.docx.look import TWIPS, Look
from final_accounts.publishing.docx.text import paragraph, run, runs
from final_accounts.publishing.table_view import plain

ABOVE: Final = 0.22
"""Share of the free height that stands above the title."""
LAST: Final = 0.1
"""Share of the free height that stays below the date, for the seal."""

SMALLEST: Final = 20
LEADING: Final = 1.65
"""From line to line of the title, in ems."""
NOTICE: Final = 30.0
"""Above the first notice, in points."""
BOX: Final = 7.0
"""What a frame adds on each side, in points."""


def cover(own: Cover, look: Look) -> str:
    """The paragraphs of the first page."""
    size = _size(own, look)
    free = look.upright.high - _taken(own, look, size)
    above, below = max(0, round(free * ABOVE)), max(0, round(free * (1 - ABOVE - LAST)))
    lines = [paragraph("CoverLabel", run(own.label))] if own.label else []
    letters = f'<w:rPr><w:sz w:val="{size * 2}"/><w:szCs w:val="{size * 2}"/></w:rPr>'
    lines.append(paragraph("CoverRule", "", more=_spacing(before=above)))
    lines += [paragraph("Title", run(line, letters), more=_spacing(line=size * LEADING)) for line in own.title]
    lines.append(paragraph("CoverRule", ""))
    lines += [
        paragraph("Notice", runs(notice), more=_spacing(before=round(NOTICE * TWIPS)) if n == 0 else "")
        for n, notice in enumerate(own.notices)
    ]
    lines.append(paragraph("CoverUnit", run(own.unit), more=_spacing(before=below)))
    lines.append(paragraph("CoverUnit", run(own.date)))
    return "".join(lines)


def _size(own: Cover, look: Look) -> int:
    """The title in points: as large as its longest line allows, but not below ``SMALLEST``."""
    longest = max((width(line) for line in own.title), default=1.0)
    return max(SMALLEST, min(round(look.styles["Title"].size), int(look.upright.room / TWIPS / longest)))


def _spacing(before: int = 0, line: float = 0) -> str:
    above = f' w:before="{before}"' if before else ""
    exact = f' w:line="{round(line * TWIPS)}" w:lineRule="exact"' if line else ""
    return f"<w:spacing{above}{exact}/>" if above or exact else ""


def _taken(own: Cover, look: Look, size: int) -> int:
    """The height of all lines, in twips; an upper bound."""
    texts = [("CoverLabel", own.label)] if own.label else []
    texts += [("Notice", plain(notice)) for notice in own.notices]
    texts += [("CoverUnit", own.unit), ("CoverUnit", own.date)]
    room = look.upright.room / TWIPS
    points = 2 * look.height("CoverRule") + (NOTICE if own.notices else 0)
    points += sum(ceil(width(line, size) / room) for line in own.title) * size * LEADING
    for key, text in texts:
        style = look.measure(key)
        side = 2 * BOX if look.styles[key].border else 0
        points += (max(1, ceil(width(text, style.size) / (room - side))) - 1) * (style.line or style.size)
        points += look.height(key) + side
    return ceil(points * TWIPS)

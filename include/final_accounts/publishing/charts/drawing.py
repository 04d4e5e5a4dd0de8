"""Charts as hand-made SVG: pure text, no library, complete in itself (fonts and colours as on the pages).

Everything is laid out from measured text widths in a frame ``WIDE`` units wide that is shown at 100 % of its place, so
the same drawing serves a phone, a page of A4 and a Word document. What one year or one part is, is told by words beside
the mark and by lightness and hatching, never by hue alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from final_accounts.publishing.charts.measure import lines, width
from final_accounts.publishing.charts.nouns import Bar, Chart, Pair, Pairs, Phrase, Shares, read
from final_accounts.publishing.figures import Figure

WIDE: Final = 420
SIZE: Final = 13
SMALL: Final = 12
LEADING: Final = 18
GAP: Final = 10
NAME_ROOM: Final = 6 * SIZE
"""Room beside its figures from which a name stands there."""
THICK: Final = 10
"""Height of a bar of a structure."""
PAIRED: Final = 14
"""Height of each of two bars that are compared."""
PANEL_GAP: Final = 18

INK: Final = "#1d1b19"
SOFT: Final = "#5d5853"
HAIR: Final = "#e6e1d9"
TRACK: Final = "#f7f4ef"
ACCENT: Final = "#9b1b1e"
FONTS: Final = (
    "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', 'Noto Sans SC', system-ui, sans-serif"
)


class Canvas:
    """Marks of one chart, and how far down they reach."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.marks: list[str] = []
        self.y: float = 0

    def text(
        self,
        x: float,
        y: float,
        words: Phrase,
        *,
        end: bool = False,
        soft: bool = False,
        bold: bool = False,
        size: int = SIZE,
    ) -> None:
        """A line of words and figures; ``end`` sets it flush right at ``x``."""
        look = "".join(
            (
                ' text-anchor="end"' if end else "",
                f' fill="{SOFT}"' if soft else "",
                ' font-weight="600"' if bold else "",
                f' font-size="{size}"' if size != SIZE else "",
            )
        )
        inner = "".join(_run(part) for part in words)
        self.marks.append(f'<text x="{_n(x)}" y="{_n(y)}"{look}>{inner}</text>')

    def rect(self, box: tuple[float, float, float, float], fill: str, stroke: str = "") -> None:
        """A filled box: left, top, width, height."""
        x, y, wide, high = (_n(place) for place in box)
        line = f' stroke="{stroke}" stroke-width=".8"' if stroke else ""
        self.marks.append(f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" fill="{fill}"{line}/>')

    def rule(self, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        """A thin line between two points."""
        (x1, y1), (x2, y2) = start, end
        self.marks.append(f'<path d="M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}" stroke="{colour}" stroke-width="1"/>')

    def bar(self, start: float, end: float, y: float, high: float, *, light: bool) -> None:
        """A bar between two places of the scale; a value that is not zero always leaves a mark."""
        left, wide = min(start, end), max(abs(end - start), 1.2)
        if light:
            self.rect((left, y, wide, high), f"url(#{self.name}-hatch)", SOFT)
        else:
            self.rect((left, y, wide, high), ACCENT)


def svg(chart: Chart) -> str:
    """The chart as one ``<svg>`` element; the same chart always gives the same text.

    Ids begin with ``chart-<id>``, so charts with different ids can stand on one page.
    """
    canvas = Canvas(f"chart-{chart.id}")
    for number, panel in enumerate(chart.panels):
        canvas.y += PANEL_GAP if number else 0
        if isinstance(panel, Shares):
            _shares(canvas, panel, chart.measure)
        else:
            _pairs(canvas, panel, chart.measure)
    return framed(canvas, chart.caption, read(chart.said))


def framed(canvas: Canvas, title: str, said: str) -> str:
    """The marks of a canvas as one ``<svg>`` element with its name and its description in words."""
    name, high = canvas.name, _n(canvas.y + 4)
    hatch = (
        f'<pattern id="{name}-hatch" width="5" height="5" patternUnits="userSpaceOnUse">'
        f'<rect width="5" height="5" fill="{HAIR}"/>'
        f'<path d="M-1 1L1 -1M0 5L5 0M4 6L6 4" stroke="{SOFT}" stroke-width=".7"/>'
        "</pattern>"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" width="100%" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" font-family={quoteattr(FONTS)} font-size="{SIZE}" fill="{INK}">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(said)}</desc>'
        f"<defs>{hatch}</defs>{''.join(canvas.marks)}</svg>"
    )


def _shares(canvas: Canvas, panel: Shares, measure: str) -> None:
    """Heading with the whole, then for each part a line of words and figures with its bar below."""
    whole: Phrase = (panel.whole_name,) if panel.note else (f"{panel.whole_name} ", panel.whole, f" {measure}")
    _heading(canvas, panel.heading, whole)
    if panel.note:
        _note(canvas, panel.note)
        return
    share_room = max(width(bar.share.text, SIZE) for bar in panel.bars)
    amount_room = max(width(bar.amount.text, SIZE) for bar in panel.bars)
    amount_end = WIDE - share_room - GAP
    scale = _Scale([panel.whole, *(bar.amount for bar in panel.bars)], 0, WIDE)
    for bar in panel.bars:
        canvas.y += 4
        _label(canvas, bar, amount_end - amount_room - GAP)
        canvas.text(amount_end, canvas.y - 4, (bar.amount,), end=True, bold=True)
        canvas.text(WIDE, canvas.y - 4, (bar.share,), end=True, soft=True)
        canvas.rect((0, canvas.y + 1, WIDE, THICK), TRACK)
        canvas.bar(scale.zero, scale.at(bar.amount), canvas.y + 1, THICK, light=bar.folded)
        scale.axis(canvas, canvas.y - 1, canvas.y + THICK + 3)
        canvas.y += THICK + 3


def _label(canvas: Canvas, bar: Bar, room: float) -> None:
    """A part's name in as many lines as it needs; beside very wide figures it gets lines of its own."""
    beside = room >= NAME_ROOM
    for line in _flow(bar.name, room if beside else WIDE):
        canvas.y += LEADING
        canvas.text(0, canvas.y - 4, line)
    canvas.y += 0 if beside else LEADING


def _flow(phrase: Phrase, room: float) -> Iterator[Phrase]:
    """A phrase in lines: words break where they must, figures never."""
    line: Phrase = ()
    for part in phrase:
        left = room - width(read(line), SIZE)
        if width(read((part,)), SIZE) <= left:
            line += (part,)
            continue
        if line:
            yield line
        pieces = lines(part, room, SIZE) if isinstance(part, str) else (part,)
        yield from ((piece,) for piece in pieces[:-1])
        line = (pieces[-1],)
    yield line


def _pairs(canvas: Canvas, panel: Pairs, measure: str) -> None:
    """For each pair its name and what lies between, then two bars with their names and figures."""
    if panel.heading:
        _heading(canvas, panel.heading, ())
        canvas.y += 4
    if panel.note:
        _note(canvas, panel.note)
        return
    names = max(width(panel.before, SMALL), width(panel.after, SMALL)) + GAP
    shown = [f for pair in panel.pairs for f in (pair.before, pair.after) if f.fen is not None]
    figures_room = max(width(f"{f.text} {measure}", SIZE) for f in shown) + GAP
    scale = _Scale(shown, names, WIDE - figures_room)
    for number, pair in enumerate(panel.pairs):
        canvas.y += 12 if number else 0
        _told(canvas, pair)
        top = canvas.y
        for name, figure, light in ((panel.before, pair.before, True), (panel.after, pair.after, False)):
            if figure.fen is None:
                continue
            canvas.text(0, canvas.y + PAIRED - 2, (name,), soft=True, size=SMALL)
            end = scale.at(figure)
            if figure.fen:
                canvas.bar(scale.zero, end, canvas.y + 1, PAIRED, light=light)
            words: Phrase = (figure, f" {measure}")
            canvas.text(max(end, scale.zero) + 6, canvas.y + PAIRED - 1, words, bold=not light, soft=light)
            canvas.y += PAIRED + 5
        canvas.rule((scale.zero, top - 2), (scale.zero, canvas.y - 1), SOFT)


def _told(canvas: Canvas, pair: Pair) -> None:
    """Name and change on one line where they fit, else below each other."""
    room = WIDE - width(read(pair.told), SIZE) - GAP
    canvas.y += LEADING
    if width(pair.name, SIZE) <= room:
        canvas.text(0, canvas.y - 4, (pair.name,), bold=True)
    else:
        for number, line in enumerate(lines(pair.name, WIDE, SIZE)):
            canvas.y += LEADING if number else 0
            canvas.text(0, canvas.y - 4, (line,), bold=True)
        canvas.y += LEADING
    for number, told in enumerate(_flow(pair.told, WIDE)):
        canvas.y += LEADING if number else 0
        canvas.text(WIDE, canvas.y - 4, told, end=True)
    canvas.y += 3


def _heading(canvas: Canvas, left: str, right: Phrase) -> None:
    """A line under which a panel stands: its name and, flush right, the whole; the whole alone stands left."""
    flowing = list(_flow(right, WIDE)) if right else []
    for line in lines(left, WIDE, SIZE) if left else ():
        canvas.y += LEADING
        canvas.text(0, canvas.y - 5, (line,), bold=True)
    beside = left and len(flowing) == 1 and width(left, SIZE) + width(read(right), SIZE) + GAP <= WIDE
    for words in flowing:
        canvas.y += 0 if beside else LEADING
        canvas.text(WIDE if left else 0, canvas.y - 5, words, end=bool(left), bold=not left)
    canvas.y += 2
    canvas.rule((0, canvas.y - 1), (WIDE, canvas.y - 1), HAIR)


def _note(canvas: Canvas, note: str) -> None:
    """The sentence that stands where there is nothing to draw."""
    canvas.rect((0, canvas.y + 6, WIDE, 34), TRACK)
    middle = (WIDE - width(note, SIZE)) / 2
    canvas.text(middle, canvas.y + 28, (note,), soft=True)
    canvas.y += 42


class _Scale:
    """Places of amounts between ``left`` and ``right``; zero stands left unless something is negative."""

    def __init__(self, shown: Sequence[Figure], left: float, right: float) -> None:
        amounts = [figure.fen or 0 for figure in shown]
        self.low, self.high = min(0, *amounts), max(0, *amounts)
        self.left, self.room = left, right - left
        self.zero = self._place(0)

    def at(self, figure: Figure) -> float:
        return self._place(figure.fen or 0)

    def axis(self, canvas: Canvas, top: float, bottom: float) -> None:
        """A line at zero where bars go both ways."""
        if self.low < 0:
            canvas.rule((self.zero, top), (self.zero, bottom), SOFT)

    def _place(self, fen: int) -> float:
        span = self.high - self.low
        return self.left + (self.room * (fen - self.low) / span if span else 0)


def _run(part: str | Figure) -> str:
    if isinstance(part, str):
        return escape(part)
    fen = "" if part.fen is None else f' data-fen="{part.fen}"'
    return f'<tspan class="figure"{fen}>{escape(part.text)}</tspan>'


def _n(number: float) -> str:
    """A place with one decimal, without idle zeros."""
    return f"{round(number, 1):.1f}".removesuffix(".0")

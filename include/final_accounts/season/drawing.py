"""The drawing of the table of transitions 状态流转图: a column a state, a row a transition, as SVG.

Each row shows from where it may happen (dots), where it leads (arrow; a ring where the state stays), who may do it,
what it needs and what it clears. Nothing is drawn that the table does not say.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import accumulate
from typing import Final

from final_accounts.season.states import UnitState
from final_accounts.season.transitions import TRANSITIONS, Transition

LEFT: Final = 236
COLUMN: Final = 66
ROW: Final = 54
LEADING: Final = 17
HEAD: Final = 96
RIGHT: Final = 400
PER_LINE: Final = 31
FONT: Final = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif"
INK, SOFT, LINE, BLUE, RED = "#1f2933", "#52606d", "#d9e2ec", "#0b5394", "#9b2c2c"
NOBODY: Final = "系统"
CLEARS: Final = "清除："


def drawing() -> str:
    """The SVG, the same bytes for the same table."""
    width = LEFT + COLUMN * len(UnitState) + RIGHT
    tops = list(accumulate((_height(one) for one in TRANSITIONS), initial=HEAD))
    height = tops[-1] + 44
    rows = (line for one, top in zip(TRANSITIONS, tops, strict=False) for line in _row(one, top))
    body = [*_stripes(tops, width), *_head(height), *rows, *_legend(height)]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" font-family="{FONT}">',
        "<title>决算报送的状态与流转</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *body,
        "</svg>\n",
    ])  # fmt: skip


def _x(state: UnitState) -> int:
    return LEFT + COLUMN * list(UnitState).index(state) + COLUMN // 2


def _text(
    x: int, y: int, text: str, *, size: int = 13, fill: str = INK, anchor: str = "start", bold: bool = False
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" fill="{fill}" text-anchor="{anchor}"{weight}>{escape(text)}</text>'
    )


def _head(height: int) -> Iterator[str]:
    yield _text(20, 34, "状态与流转", size=18, bold=True)
    yield _text(20, 58, "谁可以办理写在事项下方", size=12, fill=SOFT)
    yield _text(LEFT + COLUMN * len(UnitState) + 16, 58, "条件；清除的内容", size=12, fill=SOFT)
    for state in UnitState:
        x = _x(state)
        yield f'<line x1="{x}" y1="{HEAD - 18}" x2="{x}" y2="{height - 44}" stroke="{LINE}"/>'
        yield f'<rect x="{x - 29}" y="{HEAD - 54}" width="58" height="30" rx="5" fill="#e8f0f8" stroke="{BLUE}"/>'
        yield _text(x, HEAD - 34, state.chinese, anchor="middle", bold=True)


def _height(one: Transition) -> int:
    return max(ROW, 22 + LEADING * len(_folded(_terms(one))))


def _stripes(tops: list[int], width: int) -> Iterator[str]:
    """Every other row on a light ground."""
    for top, end in zip(tops[:-1:2], tops[1::2], strict=False):
        yield f'<rect x="0" y="{top - 6}" width="{width}" height="{end - top}" fill="#f7f9fb"/>'


def _row(one: Transition, top: int) -> Iterator[str]:
    middle = top + ROW // 2 - 6
    by = "、".join(role.chinese for role in one.by) or NOBODY
    yield _text(20, top + 16, one.says, size=14, bold=True)
    yield _text(20, top + 35, by, size=11, fill=SOFT)
    places = [_x(state) for state in UnitState if state in one.sources]
    ends = [*places, _x(one.target)] if one.target else places
    yield f'<line x1="{min(ends)}" y1="{middle}" x2="{max(ends)}" y2="{middle}" stroke="{SOFT}" stroke-width="1.2"/>'
    for state, x in ((state, _x(state)) for state in UnitState if state in one.sources):
        stays = one.target is None or state is one.target or state in one.stays
        fill = "#ffffff" if stays else INK
        yield f'<circle cx="{x}" cy="{middle}" r="5.5" fill="{fill}" stroke="{INK}" stroke-width="1.5"/>'
    if one.target and (len(one.sources) > 1 or one.target not in one.sources):
        yield from _arrow(one, middle, places)
    for line, words in enumerate(_folded(_terms(one))):
        x = LEFT + COLUMN * len(UnitState) + 16
        yield _text(x, top + 14 + LEADING * line, words, size=11, fill=RED if words.startswith(CLEARS) else SOFT)


def _arrow(one: Transition, y: int, places: list[int]) -> Iterator[str]:
    """A head on the target's column, coming from the side on which most sources stand."""
    assert one.target is not None  # noqa: S101 - the caller has looked
    x = _x(one.target)
    before = sum(place < x for place in places) >= sum(place > x for place in places)
    back = x - 13 if before else x + 13
    yield f'<path d="M{x} {y} L{back} {y - 7} L{back} {y + 7} Z" fill="{BLUE}"/>'


def _terms(one: Transition) -> list[str]:
    terms = "；".join(one.terms)
    cleared = "、".join(what.value for what in one.clears)
    return [*([terms] if terms else []), *one.turns, *([f"{CLEARS}{cleared}"] if cleared else [])]


def _folded(terms: list[str]) -> list[str]:
    return [term[start : start + PER_LINE] for term in terms for start in range(0, len(term), PER_LINE)]


def _legend(height: int) -> Iterator[str]:
    y = height - 16
    yield f'<circle cx="26" cy="{y - 4}" r="5.5" fill="{INK}"/>' + _text(40, y, "可从这里办理", size=12, fill=SOFT)
    yield f'<circle cx="146" cy="{y - 4}" r="5.5" fill="#fff" stroke="{INK}" stroke-width="1.5"/>'
    yield _text(160, y, "可办理，状态不变", size=12, fill=SOFT)
    yield f'<path d="M300 {y - 4} L287 {y - 11} L287 {y + 3} Z" fill="{BLUE}"/>'
    yield _text(308, y, "办理后的状态", size=12, fill=SOFT)
    note = "签审、批复、公开、已并入时收到的新版先留存、照常审核，单位离开这些状态时成为当前版。"
    yield _text(430, y, note, size=12, fill=SOFT)

"""Notes 批注, and where in the visible text of a document each belongs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from final_accounts.model.document import ReadDocument, Spot
from final_accounts.model.whole_figures import last_of

_JUMP: Final = 400
"""Signs that may lie between two texts; a short text that is found further away is another one."""
_SURE: Final = 14
"""Signs from which a text is taken for itself wherever it stands."""
_WHOLE: Final = 120
"""A line longer than that is not marked as a whole."""
_MARKS: Final = 20
"""Signs of a list mark that a format makes itself and a copy does not hold."""


@dataclass(frozen=True, slots=True)
class Note:
    """One remark. ``text`` is the sentence and ``mark`` the figure in it, as printed; ``lines`` are shown below it."""

    number: int
    spot: Spot
    text: str
    mark: str
    severity: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Characters [start, end) of the squeezed visible text."""

    start: int
    end: int


def squeezed(text: str) -> str:
    r"""A text without blanks.

    >>> squeezed("收 入\n合计")
    '收入合计'
    """
    return "".join(text.split())


def places(document: ReadDocument, visible: str, notes: Sequence[Note]) -> dict[int, Place]:
    """Number of each note → its place in ``visible``, the squeezed text that a format shows.

    The texts that the reader gave are looked for one behind the other. A note whose own place is blank stands at the
    text before it; a note is absent only where the document shows nothing.
    """
    found = list(_located(document, visible))
    placed: dict[int, Place] = {}
    for note in notes:
        own = [place for spot, place in found if spot == note.spot] or _before(note.spot, found)
        if own:
            placed[note.number] = _place(note, visible, own)
    return placed


def _located(document: ReadDocument, visible: str) -> Iterator[tuple[Spot, Place]]:
    cursor = 0
    for spot, text in document.texts():
        wanted = squeezed(text)
        if not wanted:
            continue
        start = _ahead(visible, wanted, cursor)
        for cut in range(1, min(_MARKS, len(wanted) - _SURE)):
            if start >= 0:
                break
            start = _ahead(visible, wanted[cut:], cursor)
            wanted = wanted if start < 0 else wanted[cut:]
        if start >= 0:
            cursor = start + len(wanted)
            yield spot, Place(start, cursor)


def _ahead(visible: str, wanted: str, cursor: int) -> int:
    reach = len(visible) if len(wanted) >= _SURE else cursor + _JUMP + len(wanted)
    return visible.find(wanted, cursor, reach)


def _before(spot: Spot, found: Sequence[tuple[Spot, Place]]) -> list[Place]:
    """The last text before a place that shows nothing, else the first of the document."""
    before = [place for other, place in found if other < spot]
    return before[-1:] or [place for _, place in found[:1]]


def _place(note: Note, visible: str, own: Sequence[Place]) -> Place:
    """The figure inside the sentence, else the cell that is the figure, else the figure in the line, else the line."""
    start, end = own[0].start, own[-1].end
    sentence, mark = squeezed(note.text), squeezed(note.mark)
    if mark:
        at = visible.find(sentence, start, end + len(sentence))
        inside = last_of(mark, visible, at, at + len(sentence)) if at >= 0 else -1
        same = next((place for place in own if visible[place.start : place.end] == mark), None)
        if inside < 0 and same is not None:
            return same
        inside = inside if inside >= 0 else last_of(mark, visible, start, end)
        if inside >= 0:
            return Place(inside, inside + len(mark))
    return Place(own[0].start, min(own[0].end, own[0].start + _WHOLE))

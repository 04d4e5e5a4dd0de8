"""The words of a region: patterns with named holes, filled with figures and other runs. Data, no branch by region."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any

from final_accounts.model.errors import PublishingError
from final_accounts.model.narrative import Run, Variable
from final_accounts.narrative.printing import Style


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the sentence lacks: a reason (``slot`` set) for ``says``, or the figure ``says``."""

    says: str
    slot: str = ""


Piece = Run | Gap
Pieces = tuple[Piece, ...]
Filling = str | Variable | Pieces


@dataclass(frozen=True, slots=True)
class Draft:
    """A paragraph before it is numbered; ``item`` paragraphs count on within their part."""

    pieces: Pieces
    item: bool = False


@dataclass(frozen=True)
class Voice:
    """``narrative.toml`` of an edition, all layers laid over each other: style, sections, patterns, words, lists."""

    style: Style
    entries: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, entries: Mapping[str, Mapping[str, Any]]) -> Voice:
        """PublishingError when the data lack what every narrative needs."""
        try:
            return cls(Style.of(entries["style"]), entries)
        except (KeyError, ValueError) as error:
            raise PublishingError(f"情况说明的文字数据 narrative.toml 缺少或写错了 {error}。") from error

    def entry(self, group: str, key: str) -> Any:  # noqa: ANN401 - a value of a TOML file
        """One entry of the data. PublishingError when it is absent."""
        try:
            return self.entries[group][key]
        except KeyError as error:
            raise PublishingError(f"情况说明的文字数据 narrative.toml 缺少 [{group}] {key}。") from error

    def word(self, key: str) -> str:
        """A word or a list of figures' places."""
        return str(self.entry("words", key))

    def flag(self, key: str) -> bool:
        """A yes or no of ``[style]``."""
        return bool(self.entry("style", key))

    def say(self, pattern: str, **filling: Filling) -> Pieces:
        """The pattern with its holes filled; an empty pattern says nothing.

        PublishingError when a hole has nothing to fill it.
        """
        pieces: list[Piece] = []
        for words, hole in _split(str(self.entry("patterns", pattern))):
            pieces.extend(_pieces(words))
            if hole is not None:
                if hole not in filling:
                    raise PublishingError(f"情况说明的句式 {pattern} 要填“{hole}”，没有这一项。")
                pieces.extend(_pieces(filling[hole]))
        return tuple(pieces)

    def listed(self, items: Iterable[Filling], mark: str = "、", last: str | None = None) -> Pieces:
        """Items with marks between them; ``last`` stands before the last one instead."""
        groups = [_pieces(item) for item in items]
        pieces: list[Piece] = []
        for place, group in enumerate(groups):
            if place:
                pieces.append(Run(last if last is not None and place == len(groups) - 1 else mark))
            pieces.extend(group)
        return tuple(pieces)


@cache
def _split(pattern: str) -> tuple[tuple[str, str | None], ...]:
    """Words and the hole behind them, as often as they alternate."""
    return tuple((words, hole) for words, hole, _, _ in Formatter().parse(pattern))


def _pieces(filling: Filling) -> Pieces:
    if isinstance(filling, str):
        return (Run(filling),) if filling else ()
    if isinstance(filling, Variable):
        return (Run(filling.text, filling),)
    return filling


def joined(pieces: Sequence[Piece]) -> tuple[Run, ...]:
    """Runs without gaps; neighbouring words become one run."""
    runs: list[Run] = []
    for piece in pieces:
        if isinstance(piece, Gap):
            continue
        if runs and not (piece.figure or piece.slot or runs[-1].figure or runs[-1].slot):
            runs[-1] = Run(runs[-1].text + piece.text)
        else:
            runs.append(piece)
    return tuple(runs)

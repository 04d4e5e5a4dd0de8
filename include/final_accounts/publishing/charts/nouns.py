"""What a chart is made of: figures with names. No place, no colour, no arithmetic left to do."""

from __future__ import annotations

from dataclasses import dataclass

from final_accounts.publishing import figures
from final_accounts.publishing.figures import Figure

Phrase = tuple[str | Figure, ...]
"""Words and figures in the order they are read; every number in it is a Figure."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a whole. ``folded`` marks the bar that stands for several small ones."""

    name: Phrase
    amount: Figure
    share: Figure = figures.UNKNOWN
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Shares:
    """Parts of one whole, largest first. ``note`` stands in their place when there is nothing to draw."""

    heading: str
    whole_name: str
    whole: Figure
    bars: tuple[Bar, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing measured twice, and ``told`` what lies between. An unknown ``before`` has no bar."""

    name: str
    before: Figure
    after: Figure
    told: Phrase


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs on one scale. ``before`` and ``after`` name the two measures; ``note`` as in :class:`Shares`."""

    heading: str
    before: str
    after: str
    pairs: tuple[Pair, ...]
    note: str = ""


Panel = Shares | Pairs


@dataclass(frozen=True, slots=True)
class Chart:
    """One numbered chart of a disclosure. ``said`` tells all its figures in words; ``measure`` is their unit.

    ``place`` is the part of the narrative it belongs to, as ``section/part``.
    """

    id: str
    caption: str
    measure: str
    panels: tuple[Panel, ...]
    said: Phrase
    place: str


def read(phrase: Phrase) -> str:
    """A phrase as plain text.

    >>> read(("增加 ", figures.amount(1_000_000), " 万元"))
    '增加 1.00 万元'
    """
    return "".join(part if isinstance(part, str) else part.text for part in phrase)

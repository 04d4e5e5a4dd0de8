"""Rubrics 评分标准: weights, methods, bands by region and year. Data; the methods live in ``scoring``."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Band:
    """A rating band 等级: from ``floor`` points inclusive."""

    name: str
    floor: Decimal


@dataclass(frozen=True, slots=True)
class IndicatorRubric:
    """How one indicator is scored. ``method`` is one of the few in ``scoring.methods``; ``parameters`` are its data.

    ``weight`` None: the form does not print it (Hubei); ``rule_max`` where the printed rule gives another maximum than
    the weight. ``silent`` names what the printed rule does not say, with candidate readings.
    """

    path: str
    method: str
    weight: Decimal | None
    parameters: dict[str, object] = field(default_factory=dict)
    rule_max: Decimal | None = None
    says: str = ""
    silent: str = ""


@dataclass(frozen=True, slots=True)
class BlockRubric:
    """Points of a block without printed weights: ``execution``, ``overall_goal``, ``indicators``, ``goals``."""

    id: str
    title: str
    points: Decimal
    method: str
    parameters: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rubric:
    """One scheme: ``national/project``, ``hubei-wuhan/whole``, ``sichuan-ziyang/project`` …"""

    id: str
    title: str
    scope: str  # whole | project
    full: Decimal
    bands: tuple[Band, ...]
    blocks: tuple[BlockRubric, ...] = ()
    indicators: tuple[IndicatorRubric, ...] = ()
    parameters: dict[str, object] = field(default_factory=dict)
    basis: tuple[str, ...] = ()
    verified: bool = True

    def rating(self, score: Decimal) -> str:
        """Band of a score; "" when the rubric prints no bands."""
        for band in sorted(self.bands, key=lambda b: b.floor, reverse=True):
            if score >= band.floor:
                return band.name
        return ""

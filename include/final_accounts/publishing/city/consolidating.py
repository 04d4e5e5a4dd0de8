"""汇总与抵销: the city's tables, cell by cell, each with everything it is made of. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from final_accounts.model.errors import PublishingError
from final_accounts.model.facts import FactKey
from final_accounts.publishing.city.eliminating import Adjustment
from final_accounts.publishing.city.facts import Contribution


@dataclass(frozen=True, slots=True)
class CityCell:
    """One cell of a table of the city, in fen: sum over units − eliminated = amount."""

    key: FactKey
    name: str
    total: int
    eliminated: int
    amount: int
    parts: tuple[Contribution, ...]
    taken: tuple[Adjustment, ...]

    def __post_init__(self) -> None:
        total, eliminated = sum(part.amount for part in self.parts), sum(line.amount for line in self.taken)
        if (total, eliminated, total - eliminated) != (self.total, self.eliminated, self.amount):
            raise PublishingError(
                f"汇总数与明细不符，网页没有生成：{' '.join(self.key)} 各单位之和 {total} 分、抵销 {eliminated} 分，"
                f"汇总表记 {self.total} 分、{self.eliminated} 分、{self.amount} 分。这是程序差错，请报告。"
            )


def consolidate(contributions: Iterable[Contribution], adjustments: Iterable[Adjustment]) -> dict[FactKey, CityCell]:
    """Every cell that a unit fills or a pair touches.

    The three sums are kept while reading, apart from the lists they are proved against.
    """
    names: dict[FactKey, str] = {}
    total: dict[FactKey, int] = defaultdict(int)
    amount: dict[FactKey, int] = defaultdict(int)
    parts: dict[FactKey, list[Contribution]] = defaultdict(list)
    taken: dict[FactKey, list[Adjustment]] = defaultdict(list)
    for part in contributions:
        names.setdefault(part.key, part.name)
        total[part.key] += part.amount
        amount[part.key] += part.amount
        parts[part.key].append(part)
    for line in adjustments:
        amount[line.key] -= line.amount
        taken[line.key].append(line)
    return {
        key: CityCell(
            key,
            names.get(key, ""),
            total[key],
            total[key] - amount[key],
            amount[key],
            tuple(parts[key]),
            tuple(taken[key]),
        )
        for key in sorted(amount)
    }

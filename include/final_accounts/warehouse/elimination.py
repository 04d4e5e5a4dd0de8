"""Elimination 抵销 of transfers between units of one city, from the sheets 系统内往来. Pure.

A transfer is eliminated when payer and receiver both report it: 对附属单位补助支出 of the superior against the
affiliate's 上级补助收入, 上缴上级支出 of the affiliate against the superior's 附属单位上缴收入. Items pair one to one
by amount; what is left of one payer, receiver and kind pairs as a whole when both sides add up to the same. The rest
is listed.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

INCOME_OF: Final = {"对附属单位补助支出": "上级补助收入", "上缴上级支出": "附属单位上缴收入"}
"""What the payer calls a transfer -> what the receiver calls it."""

_EXPENDITURE_OF: Final = {income: expenditure for expenditure, income in INCOME_OF.items()}


@dataclass(frozen=True, slots=True)
class Transfer:
    """One item of a unit's sheet 系统内往来, in fen; ``kind`` in the unit's own words, ``cell`` that of the amount."""

    unit: str
    counterparty: str
    kind: str
    amount: int
    cell: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Pair:
    """A transfer both sides report: ``kind`` is what the payer calls it.

    ``paid_at`` and ``received_at`` are the cells in which payer and receiver report it, several where only the sum
    agrees.
    """

    payer: str
    receiver: str
    kind: str
    amount: int
    paid_at: tuple[str, ...] = field(default=(), compare=False)
    received_at: tuple[str, ...] = field(default=(), compare=False)


class Reason(StrEnum):
    """Why an item has no counterpart, in words for the page."""

    UNKNOWN_KIND = "往来性质不在规定的四种之内"
    SELF = "往来单位是本单位"
    OUTSIDE = "往来单位不在汇总范围内"
    NOT_COUNTED = "往来单位没有通过审核的决算"
    NO_COUNTERPART = "往来单位没有填报对应的往来"
    OTHER_AMOUNT = "双方金额不一致"


@dataclass(frozen=True, slots=True)
class Unmatched:
    """An item that is not eliminated, and why."""

    transfer: Transfer
    reason: Reason


_Match = tuple[list[Transfer], list[Transfer]]


@dataclass(frozen=True, slots=True)
class Elimination:
    """Pairs and leftovers of a city."""

    pairs: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...]

    def amount(self, kind: str) -> int:
        """Fen eliminated from the city's total of an income or expenditure kind.

        >>> Elimination((Pair("1", "2", "上缴上级支出", 500),), ()).amount("附属单位上缴收入")
        500
        """
        paid_as = _EXPENDITURE_OF.get(kind, kind)
        return sum(pair.amount for pair in self.pairs if pair.kind == paid_as)


def eliminate(
    transfers: Iterable[Transfer], counted_units: frozenset[str], outside: frozenset[str] = frozenset()
) -> Elimination:
    """Pair the transfers; ``counted_units`` are the units whose accounts stand in the totals.

    ``outside`` are units that exist but do not belong into these totals, such as those of other departments.
    """
    pairs: list[Pair] = []
    unmatched: list[Unmatched] = []
    groups: dict[tuple[str, str, str], tuple[list[Transfer], list[Transfer]]] = defaultdict(lambda: ([], []))
    for transfer in transfers:
        other = _code(transfer.counterparty)
        refusal = _refusal(transfer, other, counted_units, outside)
        if refusal is not None:
            unmatched.append(Unmatched(transfer, refusal))
        elif transfer.kind in INCOME_OF:
            groups[transfer.unit, other, transfer.kind][0].append(transfer)
        else:
            groups[other, transfer.unit, _EXPENDITURE_OF[transfer.kind]][1].append(transfer)
    for (payer, receiver, kind), (paid, got) in sorted(groups.items()):
        matched, paid_left, got_left = _pair(paid, got)
        pairs.extend(
            Pair(payer, receiver, kind, sum(t.amount for t in items), _cells(items), _cells(others))
            for items, others in matched
        )
        reason = Reason.OTHER_AMOUNT if paid_left and got_left else Reason.NO_COUNTERPART
        unmatched.extend(Unmatched(transfer, reason) for transfer in [*paid_left, *got_left])
    return Elimination(tuple(pairs), tuple(unmatched))


def _refusal(transfer: Transfer, other: str, counted_units: frozenset[str], outside: frozenset[str]) -> Reason | None:
    if transfer.kind not in INCOME_OF and transfer.kind not in _EXPENDITURE_OF:
        return Reason.UNKNOWN_KIND
    if other == transfer.unit:
        return Reason.SELF
    if other in outside:
        return Reason.OUTSIDE
    return None if other in counted_units else Reason.NOT_COUNTED


def _pair(paid: Sequence[Transfer], got: Sequence[Transfer]) -> tuple[list[_Match], list[Transfer], list[Transfer]]:
    """Items that pair, one to one by amount or all that is left as a whole, and what stays on either side."""
    waiting: dict[int, list[Transfer]] = defaultdict(list)
    for transfer in reversed(got):
        waiting[transfer.amount].append(transfer)
    matched: list[_Match] = []
    paid_left = []
    for transfer in paid:
        if waiting[transfer.amount]:
            matched.append(([transfer], [waiting[transfer.amount].pop()]))
        else:
            paid_left.append(transfer)
    taken = {id(other) for _, others in matched for other in others}
    got_left = [transfer for transfer in got if id(transfer) not in taken]
    matched.sort(key=lambda match: match[0][0].amount)
    if paid_left and got_left and sum(t.amount for t in paid_left) == sum(t.amount for t in got_left):
        return [*matched, (paid_left, got_left)], [], []
    return matched, paid_left, got_left


def _cells(transfers: Iterable[Transfer]) -> tuple[str, ...]:
    return tuple(transfer.cell for transfer in transfers if transfer.cell)


def _code(counterparty: str) -> str:
    """A unit code as typed: full-width digits and blanks around it do not count."""
    return unicodedata.normalize("NFKC", counterparty).strip()

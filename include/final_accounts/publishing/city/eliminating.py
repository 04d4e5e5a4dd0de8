"""抵销 cell by cell: from which cells of the city's tables a matched transfer is taken off. Pure.

A transfer stands twice in the sums, as the payer's expenditure and as the receiver's income, and is taken off both.
What ``city.toml`` calls a kind's ``lines``, and the total rows of its ``columns``, lose the whole amount. Rows by
functional class lose it where the unit's own table tells which: when the amount is all that the unit reports in that
column, or the unit reports it in one row only. Otherwise the amount is not spread by guess: it is taken off the totals
alone, and told as unassigned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from final_accounts.model.edition import Edition
from final_accounts.model.errors import PublishingError
from final_accounts.model.facts import FactKey
from final_accounts.publishing.city.facts import Contribution, TransferPair

INCOME_OF: Final = {"对附属单位补助支出": "上级补助收入", "上缴上级支出": "附属单位上缴收入"}
"""What the payer calls a transfer -> what the receiver calls it."""

_FUNCTION: Final = "function:"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What one pair takes off one cell, in fen; ``unit`` is the side that reports it there."""

    key: FactKey
    unit: str
    pair: TransferPair
    amount: int


@dataclass(frozen=True, slots=True)
class Unassigned:
    """What was taken off the totals of a form but of no class, in fen."""

    form: str
    unit: str
    pair: TransferPair
    amount: int


@dataclass(frozen=True, slots=True)
class Eliminated:
    """All adjustments of a city, and what could not be assigned to a class."""

    adjustments: tuple[Adjustment, ...] = ()
    unassigned: tuple[Unassigned, ...] = ()


@dataclass(slots=True)
class _Side:
    """One unit's transfers of one kind, with the rows in which its own table shows them."""

    unit: str
    kind: str
    pairs: list[TransferPair] = field(default_factory=list)


def eliminate_cells(
    edition: Edition,
    contributions: Iterable[Contribution],
    pairs: Iterable[TransferPair],
    kinds: Mapping[str, Mapping[str, Any]],
) -> Eliminated:
    """Adjustments of every cell that the pairs touch. PublishingError when ``kinds`` does not know a kind."""
    sides = _sides(pairs)
    try:
        telling = {kind: kinds[kind]["form"] for side in sides for kind in (side.kind,)}
        reported = _reported(contributions, {side.unit for side in sides}, {*telling.values(), "T1"})
        adjustments: list[Adjustment] = []
        unassigned: list[Unassigned] = []
        for side in sides:
            definition = kinds[side.kind]
            adjustments.extend(_totals(side, definition))
            rows = reported.get((side.unit, definition["form"], definition["columns"][0]), {})
            spread = _spread(edition, rows, side)
            if spread is None:
                forms = (definition["form"], "T1") if definition.get("classes") else (definition["form"],)
                unassigned.extend(Unassigned(form, side.unit, p, p.amount) for form in forms for p in side.pairs)
                continue
            adjustments.extend(_rows(edition, side, definition, rows, spread))
    except (KeyError, TypeError, IndexError) as error:
        raise PublishingError(f"抵销口径的定义不完整，请检查 include/documents 中的 city.toml：{error!r}") from error
    return Eliminated(tuple(adjustments), tuple(unassigned))


def _sides(pairs: Iterable[TransferPair]) -> list[_Side]:
    """Payer and receiver of every pair, gathered by unit and kind."""
    found: dict[tuple[str, str], _Side] = {}
    for pair in pairs:
        for unit, kind in ((pair.payer, pair.kind), (pair.receiver, INCOME_OF[pair.kind])):
            found.setdefault((unit, kind), _Side(unit, kind)).pairs.append(pair)
    return list(found.values())


def _reported(
    contributions: Iterable[Contribution], units: set[str], forms: set[str]
) -> dict[tuple[str, str, str], dict[str, int]]:
    """(unit, form, column) -> functional code -> fen."""
    found: dict[tuple[str, str, str], dict[str, int]] = {}
    for part in contributions:
        form, row, column = part.key
        if part.unit in units and form in forms and row.startswith(_FUNCTION):
            found.setdefault((part.unit, form, column), {})[row.removeprefix(_FUNCTION)] = part.amount
    return found


def _totals(side: _Side, definition: Mapping[str, Any]) -> Iterator[Adjustment]:
    for pair in side.pairs:
        for line in definition["lines"]:
            yield Adjustment(FactKey("T1", f"line:{line}", "amount"), side.unit, pair, pair.amount)
        for column in definition["columns"]:
            yield Adjustment(FactKey(definition["form"], "total", column), side.unit, pair, pair.amount)


def _spread(edition: Edition, rows: Mapping[str, int], side: _Side) -> list[tuple[str, TransferPair, int]] | None:
    """(lowest code, pair, fen) for every part of the side's amount; None where the table does not tell."""
    parents = {edition.functional.parent_of(code) for code in rows}
    leaves = {code: fen for code, fen in rows.items() if code not in parents}
    amount = sum(pair.amount for pair in side.pairs)
    if len(leaves) == 1:
        ((only, fen),) = leaves.items()
        return [(only, pair, pair.amount) for pair in side.pairs] if amount <= fen else None
    if sum(leaves.values()) != amount or any(fen < 0 for fen in leaves.values()):
        return None
    return list(_poured(side.pairs, leaves))


def _poured(pairs: Iterable[TransferPair], leaves: Mapping[str, int]) -> Iterator[tuple[str, TransferPair, int]]:
    """The pairs one after the other into the rows one after the other, until both are used up together."""
    rest = dict(leaves)
    for pair in pairs:
        left = pair.amount
        for code in leaves:
            part = min(left, rest[code])
            if part:
                rest[code] -= part
                left -= part
                yield code, pair, part


def _rows(
    edition: Edition,
    side: _Side,
    definition: Mapping[str, Any],
    rows: Mapping[str, int],
    spread: Iterable[tuple[str, TransferPair, int]],
) -> Iterator[Adjustment]:
    """Each part off its row, the rows above it that the unit prints, and its class in T1."""
    parent_of = edition.functional.parent_of
    for leaf, pair, amount in spread:
        code = top = leaf
        while code:
            if code in rows:
                for column in definition["columns"]:
                    yield Adjustment(FactKey(definition["form"], f"{_FUNCTION}{code}", column), side.unit, pair, amount)
            top, code = code, parent_of(code)
        if definition.get("classes"):
            yield Adjustment(FactKey("T1", f"{_FUNCTION}{top}", "amount"), side.unit, pair, amount)

"""Which cell is wrong? Failed equations of one unit are grouped, and the fewest cells that explain a group are named.

A cell explains a group when one change of it clears every failed equation of the group and breaks no equation that
holds. All such cells are given, ranked (an amount that stands in one equation only cannot be told from its
neighbours); two cells are tried when no single one does; what remains is peeled off greedily, so that independent
errors that touch each other still get groups of their own. Work is capped: reports stay fast on ruined files.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import Final

from final_accounts.rules.equations import Equation, System

PAIRS_TRIED: Final = 40
PAIR_WORK: Final = 100_000
"""Equations looked at in the search for pairs: a file of ten thousand odd rows must not hold up its chunk."""
PEELS_TRIED: Final = 200
INFINITE: Final = 4 * 10**18

Interval = tuple[int, int]  # of twice the change, so that half steps stay whole


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cell, the change in fen that would clear its group, and how much that change looks like a slip (low first)."""

    cell: int
    change: int
    rank: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Failed equations (numbers in the system) explained together. ``size``: cells to change (0 = not explained)."""

    equations: tuple[int, ...]
    suspects: tuple[Suspect, ...]
    size: int


def localise(system: System, values: dict[int, int]) -> tuple[Group, ...]:
    """Groups of a unit, the largest explained cascade first. ``values`` are the cells' present figures."""
    groups: list[Group] = []
    for component in components(system):
        groups += _explain(system, component, values)
    return tuple(sorted(groups, key=lambda g: (g.size == 0, g.size, -len(g.equations), g.equations)))


def components(system: System) -> list[tuple[int, ...]]:
    """Failed equalities connected by shared cells."""
    failed = [n for n, e in enumerate(system.equations) if e.failed and not e.bound]
    found: list[tuple[int, ...]] = []
    left = set(failed)
    for start in failed:
        if start not in left:
            continue
        left.discard(start)
        queue, members = [start], [start]
        while queue:
            for cell in system.equations[queue.pop()].cells:
                for other in system.by_cell[cell]:
                    if other in left:
                        left.discard(other)
                        queue.append(other)
                        members.append(other)
        found.append(tuple(sorted(members)))
    return found


def single(system: System, failed: tuple[int, ...], values: dict[int, int]) -> tuple[Suspect, ...]:
    """All cells whose single change clears ``failed`` and breaks nothing, best first."""
    shared = set.intersection(*(set(system.equations[n].cells) for n in failed))
    found = [s for cell in shared if (s := _suspect(system, cell, set(failed), values)) is not None]
    return tuple(sorted(found, key=lambda s: (s.rank, s.cell)))


def _suspect(system: System, cell: int, failed: set[int], values: dict[int, int]) -> Suspect | None:
    low, high = -INFINITE, INFINITE
    cured = 0
    for number in system.by_cell[cell]:
        equation = system.equations[number]
        if equation.failed and number not in failed and not equation.bound:
            continue  # of another group
        below, above = _allowed(equation, equation.cells[cell])
        if equation.bound and equation.failed:
            cured += 1 if max(low, below) <= min(high, above) else 0
            continue
        low, high = max(low, below), min(high, above)
        if low > high:
            return None
    if low <= 0 <= high:
        return None
    change = _nearest(low, high)
    return Suspect(cell, change, (-cured, _slip(values.get(cell, 0), change), len(system.by_cell[cell]) * -1))


def _allowed(equation: Equation, coefficient: int) -> Interval:
    """Twice the changes of a cell under which the equation (or bound) holds."""
    residual, slack = 2 * equation.residual, equation.slack
    match equation.bound:
        case "":
            ends = (-residual - slack, -residual + slack)
        case "<=" | "<":
            ends = (-INFINITE, -residual + slack)
        case _:
            ends = (-residual - slack, INFINITE)
    if coefficient < 0:
        ends = (-ends[1], -ends[0])
    size = abs(coefficient)
    return -(-ends[0] // size), ends[1] // size


def _nearest(low: int, high: int) -> int:
    """Whole fen nearest to the middle of an interval of doubled fen."""
    if low <= -INFINITE or high >= INFINITE:
        end = high if low <= -INFINITE else low
        return end // 2
    return (low + high) // 4 if (low + high) % 4 == 0 else round((low + high) / 4)


def _slip(value: int, change: int) -> int:
    """0 when the change undoes a usual slip: left blank, sign, digits swapped, one digit, a factor of ten; else 1."""
    wanted = value + change
    one, other = str(abs(value)), str(abs(wanted))
    if value == 0 or wanted == -value:
        return 0
    if sorted(one) == sorted(other) or (
        len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    ):
        return 0
    return 0 if one.rstrip("0") == other.rstrip("0") else 1


def _explain(system: System, component: tuple[int, ...], values: dict[int, int]) -> list[Group]:
    found = single(system, component, values)
    if found:
        return [Group(component, found, 1)]
    pair = _pair(system, component, values)
    if pair is not None:
        return pair
    return _peel(system, component, values)


def _pair(system: System, component: tuple[int, ...], values: dict[int, int]) -> list[Group] | None:
    """Two cells that clear the component: groups of their own when their equations are apart, else one group of two."""
    affordable = max(min(PAIRS_TRIED, PAIR_WORK // max(len(system.equations), 1)), 1)
    for tried, change in enumerate(_changes(system, component)):
        if tried >= affordable:
            return None
        after = _after(system, change)
        rest = tuple(
            n for n in range(len(after.equations)) if after.equations[n].failed and not after.equations[n].bound
        )
        rest = tuple(n for n in rest if n in component or not system.equations[n].failed)
        cured = tuple(n for n in component if n not in rest)
        if not cured or not rest or len(components_of(after, rest)) > 1:
            continue
        others = single(after, rest, values)
        if others:
            first = Suspect(change[0], change[1], (0, _slip(values.get(change[0], 0), change[1])))
            if set(rest) <= set(component) and not set(rest) & set(cured):
                return [Group(cured, (first,), 1), Group(rest, others, 1)]
            return [Group(component, (first, *others), 2)]
    return None


def components_of(system: System, failed: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Components that hold any of ``failed``."""
    wanted = set(failed)
    return [c for c in components(system) if wanted & set(c)]


def _changes(system: System, component: tuple[int, ...]) -> list[tuple[int, int]]:
    """(cell, change) that each clear some failed equations, those that clear most and break fewest first."""
    score: Counter[tuple[int, int]] = Counter()
    for number in component:
        equation = system.equations[number]
        for cell, coefficient in equation.cells.items():
            if equation.residual % coefficient == 0:
                score[cell, -equation.residual // coefficient] += 1
    broken: dict[tuple[int, int], int] = defaultdict(int)
    for cell, change in score:
        for number in system.by_cell[cell]:
            equation = system.equations[number]
            low, high = _allowed(equation, equation.cells[cell])
            if not equation.failed and not low <= 2 * change <= high:
                broken[cell, change] += 1
    return sorted(score, key=lambda c: (broken[c] - score[c], broken[c], c))


def _after(system: System, change: tuple[int, int]) -> System:
    """The system when one cell has changed."""
    cell, by = change
    result = System()
    for equation in system.equations:
        if cell not in equation.cells:
            result.add(equation)
            continue
        residual = equation.residual + by * equation.cells[cell]
        moved = replace(equation, residual=residual, failed=False)
        low, high = _allowed(moved, 1)
        result.add(replace(moved, failed=not low <= 0 <= high))
    return result


def _peel(system: System, component: tuple[int, ...], values: dict[int, int]) -> list[Group]:
    """Repeatedly take the change that clears most equations and breaks none; the rest is one unexplained group."""
    groups: list[Group] = []
    left = component
    current = system
    while left:
        best: tuple[tuple[int, int], tuple[int, ...]] | None = None
        for change in _changes(current, left)[:PEELS_TRIED]:
            cured = tuple(n for n in left if _clears(current.equations[n], change))
            if len(cured) > 1 and not _breaks(current, change) and (best is None or len(cured) > len(best[1])):
                best = change, cured
        if best is None:
            groups.append(Group(left, (), 0))
            break
        (cell, by), cured = best
        groups.append(Group(cured, (Suspect(cell, by, (0, _slip(values.get(cell, 0), by))),), 1))
        current = _after(current, (cell, by))
        left = tuple(n for n in left if n not in cured)
    return groups


def _clears(equation: Equation, change: tuple[int, int]) -> bool:
    coefficient = equation.cells.get(change[0])
    if coefficient is None:
        return False
    low, high = _allowed(equation, coefficient)
    return low <= 2 * change[1] <= high


def _breaks(system: System, change: tuple[int, int]) -> bool:
    return any(
        not system.equations[n].failed and not _clears(system.equations[n], change) for n in system.by_cell[change[0]]
    )

"""Order of repair: cascades first by group with their suspects, then every other finding as a group of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from final_accounts.model.finding import Finding
from final_accounts.model.place import Cell
from final_accounts.rules.chunk import Chunk
from final_accounts.rules.compiling import CompiledRulebook
from final_accounts.rules.equations import System, systems
from final_accounts.rules.localisation import Group, localise
from final_accounts.rules.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Raised:
    """A finding and the instance of its formula (-1: of no formula)."""

    finding: Finding
    instance: int = -1


def arrange(
    compiled: CompiledRulebook, chunk: Chunk, outcomes: dict[str, Outcome], raised: dict[str, list[Raised]]
) -> dict[str, tuple[Finding, ...]]:
    """Findings of each unit with ``group`` and ``suspects``, in order of repair."""
    of_units = systems(compiled, chunk, outcomes)
    numbers = {unit.unit: number for number, unit in enumerate(chunk.units)}
    arranged: dict[str, tuple[Finding, ...]] = {}
    for unit, found in raised.items():
        system = of_units.get(numbers.get(unit, -1))
        arranged[unit] = _arrange(chunk, system, found)
    return arranged


def _arrange(chunk: Chunk, system: System | None, found: list[Raised]) -> tuple[Finding, ...]:
    groups: tuple[Group, ...] = ()
    if system is not None:
        groups = localise(system, {cell: int(chunk.values[cell]) for cell in system.by_cell})
    home: dict[tuple[str, int], int] = {}
    suspects: dict[int, tuple[Cell, ...]] = {}
    for number, group in enumerate(groups, 1):
        cells = (chunk.fact(s.cell) for s in group.suspects)
        suspects[number] = tuple(dict.fromkeys(f.cell for f in cells if f is not None))
        for place in group.equations if system is not None else ():
            equation = system.equations[place] if system is not None else None
            if equation is not None:
                home[equation.rule, equation.instance] = number
    result: list[tuple[int, Finding]] = []
    alone: list[Finding] = []
    for one in found:
        group_number = home.get((one.finding.rule, one.instance)) or _touched(one.finding, suspects)
        if group_number:
            grouped = replace(one.finding, group=group_number, suspects=suspects[group_number])
            result.append((group_number, grouped))
        else:
            alone.append(one.finding)
    result.sort(key=lambda pair: (pair[0], pair[1].severity.rank))
    alone.sort(key=lambda finding: finding.severity.rank)
    last = len(groups)
    return (*(f for _, f in result), *(replace(f, group=last + n) for n, f in enumerate(alone, 1)))


def _touched(finding: Finding, suspects: dict[int, tuple[Cell, ...]]) -> int:
    """The group whose best suspect this finding looks at; 0 for none."""
    if finding.severity.rank:
        return 0
    return next((n for n, cells in suspects.items() if cells and cells[0] in finding.cells), 0)

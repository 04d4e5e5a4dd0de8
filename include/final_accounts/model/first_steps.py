"""What to correct first 先改这几处: of each cascade the cell to look at, gravest first; the same in every answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from final_accounts.model.finding import Finding, Severity
from final_accounts.model.place import Cell
from final_accounts.model.submission import Explanation, says_something

MOST: Final = 3
_ALTERNATIVES: Final = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: the ``cells`` to look at, best first, the gravest ``finding`` there, and how many it ``clears``.

    ``certain`` says that the first cell alone is suspected; otherwise one of the cells is wrong. Without suspects the
    cells are all those of the finding.
    """

    cells: tuple[Cell, ...]
    finding: Finding
    clears: int
    certain: bool

    @property
    def where(self) -> str:
        """The place in words, "" when the finding has none."""
        if not self.cells:
            return ""
        first, others = self.cells[0], self.cells[1:]
        if self.certain or not others:
            return str(first) + (f" 等 {len(self.cells)} 格" if others else "")
        named = "、".join(cell.a1 if cell.sheet == first.sheet else str(cell) for cell in others[:_ALTERNATIVES])
        more = f"等 {len(self.cells)} 格之一" if len(others) > _ALTERNATIVES else ""
        return f"{first}（或 {named}{more}）"

    @property
    def what(self) -> str:
        """What is wrong, without what to do."""
        return self.finding.message.removesuffix(self.finding.hint)


def explained(explanations: Iterable[Explanation]) -> frozenset[str]:
    """Finding keys and rules for which the unit wrote a reason that counts."""
    return frozenset(each.finding for each in explanations if says_something(each.reason))


def open_findings(findings: Iterable[Finding], reasons: Collection[str] = ()) -> tuple[Finding, ...]:
    """Those that keep the submission from being accepted: blocking ones, and explain ones without a reason."""
    return tuple(
        finding
        for finding in findings
        if finding.severity is Severity.BLOCKING
        or (finding.severity is Severity.EXPLAIN and not {finding.key, finding.rule} & set(reasons))
    )


def first_steps(findings: Sequence[Finding], reasons: Collection[str] = (), most: int = MOST) -> tuple[Step, ...]:
    """The first ``most`` things to do, one a group; ``reasons`` are what :func:`explained` gives.

    Groups are numbered graver first, and fewer cells first, by whoever joined the suites; group 0 stands alone.
    """
    groups: dict[tuple[int, int], list[Finding]] = {}
    for place, finding in enumerate(open_findings(findings, reasons)):
        groups.setdefault((finding.group, 0) if finding.group else (len(findings) + 1, place), []).append(finding)
    steps = [_step(groups[key]) for key in sorted(groups)]
    steps.sort(key=lambda step: step.finding.severity.rank)
    return tuple(steps[:most])


def _step(group: Sequence[Finding]) -> Step:
    gravest = min(group, key=lambda finding: finding.severity.rank)
    suspects = gravest.suspects or next((f.suspects for f in group if f.suspects), ())
    return Step(suspects or gravest.cells, gravest, len(group), certain=len(suspects) < 2)  # noqa: PLR2004 - one suspect

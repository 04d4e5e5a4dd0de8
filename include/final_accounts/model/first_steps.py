"""What to correct first 先改这几处: of each cascade the cell to look at, gravest first; the same in every answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from final_accounts.model.finding import Finding, Severity
from final_accounts.model.place import Cell
from final_accounts.model.submission import Explanation, says_something

MOST: Final = 3
SHEET: Final = "请先改这里"
"""The first sheet of a returned workbook: whoever writes it and whoever reads it back know it by this name."""
_ALTERNATIVES: Final = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: the ``cells`` to look at, best first, and the gravest ``finding`` of the ``together`` there.

    ``suspected`` says that the cells are the suspects: one of them is wrong, a single one surely. Otherwise they are
    all those that the findings compare, first those that most of them share, and nothing is known of which is wrong.
    """

    cells: tuple[Cell, ...]
    finding: Finding
    together: int
    suspected: bool

    @property
    def compares(self) -> bool:
        """Whether figures contradict each other and none of them is more suspect than the others."""
        return not self.suspected and len(self.cells) > 1 and self.finding.difference is not None

    @property
    def then(self) -> str:
        """What comes of it, in words: nothing is promised of a cell that may be right."""
        if self.compares:
            return "请先核对这几格，哪一格有误还不能确定。"
        if self.suspected and self.together > 1:
            return f"改对后，连带的 {self.together - 1} 条一并消除。"
        return ""

    @property
    def where(self) -> str:
        """The place in words, "" when the finding has none."""
        if not self.cells:
            return ""
        first, others = self.cells[0], self.cells[1:]
        pairs = list(pairwise(self.cells))[:_ALTERNATIVES]
        named = "、".join(cell.a1 if cell.sheet == before.sheet else str(cell) for before, cell in pairs)
        if self.compares:
            return f"{first}、{named}" + (f" 等 {len(self.cells)} 格" if len(others) > _ALTERNATIVES else "")
        if not self.suspected or not others:
            return str(first) + (f" 等 {len(self.cells)} 格" if others else "")
        more = f"等 {len(self.cells)} 格之一" if len(others) > _ALTERNATIVES else ""
        return f"{first}（或 {named}{more}）"

    @property
    def what(self) -> str:
        """What is wrong, without what to do."""
        return self.finding.message.removesuffix(self.finding.hint)


def open_findings(
    findings: Iterable[Finding], explanations: Iterable[Explanation], sent_back: Collection[str] = ()
) -> tuple[Finding, ...]:
    """Those that keep a submission from being accepted, as :func:`~final_accounts.model.submission.decide` sees it."""
    reasons = {each.finding for each in explanations if says_something(each.reason)}
    return tuple(
        finding
        for finding in findings
        if finding.severity is Severity.BLOCKING
        or (
            finding.severity is Severity.EXPLAIN
            and (finding.key in sent_back or not {finding.key, finding.rule} & reasons)
        )
    )


def first_steps(standing: Sequence[Finding], most: int = MOST) -> tuple[Step, ...]:
    """The first ``most`` things to do about the :func:`open_findings`, one a group, gravest first.

    Groups are numbered graver first, and fewer cells first, by whoever joined the suites; group 0 stands alone.
    """
    groups: dict[tuple[int, int], list[Finding]] = {}
    for place, finding in enumerate(standing):
        groups.setdefault((finding.group, 0) if finding.group else (len(standing) + 1, place), []).append(finding)
    grouped = {key: _step(group) for key, group in groups.items()}
    ordered = sorted(grouped, key=lambda key: (grouped[key].finding.severity.rank, *key))
    return tuple(grouped[key] for key in ordered[:most])


def _step(group: Sequence[Finding]) -> Step:
    """The gravest finding of the group speaks for it, of equally grave ones that with the fewest cells to compare."""
    gravest = min(group, key=lambda finding: (finding.severity.rank, len(finding.cells)))
    suspects = gravest.suspects or next((f.suspects for f in group if f.suspects), ())
    return Step(suspects or _shared(gravest, group), gravest, len(group), suspected=bool(suspects))


def _shared(gravest: Finding, group: Sequence[Finding]) -> tuple[Cell, ...]:
    """Every cell of the group, first those of most findings, of equally many those of the gravest."""
    sharing = Counter(cell for finding in group for cell in dict.fromkeys(finding.cells))
    listed = dict.fromkeys(cell for finding in (gravest, *group) for cell in finding.cells)
    return tuple(sorted(listed, key=lambda cell: -sharing[cell]))


def what_to_do(steps: Iterable[Step]) -> str:
    """The verb over a list of steps: 改, or 核对 while of none of them it is known what to correct."""
    return "核对" if all(step.compares for step in steps) else "改"

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
    return Step(suspects or gravest.cells, gravest, len(group), certain=len(suspects) < 2)  # noqa: PLR2004 - one suspect

"""Findings as a returned page shows them: the group with the fewest cells first, then the gravest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from final_accounts.model.edition import Edition
from final_accounts.model.finding import Finding, Severity
from final_accounts.publishing import figures
from final_accounts.publishing.figures import Figure


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding in words, with its three figures where there are any."""

    rule: str
    says: str
    severity: str
    tone: str
    message: str
    hint: str
    cells: tuple[str, ...]
    value: Figure | None
    expected: Figure | None
    difference: Figure | None
    measure: str
    count: Figure | None


@dataclass(frozen=True, slots=True)
class GroupView:
    """Findings that one change can clear: ``suspects`` are the cells to look at, best first.

    ``suspects`` is empty for findings that stand alone; they are kept together by severity.
    """

    title: str
    suspects: tuple[str, ...]
    findings: tuple[FindingView, ...]


def groups_of(edition: Edition, findings: Iterable[Finding], words: dict[str, str]) -> tuple[GroupView, ...]:
    """Numbered groups by their number, then what stands alone by severity; nothing is left out."""
    says = {rule.id: rule.says for rule in edition.rulebook.rules}
    grouped: dict[tuple[int, int], list[Finding]] = {}
    for finding in findings:
        key = (finding.group, 0) if finding.group else (10**9, finding.severity.rank)
        grouped.setdefault(key, []).append(finding)
    return tuple(
        _group(key, sorted(members, key=lambda f: f.severity.rank), says, words)
        for key, members in sorted(grouped.items())
    )


def _group(key: tuple[int, int], members: list[Finding], says: dict[str, str], words: dict[str, str]) -> GroupView:
    suspects = tuple(str(cell) for cell in members[0].suspects) if key[1] == 0 and members[0].group else ()
    title = words["together"] if members[0].group else words[list(Severity)[key[1]].value]
    return GroupView(title, suspects, tuple(_finding(finding, says) for finding in members))


def _finding(finding: Finding, says: dict[str, str]) -> FindingView:
    return FindingView(
        rule=finding.rule,
        says=says.get(finding.rule, ""),
        severity=finding.severity.chinese,
        tone=finding.severity.value,
        message=finding.message,
        hint=finding.hint,
        cells=tuple(str(cell) for cell in finding.cells),
        value=_exact(finding.value),
        expected=_exact(finding.expected),
        difference=_exact(finding.difference),
        measure=finding.unit_of_measure,
        count=figures.count(finding.count) if finding.count > 1 else None,
    )


def _exact(value: Decimal | None) -> Figure | None:
    """As found, with thousands separators: a unit corrects its workbook, which holds yuan and not 万元."""
    return None if value is None else Figure(f"{value:,f}", value=value)

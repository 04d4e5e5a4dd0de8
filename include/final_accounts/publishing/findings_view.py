"""Findings as a returned page shows them: the group with the fewest cells first, then the gravest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from final_accounts.model.edition import Edition
from final_accounts.model.finding import Finding, Severity
from final_accounts.model.place import Cell
from final_accounts.publishing import figures
from final_accounts.publishing.figures import Figure

MANY = 8
"""Cells beyond which the list of them is folded."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding in words, with its three figures where there are any; ``cells`` that the message does not name."""

    rule: str
    says: str
    severity: str
    tone: str
    message: str
    hint: str
    cells: tuple[str, ...]
    many: bool
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
    """Cascades by their number, then what stands alone by severity; nothing is left out.

    Only findings with suspects belong to a cascade; the number of any other finding is its place in a list.
    """
    says = {rule.id: rule.says for rule in edition.rulebook.rules}
    cascades: dict[tuple[int, tuple[Cell, ...]], list[Finding]] = {}
    alone: dict[Severity, list[Finding]] = {severity: [] for severity in Severity}
    for finding in findings:
        if finding.suspects:
            cascades.setdefault((finding.group, finding.suspects), []).append(finding)
        else:
            alone[finding.severity].append(finding)
    return (
        *(
            GroupView(
                words["together"] if len(members) > 1 else words["one_place"],
                compact(suspects),
                tuple(_finding(finding, says) for finding in sorted(members, key=lambda f: f.severity.rank)),
            )
            for (_, suspects), members in sorted(cascades.items())
        ),
        *(
            GroupView(words[severity.value], (), tuple(_finding(finding, says) for finding in members))
            for severity, members in alone.items()
            if members
        ),
    )


def _finding(finding: Finding, says: dict[str, str]) -> FindingView:
    return FindingView(
        rule=finding.rule,
        says=says.get(finding.rule, ""),
        severity=finding.severity.chinese,
        tone=finding.severity.value,
        message=finding.message,
        hint=finding.hint,
        cells=() if _told(finding) else compact(finding.cells),
        many=len(finding.cells) > MANY,
        value=_exact(finding.value),
        expected=_exact(finding.expected),
        difference=_exact(finding.difference),
        measure=finding.unit_of_measure,
        count=figures.count(finding.count) if finding.count > 1 else None,
    )


def compact(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Addresses, each sheet named once in a row.

    >>> compact([Cell("表1", 1, 2), Cell("表1", 4, 2), Cell("表2", 0, 0)])
    ('表1!C2', 'C5', '表2!A1')
    """
    sheets = [cell.sheet for cell in cells]
    return tuple(
        cell.a1 if sheet == before else str(cell)
        for cell, sheet, before in zip(cells, sheets, ["", *sheets], strict=False)
    )


def _told(finding: Finding) -> bool:
    """Whether the message already names the cells."""
    return all(cell.a1 in finding.message for cell in finding.cells)


def _exact(value: Decimal | None) -> Figure | None:
    """As found, with thousands separators: a unit corrects its workbook, which holds yuan and not 万元."""
    return None if value is None else Figure(f"{value:,f}", value=value)

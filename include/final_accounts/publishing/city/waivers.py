"""豁免的公开页: which rule is waived for whom, who asked, who granted, why, until when; how many are not public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from final_accounts.model.edition import Edition
from final_accounts.publishing import figures
from final_accounts.publishing.city.nouns import CityReport
from final_accounts.publishing.city.refs import UnitRef

EVERYWHERE = "本条规则的各处"


@dataclass(frozen=True, slots=True)
class WaiverLine:
    """A public waiver in words; days as pages print them. ``revoked_on`` "": it was not revoked."""

    ref: UnitRef
    number: str
    rule: str
    says: str
    place: str
    reason: str
    basis: str
    requested_by: str
    requested_on: str
    granted_by: str
    granted_on: str
    decision: str
    until: str
    expired: bool
    revoked_by: str = ""
    revoked_on: str = ""
    revocation: str = ""


def waivers_page(report: CityReport, lines: Sequence[WaiverLine], hidden: int) -> str:
    """The page, also when there is nothing to list; ``hidden`` counts the granted ones that are not shown."""
    return report.documents.render(
        "waivers.html.j2",
        report=report,
        root="",
        lines=sorted(lines, key=lambda line: (line.expired, line.ref.code, int(line.number))),
        shown=figures.count(len(lines)),
        hidden=figures.count(hidden),
    )


def place_in_words(edition: Edition, row: str) -> str:
    """Where a rule is waived: a row key of findings as people read it.

    A key is made of parts ("BUDGET/function:208", "PW/目标1/等级评定"): forms are called by their sheet, rows by kind.
    """
    if not row:
        return EVERYWHERE
    return "只限" + "　".join(_part(edition, part) for part in row.split("/"))


def _part(edition: Edition, part: str) -> str:
    form = edition.forms.get(part)
    if form is not None:
        return f"“{form.sheet}”"
    kind, mark, name = part.partition(":")
    if not mark:
        return "合计" if part == "total" else part
    if kind == "slot":
        return f"“{next((slot.title for slot in edition.slots if slot.id == name), name)}”"
    words = {"function": "支出功能科目 ", "economic": "经济分类科目 ", "project": "项目", "line": ""}
    return f"{words[kind]}{name}" if kind in words else part

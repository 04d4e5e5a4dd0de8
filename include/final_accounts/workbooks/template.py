"""Blank workbooks for units 空白报送表, prefilled with what the bureau already knows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from final_accounts.model.edition import Edition
from final_accounts.model.facts import Fact
from final_accounts.model.submission import Explanation, Header
from final_accounts.model.unit import BudgetUnit
from final_accounts.workbooks.book import write_book
from final_accounts.workbooks.prefill import prefilled
from final_accounts.workbooks.submission_data import SubmissionData


def write_template(
    edition: Edition,
    unit: BudgetUnit | None,
    path: Path,
    *,
    prior: Iterable[Fact] = (),
    explanations: Iterable[Explanation] = (),
    projects: int = 3,
) -> None:
    """Write the workbook a unit fills in for the edition's year.

    ``prior`` are last year's accepted facts of the unit (or of the units merged into it): they fill 上年数 and the
    opening balances. ``explanations`` are proposed on the sheet 核实说明. ``projects`` sheets for project
    self-evaluations are laid out. No unit: the cover stays open.
    """
    header = header_of(edition, unit)
    data = SubmissionData(header, prefilled(edition, prior), explanations=tuple(explanations))
    write_book(edition, data, path, projects=projects, filled=False)


def header_of(edition: Edition, unit: BudgetUnit | None) -> Header:
    """The cover as far as the bureau knows it."""
    known = Header(
        fiscal_year=edition.fiscal_year,
        edition=edition.id,
        template_version=edition.template_version,
        report_scope="单位",
    )
    if unit is None:
        return known
    return Header(
        unit_code=unit.code,
        unit_name=unit.name,
        fiscal_year=known.fiscal_year,
        edition=known.edition,
        template_version=known.template_version,
        unit_kind=unit.kind,
        report_scope=known.report_scope,
        department=unit.department,
    )

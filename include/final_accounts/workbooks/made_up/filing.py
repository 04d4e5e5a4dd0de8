"""A unit's year filed as a submission 报送: its ledger poured into the forms of an edition."""

from __future__ import annotations

from datetime import date

from final_accounts.model.edition import Edition
from final_accounts.model.layout import FormKind
from final_accounts.model.submission import Header
from final_accounts.model.unit import BudgetUnit
from final_accounts.workbooks.made_up.annexes import annexes
from final_accounts.workbooks.made_up.ledger import UnitYear
from final_accounts.workbooks.made_up.sichuan_tables import sichuan_tables
from final_accounts.workbooks.made_up.tables import national_tables
from final_accounts.workbooks.submission_data import FormRows, SubmissionData
from final_accounts.workbooks.template import header_of


def filed(edition: Edition, unit: BudgetUnit, year: UnitYear, before: tuple[UnitYear, ...]) -> SubmissionData:
    """Every form the edition has; tables without a single figure are declared nil."""
    header = _header(edition, unit)
    if unit.nil_return:
        return _nil_return(edition, header)
    every: dict[str, FormRows] = {**national_tables(year), **sichuan_tables(year), **annexes(year, before)}
    forms = {form: rows for form, rows in every.items() if form in edition.forms}
    nil = frozenset(form for form, rows in forms.items() if not rows and edition.forms[form].may_be_nil)
    return SubmissionData(header, forms, nil_forms=nil)


def _header(edition: Edition, unit: BudgetUnit) -> Header:
    known = header_of(edition, unit)
    return Header(
        **{name: getattr(known, name) for name in Header.__dataclass_fields__ if name != "filled_on"},
        filled_on=date(edition.fiscal_year + 1, 3, 18).isoformat(),
    )


def _nil_return(edition: Edition, header: Header) -> SubmissionData:
    """A unit without any money of its own: every table that may be nil is declared nil, everything else stays blank."""
    nil = frozenset(form for form, layout in edition.forms.items() if layout.kind is FormKind.TABLE and layout.may_be_nil)
    return SubmissionData(header, nil_forms=nil)

"""A unit's year filed as a submission 报送: its ledger poured into the forms of an edition."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from final_accounts.model.edition import Edition
from final_accounts.model.facts import ValueKind
from final_accounts.model.layout import FormKind, FormLayout
from final_accounts.model.submission import Explanation, Header
from final_accounts.model.unit import BudgetUnit
from final_accounts.workbooks.made_up.annexes import annexes
from final_accounts.workbooks.made_up.hubei_evaluations import hubei_evaluations
from final_accounts.workbooks.made_up.ledger import UnitYear
from final_accounts.workbooks.made_up.sichuan_evaluations import sichuan_evaluations
from final_accounts.workbooks.made_up.sichuan_tables import sichuan_tables
from final_accounts.workbooks.made_up.tables import national_tables
from final_accounts.workbooks.made_up.texts import texts
from final_accounts.workbooks.submission_data import FormRows, SubmissionData, Value
from final_accounts.workbooks.template import header_of


def filed(edition: Edition, unit: BudgetUnit, year: UnitYear, before: tuple[UnitYear, ...]) -> SubmissionData:
    """Every form the edition has; tables without a single figure are declared nil."""
    header = _header(edition, unit)
    if unit.nil_return:
        return _nil_return(edition, header)
    every: dict[str, FormRows] = {**national_tables(year), **sichuan_tables(year), **annexes(year, before)}
    forms = {form: rows for form, rows in every.items() if form in edition.forms}
    forms |= _evaluations(edition, year, before)
    forms = {
        form: with_zeros(edition.forms[form], rows) if rows and form in edition.forms else rows
        for form, rows in forms.items()
    }
    nil = frozenset(
        form for form, rows in forms.items() if not rows and form in edition.forms and edition.forms[form].may_be_nil
    )
    return SubmissionData(header, forms, texts(edition, year, before), explanations(edition, year), nil_forms=nil)


def explanations(edition: Edition, year: UnitYear) -> tuple[Explanation, ...]:
    """What a careful unit explains before it is asked, by the id of the rule that would ask."""
    told: list[Explanation] = []
    if any(grant.cancelled for grant in year.grants) and "PG" in edition.forms:
        reason = "年末财政收回未使用的用款额度，目标完成情况表的预算额按扣除注销额度后填列。"
        told.append(Explanation("PF-25", reason, "年终财政资金对账单"))
    return tuple(told)


def with_zeros(layout: FormLayout, rows: FormRows) -> FormRows:
    """Cells that the layout requires on printed lines are answered with 0 where nothing happened."""
    if layout.kind not in (FormKind.TABLE, FormKind.ANNEX):
        return rows
    filled = {key: dict(cells) for key, cells in rows.items()}
    for block in layout.blocks:
        if block.total and "total" in filled:
            for column in block.values:
                if column.kind is ValueKind.AMOUNT:
                    filled["total"].setdefault(column.key, Decimal("0.00"))
        for line in block.lines:
            for column in block.values:
                wanted = not line.columns or column.key in line.columns
                if wanted and line.key and (line.required or column.required):
                    zero: Value = Decimal("0.00") if column.kind is ValueKind.AMOUNT else 0
                    filled.setdefault(column.row or line.key, {}).setdefault(column.key, zero)
    return filled


def _evaluations(edition: Edition, year: UnitYear, before: tuple[UnitYear, ...]) -> dict[str, FormRows]:
    """Self-evaluations in the forms the edition has: scoring sheets of fixed indicators, or goals and targets."""
    rubric = edition.rubrics.get(edition.forms["PW"].rubric) if "PW" in edition.forms else None
    if rubric is None:
        return {}
    if rubric.indicators:
        return sichuan_evaluations(edition, year, before)
    return hubei_evaluations(year)


def _header(edition: Edition, unit: BudgetUnit) -> Header:
    known = header_of(edition, unit)
    return Header(
        **{name: getattr(known, name) for name in Header.__dataclass_fields__ if name != "filled_on"},
        filled_on=date(edition.fiscal_year + 1, 3, 18).isoformat(),
    )


def _nil_return(edition: Edition, header: Header) -> SubmissionData:
    """A unit without any money: what may be empty is declared empty, what must be answered is answered with 0."""
    nil = frozenset(form for form, layout in edition.forms.items() if layout.may_be_nil)
    wanted = (FormKind.TABLE, FormKind.ANNEX)
    forms = {
        form: with_zeros(layout, {"total": {}} if any(block.total for block in layout.blocks) else {})
        for form, layout in edition.forms.items()
        if layout.kind in wanted and form not in nil
    }
    words = {slot.id: "本单位本年度没有收支。" for slot in edition.slots if slot.required}
    return SubmissionData(header, forms, words, nil_forms=nil)

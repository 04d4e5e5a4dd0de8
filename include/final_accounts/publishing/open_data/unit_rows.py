"""Rows of a unit's package from its report: submission, forms, facts, numbers of the narrative. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from final_accounts.model.edition import Edition
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.publishing.open_data.amounts import decimal, wanyuan, yuan
from final_accounts.publishing.open_data.nouns import FactRow, FormRow, NarrativeRow, SubmissionRow
from final_accounts.publishing.samples import MADE_UP
from final_accounts.publishing.unit_report import UnitReport


def submission_row(report: UnitReport) -> SubmissionRow:
    """Where the data come from."""
    edition, approval, replaced = report.edition, report.approval, report.replaced
    before = replaced.version.value if replaced is not None else None
    return SubmissionRow(
        unit_code=report.unit.code,
        unit_name=report.name,
        unit_kind=report.unit.kind,
        department=report.unit.department,
        city=report.city,
        fiscal_year=report.fiscal_year,
        scope=report.scope,
        made_up=report.sample.kind == MADE_UP,
        version=report.submission.version,
        sha256=report.submission.sha256,
        approval_number=approval.number,
        approval_date=approval.day,
        approval_event=approval.hash,
        edition=edition.id,
        edition_title=edition.title,
        edition_hash=edition.hash,
        rulebook_hash=report.rulebook_hash,
        rules=len(edition.rulebook.rules),
        replaced_version=None if before is None else int(before),
        replaced_date=replaced.date if replaced is not None else "",
        correction_reason=replaced.reason if replaced is not None else "",
    )


def form_rows(report: UnitReport) -> Iterator[FormRow]:
    """Every official table of the edition, nil tables too."""
    counts: dict[str, int] = {}
    for fact in report.reported.facts:
        counts[fact.form] = counts.get(fact.form, 0) + 1
    nil = frozenset(report.reported.nil_forms)
    for table in report.tables:
        yield FormRow(
            unit_code=report.unit.code,
            fiscal_year=report.fiscal_year,
            form_id=table.id,
            form_number=table.number,
            form_title=table.title,
            figures=counts.get(table.id, 0),
            nil=table.id in nil or (bool(table.remark) and table.remark == report.edition.forms[table.id].nil_sentence),
            remark=table.remark,
        )


def fact_rows(report: UnitReport) -> Iterator[FactRow]:
    """Every figure of the official tables, table by table, in the order in which the source file has them."""
    forms = {form.id: (place, form) for place, form in enumerate(report.edition.tables())}
    measures: Mapping[str, str] = report.documents.words["open_data_measures"]
    headers = column_names(report.edition)
    unit, name, year = report.unit.code, report.name, report.fiscal_year
    facts = [fact for fact in report.reported.facts if fact.form in forms]
    facts.sort(key=lambda fact: (forms[fact.form][0], fact.cell.sheet, fact.cell.row, fact.cell.column))
    for fact in facts:
        form = forms[fact.form][1]
        column = headers.get((fact.form, fact.row, fact.column)) or headers.get((fact.form, "", fact.column))
        if column is None:
            column = coded_name(report.edition, fact.column)
            headers[fact.form, "", fact.column] = column
        amount = fact.kind is ValueKind.AMOUNT and isinstance(fact.value, int)
        yield FactRow(
            unit,
            name,
            year,
            fact.form,
            form.number,
            form.title,
            fact.row,
            fact.name or coded_name(report.edition, fact.row),
            fact.column,
            column,
            fact.kind.value,
            _value(fact),
            "" if isinstance(fact.value, (int, Decimal)) else str(fact.value),
            measures[fact.kind.value],
            wanyuan(int(fact.value)) if amount else None,  # type: ignore[arg-type] # an amount is whole fen
            fact.blank,
            yuan(fact.step) if amount else None,
            fact.cell.sheet,
            fact.cell.a1,
        )


def narrative_rows(report: UnitReport) -> Iterator[NarrativeRow]:
    """Every number of the narrative, in order."""
    if report.narrative is None:
        return
    measures: Mapping[str, str] = report.documents.words["open_data_measures"]
    told = (
        (section, run.figure)
        for section, paragraph in report.narrative.paragraphs()
        for run in paragraph.runs
        if run.figure is not None
    )
    for number, (section, figure) in enumerate(told, start=1):
        yield NarrativeRow(
            unit_code=report.unit.code,
            unit_name=report.name,
            fiscal_year=report.fiscal_year,
            number=number,
            section=section.title,
            name=figure.name,
            kind=figure.kind.value,
            value=yuan(figure.fen) if figure.fen is not None else decimal(figure.value),
            unit_of_measure=measures[figure.kind.value],
            text=figure.text,
        )


def column_names(edition: Edition) -> dict[tuple[str, str, str], str]:
    """(form, row key or "", column key) -> group and header of the column, joined by a slash."""
    return {
        (form.id, column.row, column.key): "/".join(part for part in (column.group, column.header) if part)
        for form in edition.tables()
        for block in form.blocks
        for column in block.values
    }


def coded_name(edition: Edition, key: str) -> str:
    """The registered name behind a row or column key that is a code; the bare key when there is none."""
    kind, _, code = key.partition(":")
    register = {"economic": edition.economic, "function": edition.functional}.get(kind)
    return (register.name(code, edition.fiscal_year) if register is not None else "") or code or key


def _value(fact: Fact) -> Decimal | None:
    if fact.kind is ValueKind.AMOUNT and isinstance(fact.value, int):
        return yuan(fact.value)
    return decimal(fact.value) if isinstance(fact.value, (int, Decimal)) else None

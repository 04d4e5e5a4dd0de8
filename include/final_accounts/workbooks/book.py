"""A whole workbook 报送表 of an edition: cover, instructions, every form, hidden registers. One writer, two uses.

A template is a book with nothing filled in but what the bureau knows; a submission is the same book filled.
Written by xlsxwriter in a fixed order with a fixed date, so that equal data give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from xlsxwriter import Workbook

from final_accounts.model.edition import Edition
from final_accounts.model.layout import BlockKind, FormKind, FormLayout
from final_accounts.workbooks.cover_values import cover_rows
from final_accounts.workbooks.guide import write_guide
from final_accounts.workbooks.placement import FormPlace, place_form
from final_accounts.workbooks.registers_sheet import RegistersSheet, in_force
from final_accounts.workbooks.sheet import Page, SheetWriter
from final_accounts.workbooks.styles import Styles
from final_accounts.workbooks.submission_data import FormRows, SubmissionData

GUIDE: Final = "填报说明"
PROTECTION: Final = {
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "sort": True,
    "autofilter": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
EDITION_PROPERTY: Final = "final-accounts edition"
VERSION_PROPERTY: Final = "final-accounts template version"


@dataclass(frozen=True, slots=True)
class PlannedSheet:
    """One sheet to come: the form id (``PP2``), its layout, and the sheet's name."""

    form: str
    layout: FormLayout
    name: str


def planned(edition: Edition, data: SubmissionData, projects: int) -> Iterator[PlannedSheet]:
    """Every sheet of a form in the edition's order; a repeating form once per project."""
    for form, layout in edition.forms.items():
        if form in data.absent_forms or layout.kind is FormKind.INDEX:
            continue
        if not layout.repeats:
            yield PlannedSheet(form, layout, layout.sheet)
            continue
        filled = sorted(
            int(key[len(form) :]) for key in data.forms if key.startswith(form) and key[len(form) :].isdigit()
        )
        for number in filled or range(1, projects + 1):
            yield PlannedSheet(f"{form}{number}", layout, f"{layout.sheet}{number}")


def write_book(
    edition: Edition, data: SubmissionData, path: Path, *, projects: int = 0, spare: int | None = None, filled: bool
) -> None:
    """Write the book; ``filled`` books have the spare rows of ``spare`` only, templates those of the layouts."""
    year = edition.fiscal_year
    with Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as book:
        book.set_properties(
            {
                "title": f"{year}年度部门决算报表",
                "subject": edition.title,
                "created": datetime(year + 1, 1, 1, tzinfo=UTC).replace(tzinfo=None),
            }
        )
        book.set_custom_property(EDITION_PROPERTY, edition.id, "text")
        book.set_custom_property(VERSION_PROPERTY, edition.template_version, "text")
        book.set_calc_mode("auto")
        styles = Styles(book)
        sheets = list(planned(edition, data, projects))
        handles = {}
        for place, sheet in enumerate(sheets):
            handles[sheet.form] = book.add_worksheet(sheet.name)
            if place == 0:
                guide = book.add_worksheet(GUIDE)
        registers = RegistersSheet(book, edition, year)
        write_guide(guide, styles, edition, [(sheet.name, sheet.layout) for sheet in sheets])
        for sheet in sheets:
            rows = rows_of_sheet(sheet, edition, data)
            placed = place_form(sheet.layout, list(rows), _cross(sheet.layout, edition, rows, filled=filled), spare)
            page = Page(
                unit_name=data.header.unit_name,
                measure=_measure(sheet.layout, data),
                rows=rows,
                nil=sheet.form in data.nil_forms,
                name_of=lambda key: _name(edition, key),
                source_of=registers.source,
            )
            SheetWriter(handles[sheet.form], styles, placed, page).write()
            handles[sheet.form].protect("", PROTECTION)
        guide.protect("", PROTECTION)
        handles[sheets[0].form].activate()


def filled_place(sheet: PlannedSheet, edition: Edition, data: SubmissionData, spare: int) -> FormPlace:
    """Where everything of a filled sheet stands."""
    rows = rows_of_sheet(sheet, edition, data)
    return place_form(sheet.layout, list(rows), _cross(sheet.layout, edition, rows, filled=True), spare)


def rows_of_sheet(sheet: PlannedSheet, edition: Edition, data: SubmissionData) -> FormRows:
    """Values of one sheet; cover, narrative and explanations come from their own parts of the submission."""
    rows = data.forms.get(sheet.form, {})
    if sheet.layout.kind is FormKind.COVER:
        return {**cover_rows(sheet.layout, data.header), **rows}
    if sheet.layout.kind is FormKind.NARRATIVE:
        columns = [column.key for block in sheet.layout.blocks for column in block.values]
        return {f"slot:{slot.id}": {columns[0]: data.texts[slot.id]} for slot in edition.slots if slot.id in data.texts}
    if sheet.layout.kind is FormKind.EXPLANATIONS:
        return {
            f"item:{place}": {"finding": each.finding, "reason": each.reason, "evidence": each.evidence}
            for place, each in enumerate(data.explanations, 1)
        }
    return rows


def _cross(layout: FormLayout, edition: Edition, rows: FormRows, *, filled: bool) -> Sequence[tuple[str, str]]:
    """Columns of a cross block: all items of the year in a template, those used in a filled book."""
    if all(block.kind is not BlockKind.CROSS for block in layout.blocks):
        return ()
    every = in_force(edition.economic, edition.fiscal_year)
    if not filled:
        return every
    used = {column.partition(":")[2] for cells in rows.values() for column in cells if column.startswith("economic:")}
    known = dict(every)
    return [(code, known.get(code, "")) for code in sorted(used)]


def _measure(layout: FormLayout, data: SubmissionData) -> str:
    return data.header.unit_of_measure if data.header.unit_of_measure != "元" else layout.measure


def _name(edition: Edition, key: str) -> str:
    kind, _, code = key.partition(":")
    register = {"function": edition.functional, "economic": edition.economic}.get(kind)
    return register.name(code, edition.fiscal_year) if register else ""

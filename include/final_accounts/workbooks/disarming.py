"""A unit's workbook made safe to open 去除外部内容: nothing in the copy reaches outside it or runs."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.workbook.defined_name import DefinedNameDict
from openpyxl.worksheet.worksheet import Worksheet

from final_accounts.workbooks.safe_text import escaped, harmless


def disarm(book: Workbook, original: bytes) -> None:
    """Formulas that reach outside the workbook become the value they last had; links to outside are cut.

    Macros, links to other workbooks and connections are not loaded in the first place. Names, rules for input and for
    colours that call anything but plain arithmetic go, and so do pivot tables, whose source may lie elsewhere.
    """
    cached: Workbook | None = None
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink is not None and cell.hyperlink.target:
                    cell.hyperlink = None
                if cell.data_type == "f" and not harmless(_formula(cell)):
                    if cached is None:
                        cached = load_workbook(BytesIO(original), data_only=True, keep_links=False)
                    value = cached[sheet.title][cell.coordinate].value
                    cell.value = escaped(value) if isinstance(value, str) else value
        _rules(sheet)
        sheet._pivots = []  # type: ignore[attr-defined]  # noqa: SLF001 - openpyxl has no public way to leave them out
        _names(sheet.defined_names)
    _names(book.defined_names)


def _formula(cell: Cell | MergedCell) -> str:
    value = cell.value
    return value if isinstance(value, str) else str(getattr(value, "text", "") or "=?[")


def _rules(sheet: Worksheet) -> None:
    kept = sheet.data_validations.dataValidation
    sheet.data_validations.dataValidation = [
        one for one in kept if all(_plain(formula) for formula in (one.formula1, one.formula2))
    ]
    for area in list(sheet.conditional_formatting):
        if not all(_plain(formula) for rule in area.rules for formula in rule.formula):
            del sheet.conditional_formatting[area.sqref]


def _plain(formula: str | None) -> bool:
    """Whether the formula of a rule calculates inside the workbook; a list of words in quotes is no formula."""
    return not formula or formula.startswith('"') or harmless("=" + formula.removeprefix("="))


def _names(defined: DefinedNameDict) -> None:
    for name in [name for name, one in defined.items() if not harmless(f"={one.attr_text}")]:
        del defined[name]

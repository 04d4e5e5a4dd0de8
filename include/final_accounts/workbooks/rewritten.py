"""What was read from a file we cannot give back as it was, as a workbook of our own template with the unit's values.

A file that came as .xls or .ods, or that no library of ours writes back unharmed, is answered by an .xlsx. Every
finding moves with its figures: its cells and the addresses in its message are those of the new book.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from openpyxl import Workbook, load_workbook

from final_accounts.model.edition import Edition
from final_accounts.model.evaluation import Evaluation, Indicator
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.finding import Finding, Severity
from final_accounts.model.layout import FormKind, FormLayout
from final_accounts.model.money import FEN_PER_YUAN
from final_accounts.model.place import Cell
from final_accounts.model.submission import ParsedSubmission
from final_accounts.workbooks.book import filled_place, planned
from final_accounts.workbooks.submission import SPARE_ROWS, write_submission
from final_accounts.workbooks.submission_data import FormRows, SubmissionData, Value

UNREAD: Final = "待更正"
_MUST_BE_FILLED: Final = "IN-36"
"""The reader's rule on a cell that must not be blank: left blank, it is found again."""

_ALONE: Final = r"(?<![A-Za-z0-9!])(?P<alone>[A-Z]{1,3}[1-9][0-9]*)(?![A-Za-z0-9-])"


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the cells of the unit's file stand in the new book."""

    cells: Mapping[Cell, Cell]
    rows: Mapping[tuple[str, int], tuple[str, int]] = field(default_factory=dict)
    columns: Mapping[tuple[str, int], int] = field(default_factory=dict)
    sheets: frozenset[str] = frozenset()

    def of(self, cell: Cell) -> Cell | None:
        """The cell of the same figure, else the crossing of its row and column, else the same address."""
        found = self.cells.get(cell) or self.crossing(cell)
        return found or (cell if cell.sheet in self.sheets else None)

    def crossing(self, cell: Cell) -> Cell | None:
        """Where the row and the column of the cell meet in the new book."""
        row, column = self.rows.get((cell.sheet, cell.row)), self.columns.get((cell.sheet, cell.column))
        return Cell(row[0], row[1], column) if row is not None and column is not None else None

    def finding(self, finding: Finding) -> Finding:
        """The finding with its places in the new book."""
        moved = {cell: new for cell in (*finding.cells, *finding.suspects) if (new := self.of(cell))}
        return replace(
            finding,
            cells=tuple(dict.fromkeys(moved[cell] for cell in finding.cells if cell in moved)),
            suspects=tuple(dict.fromkeys(moved[cell] for cell in finding.suspects if cell in moved)),
            message=_told(finding.message, moved),
        )


def rewritten(
    edition: Edition, parsed: ParsedSubmission, findings: Sequence[Finding] = ()
) -> tuple[Workbook, tuple[Finding, ...]]:
    """The book, opened to be marked, and the findings with their places in it.

    What could not be read as a figure is no blank: where it stood the new book says so, until the unit writes a figure.
    """
    data = submission_data(edition, parsed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        write_submission(edition, data, path)
        book = load_workbook(path)
    moved = _moved(edition, data, parsed, findings, frozenset(book.sheetnames))
    figures = {fact.cell for fact in parsed.facts}
    grave = (f for f in findings if f.severity is Severity.BLOCKING and f.rule != _MUST_BE_FILLED)
    for unread in {cell for finding in grave for cell in finding.cells} - figures:
        if (place := moved.cells.get(unread) or moved.crossing(unread)) is not None:
            there = book[place.sheet].cell(place.row + 1, place.column + 1)
            if there.value is None:
                there.value = UNREAD
    return book, tuple(moved.finding(finding) for finding in findings)


def sheet_names(edition: Edition, parsed: ParsedSubmission) -> dict[str, str]:
    """Form -> its sheet in the new book."""
    return {sheet.form: sheet.name for sheet in planned(edition, submission_data(edition, parsed), 0)}


def submission_data(edition: Edition, parsed: ParsedSubmission) -> SubmissionData:
    """What the unit filled in, as the writer takes it: the inverse of reading."""
    forms: dict[str, FormRows] = {}
    for fact in parsed.facts:
        if fact.blank:
            continue
        row = forms.setdefault(fact.form, {}).setdefault(fact.row, {})
        row[fact.column] = _value(fact)
        if fact.name and (names := _name_column(edition, fact)):
            row[names] = fact.name
    for evaluation in parsed.evaluations:
        layout = _layout(edition, evaluation.form)
        kinds = {column.key: column.kind for block in layout.blocks for column in block.values}
        rows = forms.setdefault(evaluation.form, {})
        for number, indicator in enumerate(evaluation.indicators, 1):
            rows[f"indicator:{number}"] = dict(_indicator(indicator, kinds))
    return SubmissionData(
        header=parsed.header,
        forms=forms,
        texts=dict(parsed.texts),
        explanations=parsed.explanations,
        nil_forms=parsed.nil_forms,
        absent_forms=frozenset(form for form in edition.forms if not _present(form, edition, parsed)),
    )


def _present(form: str, edition: Edition, parsed: ParsedSubmission) -> bool:
    """Whether the unit's file has the form. A sheet that it lacks stays missing: an empty one would say zero."""
    layout = edition.forms[form]
    if layout.kind in {FormKind.COVER, FormKind.EXPLANATIONS}:
        return True
    return any(found == form or (layout.repeats and found.startswith(form)) for found in parsed.forms_present)


def _layout(edition: Edition, form: str) -> FormLayout:
    """The layout of a form; ``PP2`` is a sheet of the form ``PP``."""
    return edition.forms[form] if form in edition.forms else edition.forms[form.rstrip("0123456789")]


def _name_column(edition: Edition, fact: Fact) -> str:
    """Key of the column that holds the printed name of the fact's row, "" in blocks whose lines are printed."""
    kind = fact.row.partition(":")[0]
    if kind not in {"function", "economic", "project"}:
        return ""
    for block in _layout(edition, fact.form).blocks:
        if block.rows in {"function", "economic", "project"}:
            return next((column.key for column in block.columns if column.role == "name"), "")
    return ""


def _value(fact: Fact) -> Value:
    if fact.kind is ValueKind.TEXT:
        return fact.printed
    if fact.kind is ValueKind.AMOUNT and isinstance(fact.value, int):
        return Decimal(fact.value) / FEN_PER_YUAN
    return fact.value


def _indicator(indicator: Indicator, kinds: Mapping[str, ValueKind]) -> Iterator[tuple[str, Value]]:
    """The columns of an indicator's row that hold something."""
    words = {
        "level1": indicator.level1,
        "level2": indicator.level2,
        "level3": indicator.level3,
        "target": indicator.target.printed,
        "actual": indicator.actual.printed,
        "reason": indicator.reason,
        "evidence": indicator.reason,
    }
    numbers = {"weight": indicator.weight, "score": indicator.score, **indicator.inputs}
    if indicator.goal:
        yield "goal", indicator.goal
    for key, kind in kinds.items():
        number = numbers.get(key)
        if number is not None:
            yield key, number / FEN_PER_YUAN if kind is ValueKind.AMOUNT else number
        elif words.get(key):
            yield key, words[key]


def _moved(
    edition: Edition,
    data: SubmissionData,
    parsed: ParsedSubmission,
    findings: Sequence[Finding],
    sheets: frozenset[str],
) -> Moved:
    places = {
        (sheet.form, row, column): Cell(sheet.name, at, across)
        for sheet in planned(edition, data, 0)
        for place in filled_place(sheet, edition, data, SPARE_ROWS).blocks
        for at, row_key in enumerate(place.rows, place.first_row)
        for across, each in enumerate(place.columns, place.left)
        if each.role == "value" and (row := each.row or row_key) and (column := each.key)
    }
    cells: dict[Cell, Cell] = {}
    for finding in findings:  # a cell without a figure: the reader's finding on it names its form, row and column
        form, _, rest = finding.row.partition("/")
        row, _, column = rest.rpartition("/")
        if len(finding.cells) == 1 and (new := places.get((form, row, column))):
            cells[finding.cells[0]] = new
    for fact in parsed.facts:
        if new := places.get((fact.form, fact.row, fact.column)):
            cells[fact.cell] = new
    for evaluation in parsed.evaluations:
        cells |= _indicator_cells(evaluation, places)
    return Moved(
        cells,
        {(old.sheet, old.row): (new.sheet, new.row) for old, new in cells.items()},
        {(old.sheet, old.column): new.column for old, new in cells.items()},
        sheets,
    )


def _indicator_cells(evaluation: Evaluation, places: Mapping[tuple[str, str, str], Cell]) -> dict[Cell, Cell]:
    return {
        old: new
        for number, indicator in enumerate(evaluation.indicators, 1)
        for column, old in indicator.cells.items()
        if (new := places.get((evaluation.form, f"indicator:{number}", column)))
    }


def _told(message: str, moved: Mapping[Cell, Cell]) -> str:
    """The message with the addresses of the new book; one that is not of the finding's cells stays."""
    if all(old == new for old, new in moved.items()):
        return message
    whole = {str(old): str(new) for old, new in moved.items()}
    addresses = [old.a1 for old in moved]
    alone = {old.a1: new.a1 for old, new in moved.items() if addresses.count(old.a1) == 1}
    names = "|".join(re.escape(name) for name in sorted(whole, key=len, reverse=True))

    def new_address(found: re.Match[str]) -> str:
        return whole[found["whole"]] if found["whole"] else alone.get(found["alone"], found["alone"])

    return re.sub(rf"(?P<whole>{names})(?![A-Za-z0-9])|{_ALONE}", new_address, message)

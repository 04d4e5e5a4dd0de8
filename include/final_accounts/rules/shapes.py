"""The shape of an edition's forms as formulas see it: which rows and columns exist, which tags, which hierarchy."""

from __future__ import annotations

from dataclasses import dataclass

from final_accounts.model.edition import Edition
from final_accounts.model.facts import ValueKind
from final_accounts.model.layout import BlockKind, FormKind, FormLayout

NUMERIC = frozenset({ValueKind.AMOUNT, ValueKind.COUNT})
_SAID = frozenset({"决算数", "预算数", "项目"})  # groups that add nothing to a column's name, or name the row
CODED = frozenset({"function", "economic"})


@dataclass(frozen=True)
class FormShape:
    """One form. ``rows`` are printed rows (a total row of an open block included) with their value columns.

    ``coded``: what a bare number means as a row ("function" or "economic"). ``cross`` forms grow columns
    ``economic:<code>`` as they are read. ``labels`` are the words messages use.
    """

    id: str
    title: str
    number: str
    kind: FormKind
    required: bool
    may_be_nil: bool
    rows: dict[str, tuple[str, ...]]
    open_rows: str
    open_columns: tuple[str, ...]
    columns: dict[str, ValueKind]
    headers: dict[str, str]
    labels: dict[str, str]
    tags: dict[str, tuple[str, ...]]
    required_cells: tuple[tuple[str, str], ...]
    coded: str
    cross: bool

    @property
    def numeric(self) -> tuple[str, ...]:
        """Value columns that hold amounts or counts."""
        return tuple(key for key, kind in self.columns.items() if kind in NUMERIC)

    def columns_of(self, row: str) -> tuple[str, ...]:
        """Numeric columns that may hold a figure of this row; those of the open block for a row that is not printed."""
        found = self.rows.get(row, self.open_columns)
        return tuple(c for c in found if self.columns[c] in NUMERIC)

    @property
    def name(self) -> str:
        """Short name for messages: the printed number, else the sheet's name."""
        return self.number


def form_shapes(edition: Edition) -> dict[str, FormShape]:
    """Shapes of all forms that hold figures, by form id. Performance sheets belong to scoring and have none."""
    classes = {f"function:{code}": name for _, code, name in edition.expenditure_lines}
    kinds = {FormKind.TABLE, FormKind.ANNEX}
    return {f.id: _shape(f, classes) for f in edition.forms.values() if f.kind in kinds}


def _shape(form: FormLayout, classes: dict[str, str]) -> FormShape:
    rows: dict[str, tuple[str, ...]] = {}
    columns: dict[str, ValueKind] = {}
    headers: dict[str, str] = {}
    labels: dict[str, str] = {}
    tags: dict[str, list[str]] = {}
    required: list[tuple[str, str]] = []
    open_columns: tuple[str, ...] = ()
    open_rows, cross = "", False
    for block in form.blocks:
        keys = tuple(dict.fromkeys(c.key for c in block.values))
        for column in block.values:
            columns[column.key] = column.kind
            headers.setdefault(column.key, _header(column.group, column.header))
            if column.row:
                rows[column.row] = tuple(c.key for c in block.values if c.row == column.row)
                labels[column.row] = label_of(column.row, classes)
                required += [(column.row, column.key)] if column.required else []
        if block.kind is not BlockKind.FIXED:
            open_rows, open_columns = block.rows, keys
            cross = cross or block.kind is BlockKind.CROSS
            if block.total:
                rows["total"], labels["total"] = keys, block.total
        for line in block.lines:
            if not line.key or any(c.row for c in block.values):
                continue
            rows[line.key] = line.columns or keys
            labels[line.key] = label_of(line.key, classes) or line.label
            if not line.key.startswith("line:") and line.key not in classes:
                labels[line.key] = line.label
            for tag in line.tags:
                tags.setdefault(tag, []).append(line.key)
            required += [(line.key, c) for c in rows[line.key] if line.required]
            required += [(line.key, c.key) for c in block.values if c.required and not line.required]
    coded = open_rows if open_rows in CODED else _coded(rows)
    return FormShape(
        form.id, form.title, form.number or form.sheet, form.kind, form.required, form.may_be_nil, rows, open_rows,
        open_columns, columns, headers, labels, {t: tuple(r) for t, r in tags.items()}, tuple(required), coded, cross,
    )  # fmt: skip


def _coded(rows: dict[str, tuple[str, ...]]) -> str:
    return "economic" if any(r.startswith("economic:") for r in rows) else "function"


def _header(group: str, header: str) -> str:
    return f"{group}{header}" if group and group not in header and group not in _SAID else header


def label_of(row: str, classes: dict[str, str]) -> str:
    """Words for a printed row key.

    >>> label_of("line:收入总计", {}), label_of("function:208", {"function:208": "社会保障和就业支出"})
    ('收入总计', '社会保障和就业支出')
    """
    if row in classes:
        return classes[row]
    kind, _, rest = row.partition(":")
    return rest if kind == "line" else ("合计" if row == "total" else "")

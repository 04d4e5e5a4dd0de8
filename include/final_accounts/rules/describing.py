"""Words for references and sums: what messages call a cell, a row, a sum, with form numbers where forms differ."""

from __future__ import annotations

from dataclasses import dataclass

from final_accounts.model.place import Cell
from final_accounts.rules.compiling import CompiledFormula, CompiledRulebook
from final_accounts.rules.evaluation import Evaluator
from final_accounts.rules.nodes import Arithmetic, Call, CellOf, Col, Constant, Node, Row, Statistic, SumOf, Text, walk

TERMS = 4  # a longer sum is called by what it is
_SUMS = {
    "children": "下级科目之和",
    "tag": "各项之和",
    "rows": "各行之和",
    "leaf columns": "各款之和",
    "sub columns": "所属各款之和",
}


@dataclass(frozen=True)
class Describer:
    """Names things of one formula at one instance (the only one of ``evaluator``)."""

    compiled: CompiledRulebook
    formula: CompiledFormula
    evaluator: Evaluator

    @property
    def forms(self) -> tuple[str, ...]:
        """Forms the formula looks at, this year's and last year's."""
        nodes = walk(self.formula.claim)
        found = [("prior." if n.prior else "") + n.form for n in nodes if isinstance(n, CellOf | SumOf) and n.form]
        return tuple(dict.fromkeys(found))

    def place(self) -> str:
        """The instance: its row and column in words, "" for the whole unit."""
        domain, at = self.formula.domain, self.evaluator.at
        words = []
        if domain.form and not (domain.rows == "column" and not domain.by_column):
            shape = self.compiled.shapes[domain.form]
            if domain.by_row:
                words.append(self.row_label(domain.form, self._own_row()))
            if domain.by_column:
                key = list(self.evaluator.chunk.grids[domain.form].columns)[int(at.column[0])]
                words.append(self.column_label(domain.form, key))
            if len(self.forms) == 1:
                words.insert(0, shape.name)
        elif len(self.forms) == 1:
            words.append(self.form_name(self.forms[0]))
        return " ".join(w for w in words if w)

    def of(self, node: Node) -> str:  # noqa: C901, PLR0911  one return a kind of node
        """A figure in words."""
        match node:
            case CellOf():
                return self._cell(node)
            case SumOf():
                return self._sum(node)
            case Constant():
                return ""
            case Arithmetic(operator="+" | "-") if len(_terms(node)) <= TERMS:
                left, right = self.of(node.left), self.of(node.right)
                sign = "＋" if node.operator == "+" else "－"
                return f"{left}{sign}{right}" if left and right else left or right
            case Arithmetic(operator="/"):
                return f"{self.of(node.left)}÷{self.of(node.right)}"
            case Arithmetic():
                return "各栏计算数"
            case Call(function="abs"):
                return (
                    f"{self.of(node.arguments[0])}的绝对值" if _plain(node.arguments[0]) else self.of(node.arguments[0])
                )
            case Call():
                return "、".join(self.of(a) for a in node.arguments)
            case Statistic(name=name):
                return f"全市上年{name}"
            case Text(value=value):
                return value
            case _:
                return ""

    def cells(self) -> tuple[Cell, ...]:
        """Every reported cell of the claim in this year's file, in order of the formula."""
        _, numbers, _ = self.evaluator.cells(self.formula.claim)
        found = []
        for number in dict.fromkeys(int(n) for n in numbers):
            place = self.evaluator.chunk.place(number)
            fact = self.evaluator.chunk.fact(number)
            if fact is not None and place is not None and not place[0].startswith("prior."):
                found.append(fact.cell)
        return tuple(dict.fromkeys(found))

    def form_name(self, form: str) -> str:
        """表1, 上年表1 …"""
        shape = self.compiled.shapes.get(form.removeprefix("prior."))
        name = shape.name if shape else form
        return f"上年{name}" if form.startswith("prior.") else name

    def row_label(self, form: str, row: str) -> str:
        """Words of a row: the printed label, or code and name as the unit printed it."""
        shape = self.compiled.shapes[form]
        if row in shape.labels and not row.startswith("economic:"):
            return shape.labels[row]
        kind, _, code = row.partition(":")
        if kind in {"function", "economic"}:
            return f"{code} {self._printed_name(form, row) or self.compiled.names.get(row, '')}".strip()
        return self._printed_name(form, row) or code

    def column_label(self, form: str, key: str) -> str:
        """Words of a column."""
        if key.startswith("economic:"):
            return f"{key.partition(':')[2]} {self.compiled.names.get(key, '')}".strip()
        return self.compiled.shapes[form].headers.get(key, key)

    def _printed_name(self, form: str, row: str) -> str:
        facts = self.evaluator.chunk.facts(int(self.evaluator.at.unit[0]))
        for column in self.evaluator.chunk.grids[form].columns:
            fact = facts.get((form, row, column))
            if fact is not None:
                return fact.name
        return ""

    def _own_row(self) -> str:
        return self.evaluator.chunk.rows.names[int(self.evaluator.at.row[0])]

    def _row(self, form: str, row: Row) -> str:
        rows = self.evaluator.chunk.rows
        at = self.evaluator.at
        match row.kind:
            case "key":
                return row.key
            case "class":
                number = int(rows.classes[int(at.row[0])])
                return rows.names[number] if number >= 0 else ""
            case "parent":
                grid = self.evaluator.chunk.grids[form]
                parent = int(grid.parent[int(at.entity[0])])
                return rows.names[int(grid.row[parent])] if parent >= 0 else ""
            case _:
                return self._own_row()

    def _cell(self, node: CellOf) -> str:
        if not node.form:
            return node.row.key.partition(":")[2]
        shape = self.compiled.shapes[node.form]
        row = self._row(node.form, node.row)
        words = []
        own = node.row.kind == "this" and node.form == self.formula.domain.form
        fixed = self.formula.domain.by_row
        if not own and not (fixed and node.row.kind == "this"):
            words.append(self.row_label(node.form, row))
        if len(shape.columns_of(row)) > 1 and node.column.kind != "this":
            words.append(self._column(node.form, node.column))
        elif own:
            words.append(self._column(node.form, node.column) or self._own_column())
        words = [w for w in words if w] or [self.row_label(node.form, row)]
        if len(self.forms) > 1 or node.prior:
            words.insert(0, self.form_name(("prior." if node.prior else "") + node.form))
        return " ".join(words)

    def _column(self, form: str, column: Col) -> str:
        if column.kind == "row":
            return self.column_label(form, self._own_row())
        return self.column_label(form, column.key) if column.kind == "key" else ""

    def _own_column(self) -> str:
        place = int(self.evaluator.at.column[0])
        columns = list(self.evaluator.chunk.grids[self.formula.domain.form].columns)
        return self.column_label(self.formula.domain.form, columns[place]) if place >= 0 else ""

    def _sum(self, node: SumOf) -> str:
        words = [_SUMS[node.over]]
        if node.where:
            words = ["、".join(w for _, w in node.where) + "之和"]
        if len(self.forms) > 1 or node.prior:
            words.insert(0, self.form_name(("prior." if node.prior else "") + node.form))
        return " ".join(words)


def _terms(node: Node) -> list[Node]:
    if isinstance(node, Arithmetic) and node.operator in "+-":
        return _terms(node.left) + _terms(node.right)
    return [node]


def _plain(node: Node) -> bool:
    return isinstance(node, CellOf)


def listed(cells: tuple[Cell, ...], limit: int = 8) -> str:
    """Addresses grouped by sheet.

    >>> listed((Cell("表1", 32, 2), Cell("表1", 32, 5), Cell("表2", 0, 0)))
    '表1!C33、F33，表2!A1'
    """
    by_sheet: dict[str, list[str]] = {}
    for cell in cells[:limit]:
        by_sheet.setdefault(cell.sheet, []).append(cell.a1)
    text = "，".join(f"{sheet}!{'、'.join(a1)}" for sheet, a1 in by_sheet.items())
    return f"{text} 等 {len(cells)} 格" if len(cells) > limit else text

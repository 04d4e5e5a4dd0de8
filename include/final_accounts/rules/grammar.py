"""The formula language: Python's own parser, a few shapes of its tree, names resolved against an edition; never eval.

The grammar in words and examples: docs/rules.md. Every name a formula uses must exist in the edition (codes of open
classifications excepted), otherwise RulebookError: a misspelt name never passes.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace
from typing import Final

from final_accounts.model.errors import RulebookError
from final_accounts.model.facts import ValueKind
from final_accounts.model.money import FEN_PER_WAN, FEN_PER_YUAN
from final_accounts.rules.nodes import (
    Arithmetic,
    Call,
    CellOf,
    Col,
    Compare,
    Constant,
    Dimension,
    Logic,
    Node,
    Question,
    Row,
    Statistic,
    SumOf,
    Text,
)  # fmt: skip
from final_accounts.rules.scope import MissingFormError, Scope, agree, dimension_of
from final_accounts.rules.shapes import FormShape

_MONEY: Final = {"yuan": FEN_PER_YUAN, "wan": FEN_PER_WAN}
_COMPARE: Final = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_ARITHMETIC: Final = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_HEADER: Final = {"report_scope", "unit_of_measure", "department"}


def parse_formula(text: str, scope: Scope) -> Node:
    """Tree of a formula. RulebookError says what is not understood."""
    # ``class`` is a word of Python's; a tag is a word of ours
    source = re.sub(r"@(\w+)", r"@tag_\1", text.strip())
    try:
        tree = ast.parse(source, mode="eval").body
    except SyntaxError as error:
        message = f"formula {text!r}: {error.msg}"
        raise RulebookError(message) from error
    try:
        return _Reader(scope).node(tree)
    except MissingFormError:
        raise
    except RulebookError as error:
        message = f"formula {text!r}: {error}"
        raise RulebookError(message) from error


@dataclass(frozen=True)
class _Reader:
    scope: Scope

    def node(self, tree: ast.expr) -> Node:  # noqa: C901, PLR0911  one return a shape of the tree
        match tree:
            case ast.Constant(value=bool()):
                raise RulebookError("true and false are no figures")
            case ast.Constant(value=int() | float() as number):
                return Constant(number)
            case ast.Constant(value=str() as word):
                return Text("constant", word)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Logic("not", (self.truth(operand),))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self.arithmetic("-", Constant(0), self.node(operand))
            case ast.BoolOp(op=op, values=values):
                return Logic("and" if isinstance(op, ast.And) else "or", tuple(self.truth(v) for v in values))
            case ast.Compare():
                return self.comparison(tree)
            case ast.BinOp(op=op, left=left, right=right) if type(op) in _ARITHMETIC:
                return self.arithmetic(_ARITHMETIC[type(op)], self.node(left), self.node(right))
            case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords):
                return self.call(name, args, keywords)
            case ast.Attribute() | ast.Subscript():
                return self.reference(tree)
            case _:
                raise RulebookError(f"{ast.unparse(tree)} is not understood")

    def truth(self, tree: ast.expr) -> Node:
        node = self.node(tree)
        if node.dimension != "truth":
            raise RulebookError(f"{ast.unparse(tree)} is no yes or no")
        return node

    def comparison(self, tree: ast.Compare) -> Node:
        sides = [self.node(t) for t in (tree.left, *tree.comparators)]
        found: list[Node] = []
        for left, op, right in zip(sides, tree.ops, sides[1:], strict=False):
            if type(op) not in _COMPARE:
                raise RulebookError(f"{ast.unparse(tree)}: only == != < <= > >= compare")
            agree(left, right)
            found.append(Compare(_COMPARE[type(op)], left, right))  # type: ignore[arg-type]
        return found[0] if len(found) == 1 else Logic("and", tuple(found))

    def arithmetic(self, operator: str, left: Node, right: Node) -> Node:
        dimension: Dimension
        if operator == "/":
            dimension = "ratio"
        elif operator == "*":
            whole = [n for n in (left, right) if isinstance(n, Constant) and isinstance(n.value, int)]
            if not whole:
                raise RulebookError("only a whole number multiplies; compare a ratio instead")
            dimension = right.dimension if whole[0] is left else left.dimension
        else:
            dimension = agree(left, right)
        if {left.dimension, right.dimension} & {"text", "truth"}:
            raise RulebookError("words and yes/no cannot be added")
        return Arithmetic(operator, left, right, dimension)  # type: ignore[arg-type]

    def call(  # noqa: C901, PLR0911  one return a function
        self, name: str, args: list[ast.expr], keywords: list[ast.keyword]
    ) -> Node:
        match name, args:
            case "sum", [over]:
                return self.total(over, keywords)
            case "abs" | "min" | "max", [_, *_]:
                nodes = tuple(self.node(a) for a in args)
                dimension = nodes[0].dimension
                for other in nodes[1:]:
                    dimension = agree(nodes[0], other)
                return Call(name, nodes, dimension)
            case "yuan" | "wan", [ast.Constant(value=int() | float() as number)]:
                return Constant(round(number * _MONEY[name]), "amount")
            case "present" | "reported" | "known", [cell]:
                found = self.node(cell)
                if not isinstance(found, CellOf):
                    raise RulebookError(f"{name}() asks about one cell")
                return replace(found, strict=True) if name == "known" else Question(name, cell=found)
            case "has" | "nil", [ast.Constant(value=str() as form)]:
                return Question(name, self.scope.form(form).id)
            case "named", [ast.Name(id="row"), ast.Constant(value=str() as word)]:
                return Question("named", word)
            case "ends", [ast.Name(id="row"), ast.Constant(value=str() as word)]:
                return Question("ends", word)
            case "explained", [ast.Constant(value=str() as word)]:
                return Question("explained", word)
            case "optional", [
                ast.Constant(value=str() as form),
                ast.Constant(value=str() as row),
                ast.Constant(value=str() as col),
            ]:
                shape = self.scope.shapes.get(form)
                known = shape is not None and row in shape.rows and col in shape.columns_of(row)
                return (
                    CellOf(form, Row("key", row), Col("key", col))
                    if known
                    else CellOf("", Row("key", row), Col("key", col))
                )
        raise RulebookError(f"{name}() is not understood")

    def total(self, over: ast.expr, keywords: list[ast.keyword]) -> Node:
        match over:
            case ast.BinOp(op=ast.MatMult(), left=ast.Name(id=form), right=right):
                return self.tagged(self.scope.form(form), right)
            case (
                ast.Attribute(value=ast.Name(id="children"), attr=column)
                | ast.Subscript(value=ast.Name(id="children"), slice=ast.Constant(value=str() as column))
            ):
                return self.children(Col("key", column))
            case ast.Subscript(value=ast.Name(id="children"), slice=ast.Name(id="col")):
                return self.children(self.column(ast.Name("col"), self.scope.form(self.scope.domain.form), ""))
            case ast.Attribute(value=ast.Name(id="row"), attr="economic"):
                return SumOf("leaf columns", self.domain_form().id, Col("this"))
            case ast.Subscript(value=ast.Name(id="row"), slice=ast.Name(id="subcolumns")):
                return SumOf("sub columns", self.domain_form().id, Col("this"))
            case ast.Attribute(value=ast.Name(id=form), attr=column):
                shape = self.scope.form(form)
                where = tuple((k.arg or "", str(ast.literal_eval(k.value))) for k in keywords)
                for name, _ in where:
                    if shape.columns.get(name) is not ValueKind.TEXT:
                        raise RulebookError(f"{form} has no text column {name}")
                return SumOf(
                    "rows", form, self.fixed(shape, column, ""), where=where, dimension=dimension_of(shape, column)
                )
        raise RulebookError(f"sum({ast.unparse(over)}) is not understood")

    def tagged(self, shape: FormShape, right: ast.expr) -> Node:
        match right:
            case ast.Name(id=tag):
                column: ast.expr | str = ""
            case ast.Attribute(value=ast.Name(id=tag), attr=attribute):
                column = attribute
            case ast.Subscript(value=ast.Name(id=tag), slice=part):
                column = part
            case _:
                raise RulebookError(f"{ast.unparse(right)} is no tag")
        tag = tag.removeprefix("tag_")
        if tag not in shape.tags:
            raise RulebookError(f"no row of {shape.id} is tagged {tag!r}")
        rows = shape.tags[tag]
        col = self.column(column, shape, rows[0])
        return SumOf("tag", shape.id, col, rows=rows, tag=tag, dimension=dimension_of(shape, col.key))

    def children(self, column: Col) -> Node:
        shape = self.domain_form()
        if column.kind == "key":
            self.fixed(shape, column.key, "")
        return SumOf("children", shape.id, column, dimension=dimension_of(shape, column.key))

    def domain_form(self) -> FormShape:
        if not self.scope.domain.by_row:
            raise RulebookError("row and children need a domain of rows")
        return self.scope.form(self.scope.domain.form)

    def reference(self, tree: ast.Attribute | ast.Subscript) -> Node:  # noqa: C901  one case a kind of name
        steps: list[ast.expr | str] = []
        at: ast.expr = tree
        while isinstance(at, ast.Attribute | ast.Subscript):
            steps.insert(0, at.attr if isinstance(at, ast.Attribute) else at.slice)
            at = at.value
        if not isinstance(at, ast.Name):
            raise RulebookError(f"{ast.unparse(tree)} is no reference")
        name, prior = at.id, False
        if name == "prior":
            prior, name = True, str(steps.pop(0))
        match name, steps:
            case "unit", ["kind"]:
                return Text("unit", "kind")
            case "header", ["adjustment_report"]:
                return Question("flag", "adjustment_report")
            case "header", [str() as attribute] if attribute in _HEADER:
                return Text("header", attribute)
            case "city", [ast.Constant(value=str() as word)]:
                return Statistic(word)
            case "row" | "parent", [column]:
                return self.own(name, column)
        shape = self.scope.form(name)
        if len(steps) == 1 and isinstance(steps[0], ast.Tuple):
            steps = list(steps[0].elts)
        if not 1 <= len(steps) <= 2:  # noqa: PLR2004  a row, or a row and a column
            raise RulebookError(f"{ast.unparse(tree)}: a form, a row and at most a column")
        row = self.row(steps[0], shape)
        col = self.column(steps[1] if len(steps) > 1 else "", shape, row.key)
        return CellOf(shape.id, row, col, dimension_of(shape, col.key), prior)

    def own(self, name: str, column: ast.expr | str) -> Node:
        shape = self.domain_form()
        row = Row("this" if name == "row" else "parent")
        if isinstance(column, str) and shape.columns.get(column) is ValueKind.TEXT:
            return Text("column", column, shape.id)
        col = self.column(column, shape, "")
        return CellOf(shape.id, row, col, dimension_of(shape, col.key))

    def row(self, part: ast.expr | str, shape: FormShape) -> Row:
        match part:
            case ast.Name(id="row"):
                self.domain_form()
                return Row("this")
            case ast.Name(id="cls"):
                self.domain_form()
                return Row("class")
            case ast.Constant(value=int() as code):
                return Row("key", f"{shape.coded}:{code}")
            case ast.Constant(value=str() as text) | str(text):
                key = text if ":" in text or text == "total" else f"line:{text}"
        if key not in shape.rows and key.startswith("line:"):
            raise RulebookError(f"{shape.id} prints no line {key.removeprefix('line:')}")
        return Row("key", key)

    def column(self, part: ast.expr | str, shape: FormShape, row: str) -> Col:
        match part:
            case ast.Name(id="col"):
                if not self.scope.domain.by_column:
                    raise RulebookError("col needs a domain of columns")
                return Col("this")
            case ast.Name(id="row"):
                return Col("row")
            case ast.Constant(value=str() as key) | str(key) if key:
                return self.fixed(shape, key, row)
            case "":
                possible = shape.columns_of(row) if row in shape.rows else shape.numeric
                if len(possible) != 1:
                    raise RulebookError(f"{shape.id} {row}: name the column, there are {', '.join(possible) or 'none'}")
                return Col("key", possible[0])
        raise RulebookError("a column is a word, col or row")

    def fixed(self, shape: FormShape, key: str, row: str) -> Col:
        known = shape.columns_of(row) if row in shape.rows else shape.numeric
        if key not in known and not (shape.cross and key.startswith("economic:")):
            raise RulebookError(f"{shape.id} {row}: no column {key}")
        return Col("key", key)

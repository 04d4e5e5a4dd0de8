"""The tree of a formula after its names are resolved against an edition. Immutable; evaluated in ``evaluation``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Dimension = Literal["amount", "count", "number", "ratio", "text", "truth"]


@dataclass(frozen=True, slots=True)
class Row:
    """Which row a reference means: a fixed key, this row of the domain, its 类 or its parent."""

    kind: Literal["key", "this", "class", "parent"]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Col:
    """Which column: a fixed key, the domain's column, or the column named like this row (cross tables)."""

    kind: Literal["key", "this", "row"]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number. Amounts are written ``yuan(5000)`` and kept in fen."""

    value: int | float
    dimension: Dimension = "number"


@dataclass(frozen=True, slots=True)
class CellOf:
    """One cell of the submission.

    ``prior``: of last year's, the warehouse first, the prior-year sheet second. ``strict``: a blank is absent.
    """

    form: str
    row: Row
    column: Col
    dimension: Dimension = "amount"
    prior: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class SumOf:
    """A sum over cells: children of this row, printed rows of a tag, filtered rows, or columns of this row."""

    over: Literal["children", "tag", "rows", "leaf columns", "sub columns"]
    form: str
    column: Col
    rows: tuple[str, ...] = ()
    tag: str = ""
    where: tuple[tuple[str, str], ...] = ()
    dimension: Dimension = "amount"
    prior: bool = False


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``+``, ``-``, ``*`` (one side a whole number) or ``/`` (a ratio)."""

    operator: Literal["+", "-", "*", "/"]
    left: Node
    right: Node
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class Call:
    """``abs``, ``min``, ``max`` over figures."""

    function: Literal["abs", "min", "max"]
    arguments: tuple[Node, ...]
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class Statistic:
    """Last year's frozen city figure, fen per head."""

    name: str
    dimension: Dimension = "ratio"


@dataclass(frozen=True, slots=True)
class Text:
    """A word: written out, of the unit or header, or of a text column of this row."""

    kind: Literal["constant", "unit", "header", "column"]
    value: str
    form: str = ""
    dimension: Dimension = "text"


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of two figures or two texts."""

    operator: Literal["==", "!=", "<", "<=", ">", ">="]
    left: Node
    right: Node
    dimension: Dimension = "truth"


@dataclass(frozen=True, slots=True)
class Logic:
    """``and``, ``or``, ``not``."""

    operator: Literal["and", "or", "not"]
    arguments: tuple[Node, ...]
    dimension: Dimension = "truth"


@dataclass(frozen=True, slots=True)
class Question:
    """A yes/no about the submission.

    ``present`` a figure stands in the cell (``reported``: or a blank); ``has``/``nil`` the form is there / declared
    empty; ``flag`` a yes/no of the header; ``named`` the register names this row so; ``ends`` this row's code ends so;
    ``explained`` the list of explanations names this rule with that word and evidence.
    """

    kind: Literal["present", "reported", "has", "nil", "flag", "named", "ends", "explained"]
    word: str = ""
    cell: CellOf | None = None
    dimension: Dimension = "truth"


Node = Constant | CellOf | SumOf | Arithmetic | Call | Statistic | Text | Compare | Logic | Question


def parts(node: Node) -> tuple[Node, ...]:
    """The nodes directly below."""
    match node:
        case Arithmetic() | Compare():
            return (node.left, node.right)
        case Call() | Logic():
            return node.arguments
        case Question(cell=CellOf() as cell):
            return (cell,)
        case _:
            return ()


def walk(node: Node) -> tuple[Node, ...]:
    """All nodes of the tree, this one first."""
    found = [node]
    for below in parts(node):
        found.extend(walk(below))
    return tuple(found)


def linear(node: Node) -> bool:
    """Whether the node is a sum of cells with whole coefficients (what localisation can solve).

    >>> linear(Arithmetic("+", Constant(1), Constant(2), "number"))
    True
    """
    match node:
        case Constant() | CellOf() | SumOf():
            return node.dimension in {"amount", "count", "number"}
        case Arithmetic(operator="+" | "-"):
            return linear(node.left) and linear(node.right)
        case Arithmetic(operator="*"):
            return linear(node.left) and linear(node.right)
        case _:
            return False

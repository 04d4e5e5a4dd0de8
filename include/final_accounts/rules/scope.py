"""What names in a formula may mean, and which figures may be compared or added."""

from __future__ import annotations

from dataclasses import dataclass

from final_accounts.model.errors import RulebookError
from final_accounts.model.facts import ValueKind
from final_accounts.rules.domains import Domain
from final_accounts.rules.nodes import Constant, Dimension, Node
from final_accounts.rules.shapes import FormShape


class MissingFormError(RulebookError):
    """The formula names a form the edition does not have; the rule is then listed as not applicable."""


@dataclass(frozen=True)
class Scope:
    """What names mean: the edition's forms and the rule's domain."""

    shapes: dict[str, FormShape]
    domain: Domain

    def form(self, name: str) -> FormShape:
        """The form of that id."""
        if name not in self.shapes:
            message = f"no form {name} in this edition"
            raise MissingFormError(message)
        return self.shapes[name]


def dimension_of(shape: FormShape, column: str) -> Dimension:
    """Heads or money, by the column's kind (of a column not fixed: by the form's first)."""
    kind = shape.columns.get(column) or (shape.columns[shape.numeric[0]] if shape.numeric else ValueKind.AMOUNT)
    return "count" if kind is ValueKind.COUNT else "amount"


def agree(left: Node, right: Node) -> Dimension:
    """Common dimension of two figures; a plain number 0 goes with anything, money with money, heads with heads."""
    one, other = left.dimension, right.dimension
    if one == other:
        return one
    if "number" in (one, other):
        figure = left if one == "number" else right
        target = other if one == "number" else one
        zero = isinstance(figure, Constant) and figure.value == 0
        if target in {"count", "ratio"} or zero:
            return target
    # money per head is a ratio, and so is money in a comparison with it
    if {one, other} == {"amount", "ratio"}:
        return "ratio"
    raise RulebookError(f"{one} and {other} cannot be compared or added")

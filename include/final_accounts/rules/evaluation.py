"""Evaluate formula trees over instances of a chunk. The same tree gives figures, and its cells with coefficients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from final_accounts.model.errors import RulebookError
from final_accounts.rules.chunk import BLANK, MISSING, PRESENT
from final_accounts.rules.claims import claims, proves
from final_accounts.rules.locating import Locator
from final_accounts.rules.nodes import (
    Arithmetic,
    Call,
    CellOf,
    Compare,
    Constant,
    Logic,
    Node,
    Question,
    Statistic,
    SumOf,
    Text,
)  # fmt: skip
from final_accounts.rules.quantities import Figure, Ratio, Truth, compare
from final_accounts.rules.vocabulary import Ints


@dataclass(frozen=True)
class Evaluator(Locator):
    """One rule's formulas over its instances. ``zero``: an absent figure counts as zero."""

    rule: str = ""
    zero: bool = False
    names: dict[str, str] | None = None

    def truth(self, node: Node) -> Truth:
        """Answers of a yes/no node."""
        match node:
            case Compare(left=left, right=right) if "text" in (left.dimension, right.dimension):
                same = self.words(left) == self.words(right)
                return Truth.plain(same if node.operator == "==" else ~same)
            case Compare():
                return compare(node.operator, self.figure(node.left), self.figure(node.right))
            case Logic(operator="not"):
                return self.truth(node.arguments[0]).negated()
            case Logic():
                result = self.truth(node.arguments[0])
                for other in node.arguments[1:]:
                    answer = self.truth(other)
                    result = result.both(answer) if node.operator == "and" else result.either(answer)
                return result
            case Question():
                return self.question(node)
        message = f"rule {self.rule}: {node} is no yes or no"
        raise RulebookError(message)

    def figure(self, node: Node) -> Figure | Ratio:  # noqa: PLR0911  one return a kind of node
        """Figures of a node that is one."""
        match node:
            case Constant(value=int() as number):
                return self._constant(number)
            case Constant(value=number):
                real = np.full(len(self.at), float(number))
                return Ratio(real, real, real, np.zeros(len(self.at), np.bool_))
            case CellOf() | SumOf():
                return self._gather(node)
            case Arithmetic(operator="/"):
                return _ratio(self.figure(node.left)).over(_ratio(self.figure(node.right)))
            case Arithmetic(operator="*"):
                return self._product(node)
            case Arithmetic():
                left, right = self.figure(node.left), self.figure(node.right)
                sign = 1 if node.operator == "+" else -1
                if isinstance(left, Figure) and isinstance(right, Figure):
                    return left.plus(right, sign)
                return _ratio(left).plus(_ratio(right), sign)
            case Call():
                return self._call(node)
            case Statistic():
                return self._statistic(node)
        message = f"rule {self.rule}: {node} is no figure"
        raise RulebookError(message)

    def cells(self, node: Node) -> tuple[Ints, Ints, Ints]:
        """Linear form of a node: (instance, cell number, coefficient), sentinels left out."""
        match node:
            case CellOf():
                cell = self.cell(node)
                inst = np.flatnonzero(cell >= 0)
                return inst, cell[inst], np.ones(len(inst), np.int64)
            case SumOf():
                inst, cell = self.summands(node)
                keep = cell >= 0
                return inst[keep], cell[keep], np.ones(int(keep.sum()), np.int64)
            case Arithmetic(operator="*"):
                factor, other = _factor(node)
                inst, cell, coefficient = self.cells(other)
                return inst, cell, coefficient * factor
            case Arithmetic() | Compare() | Call() | Logic() | Question():
                return self._joined(node)
        none = np.empty(0, np.int64)
        return none, none, none

    def words(self, node: Node) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
        """Texts of a text node."""
        match node:
            case Text(kind="constant"):
                return np.full(len(self.at), node.value, np.object_)
            case Text(kind="unit"):
                table = [u.header.unit_kind for u in self.chunk.units]
            case Text(kind="header"):
                table = [str(getattr(u.header, node.value)) for u in self.chunk.units]
            case Text(kind="column"):
                grid = self.chunk.grids[node.form]
                texts = grid.texts.get(node.value, np.full(len(grid.unit), "", np.object_))
                return texts[self.at.entity]
            case _:
                message = f"rule {self.rule}: {node} is no text"
                raise RulebookError(message)
        return np.array(table, np.object_)[self.at.unit]

    def question(self, node: Question) -> Truth:  # noqa: PLR0911  one return a kind of question
        """Answers of a question."""
        units = self.chunk.units
        match node.kind:
            case "present" if node.cell is not None:
                return Truth.plain(self.chunk.states[self.cell(node.cell)] == PRESENT)
            case "reported" if node.cell is not None:
                return Truth.plain(self.chunk.states[self.cell(node.cell)] >= BLANK)
            case "has":
                return Truth.plain(self.chunk.grids[node.word].present[self.at.unit])
            case "nil":
                return Truth.plain(self.chunk.grids[node.word].nil[self.at.unit])
            case "flag":
                return Truth.plain(
                    np.array([bool(getattr(u.header, node.word)) for u in units], np.bool_)[self.at.unit]
                )
            case "explained":
                said = [
                    any(
                        e.finding.partition("@")[0] == self.rule and claims(node.word, e.reason) and proves(e.evidence)
                        for e in u.explanations
                    )
                    for u in units
                ]
                return Truth.plain(np.array(said, np.bool_)[self.at.unit])
            case "named" if self.names is not None:
                names = self.names
                hit = np.array([names.get(row, "") == node.word for row in self.chunk.rows.names], np.bool_)
                return Truth.plain(hit[self.at.row])
            case "ends":
                ends = np.array([row.endswith(node.word) for row in self.chunk.rows.names], np.bool_)
                return Truth.plain(ends[self.at.row])
        message = f"rule {self.rule}: question {node.kind} cannot be answered here"
        raise RulebookError(message)

    def _constant(self, number: int) -> Figure:
        size = len(self.at)
        zero = np.zeros(size, np.int64)
        no = np.zeros(size, np.bool_)
        return Figure(np.full(size, number, np.int64), zero, no, no)

    def _gather(self, node: CellOf | SumOf) -> Figure:
        chunk = self.chunk
        if isinstance(node, CellOf):
            cell = self.cell(node)
            step = chunk.steps[cell]
            absent = np.zeros(len(cell), np.bool_) if self.zero else self.missing_cells(node)
            return Figure(chunk.values[cell], step, step > 1, absent)
        inst, cell = self.summands(node)
        size = len(self.at)
        starts = np.searchsorted(inst, np.arange(size + 1))
        steps = chunk.steps[cell]
        absent = np.zeros(len(cell), np.bool_) if self.zero else chunk.states[cell] == MISSING
        return Figure(
            _segments(chunk.values[cell], starts),
            _segments(steps, starts),
            _segments((steps > 1).astype(np.int64), starts) > 0,
            _segments(absent.astype(np.int64), starts) > 0,
        )

    def _product(self, node: Arithmetic) -> Figure | Ratio:
        factor, other = _factor(node)
        figure = self.figure(other)
        if isinstance(figure, Figure):
            return figure.times(factor)
        ends = np.stack([figure.low * factor, figure.high * factor])
        return Ratio(ends.min(axis=0), figure.value * factor, ends.max(axis=0), figure.missing)

    def _call(self, node: Call) -> Figure | Ratio:
        figures = [self.figure(a) for a in node.arguments]
        if node.function == "abs":
            one = figures[0]
            if isinstance(one, Ratio):
                return one.absolute()
            return Figure(np.abs(one.value), one.spread, one.coarse, one.missing)
        pick = np.minimum if node.function == "min" else np.maximum
        if all(isinstance(f, Figure) for f in figures):
            whole = [f for f in figures if isinstance(f, Figure)]
            result = whole[0]
            for f in whole[1:]:
                result = Figure(
                    pick(result.value, f.value), np.maximum(result.spread, f.spread), result.coarse | f.coarse,
                    result.missing | f.missing,
                )  # fmt: skip
            return result
        real = [_ratio(f) for f in figures]
        answer = real[0]
        for r in real[1:]:
            answer = Ratio(
                pick(answer.low, r.low), pick(answer.value, r.value), pick(answer.high, r.high),
                answer.missing | r.missing,
            )  # fmt: skip
        return answer

    def _statistic(self, node: Statistic) -> Ratio:
        known = np.array([u.statistics.get(node.name, -1) for u in self.chunk.units], np.float64)[self.at.unit]
        return Ratio(known, known, known, known < 0)

    def _joined(self, node: Arithmetic | Compare | Call | Logic | Question) -> tuple[Ints, Ints, Ints]:
        match node:
            case Question(cell=CellOf() as cell):
                return self.cells(cell)
            case Question():
                below: tuple[Node, ...] = ()
            case Call() | Logic():
                below = node.arguments
            case _:
                below = (node.left, node.right)
        found = [self.cells(n) for n in below]
        minus = isinstance(node, Compare) or (isinstance(node, Arithmetic) and node.operator == "-")
        if not found:
            none = np.empty(0, np.int64)
            return none, none, none
        signs = [1, *([-1 if minus else 1] * (len(found) - 1))]
        return (
            np.concatenate([f[0] for f in found]),
            np.concatenate([f[1] for f in found]),
            np.concatenate([s * f[2] for s, f in zip(signs, found, strict=True)]),
        )


def _segments(values: Ints, starts: Ints) -> Ints:
    """Sums of consecutive segments; an empty one sums to 0."""
    running = np.concatenate([np.zeros(1, np.int64), np.cumsum(values)])
    sums: Ints = running[starts[1:]] - running[starts[:-1]]
    return sums


def _ratio(figure: Figure | Ratio) -> Ratio:
    return figure.ratio() if isinstance(figure, Figure) else figure


def _factor(node: Arithmetic) -> tuple[int, Node]:
    match node.left, node.right:
        case Constant(value=int() as factor), other:
            return factor, other
        case other, Constant(value=int() as factor):
            return factor, other
    message = f"{node} has no whole factor"
    raise RulebookError(message)

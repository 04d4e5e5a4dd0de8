"""Findings in words: one failing instance of a formula, or one hit of a check, for the unit to read and act on.

Amounts are shown in the unit of measure the submission declares, with as many decimals as its finest operand has.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import numpy as np

from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.model.money import FEN_PER_YUAN, MEASURES, in_measure
from final_accounts.model.rule import Missing, Rule
from final_accounts.rules.absences import inputs_of, missing_matrix
from final_accounts.rules.chunk import Chunk
from final_accounts.rules.compiling import CompiledFormula, CompiledRulebook
from final_accounts.rules.describing import Describer, listed
from final_accounts.rules.evaluators import evaluator_of
from final_accounts.rules.nodes import (
    Arithmetic,
    Call,
    CellOf,
    Compare,
    Constant,
    Dimension,
    Logic,
    Node,
    Statistic,
    SumOf,
    walk,
)
from final_accounts.rules.outcomes import FormulaOutcome, Hit
from final_accounts.rules.quantities import Figure
from final_accounts.rules.telling import told
from final_accounts.rules.vocabulary import Ints

_RELATION: Final = {"<=": ("大于", "超出"), "<": ("不小于", "超出"), ">=": ("小于", "少"), ">": ("不大于", "少")}
SHOWN_OPERANDS: Final = 6
PERCENT: Final = 100


def formula_finding(
    formula: CompiledFormula, outcome: FormulaOutcome, which: int, compiled: CompiledRulebook, chunk: Chunk
) -> Finding:
    """The finding of one failing instance."""
    rule = formula.rule
    evaluator = evaluator_of(formula, compiled, chunk, outcome.at.take(np.array([which])))
    describer = Describer(compiled, formula, evaluator)
    unit = int(outcome.at.unit[which])
    cells = describer.cells()
    sentence = _Sentence(describer, _Measure.of(chunk, unit, evaluator.cells(formula.claim)[1]))
    value = expected = difference = None
    measure = ""
    inputs = inputs_of(formula) if rule.missing is Missing.FAIL else ()
    gone = [i for i, absent in zip(inputs, missing_matrix(inputs, evaluator), strict=True) if absent[0]]
    if gone:
        text = f"缺少 {'、'.join(describer.of(n) for n in gone)}，{rule.says}"
    elif isinstance(formula.claim, Compare):
        text, value, expected, measure = sentence.comparison(formula.claim, rule)
        difference = value - expected if value is not None and expected is not None else None
    else:
        text = sentence.facts(formula.claim, rule)
    text += told(formula.tells, chunk.facts(unit), sentence.amount)
    place = describer.place()
    severity, context = rule.severity, {}
    excused = int(outcome.excused[which])
    if excused >= 0:
        words = formula.exceptions[excused][0]
        severity, context = Severity.EXPLAIN, {"exception": words}
        text = f"{text}；适用例外“{words}”，请说明"
    where = f"（{listed(cells)}）" if cells else ""
    return Finding(
        rule=rule.id,
        severity=severity,
        verdict=Verdict.ERROR,
        message=f"{rule.id} {place + ': ' if place else ''}{text}{where}。{rule.hint}",
        hint=rule.hint,
        source_id=rule.source_id,
        cells=cells,
        value=value,
        expected=expected,
        difference=difference,
        unit_of_measure=measure,
        row=instance_key(formula, outcome, which, chunk),
        context=context,
    )


def hit_finding(rule: Rule, hit: Hit) -> Finding:
    """The finding of a check's hit."""
    where = f"（{listed(hit.cells)}）" if hit.cells else ""
    known = hit.value is not None and hit.expected is not None
    return Finding(
        rule=rule.id,
        severity=hit.severity or rule.severity,
        verdict=Verdict.NOT_CHECKABLE if rule.check == "not_checkable" else Verdict.ERROR,
        message=f"{rule.id} {hit.message}{where}。{rule.hint}",
        hint=rule.hint,
        source_id=rule.source_id,
        cells=hit.cells,
        value=hit.value,
        expected=hit.expected,
        difference=hit.value - hit.expected if known and hit.value is not None and hit.expected is not None else None,
        unit_of_measure=hit.unit_of_measure,
        row=hit.row,
        context=hit.context,
    )


def instance_key(formula: CompiledFormula, outcome: FormulaOutcome, which: int, chunk: Chunk) -> str:
    """Row key of an instance, with its column where the rule is said by column."""
    domain, at = formula.domain, outcome.at
    key = chunk.rows.names[int(at.row[which])] if domain.by_row else ""
    if domain.by_column:
        column = list(chunk.grids[domain.form].columns)[int(at.column[which])]
        key = f"{key}/{column}" if key else column
    return key


class _Measure:
    """The submission's unit of measure and the decimals that show its operands exactly."""

    def __init__(self, name: str, decimals: int) -> None:
        self.name, self.decimals = name, decimals

    @classmethod
    def of(cls, chunk: Chunk, unit: int, cells: Ints) -> _Measure:
        name = chunk.units[unit].header.unit_of_measure
        name = name if name in MEASURES else "元"
        steps = [int(chunk.steps[c]) for c in cells if chunk.steps[c] > 0]
        finest = min(steps, default=1)
        decimals = max(len(str(MEASURES[name] // max(finest, 1))) - 1, 0)
        return cls(name, decimals)

    def amount(self, fen: int) -> Decimal:
        """Fen in this measure."""
        return in_measure(fen, self.name, self.decimals)


class _Sentence:
    """Sentences about the figures of a claim at one instance."""

    def __init__(self, describer: Describer, measure: _Measure) -> None:
        self.describer, self.measure = describer, measure

    def amount(self, fen: int) -> str:
        """An amount in words."""
        return self._shown(self.measure.amount(fen), "amount")

    def comparison(self, claim: Compare, rule: Rule) -> tuple[str, Decimal | None, Decimal | None, str]:
        """Such as "A 12,000.00 元，B 11,999.00 元，A 多 1.00 元", with value, expected and unit of measure."""
        if "text" in (claim.left.dimension, claim.right.dimension):
            return rule.says, None, None, ""
        dimension = _dimension(claim)
        if dimension == "ratio":
            per_head = _per_head(claim)
            left, right = self._real(claim.left, per_head=per_head), self._real(claim.right, per_head=per_head)
            return self.facts(claim, rule), left, right, "元" if per_head else "%"
        left, right = self._number(claim.left, dimension), self._number(claim.right, dimension)
        measure = self.measure.name if dimension == "amount" else ""
        one, other = self.describer.of(claim.left), self.describer.of(claim.right)
        shown, wanted = self._shown(left, dimension), self._shown(right, dimension)
        gap = self._shown(abs(left - right), dimension)
        if claim.operator == "==":
            verb = "多" if left > right else "少"
            text = f"{one} {shown}，{other or '应为'} {wanted}，{one}{verb} {gap}"
        elif claim.operator == "!=":
            text = f"{one} {shown}，{rule.says}"
        else:
            relation, verb = _RELATION[claim.operator]
            text = f"{one} {shown}，{relation}{other and ' ' + other} {wanted}，{verb} {gap}"
        return text, left, right, measure

    def facts(self, claim: Node, rule: Rule) -> str:
        """The sentence of the rule, then the figures it looks at."""
        return f"{rule.says}。{self._operands(claim)}"

    def _operands(self, claim: Node) -> str:
        shown: dict[str, str] = {}
        for node in walk(claim):
            if isinstance(node, CellOf | SumOf | Statistic):
                shown.setdefault(
                    self.describer.of(node), self._shown(self._number(node, node.dimension), node.dimension)
                )
        pairs = [f"{k} {v}" for k, v in list(shown.items())[:SHOWN_OPERANDS]]
        return f"现为：{'，'.join(pairs)}" if pairs else ""

    def _number(self, node: Node, dimension: Dimension) -> Decimal:
        figure = self.describer.evaluator.figure(node)
        if not isinstance(figure, Figure):
            return self._real(node, per_head=True) or Decimal(0)
        value = int(figure.value[0])
        return self.measure.amount(value) if dimension == "amount" else Decimal(value)

    def _real(self, node: Node, *, per_head: bool) -> Decimal | None:
        """A ratio in percent, or money per head in yuan; None for a rate on a zero base."""
        figure = self.describer.evaluator.figure(node)
        value = float(figure.value[0])
        if bool(figure.missing[0]) or not np.isfinite(value):
            return None
        return Decimal(repr(round(value / FEN_PER_YUAN if per_head else value * PERCENT, 4)))

    def _shown(self, number: Decimal, dimension: Dimension) -> str:
        if dimension == "amount":
            return f"{number:,f} {self.measure.name}"
        return f"{number:,f}"


def _dimension(claim: Compare) -> Dimension:
    if "ratio" in (claim.left.dimension, claim.right.dimension):
        return "ratio"
    return claim.right.dimension if claim.left.dimension == "number" else claim.left.dimension


def _per_head(node: Node) -> bool:
    """Whether a ratio is money per head or the like rather than a share."""
    match node:
        case Arithmetic(operator="/", left=left, right=right):
            return left.dimension != right.dimension
        case Arithmetic() | Compare():
            return _per_head(node.left) or _per_head(node.right)
        case Call() | Logic():
            return any(_per_head(a) for a in node.arguments)
        case Constant(dimension="amount") | Statistic():
            return True
        case _:
            return False

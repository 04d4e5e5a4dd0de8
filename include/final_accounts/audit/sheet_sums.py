"""Scoring sheets: what a block has won against its indicators, what a rule 率×N分 gives for the value beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from final_accounts.audit.cells import percent, points
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.envelope import DISPLAY, HUNDRED
from final_accounts.audit.form_claims import judged, of_form
from final_accounts.audit.forms import Cell, Form, Line, Subtotal
from final_accounts.audit.numbers import Quantity
from final_accounts.audit.text import normalised
from final_accounts.model.finding import Verdict

_TIMES: Final = re.compile(r"(?:率|程度)[×*](?P<points>[0-9]+(?:\.[0-9]+)?)分")
_RATE: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?%")


def sheet_sums(form: Form) -> Iterator[Claim]:
    """Subtotals and scores by rate of one sheet."""
    for subtotal in form.subtotals:
        yield from _subtotal(form, subtotal)
    step = min((q.step for q in _points([ln.score for ln in form.lines])), default=Fraction(1))
    for line in form.lines:
        yield from _by_value(form, line, step)


def _points(cells: Sequence[Cell | None]) -> list[Quantity]:
    return [q for c in cells if c is not None and (q := points(normalised(c.text))) is not None]


def _subtotal(form: Form, subtotal: Subtotal) -> Iterator[Claim]:
    """Judged where every indicator of the block was read: their weights are its full points."""
    lines = [form.lines[n] for n in subtotal.lines]
    weights, scores = _points([ln.weight for ln in lines]), _points([ln.score for ln in lines])
    complete = len(weights) == len(scores) == len(lines)
    if not lines or not complete or sum((w.value for w in weights), Fraction(0)) != subtotal.full.value:
        return
    right = sum((s.value for s in scores), Fraction(0))
    gap = abs(right - subtotal.won.quantity.value)
    verdict = Verdict.OK if gap == 0 else Verdict.ROUNDING if gap <= _slack(subtotal, scores) else Verdict.ERROR
    parts = [Operand(ln.name, s, ln.score.spot) for ln, s in zip(lines, scores, strict=True) if ln.score is not None]
    yield of_form(
        subtotal.won,
        "sum",
        verdict,
        formula="＋".join(s.printed for s in scores),
        inputs=parts,
        right=right,
        rounding=DISPLAY if verdict is Verdict.ROUNDING else "",
        explanation="小计不等于各指标得分之和" if verdict is Verdict.ERROR else "",
        step=min(s.step for s in (subtotal.won.quantity, *scores)),
    )


def _slack(subtotal: Subtotal, scores: Sequence[Quantity]) -> Fraction:
    """Half a step for everything printed rounded: whole points are exact unless parts have decimals."""
    rounded = [s.step for s in scores if s.step < 1]
    return sum(rounded, subtotal.won.quantity.step) / 2 if rounded else Fraction(0)


def _by_value(form: Form, line: Line, step: Fraction) -> Iterator[Claim]:
    """率×N分 with N the indicator's points, and a rate alone in the cell beside the rule; never more than N."""
    rules = [m for c in line.rule if (m := _TIMES.search(normalised(c.text)))]
    values = [(c, q) for c in line.rule if _RATE.fullmatch(t := normalised(c.text)) and (q := percent(t))]
    weights, scores = _points([line.weight]), _points([line.score])
    if len(rules) != 1 or len(values) != 1 or not weights or not scores or line.score is None:
        return
    if Fraction(rules[0]["points"]) != weights[0].value:
        return
    cell, rate = values[0]
    central, low, high = (
        weights[0].value * min(value, HUNDRED) / HUNDRED
        for value in (rate.value, rate.value - rate.step / 2, rate.value + rate.step / 2)
    )
    stated = Operand(f"{form.label}“{line.name}”得分", replace(scores[0], step=step), line.score.spot)
    source = Operand("自评数值", rate, cell.spot)
    shape = f"{weights[0].printed}×{rate.printed}"
    yield judged(stated, "score", shape, (source,), values=(central, low, high))

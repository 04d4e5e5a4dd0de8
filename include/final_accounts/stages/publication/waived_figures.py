"""已豁免的数: a difference that somebody waived by name stands in what is published, wherever its figures stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from final_accounts.audit import Claim
from final_accounts.audit.numbers import Kind, Quantity, round_half_up, tokens
from final_accounts.model.finding import Finding, Verdict
from final_accounts.model.money import MEASURES
from final_accounts.season.waivers import is_waived

Pair = tuple[Fraction, Fraction]
"""What stands on either side of a waived difference, in fen."""


def waived_pairs(findings: Iterable[Finding]) -> tuple[Pair, ...]:
    """Both sides of every waived difference of money; a waived finding without two figures excuses nothing here."""
    return tuple(
        (_fen(one.value, one.unit_of_measure), _fen(one.expected, one.unit_of_measure))
        for one in findings
        if is_waived(one) and one.value is not None and one.expected is not None and one.unit_of_measure in MEASURES
    )


def follows_from(claim: Claim, pairs: Sequence[Pair]) -> bool:
    """Whether the claim would hold had one of its figures been the other side of a waived difference.

    A claim that was located among several equations cannot be judged anew: there the figure it would put in the place
    of the printed one must be that other side. Whatever is neither is not excused.
    """
    if claim.printed is None:
        return False
    if claim.again is None:
        asked = [token.quantity.value for token in tokens(claim.recomputed)]
        return any(
            abs(other - value) <= claim.printed.step for other in _other_sides(claim.printed, pairs) for value in asked
        )
    figures = [claim.printed, *(operand.quantity for operand in claim.inputs)]
    for place, figure in enumerate(figures):
        for other in _other_sides(figure, pairs):
            anew = [replace(each, value=other) if n == place else each for n, each in enumerate(figures)]
            if claim.again(anew[0], anew[1:]) is not Verdict.ERROR:
                return True
    return False


def _other_sides(figure: Quantity, pairs: Sequence[Pair]) -> Iterable[Fraction]:
    if figure.kind is not Kind.AMOUNT:
        return
    for pair in pairs:
        for one, other in (pair, pair[::-1]):
            if round_half_up(one, figure.step) == figure.value:
                yield other


def _fen(value: Decimal | None, measure: str) -> Fraction:
    return Fraction(value or 0) * MEASURES[measure]

"""已豁免的数: a difference that somebody waived by name stands in what is published, wherever its figures stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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


def waived_sums(findings: Iterable[Finding]) -> tuple[Fraction, ...]:
    """What the waived differences of several units come to in the city's sums, by rule, in fen."""
    sums: dict[str, Fraction] = {}
    for one in findings:
        for value, expected in waived_pairs([one]):
            sums[one.rule] = sums.get(one.rule, Fraction(0)) + value - expected
    return tuple(sums.values())


def follows_from(claim: Claim, pairs: Sequence[Pair]) -> bool:
    """Whether the claim would hold had one of its figures been the other side of a waived difference.

    A claim that was located among several equations cannot be judged anew: there the figure it would put in the place
    of the printed one must be that other side. Whatever is neither is not excused.
    """
    return _would_hold(claim, lambda figure: _other_sides(figure, pairs))


def follows_from_sums(claim: Claim, sums: Sequence[Fraction]) -> bool:
    """The same of a figure of the city: whether the claim would hold had it been off by one sum less or more."""
    return _would_hold(claim, lambda figure: [figure.value + off for one in sums if one for off in (one, -one)])


def _would_hold(claim: Claim, others: Callable[[Quantity], Iterable[Fraction]]) -> bool:
    if claim.printed is None:
        return False
    if claim.again is None:
        asked = [token.quantity.value for token in tokens(claim.recomputed)]
        return any(abs(other - value) <= claim.printed.step for other in others(claim.printed) for value in asked)
    figures = [claim.printed, *(operand.quantity for operand in claim.inputs)]
    for place, figure in enumerate(figures):
        for other in others(figure) if figure.kind is Kind.AMOUNT else ():
            anew = [replace(each, value=other) if n == place else each for n, each in enumerate(figures)]
            if claim.again(anew[0], anew[1:]) is not Verdict.ERROR:
                return True
    return False


def _other_sides(figure: Quantity, pairs: Sequence[Pair]) -> Iterable[Fraction]:
    for pair in pairs:
        for one, other in (pair, pair[::-1]):
            if round_half_up(one, figure.step) == figure.value:
                yield other


def _fen(value: Decimal | None, measure: str) -> Fraction:
    return Fraction(value or 0) * MEASURES[measure]

"""How a claim is written down: the sentence, the figure to mark, the computation, the proposed wording."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from final_accounts.audit.book import Book
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.clauses import Statement, Told
from final_accounts.audit.envelope import Again
from final_accounts.audit.numbers import shown
from final_accounts.model.document import Spot
from final_accounts.model.finding import Severity, Verdict


def claim(
    told: Told,
    statement: Statement,
    family: str,
    verdict: Verdict,
    *,
    formula: str = "",
    inputs: Sequence[Operand] = (),
    right: Fraction | None = None,
    explanation: str = "",
    rounding: str = "",
    wrong: str = "",
    severity: Severity = Severity.BLOCKING,
    proposed: str = "",
    again: Again | None = None,
) -> Claim:
    """A claim about one statement. ``right`` is shown with the printed figure's own decimals."""
    quantity = statement.quantity
    sentence = told.sentence_at(statement.token.start)
    recomputed = "" if right is None else shown(right, quantity.kind, quantity.step, quantity.measure)
    mark = told.passage.printed(statement.token.start, statement.token.end)
    if not proposed and recomputed and verdict is Verdict.ERROR:
        proposed = corrected(told, statement, recomputed)
    return Claim(
        spot=told.spot(statement),
        text=sentence,
        kind=Book.kind(statement),
        family=family,
        stated=(quantity.printed,),
        verdict=verdict,
        formula=formula,
        inputs=tuple(inputs),
        recomputed=recomputed,
        explanation=explanation,
        rounding=rounding,
        wrong=wrong,
        mark=mark,
        proposed=proposed,
        severity=severity,
        spots=tuple(dict.fromkeys(o.spot for o in inputs)),
        printed=quantity,
        again=again,
    )


def corrected(told: Told, statement: Statement, right: str) -> str:
    """The clause around the figure with the right figure in its place."""
    text = told.passage.text
    start = max(text.rfind(sign, 0, statement.token.start) for sign in "，；。：") + 1
    end = min((place for sign in "，；。" if (place := text.find(sign, statement.token.end)) >= 0), default=len(text))
    return text[start : statement.token.start] + right + text[statement.token.end : end]


def not_checkable(told: Told, statement: Statement, family: str, reason: str) -> Claim:
    """A figure that cannot be checked, and why."""
    return claim(told, statement, family, Verdict.NOT_CHECKABLE, explanation=reason)


def finding(
    spot: Spot,
    text: str,
    family: str,
    why: str,
    *,
    stated: str = "",
    severity: Severity = Severity.EXPLAIN,
    spots: Sequence[Spot] = (),
    proposed: str = "",
    right: str = "",
    formula: str = "",
    kind: str = "",
) -> Claim:
    """A finding that is no computation. Its ``kind`` is that of its place unless the check knows a better one."""
    return Claim(
        spot=spot,
        text=text,
        kind=kind,
        family=family,
        stated=(stated,) if stated else (),
        verdict=Verdict.ERROR,
        explanation=why,
        mark=stated,
        severity=severity,
        spots=tuple(spots),
        proposed=proposed,
        recomputed=right,
        formula=formula,
    )


def finding_in(
    told: Told,
    start: int,
    end: int,
    family: str,
    why: str,
    *,
    severity: Severity = Severity.EXPLAIN,
    spots: Sequence[Spot] = (),
    proposed: str = "",
    right: str = "",
    formula: str = "",
    kind: str = "",
) -> Claim:
    """A finding that marks a stretch of a passage, as characters from ``start`` to ``end``."""
    return finding(
        told.passage.spot(start),
        told.sentence_at(start),
        family,
        why,
        stated=told.passage.printed(start, end),
        severity=severity,
        spots=spots,
        proposed=proposed,
        right=right,
        formula=formula,
        kind=kind,
    )

"""How a claim about a figure of a form is written down."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.envelope import Range, judge
from final_accounts.audit.numbers import shown
from final_accounts.audit.wrong import of_copy
from final_accounts.model.finding import Severity, Verdict


def of_form(
    stated: Operand,
    family: str,
    verdict: Verdict,
    *,
    formula: str = "",
    inputs: Sequence[Operand] = (),
    right: Fraction | None = None,
    rounding: str = "",
    explanation: str = "",
    wrong: str = "",
    severity: Severity = Severity.BLOCKING,
    step: Fraction | None = None,
) -> Claim:
    """A claim about a figure of a form; ``step`` shows the right value finer or coarser than the printed one."""
    quantity = stated.quantity
    step = quantity.step if step is None else step
    recomputed = "" if right is None else shown(right, quantity.kind, step, quantity.measure)
    proposed = f"{stated.name}改为 {recomputed}" if recomputed and verdict is Verdict.ERROR else ""
    return Claim(
        spot=stated.spot,
        text=f"{stated.name} {quantity.printed}",
        kind="K15",
        family=family,
        stated=(quantity.printed,),
        verdict=verdict,
        formula=formula,
        inputs=tuple(inputs),
        recomputed=recomputed,
        rounding=rounding,
        explanation=explanation,
        wrong=wrong,
        mark=quantity.printed,
        proposed=proposed,
        severity=severity,
        spots=tuple(dict.fromkeys(o.spot for o in inputs)),
    )


def judged(
    stated: Operand,
    family: str,
    shape: str,
    inputs: Sequence[Operand],
    *,
    values: Range,
    others: Sequence[Operand] = (),
) -> Claim:
    """A computed figure against what the form prints; ``others`` are figures it may have been copied from."""
    central = values[0]
    verdict, rounding = judge(stated.quantity, *values)
    right = shown(central, stated.quantity.kind, stated.quantity.step, stated.quantity.measure)
    wrong = of_copy(stated.quantity, central, others) if verdict is Verdict.ERROR else ""
    why = f"{stated.quantity.printed} 应为 {right}" if verdict is Verdict.ERROR else ""
    return of_form(
        stated,
        family,
        verdict,
        formula=f"{shape} = {right}",
        inputs=inputs,
        right=central,
        rounding=rounding,
        explanation=why + (f"；{wrong}" if wrong else ""),
        wrong=wrong,
    )

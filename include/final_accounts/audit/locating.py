"""Which cell is wrong: one wrong cell breaks several equations, and its single change clears them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from final_accounts.audit.cells import Facts
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.envelope import total as judge_total
from final_accounts.audit.equations import Equation, equations
from final_accounts.audit.lexicon import Lexicon
from final_accounts.audit.numbers import Kind, Quantity, shown
from final_accounts.model.finding import Verdict


@dataclass(frozen=True, slots=True)
class Failed:
    """An equation that does not hold, with its cells and by how much ``of`` exceeds the rest."""

    equation: Equation
    cells: dict[str, Operand]
    excess: Fraction


def check_tables(facts: Facts, lexicon: Lexicon) -> Iterator[Claim]:
    """One claim for each equation that holds, one finding for each cell that breaks some."""
    failed: list[Failed] = []
    sound: Counter[str] = Counter()
    for equation in dict.fromkeys(equations(facts, lexicon)):
        cells = {k: c for k in equation.keys if (c := facts.zero(k)) is not None}
        if equation.of not in cells or not any(k in facts.by_key for k in equation.keys):
            continue
        of = cells[equation.of]
        plus = [cells[k] for k in equation.parts if k in cells]
        minus = [cells[k] for k in equation.less if k in cells]
        verdict, rounding = judge_total(_plus(of, minus), [c.quantity for c in plus])
        if verdict is Verdict.ERROR:
            excess = of.quantity.value + _sum(minus) - _sum(plus)
            failed.append(Failed(equation, cells, excess))
            continue
        sound.update(k for k in equation.keys if k in facts.by_key)
        if any(k in facts.by_key for k in equation.keys if k != equation.of):
            yield _claim(equation, of, plus, verdict, rounding)
    yield from _located(failed, sound)


def _sum(operands: Sequence[Operand]) -> Fraction:
    return sum((o.quantity.value for o in operands), Fraction(0))


def _plus(of: Operand, minus: Sequence[Operand]) -> Quantity:
    """The left side with what is taken off on the right brought over."""
    step = of.quantity.step + sum((o.quantity.step for o in minus), Fraction(0))
    return replace(of.quantity, value=of.quantity.value + _sum(minus), step=step)


def _claim(equation: Equation, of: Operand, plus: Sequence[Operand], verdict: Verdict, rounding: str) -> Claim:
    text = f"{of.name} {of.quantity.printed}"
    return Claim(
        spot=of.spot,
        text=text,
        kind="",
        family="table",
        stated=(of.quantity.printed,),
        verdict=verdict,
        formula=equation.says,
        inputs=tuple(plus),
        rounding=rounding,
        mark=of.quantity.printed,
    )


def _located(failed: list[Failed], sound: Counter[str]) -> Iterator[Claim]:
    """The cell whose single change clears the most failed equations and disturbs the fewest sound ones, and so on."""
    left = list(failed)
    while left:
        votes: Counter[tuple[str, Fraction]] = Counter()
        for each in left:
            for key in each.equation.keys:
                if key in each.cells:
                    delta = each.excess if key in each.equation.parts else -each.excess
                    votes[key, delta] += 1
        ranked = sorted(
            votes,
            key=lambda kd: (-votes[kd], sound[kd[0]], kd[0] not in {e.equation.of for e in left}, kd[0]),
        )
        key, delta = ranked[0]
        cleared = [e for e in left if _clears(e, key, delta)]
        rivals = [k for k, d in ranked[1:4] if votes[k, d] == votes[key, delta] and sound[k] == sound[key]]
        yield _finding(cleared, key, delta, rivals)
        left = [e for e in left if e not in cleared]


def _clears(each: Failed, key: str, delta: Fraction) -> bool:
    if key not in each.cells:
        return False
    return delta == (each.excess if key in each.equation.parts else -each.excess)


def _finding(cleared: Sequence[Failed], key: str, delta: Fraction, rivals: Sequence[str]) -> Claim:
    first = cleared[0]
    cell = first.cells[key]
    measure = cell.quantity.measure
    right = shown(cell.quantity.value + delta, Kind.AMOUNT, cell.quantity.step, measure)
    gap = shown(abs(first.excess), Kind.AMOUNT, cell.quantity.step, measure)
    told = "；".join(dict.fromkeys(_told(e) for e in cleared[:3]))
    also = "、".join(dict.fromkeys(first.cells[k].name for k in rivals if k in first.cells))
    why = f"{len(cleared)} 个等式不成立，差 {gap}：{told}"
    if also:
        why += f"。也可能错在{also}"
    spots = [o.spot for e in cleared for k, o in e.cells.items() if k != key and o.quantity.value]
    return Claim(
        spot=cell.spot,
        text=f"{cell.name} {cell.quantity.printed}",
        kind="",
        family="table",
        stated=(cell.quantity.printed,),
        verdict=Verdict.ERROR,
        formula=told,
        recomputed=right,
        explanation=why,
        mark=cell.quantity.printed,
        proposed=f"{cell.name}改为 {right}" if not also else "",
        spots=tuple(dict.fromkeys(spots)),
        inputs=tuple(o for k, o in first.cells.items() if k != key and o.quantity.value),
        printed=cell.quantity,
    )


def _told(each: Failed) -> str:
    of = each.cells[each.equation.of]
    parts = [each.cells[k] for k in each.equation.parts if k in each.cells and each.cells[k].quantity.value]
    text = "＋".join(o.quantity.printed for o in parts) or "0"
    return f"{each.equation.says}：{of.name} {of.quantity.printed}，另一边 {text}"

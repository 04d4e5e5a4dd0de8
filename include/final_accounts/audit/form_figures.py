"""Figures of forms: inside the form, against the tables, against the sentences that repeat them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from final_accounts.audit.book import Book
from final_accounts.audit.cells import points
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.envelope import HUNDRED, corners, equal, share, total
from final_accounts.audit.form_claims import judged, of_form
from final_accounts.audit.form_texts import scores_told, summaries, unspent
from final_accounts.audit.forms import Form
from final_accounts.audit.goal_figures import goal_figures
from final_accounts.audit.goal_pairs import goal_pairs
from final_accounts.audit.numbers import Kind, shown
from final_accounts.audit.report_forms import report_forms
from final_accounts.audit.report_goals import report_goals
from final_accounts.audit.text import normalised
from final_accounts.model.finding import Verdict


def check_form_figures(book: Book, forms: Sequence[Form]) -> Iterator[Claim]:
    """Every relation between the figures of forms, tables and text."""
    for form in forms:
        yield from _ratio(form, "rate", "executed", "budget", "rate")
        yield from _scores(form)
        if form.kind in ("goals_whole", "goals_project"):
            yield from goal_figures(book, form)
        if form.whole:
            yield from _against_tables(book, form)
        yield from scores_told(book, form, forms)
    projects = [f for f in forms if f.kind == "project"]
    yield from summaries(book, projects)
    yield from unspent(book, forms)
    yield from goal_pairs(book, forms)
    yield from report_forms(book, forms)
    yield from report_goals(book, forms)


def _ratio(form: Form, key: str, part: str, whole: str, family: str) -> Iterator[Claim]:
    stated, a, b = (form.figures.get(k) for k in (key, part, whole))
    if stated is None or a is None or b is None:
        return
    central, low, high = corners(share, (a.quantity, b.quantity))
    shape = f"{a.quantity.printed}÷{b.quantity.printed}"
    if central is None:
        if stated.quantity.value:
            yield of_form(
                stated, "zero-base", Verdict.ERROR, formula=shape, inputs=(a, b), explanation="分母为零，没有比率"
            )
        return
    yield judged(stated, family, shape, (a, b), values=(central, low, high))


def _scores(form: Form) -> Iterator[Claim]:
    """Points × rate for the execution and the overall goal; the total is the sum of everything scored."""
    for name, rate, block in (
        ("execution_score", "rate", "execution"),
        ("overall_score", "overall_actual", "overall"),
    ):
        stated, percent, full = form.figures.get(name), form.figures.get(rate), form.points.get(block)
        if stated is None or percent is None or full is None:
            continue
        value = min(percent.quantity.value, HUNDRED)
        typed = rate == "overall_actual"  # an estimate is what it says, a rate is known to half its step
        slack = Fraction(0) if typed else full.quantity.value * percent.quantity.step / 200
        central = full.quantity.value * value / 100
        shape = f"{full.quantity.printed}×{percent.quantity.printed}"
        yield judged(stated, "score", shape, (percent,), values=(central, central - slack, central + slack))
    declared = form.figures.get("self_score")
    cells = [line.score for line in form.lines if line.score is not None]
    if declared is None or not cells or form.kind.startswith("goals"):
        return
    scored = [q for c in cells if (q := points(normalised(c.text))) is not None]
    parts = [form.figures[k] for k in ("execution_score", "overall_score") if k in form.figures]
    missing = [b for b in ("execution", "overall") if b in form.points and f"{b}_score" not in form.figures]
    known = sum((q.value for q in scored), Fraction(0)) + sum((p.quantity.value for p in parts), Fraction(0))
    if missing == ["execution"] and (share_done := form.figures.get("rate")) is not None:
        known += form.points["execution"].quantity.value * min(share_done.quantity.value, HUNDRED) / 100
    elif missing:
        return
    gap = abs(known - declared.quantity.value)
    verdict = Verdict.OK if gap <= declared.quantity.step / 2 else Verdict.ERROR
    right = shown(known, Kind.POINTS, declared.quantity.step)
    found = of_form(
        declared,
        "total",
        verdict,
        formula=f"各项得分之和 = {right}",
        right=known,
        inputs=parts,
        explanation=f"各项得分之和为 {right}" if verdict is Verdict.ERROR else "",
    )
    if verdict is Verdict.ERROR:  # the sum or any of its parts may be the wrong one
        found = replace(found, spots=tuple(dict.fromkeys((*found.spots, *(cell.spot for cell in cells)))))
    yield found


_CELLS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "executed": (("T3 total total",), ("T4 line:本年支出合计 total",)),
    "basic_total": (("T3 total basic",), ("T5 total basic",)),
    "project_total": (("T3 total project",), ("T5 total project",)),
    "total/executed": (("T4 line:本年支出合计 total",),),
    "basic/executed": (("T5 total basic",), ("T5 total basic", "T8 total basic")),
    "project/executed": (("T5 total project",), ("T5 total project", "T8 total project")),
    "structure/total/executed": (("T4 line:本年支出合计 total",),),
    "structure/general/executed": (("T5 total total",),),
    "structure/fund/executed": (("T8 total total",),),
}
"""Cells a figure of a whole-unit form can repeat: any one, or the sum of several funds."""


def _against_tables(book: Book, form: Form) -> Iterator[Claim]:
    """What a whole-unit form repeats of the accounts; any cell it can mean will do."""
    for name, choices in _CELLS.items():
        stated = form.figures.get(name)
        known = [[o for c in cells if (o := book.table_cell(c) or book.text(c)) is not None] for cells in choices]
        sums = [operands for operands, cells in zip(known, choices, strict=True) if len(operands) == len(cells)]
        if stated is None or not sums:
            continue
        results = [(_equals(stated, operands), operands) for operands in sums]
        (verdict, rounding), other = next((r for r in results if r[0][0] is not Verdict.ERROR), results[0])
        told = "＋".join(f"{o.name} {o.quantity.printed}" for o in other)
        why = (
            "" if verdict is not Verdict.ERROR else f"{other[0].name}为 {other[0].quantity.printed}（{other[0].spot}）"
        )
        yield of_form(
            stated,
            "form",
            verdict,
            formula=told,
            inputs=other,
            right=sum((o.quantity.value for o in other), Fraction(0)),
            rounding=rounding,
            explanation=why,
            step=max(o.quantity.step for o in (stated, *other)),
        )


def _equals(stated: Operand, operands: Sequence[Operand]) -> tuple[Verdict, str]:
    if len(operands) == 1:
        return equal(stated.quantity, operands[0].quantity)
    return total(stated.quantity, [o.quantity for o in operands])

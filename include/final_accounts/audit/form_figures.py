"""Figures of forms: inside the form, against the tables, against the sentences that repeat them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from final_accounts.audit.book import Book
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.clauses import Role
from final_accounts.audit.envelope import HUNDRED, corners, equal, judge, moved, share, total
from final_accounts.audit.forms import Form
from final_accounts.audit.numbers import Kind, shown
from final_accounts.audit.wrong import of_copy
from final_accounts.model.finding import Severity, Verdict

_FUNDS = ("general", "fund", "capital", "social")


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


def check_form_figures(book: Book, forms: Sequence[Form]) -> Iterator[Claim]:
    """Every relation between the figures of forms, tables and text."""
    for form in forms:
        yield from _ratio(form, "rate", "executed", "budget", "rate")
        yield from _scores(form)
        if form.kind in ("goals_whole", "goals_project"):
            yield from _goals(book, form)
        if form.whole:
            yield from _against_tables(book, form)
        yield from _against_text(book, form, forms)
    yield from _summaries(book, [f for f in forms if f.kind == "project"])


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
    yield _judged(stated, family, shape, (a, b), central, low, high)


def _judged(
    stated: Operand,
    family: str,
    shape: str,
    inputs: Sequence[Operand],
    central: Fraction,
    low: Fraction,
    high: Fraction,
    others: Sequence[Operand] = (),
) -> Claim:
    verdict, rounding = judge(stated.quantity, central, low, high)
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


def _scores(form: Form) -> Iterator[Claim]:
    """Points × rate for the execution and the overall goal; the total is the sum of everything scored."""
    for score, rate, block in (
        ("execution_score", "rate", "execution"),
        ("overall_score", "overall_actual", "overall"),
    ):
        stated, percent, full = form.figures.get(score), form.figures.get(rate), form.points.get(block)
        if stated is None or percent is None or full is None:
            continue
        value = min(percent.quantity.value, HUNDRED)
        typed = rate == "overall_actual"  # an estimate is what it says, a rate is known to half its step
        slack = Fraction(0) if typed else full.quantity.value * percent.quantity.step / 200
        central = full.quantity.value * value / 100
        shape = f"{full.quantity.printed}×{percent.quantity.printed}"
        yield _judged(stated, "score", shape, (percent,), central, central - slack, central + slack)
    declared = form.figures.get("self_score")
    cells = [line.score for line in form.lines if line.score is not None]
    if declared is None or not cells or form.kind.startswith("goals"):
        return
    values = [Fraction(c.text.strip().strip("分").strip() or "0") for c in cells]
    parts = [form.figures[k] for k in ("execution_score", "overall_score") if k in form.figures]
    missing = [b for b in ("execution", "overall") if b in form.points and f"{b}_score" not in form.figures]
    known = sum(values, Fraction(0)) + sum((p.quantity.value for p in parts), Fraction(0))
    if missing == ["execution"] and (rate := form.figures.get("rate")) is not None:
        known += form.points["execution"].quantity.value * min(rate.quantity.value, HUNDRED) / 100
    elif missing:
        return
    gap = abs(known - declared.quantity.value)
    verdict = Verdict.OK if gap <= declared.quantity.step / 2 else Verdict.ERROR
    right = shown(known, Kind.POINTS, declared.quantity.step)
    yield of_form(
        declared,
        "total",
        verdict,
        formula=f"各项得分之和 = {right}",
        right=known,
        inputs=parts,
        explanation=f"各项得分之和为 {right}" if verdict is Verdict.ERROR else "",
    )


def _goals(book: Book, form: Form) -> Iterator[Claim]:
    """Rows and funds of the execution block of a goal sheet."""
    figures = form.figures
    for row in ("total", "basic", "project", "appropriation", "other", *(f"structure/{f}" for f in ("total", *_FUNDS))):
        budget, executed, carry = (figures.get(f"{row}/{c}") for c in ("budget", "executed", "carry"))
        if carry is None or budget is None or executed is None:
            continue
        verdict, rounding = total(budget.quantity, (executed.quantity, carry.quantity))
        right = budget.quantity.value - executed.quantity.value
        yield of_form(
            carry,
            "balance",
            verdict,
            formula=f"{budget.quantity.printed}－{executed.quantity.printed}",
            inputs=(budget, executed),
            right=right,
            rounding=rounding,
            step=min(q.quantity.step for q in (budget, executed, carry)),
            explanation="预算额减执行额不等于当年结转结余额，三个数口径不一" if verdict is Verdict.ERROR else "",
        )
        rate = figures.get(f"{row}/carry_rate")
        if rate is not None and budget.quantity.value:
            central, low, high = corners(share, (carry.quantity, budget.quantity))
            others = [
                f
                for k, f in figures.items()
                if k.endswith("carry_rate") and f is not rate and not k.endswith("/total/carry_rate")
            ]
            if central is not None:
                shape = f"{carry.quantity.printed}÷{budget.quantity.printed}"
                yield _judged(rate, "rate", shape, (carry, budget), central, low, high, others)
        yield from _change(book, form, row, carry)
    yield from _sums(form)


def _change(book: Book, form: Form, row: str, carry: Operand) -> Iterator[Claim]:
    """Change of the carry-over against last year's, where the text tells it; what is impossible where it does not."""
    rate = form.figures.get(f"{row}/carry_change")
    if rate is None or not form.whole:
        return
    if rate.quantity.value == -HUNDRED and carry.quantity.value > 0:
        why = f"本年结转 {carry.quantity.printed} 不为零，不可能下降 100%；上年为零时没有变动率"
        yield of_form(rate, "zero-base", Verdict.ERROR, inputs=(carry,), explanation=why)
        return
    before = _prior(book, row)
    limit = book.text("CARRY line:上年末结转和结余 total")
    others = [f for k, f in form.figures.items() if k.endswith("carry_change") and f is not rate]
    if before is not None:
        central, low, high = corners(moved, (carry.quantity, before.quantity))
        if central is not None:
            shape = f"（{carry.quantity.printed}－{before.quantity.printed}）÷{before.quantity.printed}"
            yield _judged(rate, "rate", shape, (carry, before), central, low, high, others)
    elif limit is not None and carry.quantity.value:
        least = moved(carry.quantity.value, limit.quantity.value)
        if least is not None and rate.quantity.value < least - rate.quantity.step:
            wrong = HUNDRED * (carry.quantity.value - limit.quantity.value) / carry.quantity.value
            base = f"；以本年数为分母：（{carry.quantity.printed}－{limit.quantity.printed}）÷{carry.quantity.printed}"
            same = abs(wrong - rate.quantity.value) <= rate.quantity.step
            shape = f"（{carry.quantity.printed}－{limit.quantity.printed}）÷{limit.quantity.printed}"
            right = shown(least, Kind.PERCENT, rate.quantity.step)
            yield of_form(
                rate,
                "rate",
                Verdict.ERROR,
                formula=f"{shape} = {right}",
                inputs=(carry, limit),
                right=least,
                explanation=f"上年全部结转只有 {limit.quantity.printed}，变动率不会低于 {right}"
                + (base if same else ""),
                wrong=base.lstrip("；") if same else "",
            )


def _prior(book: Book, row: str) -> Operand | None:
    """Last year's carry-over of a row: the total, or the items of the list below it."""
    if row in ("total", "structure/total"):
        return book.text("CARRY line:上年末结转和结余 total")
    words = {"basic": "基本支出", "project": "项目支出"}
    if row not in words:
        return None
    for told in book.told:
        for index, parent in enumerate(told.statements):
            if parent.key == "CARRY line:上年末结转和结余 total":
                for each in told.statements:
                    if each.parent == index and each.label.startswith(words[row]):
                        return book.operand(told, each, f"上年末{words[row]}结转")
    return None


def _sums(form: Form) -> Iterator[Claim]:
    for column in ("budget", "executed", "carry"):
        whole = form.figures.get(f"structure/total/{column}")
        funds = [f for k in _FUNDS if (f := form.figures.get(f"structure/{k}/{column}")) is not None]
        for stated, parts in ((whole, funds), (form.figures.get(f"total/{column}"), _parts(form, column))):
            if stated is None or not parts:
                continue
            verdict, rounding = total(stated.quantity, [p.quantity for p in parts])
            right = sum((p.quantity.value for p in parts), Fraction(0))
            yield of_form(
                stated,
                "sum",
                verdict,
                formula="＋".join(p.quantity.printed for p in parts),
                inputs=parts,
                right=right,
                rounding=rounding,
                explanation="合计与各项之和不符" if verdict is Verdict.ERROR else "",
            )


def _parts(form: Form, column: str) -> list[Operand]:
    for keys in (("basic", "project"), ("appropriation", "other")):
        found = [f for k in keys if (f := form.figures.get(f"{k}/{column}")) is not None]
        if found:
            return found
    return []


_CELLS = {
    "executed": ("T3 total total", "T4 line:本年支出合计 total"),
    "basic_total": ("T3 total basic", "T5 total basic"),
    "project_total": ("T3 total project", "T5 total project"),
    "total/executed": ("T4 line:本年支出合计 total",),
    "basic/executed": ("T5 total basic",),
    "project/executed": ("T5 total project",),
    "structure/total/executed": ("T4 line:本年支出合计 total",),
    "structure/general/executed": ("T5 total total",),
    "structure/fund/executed": ("T8 total total",),
}


def _against_tables(book: Book, form: Form) -> Iterator[Claim]:
    """What a whole-unit form repeats of the accounts; any cell it can mean will do."""
    for key, cells in _CELLS.items():
        stated = form.figures.get(key)
        known = [o for c in cells if (o := book.table_cell(c) or book.text(c)) is not None]
        if stated is None or not known:
            continue
        results = [(equal(stated.quantity, o.quantity), o) for o in known]
        (verdict, rounding), other = next((r for r in results if r[0][0] is not Verdict.ERROR), results[0])
        why = "" if verdict is not Verdict.ERROR else f"{other.name}为 {other.quantity.printed}（{other.spot}）"
        yield of_form(
            stated,
            "form",
            verdict,
            formula=f"{other.name} {other.quantity.printed}",
            inputs=(other,),
            right=other.quantity.value,
            rounding=rounding,
            explanation=why,
            step=max(stated.quantity.step, other.quantity.step),
        )


def _against_text(book: Book, form: Form, forms: Sequence[Form]) -> Iterator[Claim]:
    """Scores and executions that sentences repeat: 自评得分, 全年预算数, 执行数."""
    score = form.figures.get("self_score")
    if score is None:
        return
    for told in book.told:
        for statement in told.statements:
            if statement.token.kind is not Kind.POINTS or not re.search("自评(?:得)?分|绩效自评分", statement.lead):
                continue
            if not _speaks_of(told.index, statement.lead, form, book, forms):
                continue
            verdict, rounding = equal(statement.quantity, score.quantity)
            stated = Operand("自评得分", statement.quantity, told.spot(statement))
            why = "" if verdict is not Verdict.ERROR else f"{form.label}为 {score.quantity.printed}（{score.spot}）"
            yield of_form(
                stated,
                "tie",
                verdict,
                formula=f"{score.name} {score.quantity.printed}",
                inputs=(score,),
                right=score.quantity.value,
                rounding=rounding,
                explanation=why,
            )


def _speaks_of(index: int, lead: str, form: Form, book: Book, forms: Sequence[Form]) -> bool:
    """Whether a sentence that prints a score means this form.

    A project it names, the whole unit where it says 整体, and in a report the next sheet below.
    """
    told = book.told[index]
    spot = told.passage.lines[0].spot
    named = [f for f in forms if len(f.title) > 3 and _bare(f.title) in told.passage.text]  # noqa: PLR2004 - a real name
    if named:
        return form.title in {f.title for f in named}
    if told.placed.part != "annex":
        return form.whole and "整体" in lead + told.passage.text[:60]
    sheets = [f for f in forms if f.kind.startswith("sheet") and _place(f) > (spot.page, spot.line)]
    if form.kind.startswith("sheet"):
        return bool(sheets) and min(sheets, key=_place) is form
    return form.whole and "整体" in lead


def _place(form: Form) -> tuple[int, int]:
    return form.spot.page, form.spot.line


_SUMMARY = re.compile(r"^(?:（[0-9]+）|[0-9]+[.、])?(?P<name>[^，。：]{3,40}?)绩效自评综述：")


def _summaries(book: Book, projects: Sequence[Form]) -> Iterator[Claim]:
    """(1) 某项目绩效自评综述：全年预算数…执行数…: name, budget and execution against the project's own form."""
    left = list(projects)
    for told in book.told:
        found = _SUMMARY.match(told.passage.text)
        if found is None or not left:
            continue
        form = max(left, key=lambda f: _likeness(f.title, found["name"]))
        if _likeness(form.title, found["name"]) < 3:  # noqa: PLR2004 - no common name
            continue
        left.remove(form)
        if _bare(form.title) != _bare(found["name"]):
            spot = told.passage.spot(found.start("name"))
            yield Claim(
                spot=spot,
                text=told.sentence_at(0),
                kind="K15",
                family="name",
                stated=(found["name"],),
                verdict=Verdict.ERROR,
                explanation=f"项目自评表的项目名称为“{form.title}”（{form.spot}）",
                mark=found["name"],
                proposed=form.title,
                severity=Severity.NOTICE,
                spots=(form.spot,),
                recomputed=form.title,
            )
        for role, key in ((Role.BUDGET, "budget"), (Role.FINAL, "executed")):
            statement = next((s for s in told.statements if s.role is role), None)
            known = form.figures.get(key)
            if statement is None or known is None:
                continue
            verdict, rounding = equal(statement.quantity, known.quantity)
            stated = book.operand(told, statement)
            why = f"{known.name}为 {known.quantity.printed}（{known.spot}）" if verdict is Verdict.ERROR else ""
            yield of_form(
                stated,
                "tie",
                verdict,
                formula=f"{known.name} {known.quantity.printed}",
                inputs=(known,),
                right=known.quantity.value,
                rounding=rounding,
                explanation=why,
            )


def _bare(name: str) -> str:
    return re.sub(r"(?:项目)?(?:经费|支出|资金)?$", "", name)


def _likeness(one: str, other: str) -> int:
    """Length of the common beginning."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))

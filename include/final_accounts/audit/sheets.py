"""Scoring sheets: weights against rules and blocks, scores against rates, what the basis says against the score."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from final_accounts.audit.book import Book
from final_accounts.audit.cells import percent, points
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.envelope import HUNDRED, corners, equal, judge, share
from final_accounts.audit.form_claims import of_form
from final_accounts.audit.forms import Cell, Form, Line
from final_accounts.audit.numbers import Kind, shown
from final_accounts.audit.sheet_sums import sheet_sums
from final_accounts.audit.text import normalised
from final_accounts.audit.writing import finding
from final_accounts.model.finding import Severity, Verdict

_GIVES: Final = re.compile(r"(?<!各)(?:计|得)(?P<points>[0-9]+(?:\.[0-9]+)?)分")
_EACH: Final = re.compile(r"1-+4季度各(?:得|计)(?P<points>[0-9]+(?:\.[0-9]+)?)分")
_PERCENT: Final = re.compile(r"(?P<rate>[0-9]+(?:\.[0-9]+)?%)")
_BY_RATE: Final = re.compile(r"满意率计算得分|得分=[^。；]*率\*")
_DEDUCTED: Final = re.compile(
    r"(?P<name>[^，。；、0-9]{2,24}?)”?(?P<weight>[0-9]+(?:\.[0-9]+)?)分，扣分(?P<off>[0-9]+(?:\.[0-9]+)?)分[，,]得分(?P<score>[0-9]+(?:\.[0-9]+)?)分"
)
_STANDARD: Final = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,12}率)[^。]*。考核标准为[^，。]*计(?P<points>[0-9]+(?:\.[0-9]+)?)分"
)


def check_sheets(book: Book, forms: Sequence[Form]) -> Iterator[Claim]:
    """Everything about scoring sheets that needs no rubric of the catalog."""
    sheets = [f for f in forms if f.kind.startswith("sheet")]
    for form in sheets:
        yield from _blocks(form)
        yield from sheet_sums(form)
        for line in form.lines:
            yield from _line(book, form, line)
    for form in sheets:
        if form.whole:
            yield from _deductions(book, form)


def _number(cell: Cell | None) -> Operand | None:
    if cell is None:
        return None
    quantity = points(normalised(cell.text))
    return None if quantity is None else Operand("", quantity, cell.spot)


def _blocks(form: Form) -> Iterator[Claim]:
    """Weights of the indicators must add up to their block's points."""
    for name, quantity, spot in form.nodes:
        inside = [ln for ln in form.lines if name in (ln.level1, ln.level2)]
        weights = [w for ln in inside if (w := _number(ln.weight)) is not None]
        if not weights:
            continue
        total = sum((w.quantity.value for w in weights), Fraction(0))
        stated = Operand(f"{form.label}“{name}”分值", quantity, spot)
        verdict = Verdict.OK if total == quantity.value else Verdict.ERROR
        yield of_form(
            stated,
            "weight",
            verdict,
            formula="＋".join(w.quantity.printed for w in weights),
            right=total,
            explanation="各指标分值之和不等于板块分值" if verdict is Verdict.ERROR else "",
        )


def _line(book: Book, form: Form, line: Line) -> Iterator[Claim]:
    weight, score = _number(line.weight), _number(line.score)
    if weight is None or score is None:
        return
    text = f"{form.label}“{line.name}”（{weight.quantity.printed}分）得分 {score.quantity.printed}"
    rule = "".join(normalised(c.text) for c in line.rule)
    basis = normalised(line.basis.text) if line.basis else ""
    if score.quantity.value > weight.quantity.value:
        yield finding(
            score.spot, text, "score", "得分超过分值", stated=score.quantity.printed, severity=Severity.BLOCKING
        )
    yield from _rule(line, weight, rule, text)
    if _BY_RATE.search(rule) and (rate := _PERCENT.search(basis)):
        yield from _by_rate(form, line, weight, score, rate["rate"])
    if book.lexicon.positive["not_involved"].match(basis) and score.quantity.value == weight.quantity.value:
        where = line.basis.spot if line.basis else line.spot
        yield finding(where, text, "not-involved", f"依据写“{basis}”，却得满分", stated=basis, spots=(score.spot,))
    elif form.whole and not re.search("[0-9]", basis) and score.quantity.value and re.search(r"率\*", rule):
        where = line.basis.spot if line.basis else line.spot
        why = "按比率计分的指标没有写出比率，得分不能复算"
        yield finding(where, text, "score", why, stated=basis, spots=(line.spot, score.spot))
    yield from _basis(book, form, line, basis, text)


def _rule(line: Line, weight: Operand, rule: str, text: str) -> Iterator[Claim]:
    """The most a printed rule gives must be the weight; the items of a checklist must add up to it."""
    given = [Fraction(m["points"]) for m in _GIVES.finditer(rule)]
    each = _EACH.search(rule)
    listed = [Fraction(p) for p in re.findall(r"（([0-9]+(?:\.[0-9]+)?)分）", "".join(t for t in _circled(rule)))]
    full: set[Fraction] = set()
    if each:
        full.add(4 * Fraction(each["points"]))
    if given:
        full |= {max(given), sum(given, Fraction(0))}
    if listed:
        full.add(sum(listed, Fraction(0)))
    if not full or weight.quantity.value in full:
        return
    most = max(full)
    shape = shown(most, Kind.POINTS, Fraction(1) if most.denominator == 1 else Fraction(1, 10))
    where = next((c.spot for c in line.rule if _GIVES.search(normalised(c.text)) or "①" in c.text), line.spot)
    yield finding(
        where,
        f"{text}；标准：{rule[:60]}",
        "weight",
        f"评分标准最多给 {shape}，分值却是 {weight.quantity.printed}分",
        stated=shape,
        severity=Severity.NOTICE,
        spots=(line.spot,),
        right=f"{weight.quantity.printed}分",
    )


def _circled(rule: str) -> list[str]:
    return re.findall(r"[①-⑳][^①-⑳]*?（[0-9.]+分）", rule)


def _by_rate(form: Form, line: Line, weight: Operand, score: Operand, rate: str) -> Iterator[Claim]:
    quantity = percent(rate)
    if quantity is None or line.basis is None:
        return
    central = weight.quantity.value * quantity.value / 100
    slack = weight.quantity.value * quantity.step / 200
    verdict, rounding = judge(score.quantity, central, central - slack, central + slack)
    stated = Operand(f"{form.label}“{line.name}”得分", score.quantity, score.spot)
    right = shown(central, Kind.POINTS, score.quantity.step)
    source = Operand("比率", quantity, line.basis.spot)
    yield of_form(
        stated,
        "score",
        verdict,
        formula=f"{weight.quantity.printed}×{rate} = {right}",
        inputs=(source,),
        right=central,
        rounding=rounding,
        explanation=f"应为 {right}" if verdict is Verdict.ERROR else "",
    )


def _basis(book: Book, form: Form, line: Line, basis: str, text: str) -> Iterator[Claim]:
    where = line.basis.spot if line.basis else line.spot
    year = re.search(r"(?P<year>20[0-9]{2})年(?:度)?(?:调查|服务对象|社会公众)?满意", basis) or re.search(
        r"(?P<year>20[0-9]{2})年(?:度)?(?:调查)", basis
    )
    if year and book.year and int(year["year"]) != book.year:
        yield finding(
            where,
            text + f"；依据：{basis}",
            "year",
            f"依据用了 {year['year']} 年的调查，评价年度是 {book.year} 年",
            stated=f"{year['year']}年",
            severity=Severity.BLOCKING,
            right=f"{book.year}年",
            proposed=basis.replace(year["year"], str(book.year)),
        )
    other = next(
        (
            ln.name
            for ln in form.lines
            if ln is not line and ln.name.endswith("率") and re.search(rf"{ln.name}为?[0-9]", basis)
        ),
        "",
    )
    if other and line.name not in basis and line.name.endswith("率"):
        yield finding(
            where,
            text + f"；依据：{basis}",
            "copied",
            f"依据写的是“{other}”，指标是“{line.name}”",
            stated=other,
            severity=Severity.NOTICE,
            right=line.name,
            proposed=basis.replace(other, line.name),
        )
    if line.name == "预算完成率":
        yield from _completed(book, form, line, basis)


def _completed(book: Book, form: Form, line: Line, basis: str) -> Iterator[Claim]:
    """The completed budget is what was spent, not the budget after adjustment."""
    spent = book.table_cell("T4 line:本年支出合计 total") or book.text("T4 line:本年支出合计 total")
    told = next((t for t in book.told if line.basis and t.passage.lines[0].spot == line.basis.spot), None)
    if spent is None or told is None:
        return
    amounts = [s for s in told.statements if s.token.kind is Kind.AMOUNT]
    rate = next((s for s in told.statements if s.token.kind is Kind.PERCENT and s.quantity.value > 1), None)
    if len(amounts) < 2 or rate is None or equal(amounts[0].quantity, spent.quantity)[0] is not Verdict.ERROR:
        return
    budget = book.operand(told, amounts[1], "年初预算数")
    central, _, _ = corners(share, (spent.quantity, budget.quantity))
    if central is None or equal(amounts[0].quantity, amounts[1].quantity)[0] is not Verdict.ERROR:
        return
    right = shown(central, Kind.PERCENT, rate.quantity.step)
    income = book.table_cell("T2 total appropriation") or book.text("T2 total appropriation")
    is_income = income is not None and equal(income.quantity, amounts[0].quantity)[0] is not Verdict.ERROR
    wrong = f"分子用了财政拨款收入 {amounts[0].quantity.printed}，不是支出" if is_income else ""
    weight, score = _number(line.weight), _number(line.score)
    if weight is not None and score is not None and central < HUNDRED:
        fair = weight.quantity.value * central / 100
        stated = Operand(f"{form.label}“{line.name}”得分", score.quantity, score.spot)
        if score.quantity.value > fair + Fraction(1, 200):
            points_text = shown(fair, Kind.POINTS, Fraction(1, 100))
            yield of_form(
                stated,
                "score",
                Verdict.ERROR,
                formula=f"{weight.quantity.printed}×{right} = {points_text}",
                right=fair,
                inputs=(spent, budget),
                explanation=f"预算完成率为 {right}，按比例应得 {points_text}",
                severity=Severity.EXPLAIN,
                step=Fraction(1, 100),
            )
    yield Claim(
        spot=told.spot(rate),
        text=f"{form.label}“{line.name}”依据：{basis}",
        kind="K15",
        family="rate",
        stated=(rate.quantity.printed,),
        verdict=Verdict.ERROR,
        formula=f"{spent.quantity.printed}÷{budget.quantity.printed} = {right}",
        inputs=(spent, budget),
        recomputed=right,
        explanation=f"预算完成数应为本年支出 {spent.quantity.printed}" + (f"；{wrong}" if wrong else ""),
        wrong=wrong,
        mark=rate.quantity.printed,
        proposed=f"预算完成率 {right}",
        spots=(spent.spot,),
    )


def _deductions(book: Book, form: Form) -> Iterator[Claim]:
    """The list of deductions in a report against the sheet; what it says a rule gives against the rule."""
    for told in book.told:
        text = told.passage.text
        for found in _DEDUCTED.finditer(text):
            line = _named(form, found["name"])
            if line is None:
                continue
            for name, cell, word in (("weight", line.weight, "分值"), ("score", line.score, "得分")):
                known = _number(cell)
                if known is not None and known.quantity.value != Fraction(found[name]):
                    why = f"计分表“{line.name}”{word}为 {known.quantity.printed}（{known.spot}）"
                    spot = told.passage.spot(found.start(name))
                    yield finding(
                        spot, text, "tie", why, stated=found[name], severity=Severity.BLOCKING, spots=(known.spot,)
                    )
            if Fraction(found["off"]) + Fraction(found["score"]) != Fraction(found["weight"]):
                why = f"扣分 {found['off']} 与得分 {found['score']} 之和不等于分值 {found['weight']}"
                spot = told.passage.spot(found.start("off"))
                yield finding(spot, text, "score", why, stated=found["off"], severity=Severity.BLOCKING)
        standard = _STANDARD.search(text)
        line = _named(form, standard["name"]) if standard else None
        if standard is None or line is None:
            continue
        rule = "".join(normalised(c.text) for c in line.rule)
        given = {Fraction(m["points"]) for m in _GIVES.finditer(rule)}
        if given and Fraction(standard["points"]) not in given:
            why = f"报告称按标准计 {standard['points']} 分，计分表的标准为“{rule[-40:]}”"
            spot = told.passage.spot(standard.start("points"))
            spots = (line.rule[-1].spot,)
            yield finding(
                spot, text, "weight", why, stated=f"{standard['points']}分", severity=Severity.BLOCKING, spots=spots
            )


def _named(form: Form, name: str) -> Line | None:
    plain = re.sub(r"[“”、0-9.]", "", name)
    return next((ln for ln in form.lines if plain.endswith(re.sub(r"[“”]", "", ln.name))), None)

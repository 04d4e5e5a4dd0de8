"""Scores, budgets and executions of forms that sentences repeat, and the names of projects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from final_accounts.audit.book import Book
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.clauses import Role
from final_accounts.audit.envelope import equal
from final_accounts.audit.form_claims import of_form
from final_accounts.audit.forms import Form
from final_accounts.audit.numbers import Kind, shown
from final_accounts.model.finding import Severity, Verdict


def scores_told(book: Book, form: Form, forms: Sequence[Form]) -> Iterator[Claim]:
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
    named = [f for f in forms if len(f.title) > 3 and _bare(f.title) in told.passage.text]
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


def summaries(book: Book, projects: Sequence[Form]) -> Iterator[Claim]:
    """(1) 某项目绩效自评综述：全年预算数…执行数…: name, budget and execution against the project's own form."""
    left = list(projects)
    for told in book.told:
        found = _SUMMARY.match(told.passage.text)
        if found is None or not left:
            continue
        form = max(left, key=lambda f: _likeness(f.title, found["name"]))
        if _likeness(form.title, found["name"]) < 3:
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


_UNSPENT = re.compile("未(?:执行|支出|使用|支付)")
_ALL_UNSPENT = re.compile("^(?:20[0-9]{2}年度?)?(?:全年|年度)?预算未(?:执行|支出|使用)(?:数|额)?(?:为|共)?$")


def unspent(book: Book, forms: Sequence[Form]) -> Iterator[Claim]:
    """全年预算未执行…万元，其中：某项目…万元: what the unit's form, and a project's own form, leave of the budget."""
    by_name = {_bare(form.title): form for form in forms if form.kind == "project"}
    of_unit = next((form for form in forms if form.kind == "whole"), None)
    for told in book.told:
        for statement in told.statements:
            above = told.statements[statement.parent] if statement.parent >= 0 else None
            form = by_name.get(_bare(statement.label)) if above and _UNSPENT.search(above.lead) else None
            if above is None and _ALL_UNSPENT.search(statement.lead):
                form = of_unit
            known = [form.figures.get(k) for k in ("budget", "executed")] if form is not None else []
            if len(known) < 2 or known[0] is None or known[1] is None or statement.token.kind is not Kind.AMOUNT:
                continue
            budget, executed = known[0], known[1]
            left = budget.quantity.value - executed.quantity.value
            slack = (budget.quantity.step + executed.quantity.step + statement.quantity.step) / 2
            shape = f"{budget.quantity.printed}－{executed.quantity.printed}"
            wrong = abs(statement.quantity.value - left) > slack
            right = shown(left, Kind.AMOUNT, statement.quantity.step, statement.quantity.measure)
            yield of_form(
                book.operand(told, statement),
                "tie",
                Verdict.ERROR if wrong else Verdict.OK,
                formula=f"{shape} = {right}",
                inputs=(budget, executed),
                right=left,
                explanation=f"按自评表，未执行数为 {right}（{budget.spot}）" if wrong else "",
            )


def _bare(name: str) -> str:
    return re.sub(r"(?:项目)?(?:经费|支出|资金)?$", "", name)


def _likeness(one: str, other: str) -> int:
    """Length of the common beginning."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))

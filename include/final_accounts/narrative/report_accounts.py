"""What a report says of people and money: staff, budgets, fiscal income and spending, what was carried on."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from final_accounts.model.narrative import Run
from final_accounts.narrative import printing
from final_accounts.narrative.book import Book
from final_accounts.narrative.case import Case
from final_accounts.narrative.comparison import with_share, years
from final_accounts.narrative.voice import Draft, Filling, Pieces

INITIAL, ADJUSTED = "BUDGET total initial", "BUDGET total adjusted"


def own(case: Case, slot: str) -> Iterator[Draft]:
    """The unit's text of a slot, line by line."""
    for line in case.book.text(slot).splitlines():
        if line.strip():
            yield Draft((Run(line.strip().rstrip("。；;. ") + "。", slot=slot),))


def staff(case: Case) -> Iterator[Draft]:
    """Posts and people at the end of the year, as far as they were counted."""
    told: list[Filling] = []
    for entry in case.voice.entry("lists", "staff"):
        fact = case.book.facts.get(f"STAFF {entry['at']} count")
        if fact is not None and isinstance(fact.value, int) and not fact.blank:
            number = printing.count(f"staff-{entry['at']}", fact.value)
            told.append(case.voice.say("report_people", label=entry["label"], number=number, measure=entry["measure"]))
    if told:
        yield Draft(case.voice.say("report_staff", items=case.voice.listed(told, "，"), **years(case.book)))


def budget_given(case: Case) -> Iterator[Draft]:
    """Initial budget, what was added or taken, spending by kind."""
    voice, book = case.voice, case.book
    initial, adjusted = book.whole(INITIAL), book.whole(ADJUSTED)
    if initial is not None:
        told = voice.style.amount("budget-initial", initial)
        yield Draft(voice.say("report_initial", amount=told, **years(book)), item=True)
    if initial is not None and adjusted is not None:
        change: Pieces = ()
        if adjusted != initial:
            amount = voice.style.amount("budget-added", abs(adjusted - initial))
            change = voice.say("report_added" if adjusted > initial else "report_taken", amount=amount)
        told = voice.style.amount("budget-adjusted", adjusted)
        yield Draft(voice.say("report_adjusted", amount=told, change=change, **years(book)), item=True)
    spent, basic, project = (book.whole(at) for at in ("T3 total total", "T3 total basic", "T3 total project"))
    if spent is not None and basic is not None and project is not None:
        amounts: dict[str, Filling] = {
            "amount": voice.style.amount("expenditure", spent),
            "basic": voice.style.amount("expenditure-basic", basic),
            "project": voice.style.amount("expenditure-project", project),
        }
        yield Draft(voice.say("report_spent", **amounts, **years(book)), item=True)


def unspent(case: Case) -> Iterator[Draft]:
    """What was left of the budget, and of which projects."""
    found, voice = case.evaluation, case.voice
    if found.budget is None or found.executed is None:
        return
    left = found.budget - found.executed
    if left <= 0:
        yield Draft(voice.say("report_all_spent" if left == 0 else "report_overspent"))
        return
    items: list[Filling] = [
        voice.say("item", label=(Run(e.title, slot=e.form),), amount=voice.style.amount(f"{e.form}-unspent", rest))
        for e in case.book.evaluations
        if e.form.startswith("PP") and e.budget is not None and e.executed is not None
        if (rest := e.budget - e.executed) > 0
    ]
    amount = voice.style.amount(f"{case.key}-unspent", left)
    listed = voice.say("of_which", items=voice.listed(items)) if items else ()
    yield Draft(voice.say("report_unspent", amount=amount, items=listed))


def fiscal_income(case: Case) -> Iterator[Draft]:
    """Appropriation received, by fund; and the goal sheet's budget by kind of spending."""
    voice, book = case.voice, case.book
    whole = book.whole("T4 line:本年收入合计 amount")
    if whole is not None:
        entries = voice.entry("lists", "funds")
        parts = [(e, book.whole(f"T4 line:{e['label']}财政拨款 amount")) for e in entries]
        items = [_portion(case, f"income-{e['id']}", e["label"], fen, whole) for e, fen in parts if fen]
        listed = voice.say("of_which", items=voice.listed(items, "；")) if items else ()
        told = voice.style.amount("fiscal-income", whole)
        yield Draft(voice.say("report_income", amount=told, items=listed, **years(book)))
    if case.goals is None:
        return
    sheet = case.goals.form
    budget = book.whole(f"{sheet} line:执行合计 budget")
    kinds = [(e, book.whole(f"{sheet} line:{e['line']} budget")) for e in voice.entry("lists", "kinds_of_spending")]
    known = [(entry, fen) for entry, fen in kinds if fen is not None]
    if budget and known:
        shares = [_portion(case, f"budget-{e['id']}", e["label"], fen, budget) for e, fen in known]
        told = voice.style.amount("sheet-budget", budget)
        yield Draft(voice.say("report_sheet_budget", amount=told, items=voice.listed(shares, "；")))


def fiscal_expenditure(case: Case) -> Iterator[Draft]:
    """Appropriation spent, by kind, over all funds."""
    voice, book = case.voice, case.book
    whole = book.whole("T4 line:本年支出合计 total")
    if whole is None:
        return
    shares: list[Filling] = []
    for entry in voice.entry("lists", "kinds_of_spending"):
        fen = _over_funds(book, entry["id"])
        if fen is not None:
            shares.append(_portion(case, f"fiscal-{entry['id']}", entry["label"], fen, whole))
    listed = voice.say("of_which", items=voice.listed(shares, "；")) if shares else ()
    told = voice.style.amount("fiscal-expenditure", whole)
    yield Draft(voice.say("report_expenditure", amount=told, items=listed, **years(book)))


def carry_kinds(case: Case) -> Iterator[Draft]:
    """Carried from last year and into the next, by kind of spending."""
    voice, book = case.voice, case.book
    for name, line in (("begun", "上年末结转和结余"), ("left", "年末结转和结余")):
        amounts = {column: book.whole(f"CARRY line:{line} {column}") for column in ("total", "basic", "project")}
        known = {column: fen for column, fen in amounts.items() if fen is not None}
        if len(known) == len(amounts) and known["total"]:
            told = {column: voice.style.amount(f"carry-{name}-{column}", fen) for column, fen in known.items()}
            yield Draft(voice.say(f"report_carry_{name}", **told))


def project_money(case: Case) -> Iterator[Draft]:
    """A project's budget, spending, rate of use, and what is left."""
    voice, book, found = case.voice, case.book, case.evaluation
    sheet = case.goals.form if case.goals is not None else ""
    budget = found.budget if found.budget is not None else book.whole(f"{sheet} line:执行合计 budget")
    executed = found.executed if found.executed is not None else book.whole(f"{sheet} line:执行合计 executed")
    if budget is None or executed is None:
        return
    rate: Pieces = ()
    if budget > 0:
        portion = voice.style.percent(f"{case.key}-rate", Fraction(executed, budget))
        rate = voice.say("report_project_rate", rate=portion)
    left = book.whole(f"{sheet} line:执行合计 closing")
    closing = (
        voice.say("report_project_left", amount=voice.style.amount(f"{case.key}-closing", left))
        if left is not None
        else ()
    )
    amounts: dict[str, Filling] = {
        "budget": voice.style.amount(f"{case.key}-budget", budget),
        "executed": voice.style.amount(f"{case.key}-executed", executed),
    }
    title = (Run(found.title, slot=found.form),)
    yield Draft(voice.say("report_project_money", title=title, rate=rate, closing=closing, **amounts, **years(book)))


def _portion(case: Case, name: str, label: str, part: int, whole: int) -> Pieces:
    return with_share(case.voice, name, label, part=part, whole=whole)


def _over_funds(book: Book, kind: str) -> int | None:
    """Spending of one kind in the tables of the general budget, the funds and state capital."""
    return book.summed(f"{form} total {kind}" for form in ("T5", "T8", "T9"))

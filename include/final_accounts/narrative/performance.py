"""Performance 预算绩效 (K15): how many projects and how much money were evaluated, and the result of each form."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from final_accounts.model.evaluation import Evaluation
from final_accounts.model.narrative import Run, Variable
from final_accounts.narrative import printing
from final_accounts.narrative.book import Book
from final_accounts.narrative.comparison import years
from final_accounts.narrative.reasons import sentence
from final_accounts.narrative.voice import Draft, Filling, Piece, Pieces, Voice


def evaluation_work(book: Book, voice: Voice) -> Iterator[Draft]:
    """Number and money of evaluated projects; their share of general-budget project spending where it can be one."""
    projects = _projects(book)
    if not projects and not _whole(book):
        yield Draft(voice.say("evaluated_none", scope=book.scope, **years(book)))
        return
    told = (*sentence(book, "performance_work"), *sentence(book, "performance_results"))
    if not projects:
        yield Draft(told)
        return
    spent = [found.executed for found in projects if found.executed is not None]
    number = printing.count("evaluated-projects", len(projects))
    words = {"scope": book.scope, "number": number, **years(book)}
    if len(spent) < len(projects):
        yield Draft((*voice.say("evaluated", **words), *told))
        return
    amount, whole = voice.style.amount("evaluated-amount", sum(spent)), book.whole("T5 total project")
    portion: Pieces = ()
    if whole and 0 <= sum(spent) <= whole:
        share = voice.style.percent("evaluated-share", Fraction(sum(spent), whole))
        portion = voice.say("evaluated_share", share=share)
    yield Draft((*voice.say("evaluated_amount", amount=amount, share=portion, **words), *told))


def whole_result(book: Book, voice: Voice) -> Iterator[Draft]:
    """The whole-unit evaluation: money, rate, score, grade, then problems and measures in the unit's words."""
    found = _whole(book)
    if found is None:
        return
    yield Draft(voice.say("whole", scope=book.scope, told=_told(voice, "evaluated-whole", found), **years(book)))
    for slot in ("performance_problems", "performance_measures"):
        told = sentence(book, slot)
        if told:
            yield Draft(voice.say(slot, told=told))


def project_results(book: Book, voice: Voice) -> Iterator[Draft]:
    """One paragraph a project form: budget, executed, rate, score."""
    for place, found in enumerate(_projects(book), 1):
        title = found.title or voice.word("untitled_project")
        said = voice.say("project", title=title, told=_told(voice, f"p{place}", found))
        yield Draft((*said, *_texts(voice, found)), item=True)


def use_of_results(book: Book, voice: Voice) -> Iterator[Draft]:
    """What the unit does with the results, in its words."""
    told = sentence(book, "performance_use")
    if told:
        yield Draft(voice.say("performance_use", told=told))


def _texts(voice: Voice, found: Evaluation) -> Pieces:
    """What the form itself says of problems and measures, where the region's summary repeats it."""
    pieces: list[Piece] = []
    for entry in voice.entry("lists", "project_texts"):
        told = "；".join(line.strip().rstrip("。；;. ") for line in found.texts.get(entry["label"], "").splitlines())
        if told:
            pieces.extend(voice.say(entry["pattern"], told=(Run(f"{told}。", slot=found.form),)))
    return tuple(pieces)


def _projects(book: Book) -> list[Evaluation]:
    return [found for found in book.evaluations if found.form.startswith("PP")]


def _whole(book: Book) -> Evaluation | None:
    return next((found for found in book.evaluations if found.form == "PW"), None)


def _told(voice: Voice, name: str, found: Evaluation) -> Pieces:
    """What the form says in figures; the pattern for nothing where it says none."""
    parts: list[Filling] = [part for part in (money(voice, name, found), _result(voice, name, found)) if part]
    return voice.listed(parts, "，") if parts else voice.say("result_unknown")


def money(voice: Voice, name: str, found: Evaluation) -> Pieces:
    """Full-year budget, executed, rate of execution; as far as the form gives them."""
    if found.budget is None or found.executed is None:
        return ()
    amounts: dict[str, Filling] = {
        "budget": voice.style.amount(f"{name}-budget", found.budget),
        "executed": voice.style.amount(f"{name}-executed", found.executed),
    }
    if found.budget <= 0:
        return voice.say("execution_without_rate", **amounts)
    rate: Variable = voice.style.percent(f"{name}-rate", Fraction(found.executed, found.budget))
    return voice.say("execution", rate=rate, **amounts)


def _result(voice: Voice, name: str, found: Evaluation) -> Pieces:
    if found.self_score is None:
        return ()
    points = printing.score(f"{name}-score", found.self_score)
    if not found.rating:
        return voice.say("result", score=points)
    return voice.say("result_grade", score=points, grade=found.rating)

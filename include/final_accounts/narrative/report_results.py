"""What a report says of goals, indicators and scores. That all is completed is said only where the figures say so."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from final_accounts.model.evaluation import Indicator
from final_accounts.model.narrative import Run, Variable
from final_accounts.narrative import printing
from final_accounts.narrative.attained import all_met, met
from final_accounts.narrative.case import Case, printed
from final_accounts.narrative.comparison import years
from final_accounts.narrative.performance import money
from final_accounts.narrative.voice import Draft, Filling, Pieces

_CENT = Decimal("0.01")


def score(case: Case) -> Iterator[Draft]:
    """The self-score, and the grade that the rubric's bands give it."""
    told = _score(case)
    if told is not None:
        grade = _grade(case)
        said = case.voice.say("report_grade", grade=grade) if grade else ()
        yield Draft(case.voice.say("report_score", name=case.book.name, score=told, grade=said, **years(case.book)))


def conclusion(case: Case) -> Iterator[Draft]:
    """Score and grade with the document that sets the bands."""
    told = _score(case)
    if told is None:
        return
    grade, rubric = _grade(case), case.rubric
    said: Pieces = ()
    if grade and rubric is not None and rubric.basis:
        document, _, number = rubric.basis[0].partition(" ")
        said = case.voice.say("report_grade_by", document=document, number=number, grade=grade)
    yield Draft(case.voice.say("report_conclusion", score=told, grade=said, **years(case.book)))


def execution(case: Case) -> Iterator[Draft]:
    """Budget, executed, rate."""
    told = money(case.voice, case.key, case.evaluation)
    if told:
        yield Draft(case.voice.say("report_execution", told=told), item=True)


def execution_points(case: Case) -> Iterator[Draft]:
    """The execution block: its points, the rate, and the score that follows from both."""
    found, rubric = case.evaluation, case.rubric
    points = next((b.points for b in rubric.blocks if b.id == "execution"), None) if rubric is not None else None
    if points is None or found.budget is None or found.executed is None or found.budget <= 0:
        return
    ratio = min(Fraction(found.executed, found.budget), Fraction(1))
    given = (points * ratio.numerator / ratio.denominator).quantize(_CENT, rounding=ROUND_HALF_UP)
    yield Draft(
        case.voice.say(
            "report_execution_points",
            told=money(case.voice, case.key, found),
            points=printing.score(f"{case.key}-execution-points", points),
            score=printing.score(f"{case.key}-execution-score", given),
        )
    )


def goals(case: Case) -> Iterator[Draft]:
    """The yearly goals as set."""
    for number, (text, _) in case.goal_texts().items():
        yield Draft((*case.voice.say("report_goal", goal=_named(case, number), text=_own(case, text)), Run("。")))


def goals_met(case: Case) -> Iterator[Draft]:
    """Goals of which every indicator was met."""
    every = case.goal_texts()
    if not every:
        return
    done = [number for number, state in _states(case).items() if state is True]
    words: dict[str, Filling] = {
        "number": printing.count(f"{case.key}-goals", len(every)),
        "met": printing.count(f"{case.key}-goals-met", len(done)),
    }
    if not done:
        yield Draft(case.voice.say("report_goals_none_met", **words), item=True)
    elif len(done) == len(every):
        yield Draft(case.voice.say("report_goals_all_met", **words), item=True)
    else:
        items = case.voice.listed([_goal(case, number) for number in done], "；")
        yield Draft(case.voice.say("report_goals_met", items=items, **words), item=True)


def goals_missed(case: Case) -> Iterator[Draft]:
    """Indicators that were missed, by goal; that there is none is said where every one could be judged."""
    if not case.goal_texts():
        return
    missed = [i for i in case.targets() if met(i) is False]
    if missed:
        items = case.voice.listed([_compared(case, i) for i in missed], "；")
        yield Draft(case.voice.say("report_goals_missed", items=items), item=True)
    elif case.targets() and all_met(case.targets()):
        yield Draft(case.voice.say("report_goals_none_missed"), item=True)


def goals_open(case: Case) -> Iterator[Draft]:
    """Indicators whose actual does not tell whether the target was met."""
    unclear = [i for i in case.targets() if met(i) is None]
    if case.goal_texts() and unclear:
        items = case.voice.listed([_compared(case, i) for i in unclear], "；")
        yield Draft(case.voice.say("report_goals_open", items=items), item=True)


def goal_results(case: Case) -> Iterator[Draft]:
    """Each goal with the result the unit wrote."""
    for number, (text, result) in case.goal_texts().items():
        if result:
            words: dict[str, Filling] = {"goal": _named(case, number), "text": _own(case, text)}
            yield Draft(case.voice.say("report_goal_result", result=_own(case, result), **words))


def indicators(case: Case) -> Iterator[Draft]:
    """The concrete goals: every indicator with its target."""
    for indicator in case.targets():
        target = printed(case, f"{case.key}-target-{indicator.path}", indicator.target.printed)
        words: dict[str, Filling] = {"level": indicator.level2 or indicator.level1, "name": _name(case, indicator)}
        yield Draft(case.voice.say("report_indicator", target=target, **words), item=True)


def deviations(case: Case) -> Iterator[Draft]:
    """How many indicators were met, and those that were missed or that the unit gives a reason for."""
    every = case.targets()
    if not every:
        return
    states = [met(indicator) for indicator in every]
    number = printing.count(f"{case.key}-indicators", len(every))
    if all(state is True for state in states) and not any(i.reason.strip() for i in every):
        yield Draft(case.voice.say("report_all_met", number=number))
        return
    counted = [
        case.voice.say(f"report_{name}", number=printing.count(f"{case.key}-{name}", states.count(state)))
        for name, state in (("met", True), ("missed", False), ("open", None))
        if states.count(state)
    ]
    yield Draft(case.voice.say("report_counted", number=number, items=case.voice.listed(counted, "，")))
    for indicator, state in zip(every, states, strict=True):
        if state is False or indicator.reason.strip():
            reason = indicator.reason.strip().rstrip("。；")
            why = case.voice.say("report_deviation_reason", reason=_own(case, reason)) if reason else ()
            compared = _compared(case, indicator, with_goal=False)
            yield Draft(case.voice.say("report_deviation", told=compared, reason=why), item=True)


def deductions(case: Case) -> Iterator[Draft]:
    """Every indicator below its weight: points off, score, and the unit's ground."""
    lost = [
        (i, i.weight, i.score)
        for i in case.evaluation.indicators
        if i.weight is not None and i.score is not None and i.score < i.weight
    ]
    told = _score(case)
    if told is None:
        return
    if not lost:
        known = all(i.weight is not None and i.score is not None for i in case.evaluation.indicators)
        if known and case.evaluation.indicators:
            yield Draft(case.voice.say("report_no_deductions", score=told))
        return
    off = sum((weight - given for _, weight, given in lost), Decimal(0))
    words: dict[str, Filling] = {
        "score": told,
        "off": printing.score(f"{case.key}-off", off),
        "number": printing.count(f"{case.key}-deductions", len(lost)),
    }
    yield Draft(case.voice.say("report_deductions", **words))
    for indicator, weight, given in lost:
        reason = indicator.reason.strip().rstrip("。；")
        why = case.voice.say("report_deduction_reason", reason=_own(case, reason)) if reason else ()
        path = indicator.path
        one: dict[str, Filling] = {
            "name": _name(case, indicator),
            "weight": printing.score(f"{case.key}-weight-{path}", weight),
            "off": printing.score(f"{case.key}-off-{path}", weight - given),
            "score": printing.score(f"{case.key}-score-{path}", given),
        }
        yield Draft(case.voice.say("report_deduction", reason=why, **one), item=True)


def evaluated(case: Case) -> Iterator[Draft]:
    """By which sheet and how many indicators the evaluation was made."""
    layout = case.book.edition.forms.get(case.evaluation.form.rstrip("0123456789"))
    if layout is not None and case.evaluation.indicators:
        number = printing.count(f"{case.key}-scored", len(case.evaluation.indicators))
        title = layout.title.format(year=case.book.year)
        yield Draft(case.voice.say("report_evaluated", scope=case.book.scope, title=title, number=number))


def _states(case: Case) -> dict[int, bool | None]:
    """Number of a goal -> whether all its indicators were met."""
    return {n: all_met(i for i in case.targets() if i.goal == n) for n in case.goal_texts()}


def _compared(case: Case, indicator: Indicator, *, with_goal: bool = True) -> Pieces:
    """``目标1“…”目标值100%，实际完成值95%``."""
    goal = _named(case, indicator.goal) if with_goal and indicator.goal else ""
    return case.voice.say(
        "report_compared",
        goal=goal,
        name=_name(case, indicator),
        target=printed(case, f"{case.key}-target-{indicator.path}", indicator.target.printed),
        actual=printed(case, f"{case.key}-actual-{indicator.path}", indicator.actual.printed)
        or case.voice.word("not_filled"),
    )


def _goal(case: Case, number: int) -> Pieces:
    return case.voice.say("report_goal", goal=_named(case, number), text=_own(case, case.goal_texts()[number][0]))


def _named(case: Case, number: int) -> Pieces:
    return case.voice.say("report_goal_name", number=printing.count(f"goal-{number}", number))


def _name(case: Case, indicator: Indicator) -> Pieces:
    return _own(case, indicator.level3)


def _own(case: Case, text: str) -> Pieces:
    line = "；".join(part.strip().rstrip("。；") for part in text.splitlines() if part.strip())
    return (Run(line, slot=case.evaluation.form),) if line else ()


def _score(case: Case) -> Variable | None:
    given = case.evaluation.self_score
    return None if given is None else printing.score(f"{case.key}-score", given)


def _grade(case: Case) -> str:
    """The grade that follows from the score, never a typed one."""
    given, rubric = case.evaluation.self_score, case.rubric
    return rubric.rating(given) if given is not None and rubric is not None else ""

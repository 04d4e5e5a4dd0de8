"""Goal sheets 目标完成情况表: an indicator of the whole unit's sheet that one project's sheet has too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from final_accounts.audit.book import Book
from final_accounts.audit.claims import Claim
from final_accounts.audit.forms import Cell, Form, Line
from final_accounts.audit.report_forms import numbers_of, same_figure
from final_accounts.audit.text import normalised
from final_accounts.audit.writing import finding
from final_accounts.model.finding import Severity

_SPECIFIC: Final = 4  # signs that are left of a name that only one thing has


def goal_pairs(book: Book, forms: Sequence[Form]) -> Iterator[Claim]:
    """Targets and results of the two sheets; the unit's may hold more than the project, so they ask for a word.

    A name of several projects, or of words that fit any project (服务对象满意度), may mean another thing in each.
    """
    whole = [f for f in forms if f.kind == "goals_whole"]
    projects = [f for f in forms if f.kind == "goals_project"]
    for form in whole if len(whole) == 1 else ():
        for line in form.lines:
            others = [(f, ln) for f in projects for ln in f.lines if ln.name == line.name]
            once = sum(ln.name == line.name for ln in form.lines) == 1
            if once and len(others) == 1 and len(book.lexicon.report["generic"].sub("", line.name)) >= _SPECIFIC:
                yield from _pair(form, line, *others[0])


def _pair(form: Form, line: Line, other: Form, its: Line) -> Iterator[Claim]:
    name = f"指标“{line.name}”"
    for family, what, cells in (
        ("target", "指标值", (line.target, its.target)),
        ("actual", "实际完成值", (line.actual, its.actual)),
    ):
        yield from _differ((form.label, other.label), f"{name}的{what}", family, *cells)


def _differ(labels: tuple[str, str], what: str, family: str, one: Cell | None, its: Cell | None) -> Iterator[Claim]:
    if one is None or its is None or not numbers_of(one) or not numbers_of(its):
        return
    if same_figure(normalised(one.text), its):
        return
    stated, known = normalised(one.text), normalised(its.text)
    yield finding(
        one.spot,
        what,
        family,
        f"两张表不一致：{labels[0]}为“{stated}”，{labels[1]}为“{known}”（{its.spot}）",
        stated=stated,
        spots=(its.spot,),
        severity=Severity.EXPLAIN,
        proposed="统一两张表的值，或说明口径",
    )

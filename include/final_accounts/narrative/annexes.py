"""Evaluation reports 绩效自评报告: one on the whole unit, one on each project, as far as the region prints them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from final_accounts.model.evaluation import Evaluation
from final_accounts.model.narrative import Annex, Section
from final_accounts.model.ordinals import chinese
from final_accounts.narrative import report_accounts, report_results
from final_accounts.narrative.book import Book
from final_accounts.narrative.case import Case
from final_accounts.narrative.parts import Marks, parts
from final_accounts.narrative.voice import Draft, Gap, Voice

Statement = Callable[[Case], Iterator[Draft]]

REPORTS: Final[dict[str, Statement]] = {
    "score": report_results.score,
    "conclusion": report_results.conclusion,
    "execution": report_results.execution,
    "execution_points": report_results.execution_points,
    "goals": report_results.goals,
    "goals_met": report_results.goals_met,
    "goals_missed": report_results.goals_missed,
    "goals_open": report_results.goals_open,
    "goal_results": report_results.goal_results,
    "indicators": report_results.indicators,
    "deviations": report_results.deviations,
    "deductions": report_results.deductions,
    "evaluated": report_results.evaluated,
    "staff": report_accounts.staff,
    "budget_given": report_accounts.budget_given,
    "unspent": report_accounts.unspent,
    "fiscal_income": report_accounts.fiscal_income,
    "fiscal_expenditure": report_accounts.fiscal_expenditure,
    "carry_kinds": report_accounts.carry_kinds,
    "project_money": report_accounts.project_money,
}
"""What ``say`` in the sections of a report may name beside the statements of the narrative and ``slot:<id>``."""

Told = Callable[[Book, Voice, str, str], Iterator[Draft]]
"""Statements of the narrative itself: book, voice, section, name."""


def annexes(book: Book, voice: Voice, said: Told) -> Iterator[Annex]:
    """The reports of a unit in the region's order; their sections are numbered anew in each."""
    for kind in voice.entry("annexes", "order"):
        entry: Mapping[str, Any] = voice.entry("annexes", kind)
        for found in _evaluations(book, entry["form"]):
            yield _annex(Case(book, voice, found, _goal_sheet(book, found, entry)), kind, entry, said)


def _annex(case: Case, kind: str, entry: Mapping[str, Any], said: Told) -> Annex:
    gaps: list[tuple[str, Gap]] = []  # a report demands nothing of its own: the sections before it did
    marks = Marks(case.voice, "annexes")
    sections: list[Section] = []
    for key, wanted in enumerate(entry["sections"], 1):

        def resolve(name: str, section: str = wanted["title"]) -> Iterator[Draft]:
            if name.startswith("slot:"):
                return report_accounts.own(case, name.removeprefix("slot:"))
            return REPORTS[name](case) if name in REPORTS else said(case.book, case.voice, section, name)

        told = parts(f"{case.evaluation.form}-{key}", wanted["parts"], resolve, marks, nothing="", gaps=gaps)
        if told:
            sections.append(Section(str(key), f"{chinese(len(sections) + 1)}、", wanted["title"], told))
    title = str(entry["title"]).format(year=case.book.year, name=case.book.name, project=case.evaluation.title)
    return Annex(kind, case.evaluation.form, title, tuple(sections))


def _evaluations(book: Book, form: str) -> list[Evaluation]:
    """``PW`` itself, or ``PP1``, ``PP2`` …"""
    return [e for e in book.evaluations if e.form == form or e.form.removeprefix(form).isdigit()]


def _goal_sheet(book: Book, found: Evaluation, entry: Mapping[str, Any]) -> Evaluation | None:
    wanted = str(entry["goals"]) + found.form.removeprefix(str(entry["form"]))
    return next((e for e in book.evaluations if e.form == wanted), None)

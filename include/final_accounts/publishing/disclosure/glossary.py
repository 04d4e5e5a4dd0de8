"""名词解释: the terms of the region, then exactly the subjects that the accounts use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from final_accounts.model.ordinals import chinese
from final_accounts.model.register import Register
from final_accounts.publishing.disclosure.drafting import Drafting, Entry
from final_accounts.publishing.disclosure.nouns import Block, Paragraph

CLASS, GROUP, ITEM = 3, 5, 7
USED_IN: Final = "T3"
"""The table of all expenditure: every functional subject in use stands here."""


def glossary(drafting: Drafting, _: Entry) -> Iterator[Block]:
    """Numbered terms that the accounts give reason to explain; the subjects in use at the place the region has them."""
    words = drafting.report.documents.words["glossary"]
    number = 0
    for term in words["terms"]:
        if not _told(drafting, term):
            continue
        found = tuple(subjects(drafting)) if term.get("subjects") else ((term["term"], drafting.filled(term["means"])),)
        if not found:
            continue
        mark, place = words["mark"], number
        if term.get("subjects") and "term" in term:
            number += 1
            yield Paragraph((), f"{_mark(mark, number)}{drafting.filled(term['term'])}", "term")
            mark, place = term["mark"], 0
        else:
            number += len(found)
        for counted, (name, means) in enumerate(found, place + 1):
            yield Paragraph((means,), f"{_mark(mark, counted)}{name}：", "term")


def _told(drafting: Drafting, term: Mapping[str, Any]) -> bool:
    """Whether one of the term's forms or places holds a figure; always for a term without conditions."""
    forms, places = set(term.get("forms", ())), set(term.get("at", ()))
    if not forms and not places:
        return True
    held = [fact for fact in drafting.report.reported.facts if not fact.blank and fact.value != 0]
    return any(fact.form in forms or " ".join(fact.key) in places for fact in held)


def _mark(pattern: str, number: int) -> str:
    return pattern.format(number=number, chinese=chinese(number))


def subjects(drafting: Drafting) -> Iterator[tuple[str, str]]:
    """(name down to 项, what it is for) of every subject with money in the table of all expenditure, in code order."""
    report = drafting.report
    words: Mapping[str, Any] = report.documents.words["glossary"]
    defined: Mapping[str, str] = report.documents.words["glossary_subjects"]
    printed = {fact.row.partition(":")[2]: fact.name for fact in report.reported.facts if fact.form == USED_IN}
    for code in used(drafting):
        item = _name(report.edition.functional, code, report.fiscal_year, printed)
        group = _name(report.edition.functional, code[:GROUP], report.fiscal_year, printed)
        top = _name(report.edition.functional, code[:CLASS], report.fiscal_year, printed)
        term = words["subject"].format(top=top, group=group, item=item)
        yield term, defined.get(code) or words["subject_means"].format(item=item.removesuffix("支出"))


def used(drafting: Drafting) -> tuple[str, ...]:
    """Codes of the 项 with money in them."""
    return tuple(
        sorted(
            {
                fact.row.partition(":")[2]
                for fact in drafting.report.reported.facts
                if fact.form == USED_IN and fact.row.startswith("function:") and fact.value
                if len(fact.row.partition(":")[2]) == ITEM
            }
        )
    )


def _name(register: Register, code: str, year: int, printed: Mapping[str, str]) -> str:
    return register.name(code, year) or printed.get(code, "") or code

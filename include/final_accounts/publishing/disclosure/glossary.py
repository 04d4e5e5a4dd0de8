"""名词解释: the terms of the region, then exactly the subjects that the accounts use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from final_accounts.model.register import Register
from final_accounts.publishing.disclosure.drafting import Drafting, Entry
from final_accounts.publishing.disclosure.nouns import Block, Paragraph

CLASS, GROUP, ITEM = 3, 5, 7
USED_IN: Final = "T3"
"""The table of all expenditure: every functional subject in use stands here."""


def glossary(drafting: Drafting, _: Entry) -> Iterator[Block]:
    """Numbered entries: terms whose ``forms`` are not all empty, then each 项 with its 类 and 款."""
    report = drafting.report
    words = report.documents.words
    filled = {fact.form for fact in report.reported.facts if not fact.blank and fact.value != 0}
    entries: list[tuple[str, str]] = []
    for term in words["glossary"]["terms"]:
        wanted = term.get("forms", ())
        if not wanted or filled & set(wanted):
            entries.append((term["term"], drafting.filled(term["means"])))
    entries.extend(subjects(drafting))
    for number, (term, means) in enumerate(entries, start=1):
        mark = words["glossary"]["mark"].format(number=number)
        yield Paragraph((means,), f"{mark}{term}：", "term")


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
        term = words["subject"].format(top=top.removesuffix("支出"), group=group, item=item)
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

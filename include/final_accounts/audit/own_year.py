"""The year a sentence or a title speaks of: what a copy of last year's document leaves behind.

Last year's figures may be told, and years far back in a reason; a year is called wrong only where the sentence says
nothing of the document's own year and is about its own figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from final_accounts.audit.book import Book
from final_accounts.audit.claims import Claim
from final_accounts.audit.clauses import Role, Statement, Told
from final_accounts.audit.envelope import equal
from final_accounts.audit.numbers import Kind
from final_accounts.audit.text import sentences
from final_accounts.audit.writing import finding
from final_accounts.model.finding import Severity, Verdict

_PROSE: Final = ("narrative", "overview", "")
_YEARS: Final = re.compile(r"20[0-9]{2}(?=年)")
_CLOSING_SECTIONS: Final = ("assets", "staff", "three_public", "carry")
_COUNTED: Final = ("人", "名", "位", "辆", "台", "台（套）", "台套", "套", "万元", "元")
"""What there is at the end of a year: people, cars, equipment, balances."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A sentence that begins with a year that is not the document's."""

    year: int
    start: int
    end: int
    rest: str
    statements: tuple[Statement, ...]


def own_year(book: Book) -> Iterator[Claim]:
    """Titles, sentences and closing dates that name another year than the document's."""
    if not book.year:
        return
    for told in book.told:
        if book.inside_form(told):
            continue
        if told.placed.part in (*_PROSE, "tables") and (title := _title(book, told)) is not None:
            yield title
        elif told.placed.part in _PROSE:
            for low, high in sentences(told.passage.text):
                found = _sentence(book, told, low, high) or _closing(book, told, low, high)
                if found is not None:
                    yield found


def wrong_year(book: Book, told: Told, start: int, why: str, severity: Severity) -> Claim:
    """A year that should be the document's."""
    text = told.passage.text
    return finding(
        told.passage.spot(start),
        told.sentence_at(start),
        "year",
        why,
        stated=f"{text[start : start + 4]}年",
        severity=severity,
        right=f"{book.year}年",
        proposed=f"{book.year}{text[start + 4 : start + 24]}",
    )


def _title(book: Book, told: Told) -> Claim | None:
    """2020年度收入支出决算总表 in the document of 2021."""
    words = book.lexicon.own_year
    text = told.passage.text
    found = words["title"].match(text)
    if found is None or words["apart"].search(text) or len(_YEARS.findall(text)) != 1:
        return None
    if int(found["year"]) == book.year:
        return None
    why = f"标题写的是{found['year']}年度，本文是{book.year}年度决算"
    return wrong_year(book, told, found.start("year"), why, Severity.BLOCKING)


def mentions(book: Book, text: str) -> bool:
    """Whether a text speaks of the document's own year."""
    return str(book.year) in _YEARS.findall(text) or book.lexicon.own_year["this"].search(text) is not None


def _sentence(book: Book, told: Told, low: int, high: int) -> Claim | None:
    """A sentence about the unit's own figures that begins with another year."""
    text = told.passage.text
    sentence = text[low:high]
    found = book.lexicon.own_year["lead"].match(sentence)
    if found is None or int(found["year"]) == book.year or mentions(book, sentence):
        return None
    inside = tuple(s for s in told.statements if low <= s.token.start < high and not s.why)
    lead = Lead(int(found["year"]), low + found.start("year"), high, found["rest"], inside)
    told_why = _last_year(book, told, lead) if lead.year == book.year - 1 else _far(book, told, lead)
    if told_why is None:
        return None
    why, severity = told_why
    return wrong_year(book, told, lead.start, why, severity)


def _far(book: Book, told: Told, lead: Lead) -> tuple[str, Severity] | None:
    """No final account tells the figures of these years as its own; a series of years names its own as well."""
    if mentions(book, told.passage.text) or not any(s.role in (Role.VALUE, Role.FINAL) for s in lead.statements):
        return None
    return f"本文是{book.year}年度决算，写的是{lead.year}年", Severity.BLOCKING


def _last_year(book: Book, told: Told, lead: Lead) -> tuple[str, Severity] | None:
    """Last year's figures may be told; not when they are this year's, and are compared with last year's."""
    for statement in lead.statements:
        if statement.role not in (Role.PRIOR, Role.VALUE, Role.FINAL) or statement.token.kind is not Kind.AMOUNT:
            continue
        cell = book.table_cell(statement.key) if statement.key else None
        if cell is not None and cell.quantity.value and equal(statement.quantity, cell.quantity)[0] is Verdict.OK:
            return (
                f"写的是{lead.year}年，{statement.quantity.printed} 是{book.year}年度的数（{cell.spot}）",
                Severity.BLOCKING,
            )
    text = told.passage.text
    behind = next((text[a:b] for a, b in sentences(text) if a == lead.end), "")
    if mentions(book, text[: lead.start]) or mentions(book, behind):
        return None
    against = book.lexicon.own_year["against"].search(text[lead.start + 4 : lead.end] + behind[:40])
    if against is not None and lead.statements:
        same = against["year"] and int(against["year"]) == lead.year
        if same:
            return f"{lead.year}年与{lead.year}年相比，前一个应为{book.year}年", Severity.BLOCKING
        return f"本文是{book.year}年度决算，这一句写的是{lead.year}年，并与更早的年度比较", Severity.EXPLAIN
    if book.lexicon.nothing["none"].match(lead.rest) and not mentions(book, text):
        return f"本文是{book.year}年度决算，这一句写的是{lead.year}年", Severity.EXPLAIN
    return None


def _closing(book: Book, told: Told, low: int, high: int) -> Claim | None:
    """截至2020年12月31日 with what there was at the end of the document's year."""
    sentence = told.passage.text[low:high]
    if not (told.placed.section in _CLOSING_SECTIONS or told.placed.part == "overview") or mentions(book, sentence):
        return None
    words = book.lexicon.own_year
    found = words["closing"].search(sentence)
    if found is None or int(found["year"]) == book.year or words["compared"].search(sentence):
        return None
    behind = [s for s in told.statements if low + found.end() <= s.token.start < high]
    if not behind or behind[0].why or behind[0].quantity.measure not in _COUNTED:
        return None
    why = f"本文是{book.year}年度决算，应为{book.year}年末的数"
    return wrong_year(book, told, low + found.start("year"), why, Severity.BLOCKING)

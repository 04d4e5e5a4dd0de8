"""Years in annexes: titles of evaluation forms and reports, and sentences that tell this year's figures under another.

A title is wrong where the document prints the same title with its own year, in doubt where all others have it. A
sentence is wrong where its figure is one that a table, a form of self-evaluation or the section itself tells of the
document's year, and that year is not named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from final_accounts.audit.book import OWN, Book
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.clauses import Role, Statement, Told
from final_accounts.audit.envelope import equal
from final_accounts.audit.forms import Form
from final_accounts.audit.numbers import Kind
from final_accounts.audit.outline import title_key
from final_accounts.audit.own_year import mentions, wrong_year
from final_accounts.audit.text import sentences
from final_accounts.model.finding import Severity, Verdict

_OF_FORMS: Final = ("budget", "executed", "total/budget", "total/executed", "self_score")
"""Figures of a form that are of its year alone: what was carried over is told of two years."""
_TOLD: Final = (*OWN, Role.BUDGET, Role.PRIOR)  # the year at its head makes a figure one of the year before
_TEN_THOUSAND: Final = 1_000_000  # fen
_NAME: Final = 4  # characters of a project's name
_ENOUGH: Final = 3  # titles of the document's year beside the one of another
_BALANCES: Final = {
    "CARRY line:调整后年初结转和结余 total": "T4 line:年初财政拨款结转和结余 amount",
    "CARRY line:年末结转和结余 total": "T4 line:年末财政拨款结转和结余 total",
}
"""What the annex of Sichuan calls the balances of the appropriations, and where the tables have them."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A sentence that begins with another year: the year, its place, the end of the sentence, the figures it tells."""

    year: int
    start: int
    end: int
    statements: tuple[Statement, ...]


def report_years(book: Book, forms: Sequence[Form]) -> Iterator[Claim]:
    """Every title and sentence with another year than the document's, where the document itself says which is right."""
    if not book.year:
        return
    titles = [m for told in book.told for m in book.lexicon.own_year["form"].finditer(told.passage.text)]
    own_titles = frozenset(_key(m[0]) for m in titles if int(m["year"]) == book.year)
    for told in book.told:
        title = _title(book, told, own_titles)
        if title is not None:
            yield title
        elif told.placed.part in ("narrative", "annex") and not book.inside_form(told):
            for lead in _leads(book, told):
                why = _against(book, told, lead, forms)
                if why is not None:
                    yield wrong_year(book, told, lead.start, *why)


def _key(title: str) -> str:
    """重点工作完成情况 is the part that 重点工作完成情况表 stands in."""
    return title_key(title).removesuffix("表")


def _title(book: Book, told: Told, own_titles: frozenset[str]) -> Claim | None:
    """2020年度项目支出绩效自评表 where 2021年度项目支出绩效自评表 is printed too."""
    words, text = book.lexicon.own_year, told.passage.text
    found = words["form_title"].fullmatch(text)
    if found is None or int(found["year"]) == book.year or words["apart"].search(text):
        return None
    inner = words["form"].search(text)
    if inner is None:
        return None
    if _key(inner[0]) in own_titles:
        why = f"标题写的是{found['year']}年度，文中同名的表或报告是{book.year}年度"
        return wrong_year(book, told, found.start("year"), why, Severity.BLOCKING)
    if len(own_titles) < _ENOUGH:
        return None
    why = f"标题写的是{found['year']}年度，文中其他自评表和报告都是{book.year}年度"
    return wrong_year(book, told, found.start("year"), why, Severity.EXPLAIN)


def _leads(book: Book, told: Told) -> Iterator[Lead]:
    """Sentences of a passage that never speaks of the document's own year, and begins with another."""
    text = told.passage.text
    if mentions(book, text):
        return
    for low, high in sentences(text):
        found = book.lexicon.own_year["any_lead"].match(text[low:high])
        if found is not None and int(found["year"]) != book.year:
            start = low + found.start("year")
            inside = tuple(
                s for s in told.statements if start <= s.token.start < high and s.role in _TOLD and not s.why
            )
            yield Lead(int(found["year"]), start, high, inside)


def _against(book: Book, told: Told, lead: Lead, forms: Sequence[Form]) -> tuple[str, Severity] | None:
    """What says that a sentence tells the document's own year."""
    for statement in lead.statements:
        against = next(_same(book, told, statement, forms), None)
        if against is not None:
            why = f"写的是{lead.year}年度，{statement.quantity.printed} 是{book.year}年度的数（{against.spot}）"
            return why, Severity.BLOCKING
    for statement in lead.statements:
        if _only_here(book, told, statement):
            return f"本文是{book.year}年度决算，这一节的数写的是{lead.year}年度，没有本年的数", Severity.EXPLAIN
    return None


def _same(book: Book, told: Told, statement: Statement, forms: Sequence[Form]) -> Iterator[Operand]:
    """Figures of the document's year that a statement repeats: a table's by its key, a form's in its own annex.

    Round figures may come again in another year, except those of the project that the sentence names.
    """
    keyed = statement.key and statement.role is not Role.BUDGET
    cell = book.table_cell(_BALANCES.get(statement.key, statement.key)) if keyed else None
    if cell is not None and _is(statement, cell):
        yield cell
    if told.placed.part != "annex":
        return
    odd = statement.quantity.value % (_TEN_THOUSAND if statement.token.kind is Kind.AMOUNT else 1) != 0
    for form in forms:
        named = len(form.title) >= _NAME and form.title in told.passage.text
        for figure in (form.figures[name] for name in _OF_FORMS if name in form.figures):
            if (odd or (named and figure.quantity.kind is Kind.AMOUNT)) and _is(statement, figure):
                yield figure


def _is(statement: Statement, other: Operand) -> bool:
    """Whether two figures are one."""
    one, two = statement.quantity, other.quantity
    return one.kind is two.kind and one.value != 0 and not one.about and equal(one, two)[0] is Verdict.OK


def _only_here(book: Book, told: Told, statement: Statement) -> bool:
    """Whether the one figure a section is about is told nowhere else, and the section names no year of its own."""
    key, place = statement.key, told.placed
    if not key or statement.role is Role.BUDGET or key != book.lexicon.main_of(place.section):
        return False
    if place.part != "narrative" or statement.quantity.value == 0 or book.table_cell(key) is not None:
        return False
    if any(other is not statement for _, other in book.by_key.get(key, ())):
        return False
    beside = (t for t in book.told if t.placed.section == place.section and t is not told)
    return not any(mentions(book, t.passage.text) for t in beside)

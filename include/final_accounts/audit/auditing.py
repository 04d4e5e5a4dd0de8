"""The door of the room: a document as read → claims with verdicts, findings by importance, what was not read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from final_accounts.audit.book import Book
from final_accounts.audit.claims import Claim, TableFound
from final_accounts.audit.clauses import Grammar, told
from final_accounts.audit.derived import derived
from final_accounts.audit.form_figures import check_form_figures
from final_accounts.audit.forms import Form
from final_accounts.audit.glossary import glossary, parentage, treasury
from final_accounts.audit.grid_forms import goal_lines, grid_forms
from final_accounts.audit.indicators import check_indicators
from final_accounts.audit.kinds import kinds_of_places, with_kinds
from final_accounts.audit.lengths import readable
from final_accounts.audit.lexicon import Lexicon
from final_accounts.audit.locating import check_tables
from final_accounts.audit.names import Names
from final_accounts.audit.numbers import common_step, tokens
from final_accounts.audit.outline import QUOTED, Outline, Placed, outline
from final_accounts.audit.places import places
from final_accounts.audit.plausible import plausible
from final_accounts.audit.positive import positive
from final_accounts.audit.readings import told_once
from final_accounts.audit.residue import residue
from final_accounts.audit.sheets import check_sheets
from final_accounts.audit.statements import check_statements
from final_accounts.audit.stream_forms import spots_of, stream, stream_forms
from final_accounts.audit.structure import (
    contents,
    fiscal_year,
    numbering,
    parts_absent,
    tables_unknown,
    unit_name,
    unknown_sections,
)
from final_accounts.audit.tables import read_tables
from final_accounts.audit.writing import not_checkable
from final_accounts.audit.years import years
from final_accounts.model.document import ReadDocument, ReadTable, Spot, Unread
from final_accounts.model.finding import Verdict

_PROSE: Final = frozenset({"narrative", "annex", "overview", ""})
_HEADLINES: Final = {"K1": 0, "K3": 1, "K2": 1, "K4": 1, "K5": 2, "K7": 2, "K10": 3, "K6": 4, "K8": 4, "K9": 4}
_OTHER: Final = 6
_FAMILIES: Final = ("name", "zero-base", "direction", "completion", "growth", "share", "rate", "tie", "sum", "relation")
"""When one figure is wrong in two ways, the first of these is told."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What the audit found. ``where`` leads a reader to a place.

    ``recognised`` is False when not one table, form or numeric statement was: no success. ``unread`` is all that no
    conclusion covers: what the reader could not read and what was read but not recognised or not checked.
    """

    unit: str
    year: int
    pages: int
    tables: tuple[TableFound, ...]
    forms: tuple[Form, ...]
    claims: tuple[Claim, ...]
    findings: tuple[Claim, ...]
    unread: tuple[Unread, ...]
    sections: tuple[str, ...]
    where: Mapping[Spot, str] = field(default_factory=dict)

    @property
    def recognised(self) -> bool:
        """Whether there was anything to judge."""
        return bool(self.tables or self.forms or any(c.verdict is not Verdict.NOT_CHECKABLE for c in self.claims))


def audit(document: ReadDocument, lexicon: Lexicon, names: Names, *, year: int = 0) -> Audit:
    """Audit one document. ``year`` when known (an edition's); else the document's own words decide."""
    document, too_long = readable(document)
    found = outline(document, lexicon)
    fiscal = year or fiscal_year(found)
    facts, strangers, titles_only = read_tables(found, lexicon, names)
    used = {
        row.key.split(":")[1]: row.name
        for table in facts.tables
        for row in table.rows
        if row.key.startswith(("function:", "economic:"))
    }
    known = names.with_used(used)
    grids, grid_tables = grid_forms(found)
    sheets, ranges = stream_forms(document)
    forms = [*grids, *sheets]
    goal_lines(found, sheets)
    inside = frozenset(spots_of(ranges, stream(document)))
    prose = [p for p, placed in found.prose() if placed.part in ("narrative", "")]
    grammar = Grammar(lexicon, known, fiscal, common_step(t.quantity for p in prose for t in tokens(p.text)))
    passages = [told(n, p, placed, grammar) for n, (p, placed) in enumerate(found.prose())]
    book = Book(lexicon, known, facts, passages, fiscal, inside)
    unit = unit_name(found)
    absent, elsewhere = contents(found, book)
    claims = list(_checks(book, found, forms, unit))
    claims += absent
    claims += _unclaimed(book, claims)
    kinded = list(with_kinds(claims, kinds_of_places(found, forms)))
    unread = (
        *document.unread,
        *too_long,
        *found.unread,
        *elsewhere,
        *(Unread(spot, "重述审核问题的部分，没有逐句核对") for part, spot in found.parts.items() if part == QUOTED),
        *titles_only,
        *_strangers(found, strangers, grid_tables, inside),
        *_unknown(found, lexicon),
    )
    settled = tuple(sorted(told_once(list(_settled(kinded))), key=lambda c: c.spot))
    findings = ranked(c for c in settled if c.is_finding)
    sections = tuple(dict.fromkeys(p.section for p in found.placed if p.section))
    return Audit(
        unit,
        fiscal,
        document.pages,
        tuple(facts.tables),
        tuple(forms),
        settled,
        findings,
        unread,
        sections,
        places(found),
    )


def _checks(book: Book, found: Outline, forms: Sequence[Form], unit: str) -> Iterator[Claim]:
    yield from check_statements(book)
    yield from check_tables(book.facts, book.lexicon)
    yield from check_form_figures(book, forms)
    yield from check_indicators(book, forms)
    yield from check_sheets(book, forms)
    yield from positive(book, forms)
    yield from plausible(book)
    yield from derived(book, forms)
    yield from glossary(book)
    yield from parentage(book)
    yield from treasury(book, unit)
    yield from numbering(found, book)
    yield from parts_absent(found, book.lexicon)
    yield from tables_unknown(found, book)
    yield from years(book, forms)
    yield from residue(book)


def ranked(findings: Iterable[Claim]) -> tuple[Claim, ...]:
    """Findings by how much they matter: what must be corrected first, headline figures first, then as they stand."""
    weighed = [replace(c, weight=_HEADLINES.get(c.kind, _OTHER)) for c in findings]
    return tuple(sorted(weighed, key=lambda c: (c.severity.rank, c.weight, c.spot)))


def _settled(claims: Sequence[Claim]) -> Iterator[Claim]:
    """One verdict for one figure: a figure that is wrong in two ways is told once, with both reasons."""
    errors: dict[tuple[object, str], list[Claim]] = {}
    for each in claims:
        if each.is_finding and each.family in _FAMILIES and each.stated:
            errors.setdefault((each.spot, each.stated[0] + each.mark), []).append(each)
    dropped: set[int] = set()
    for group in errors.values():
        if len(group) > 1:
            first = min(group, key=lambda c: _FAMILIES.index(c.family))
            dropped |= {
                id(c) for c in group if c is not first and not (c.family == "relation" or first.family == "relation")
            }
    for each in claims:
        if id(each) not in dropped:
            yield each


def _unclaimed(book: Book, claims: Sequence[Claim]) -> Iterator[Claim]:
    """Figures of the prose that took part in nothing: said, so that nobody takes them for checked."""
    touched = {(c.spot, printed) for c in claims for printed in c.stated}
    touched |= {(o.spot, o.quantity.printed) for c in claims for o in c.inputs}
    for each in book.told:
        if each.placed.part not in _PROSE or book.inside_form(each):
            continue
        for statement in each.statements:
            if (each.spot(statement), statement.quantity.printed) not in touched:
                yield not_checkable(each, statement, "single", "没有可以与之核对的数")


def _strangers(
    found: Outline, strangers: Sequence[Placed], used: set[int], inside: frozenset[Spot]
) -> Iterator[Unread]:
    """Tables that are neither official tables nor forms."""
    of_forms = {id(table) for n, (table, _) in enumerate(found.tables()) if n in used}
    for placed in strangers:
        table = placed.item
        if not isinstance(table, ReadTable) or any(c.spot in inside for row in table.rows for c in row):
            continue
        if id(table) not in of_forms and placed.part not in ("key_work", "glossary"):
            title = next((p.text for p in placed.before if p.text.endswith("表")), "") or _first(placed)
            yield Unread(table.spot, f"没有识别的表格（{len(table.rows)} 行）{title[:40]}".strip())


def _unknown(found: Outline, lexicon: Lexicon) -> Iterator[Unread]:
    for heading in unknown_sections(found, lexicon):
        yield Unread(heading.spot, f"没有识别的章节“{heading.title}”")


def _first(placed: Placed) -> str:
    return placed.before[0].text if placed.before else ""

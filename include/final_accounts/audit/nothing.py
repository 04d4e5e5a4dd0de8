"""Statements that there was none, against the money that tables and sentences tell of the same thing.

Only what a sentence names is held against its figures: 没有上级补助收入 says nothing of other income.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from final_accounts.audit.book import Book
from final_accounts.audit.claims import KINDS, Claim, Operand
from final_accounts.audit.clauses import Told
from final_accounts.audit.text import sentences
from final_accounts.audit.writing import finding_in
from final_accounts.model.finding import Severity

_APART: Final = re.compile(r"以及|及其|及|[、和与或]")
_CLAUSE: Final = re.compile(r"[，；。：]|（(?!.）)")  # 出国（境）: a bracket around one character belongs to the name
_READ: Final = ("narrative", "tables", "")
_ENOUGH: Final = 120  # characters: every kind of income there is; a longer list is a sentence of another kind


@dataclass(frozen=True, slots=True)
class Nil:
    """One thing a sentence says there was none of: its words, their place, the keys that may hold money of it."""

    words: str
    start: int
    keys: tuple[str, ...]
    severity: Severity


def nothing(book: Book) -> Iterator[Claim]:
    """没有政府性基金预算财政拨款支出 beside a table with spending; the place that tells the money is named."""
    for told in book.told:
        if told.placed.part not in _READ or book.inside_form(told):
            continue
        for nil in _told(book, told):
            against = next((o for key in nil.keys if (o := _money(book, key)) is not None), None)
            if against is None:
                continue
            yield finding_in(
                told,
                nil.start,
                nil.start + len(nil.words),
                "nothing",
                f"称没有“{nil.words}”，{against.name}为 {against.quantity.printed}（{against.spot}）",
                severity=nil.severity,
                spots=(against.spot,),
                proposed=f"如实写明金额 {against.quantity.printed}，或更正有关数据",
                kind=KINDS.get(told.placed.section, ""),
            )


def _told(book: Book, told: Told) -> Iterator[Nil]:
    """What a passage says there was none of, clause by clause."""
    words = book.lexicon.nothing
    text = told.passage.text
    for low, high in sentences(text):
        sentence = text[low:high]
        for found in words["none"].finditer(sentence):
            start = max((cut.end() for cut in _CLAUSE.finditer(sentence, 0, found.start())), default=0)
            before = sentence[start : found.start()]
            if words["another"].search(sentence[: found.start()]) or _other_year(before, book.year):
                continue
            rest = _CLAUSE.split(sentence[found.end() :], maxsplit=1)[0]
            severity = Severity.EXPLAIN if words["planned"].search(found[0]) else Severity.BLOCKING
            yield from _things(book, told, rest, low + found.end(), severity)
            if not words["tail"].sub("", rest):  # 因公出国（境）费没有发生
                yield from _things(book, told, before, low + start, severity)


def _things(book: Book, told: Told, listed: str, start: int, severity: Severity) -> Iterator[Nil]:
    """The things of a list; one thing the words do not know makes the whole list another sentence."""
    if not listed or len(listed) > _ENOUGH:
        return
    words = book.lexicon.nothing
    found: list[Nil] = []
    for piece, place in _pieces(listed):
        plain = words["tail"].sub("", words["head"].sub("", piece))
        keys = book.lexicon.nil_keys(plain, told.placed.section)
        if keys is None:
            return
        offset = place + piece.find(plain)
        found.append(Nil(plain, start + offset, keys, severity))
    yield from found


def _pieces(listed: str) -> list[tuple[str, int]]:
    """Items of a list with their places; where the whole is one name (收入和支出), it stays one."""
    found: list[tuple[str, int]] = []
    place = 0
    for cut in [*_APART.finditer(listed), None]:
        end = len(listed) if cut is None else cut.start()
        found.append((listed[place:end], place))
        place = end if cut is None else cut.end()
    if len(found) > 1 and any(piece in ("支出", "收入", "结余") for piece, _ in found[1:]):
        return [(listed, 0)]
    return found


def _other_year(before: str, year: int) -> bool:
    return any(int(stated) != year for stated in re.findall(r"20[0-9]{2}(?=年)", before))


def _money(book: Book, key: str) -> Operand | None:
    """Money under a key: the tables decide where they have the cell, else what another sentence tells."""
    cell = book.table_cell(key)
    if cell is not None:
        return cell if cell.quantity.value > 0 else None
    for each in (key, *book.lexicon.same(key)):
        for other, statement in book.by_key.get(each, ()):
            quantity = statement.quantity
            if other.placed.part == "narrative" and not statement.why and quantity.value > 0 and not quantity.about:
                return book.operand(other, statement)
    return None

"""What a template or a copy leaves behind: choices not made, blanks not filled, words and sentences twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from final_accounts.audit.book import Book
from final_accounts.audit.claims import Claim
from final_accounts.audit.clauses import Told
from final_accounts.audit.numbers import Kind
from final_accounts.audit.text import normalised
from final_accounts.audit.writing import finding
from final_accounts.model.finding import Severity

_DOUBLED_WORD: Final = re.compile(r"(?P<word>支出|收入|经费|万元|决算|预算|单位|情况)(?P=word)(?!结构|总)")
_DOUBLED_CLAUSE: Final = re.compile(r"(?P<clause>[^，。；：]{4,30})，(?P=clause)(?=[，。；])")
_TAIL: Final = re.compile(r"；(?P<tail>[^；]{6,40})。?$")
_ITEM: Final = re.compile(r"^（[0-9]+）")


def residue(book: Book) -> Iterator[Claim]:
    """Everything of that kind, paragraph by paragraph."""
    previous: Told | None = None
    for told in book.told:
        yield from _template(book, told)
        if told.placed.part in ("narrative", "annex", "") and not book.inside_form(told):
            yield from _doubled(told)
        yield from _formats(told)
        if previous is not None:
            yield from _repeats(previous, told)
        previous = told


def _template(book: Book, told: Told) -> Iterator[Claim]:
    for entry in book.lexicon.residue:
        for found in entry.says.finditer(told.passage.text):
            printed = told.passage.printed(found.start(), found.end())
            yield finding(
                told.passage.spot(found.start()),
                told.sentence_at(found.start()),
                "residue",
                entry.why,
                stated=printed.strip(),
                severity=Severity.NOTICE,
            )


def _doubled(told: Told) -> Iterator[Claim]:
    for pattern in (_DOUBLED_WORD, _DOUBLED_CLAUSE):
        for found in pattern.finditer(told.passage.text):
            if re.search("[0-9]", found[0]) or "支出支出结构" in told.passage.text[found.start() : found.end() + 2]:
                continue
            once = found[1]
            yield finding(
                told.passage.spot(found.start()),
                told.sentence_at(found.start()),
                "doubled",
                f"“{once}”重复",
                stated=told.passage.printed(found.start(), found.end()),
                severity=Severity.NOTICE,
                proposed=once,
            )


def _formats(told: Told) -> Iterator[Claim]:
    """Head counts printed like amounts; percentages without their sign."""
    counts = [
        s
        for s in told.statements
        if s.token.kind is Kind.COUNT and s.quantity.decimals and s.quantity.measure in ("人", "名", "辆", "个")
    ]
    if counts:
        first = counts[0]
        printed = told.passage.printed(first.token.start, first.token.end)
        yield finding(
            told.spot(first),
            told.sentence_at(first.token.start),
            "format",
            "人数、辆数等应为整数，不带小数",
            stated=printed,
            severity=Severity.NOTICE,
            proposed=f"{first.quantity.value.__trunc__()}{first.quantity.measure}",
        )
    for statement in told.statements:
        if statement.token.unsigned_percent:
            yield finding(
                told.spot(statement),
                told.sentence_at(statement.token.start),
                "format",
                "百分比缺少“%”",
                stated=statement.quantity.printed,
                severity=Severity.NOTICE,
                proposed=f"{statement.quantity.printed}%",
            )


def _repeats(before: Told, told: Told) -> Iterator[Claim]:
    """A numbered item that only repeats the end of the item before it."""
    one, other = _ITEM.sub("", before.passage.text), _ITEM.sub("", told.passage.text)
    if not (_ITEM.match(before.passage.text) and _ITEM.match(told.passage.text)):
        return
    tail = _TAIL.search(one)
    if tail and normalised(other).rstrip("。") == tail["tail"].rstrip("。"):
        yield finding(
            told.passage.lines[0].spot,
            told.sentence_at(0),
            "duplicate",
            f"与上一项的最后一句重复（{before.passage.lines[0].spot}）",
            stated=other,
            severity=Severity.NOTICE,
            spots=(before.passage.lines[0].spot,),
            proposed="删去",
        )

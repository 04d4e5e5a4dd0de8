"""印不出的字: a sign that no font of the public documents has is a finding of rule SG-01, told in time."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

import msgspec

from final_accounts.model.edition import Edition
from final_accounts.model.finding import Finding, Verdict
from final_accounts.model.place import Cell
from final_accounts.model.submission import ParsedSubmission
from final_accounts.publishing import Documents

UNPRINTABLE: Final = "SG-01"
SHOWN: Final = 6
"""Signs that a message shows one by one."""
_LEFT_OUT: Final = frozenset(("Cc", "Cf", "Co", "Cs", "Cn", "Zs", "Zl", "Zp"))
"""Kinds of signs without a shape; documents leave them out."""
_SELECTORS: Final = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Signs that choose a variant of the one before them; a font without it prints the usual one."""


class _Text(NamedTuple):
    """Something a unit wrote, with its key and its place in words."""

    row: str
    where: str
    said: str
    cells: tuple[Cell, ...] = ()


def unprintable(edition: Edition, parsed: ParsedSubmission) -> tuple[Finding, ...]:
    """One finding for each text with a sign that could not be printed."""
    if not parsed.readable:
        return ()
    printed = _signs(Documents.of(edition).words["pdf_signs"]["printed"])
    texts = tuple(_texts(edition, parsed))
    if not _lacking("".join(text.said for text in texts), printed):
        return ()
    rule = edition.rulebook[UNPRINTABLE]
    found: dict[str, Finding] = {}
    for text in texts:
        lacking = _lacking(text.said, printed)
        if lacking:
            shown = "、".join(f"“{sign}”（U+{ord(sign):04X}）" for sign in lacking[:SHOWN])
            more = f"等 {len(lacking)} 个字" if len(lacking) > SHOWN else ""
            message = f"{text.where}有公开文本的字体印不出的字：{shown}{more}。"
            finding = Finding(
                rule.id,
                rule.severity,
                Verdict.ERROR,
                message,
                hint=rule.hint,
                source_id=rule.source_id,
                cells=text.cells,
                row=text.row,
            )
            found.setdefault(text.row, finding)
    return tuple(found.values())


def _lacking(said: str, printed: frozenset[str]) -> list[str]:
    return sorted(
        sign for sign in set(said) - printed if unicodedata.category(sign) not in _LEFT_OUT and sign not in _SELECTORS
    )


@cache
def _signs(ranges: str) -> frozenset[str]:
    found: set[str] = set()
    for piece in ranges.split():
        first, _, last = piece.partition("-")
        found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


def _texts(edition: Edition, parsed: ParsedSubmission) -> Iterator[_Text]:
    titles = {slot.id: slot.title for slot in edition.slots}

    def sheet(form: str, name: str = "") -> str:
        called = parsed.sheets.get(form, name or form)
        return f"“{called}”" if called.endswith("表") else f"“{called}”表"

    for slot, said in parsed.texts.items():
        yield _Text(f"slot:{slot}", f"{sheet('NARRATIVE', '情况说明')}的条目“{titles.get(slot, slot)}”", said)
    for told in parsed.explanations:
        yield _Text(f"explanation:{told.finding}", sheet("EXPLAIN", "核实说明"), told.reason + told.evidence)
    for evaluation in parsed.evaluations:
        yield _Text(
            f"form:{evaluation.form}", sheet(evaluation.form), "".join(_strings(msgspec.to_builtins(evaluation)))
        )
    for fact in parsed.facts:
        said = fact.name + (fact.value if isinstance(fact.value, str) else "")
        if not said.isascii():
            yield _Text(f"cell:{fact.cell}", sheet(fact.form), said, (fact.cell,))


def _strings(plain: object) -> Iterator[str]:
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        yield from _all(plain.values())
    elif isinstance(plain, list | tuple):
        yield from _all(plain)


def _all(parts: Iterable[object]) -> Iterator[str]:
    for part in parts:
        yield from _strings(part)

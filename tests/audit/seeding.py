"""Errors seeded into clean documents: one figure or word of a line is changed, and the family of the change is known.

The changes are made on the text as read, by patterns (``seed_kinds``) that know nothing of the audit's grammar.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from audit.seed_changes import far
from audit.seed_kinds import KINDS
from audit.seed_shape import CELL, CONTENTS, LINE, PROSE, Kind
from final_accounts.audit import Audit, Claim
from final_accounts.model.document import ReadCell, ReadDocument, ReadTable, Spot, TextLine

Known = frozenset[tuple[Spot, str, tuple[str, ...]]]
"""Findings by place, family and what they mark."""
_PROSE_LENGTH = 25  # captions and labels of charts are shorter


@dataclass(frozen=True, slots=True)
class Seed:
    """One change: where, what it was, what it is, and the families that name it rightly."""

    kind: str
    spot: Spot
    before: str
    after: str
    families: tuple[str, ...]
    line: str


@dataclass(frozen=True, slots=True)
class _Place:
    """A text in which a pattern may match: a line, or a row of a table with its cells set apart by bars."""

    block: int
    row: int
    spot: Spot
    text: str


def seeded(document: ReadDocument, chance: random.Random, kinds: Sequence[int]) -> tuple[ReadDocument, list[Seed]]:
    """A copy with at most one seed a kind, each in another line or row."""
    blocks = list(document.blocks)
    seeds: list[Seed] = []
    used: set[tuple[int, int]] = set()
    for kind in (KINDS[n] for n in kinds):
        whole = "\n".join(text for _, text in document.texts())
        if kind.where_said and not kind.where_said.search(whole):
            continue
        found = [
            (place, match)
            for place in _places(document, kind)
            if (place.block, place.row) not in used
            for match in kind.pattern.finditer(place.text)
        ]
        chance.shuffle(found)
        for place, match in found:
            after = kind.change(match, chance)
            if not after or after == match["n"] or (kind.far and not far(match["n"], after)):
                continue
            changed = _changed(blocks[place.block], place, match, after)
            if changed is None:
                continue
            blocks[place.block], spot, text = changed
            seeds.append(Seed(kind.name, spot, match[0], after, kind.families, text))
            used.add((place.block, place.row))
            break
    return replace(document, blocks=tuple(blocks)), seeds


def _places(document: ReadDocument, kind: Kind) -> Iterator[_Place]:
    body = next((n for n, b in enumerate(document.blocks) if isinstance(b, TextLine) and b.level > 1), 0)
    for number, block in enumerate(document.blocks):
        if isinstance(block, TextLine):
            text = block.text
            prose = number > body and not block.level
            fits = {
                CONTENTS: number < body and not block.level,
                LINE: prose,
                PROSE: prose and len(text) > _PROSE_LENGTH and "万元" in text and text[:1] not in "增减",
            }
            if fits.get(kind.where, False):
                yield _Place(number, 0, block.spot, text)
        elif kind.where == CELL and kind.table.search("|".join(c.text for row in block.rows for c in row)):
            for n, row in enumerate(block.rows):
                yield _Place(number, n, block.spot, "|" + "|".join(cell.text for cell in row) + "|")


def _changed(
    block: TextLine | ReadTable, place: _Place, match: object, after: str
) -> tuple[TextLine | ReadTable, Spot, str] | None:
    start, end = match.start("n"), match.end("n")  # type: ignore[attr-defined] # a match of the kind's pattern
    if isinstance(block, TextLine):
        text = place.text[:start] + after + place.text[end:]
        return replace(block, text=text), block.spot, text
    row = block.rows[place.row]
    at = place.text[:start].count("|") - 1
    if "|" in place.text[start:end]:
        return None
    before = place.text[:start].rpartition("|")[2]
    behind = place.text[end:].partition("|")[0]
    cell = row[at]
    cells = (*row[:at], ReadCell(cell.spot, before + after + behind, cell.columns, cell.rows), *row[at + 1 :])
    rows = (*block.rows[: place.row], cells, *block.rows[place.row + 1 :])
    return ReadTable(block.spot, rows), cell.spot, place.text


def known(audit: Audit) -> Known:
    """What is told of a document before anything is seeded: no seed is found by it."""
    return frozenset(_key(finding) for finding in audit.findings)


def _key(finding: Claim) -> tuple[Spot, str, tuple[str, ...]]:
    return finding.spot, finding.family, finding.stated


def caught(seed: Seed, audit: Audit, before: Known = frozenset()) -> bool:
    """Whether a finding that was not there before stands at the seed's place or names it."""
    return any(seed.spot in finding.places and _key(finding) not in before for finding in audit.findings)


def named(seed: Seed, audit: Audit) -> bool:
    """Whether the finding is of the right family."""
    return any(seed.spot in f.places and f.family in seed.families for f in audit.findings)

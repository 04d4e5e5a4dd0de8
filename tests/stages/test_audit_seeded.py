"""Errors planted in generated documents of many units, written as plain text, are found by the reader's own way in.

More than five hundred seeds in every run. Over all units of both regions, with what was missed by kind:
``FINAL_ACCOUNTS_SEED_UNITS=16 FINAL_ACCOUNTS_SEED_ROUNDS=6 python -m pytest -s tests/stages/test_audit_seeded.py``.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from audit.documents import own_page
from audit.seed_kinds import KINDS
from audit.seeding import Known, Seed, caught, known, named, seeded
from final_accounts.audit import Audit
from final_accounts.catalog import edition_of
from final_accounts.model.document import ReadDocument, ReadTable, Spot, TextLine
from final_accounts.model.finding import Severity
from final_accounts.readers.documents import read_document
from final_accounts.stages.auditing.audit import audit_document

REGIONS = ("hubei-wuhan", "sichuan-ziyang")
UNITS = int(os.environ.get("FINAL_ACCOUNTS_SEED_UNITS", "6"))
ROUNDS = int(os.environ.get("FINAL_ACCOUNTS_SEED_ROUNDS", "4"))


def as_text(document: ReadDocument) -> tuple[bytes, dict[Spot, Spot]]:
    """A document as a text file, a table row a line with tabs; and where each place of the document stands in it."""
    lines: list[str] = []
    moved: dict[Spot, Spot] = {}
    for block in document.blocks:
        if isinstance(block, TextLine):
            lines.append(block.text.replace("\n", " "))
            moved[block.spot] = Spot(line=len(lines))
            continue
        for row, texts in zip(block.rows, spread(block), strict=True):
            lines.append("\t".join(text.replace("\n", " ") for text in texts))
            moved.update((cell.spot, Spot(line=len(lines))) for cell in row)
    return "\n".join(lines).encode(), moved


def spread(table: ReadTable) -> list[list[str]]:
    """Rows with a blank for every column that a cell reaches over, as a program that exports text writes them."""
    taken: set[tuple[int, int]] = set()
    rows: list[list[str]] = []
    for number, row in enumerate(table.rows):
        texts: list[str] = []
        for cell in row:
            while (number, len(texts)) in taken:
                texts.append("")
            at = len(texts)
            taken |= {(number + down, at + over) for down in range(1, cell.rows) for over in range(cell.columns)}
            texts += [cell.text, *[""] * (cell.columns - 1)]
        rows.append(texts)
    return rows


def audited(document: ReadDocument, region: str) -> tuple[Audit, dict[Spot, Spot]]:
    data, moved = as_text(document)
    return audit_document(read_document(data, "公开稿.txt"), "", edition_of(f"{region}/2022")).audit, moved


@cache
def told_before(region: str, number: int) -> Known:
    """What is told of a unit's document before anything is planted."""
    return known(audited(own_page(region, number), region)[0])


def planted(region: str, number: int, turn: int) -> tuple[ReadDocument, list[Seed]]:
    """A unit's document with about a dozen seeds; in the rounds of a unit every kind has its turn."""
    chance = random.Random(f"text/{region}/{number}")  # noqa: S311 - the same seeds on every run
    order = chance.sample(range(len(KINDS)), len(KINDS))
    return seeded(own_page(region, number), chance, order[turn % ROUNDS :: ROUNDS])


@pytest.mark.parametrize("region", REGIONS)
def test_without_a_seed_the_text_is_clean(region: str) -> None:
    found, _ = audited(own_page(region, 1), region)
    assert [(str(f.spot), f.explanation) for f in found.findings if f.severity is not Severity.NOTICE] == []
    assert sum(c.verdict.value == "ok" for c in found.claims) > 150


def test_seeds_over_many_units_are_found_and_named_by_family() -> None:
    total: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    missed: list[tuple[str, str, str, str]] = []
    for region in REGIONS:
        for number in range(UNITS):
            for turn in range(ROUNDS):
                document, seeds = planted(region, number, turn)
                result, moved = audited(document, region)
                for seed in (replace(seed, spot=moved[seed.spot]) for seed in seeds):
                    seen = caught(seed, result, told_before(region, number))
                    total[seed.kind] += 1
                    found[seed.kind] += seen
                    right[seed.kind] += seen and named(seed, result)
                    if not seen:
                        missed.append((region, seed.kind, f"{seed.before} → {seed.after}", seed.line[:80]))
    for kind, count in sorted(total.items()):
        print(f"{kind}：埋设 {count}，找到 {found[kind]}，类别相符 {right[kind]}")  # noqa: T201 - the measure
    print(f"合计：埋设 {total.total()}，找到 {found.total()}，类别相符 {right.total()}")  # noqa: T201
    assert total.total() >= 500
    assert len(total) >= len(KINDS) - 3, "nearly every kind has a place somewhere"
    assert found.total() >= 0.97 * total.total(), missed
    assert right.total() >= 0.95 * found.total()
    assert all(found[kind] for kind in total), missed

"""Round trip: what we publish ourselves is read through without a false alarm, and seeded errors are found by name."""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest

from audit.documents import own_page
from audit.seeding import KINDS, caught, named, seeded, seeded_cells
from final_accounts.catalog import edition_of
from final_accounts.model.finding import Severity
from final_accounts.stages.audit import audit_document

REGIONS = ("hubei-wuhan", "sichuan-ziyang")
ROUNDS = int(os.environ.get("FINAL_ACCOUNTS_SEED_ROUNDS", "2"))
"""Rounds of nine seeds a document; thirty give more than five hundred."""


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
def test_our_own_documents_are_clean(region: str, kind: str) -> None:
    found = audit_document(own_page(region, 0, kind), "", edition_of(f"{region}/2022")).audit
    told = [(str(f.spot), f.family, f.explanation) for f in found.findings if f.severity is not Severity.NOTICE]
    assert not told
    detail = {"S5", "S7", "S9", "S12", "S13"} if region == "sichuan-ziyang" else set()
    assert {t.id for t in found.tables} == {f"T{n}" for n in range(1, 10)} | detail
    assert sum(c.verdict.value == "ok" for c in found.claims) > 200, "nothing to judge is no success"


def test_seeded_errors_are_found_and_named_by_family() -> None:
    total: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for region in REGIONS:
        edition = edition_of(f"{region}/2022")
        for number in (0, 3):
            for turn in range(ROUNDS):
                chance = random.Random(f"{region}/{number}/{turn}")  # noqa: S311 - the same seeds on every run
                document, seeds = seeded(own_page(region, number), chance, chance.sample(range(len(KINDS)), 7))
                document, cells = seeded_cells(document, chance, 2)
                result = audit_document(document, "", edition).audit
                for seed in [*seeds, *cells]:
                    total[seed.kind] += 1
                    found[seed.kind] += caught(seed, result)
                    right[seed.kind] += named(seed, result)
    print(f"埋设 {total.total()}，找到 {found.total()}，家族相符 {right.total()}")  # noqa: T201 - the measure
    assert total.total() > 40
    assert found.total() >= 0.95 * total.total(), {k: (total[k], found[k]) for k in total if found[k] < total[k]}
    assert right.total() >= 0.95 * found.total()

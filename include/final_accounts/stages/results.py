"""Keys of derived data, and the results of one stage that the next one picks up.

Derived data are keyed by (submission sha256, edition hash, prior-facts hash, code version): same key, same bytes.
"""

from __future__ import annotations

import hashlib

from final_accounts.model.facts import Fact
from final_accounts.model.submission import Submission
from final_accounts.stages.code_version import code_version
from final_accounts.stages.codec import Reviewed, Scored, encode, fact_row, reviewed_of, scored_of
from final_accounts.stages.house import Chunk, House, Season


def prior_hash(prior: tuple[Fact, ...]) -> str:
    """sha256 over last year's facts in key order; the same facts in another order are the same."""
    rows = sorted(fact_row(fact) for fact in prior)
    return hashlib.sha256(encode(rows)).hexdigest()


def result_key(submission: Submission, edition_hash: str, prior: str) -> str:
    """The key under which everything derived from this submission is kept."""
    parts = (submission.sha256, str(submission.version), submission.unit, edition_hash, prior, code_version())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def submissions_of(house: House, season: Season, chunk: Chunk) -> tuple[Submission, ...]:
    """All versions of the chunk's units, oldest first."""
    units = chunk["units"]
    codes = tuple(str(unit) for unit in units) if isinstance(units, list) else ()
    return house.warehouse.submissions(season.city.id, season.fiscal_year, codes)


def prior_of(house: House, season: Season, submissions: tuple[Submission, ...]) -> dict[str, tuple[Fact, ...]]:
    """Last year's facts of each unit, following predecessor links."""
    units = {submission.unit for submission in submissions}
    return house.warehouse.prior_facts(
        season.city.id,
        {unit.code: unit.predecessors for unit in season.city.units if unit.code in units},
        season.fiscal_year,
    )


def keys_of(house: House, season: Season, chunk: Chunk) -> list[tuple[Submission, str]]:
    """Each submission of the chunk with its result key."""
    submissions = submissions_of(house, season, chunk)
    prior = prior_of(house, season, submissions)
    return [
        (submission, result_key(submission, season.edition.hash, prior_hash(prior.get(submission.unit, ()))))
        for submission in submissions
    ]


def keep_reviewed(house: House, key: str, record: Reviewed) -> None:
    """Keep a review; StoreError when the same key already holds something else."""
    house.store.put_result("reviewed", key, encode(record))


def keep_scored(house: House, key: str, record: Scored) -> None:
    """Keep a score; StoreError when the same key already holds something else."""
    house.store.put_result("scored", key, encode(record))


def reviewed(house: House, key: str) -> Reviewed:
    """The review kept under ``key``."""
    return reviewed_of(house.store.get_result("reviewed", key))


def scored(house: House, key: str) -> Scored:
    """The score kept under ``key``."""
    return scored_of(house.store.get_result("scored", key))

"""Keys of derived data, and the results of one stage that the next one picks up.

Derived data are keyed by (submission sha256, unit, version, edition hash, hash of last year, code version): same key,
same bytes.
Where persons decided something that a judgement depends on, the hash of last year is that of both.
"""

from __future__ import annotations

import hashlib

from final_accounts.model.submission import Submission
from final_accounts.stages.code_version import code_version
from final_accounts.stages.codec import Reviewed, Scored, encode, reviewed_of, scored_of
from final_accounts.stages.house import Chunk, House, Season
from final_accounts.stages.judgement.considered import considered
from final_accounts.stages.judgement.prior import last_year


def result_key(submission: Submission, edition_hash: str, prior: str) -> str:
    """The key under which everything derived from this submission is kept.

    Unit and version belong to it, since two units may send the same bytes.
    """
    parts = (submission.sha256, submission.unit, str(submission.version), edition_hash, prior, code_version())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def submissions_of(house: House, season: Season, chunk: Chunk) -> tuple[Submission, ...]:
    """All versions of the chunk's units, by unit and version; where the chunk names some, only those.

    "versions" are those that had come when the run began, "submissions" those of which each sender gets an answer.
    """
    units, named = chunk["units"], chunk.get("submissions", chunk.get("versions"))
    codes = tuple(str(unit) for unit in units) if isinstance(units, list) else ()
    found = house.warehouse.submissions(season.city.id, season.fiscal_year, codes)
    if not isinstance(named, list):
        return found
    wanted = {str(one) for one in named}
    return tuple(one for one in found if version_name(one) in wanted)


def version_name(submission: Submission) -> str:
    """A unit's version as events and chunks name it.

    >>> version_name(Submission("0" * 64, "a.xlsx", 1, "101001", 2021, version=2))
    '101001/v2'
    """
    return f"{submission.unit}/v{submission.version}"


def keys_of(house: House, season: Season, chunk: Chunk) -> list[tuple[Submission, str]]:
    """Each submission of the chunk with its result key."""
    submissions = submissions_of(house, season, chunk)
    before = last_year(house, season.city, season.fiscal_year, submissions)
    told = considered(house, season, chunk, submissions)
    return [
        (item, result_key(item, season.edition.hash, told[item.unit, item.version].onto(before[item.unit].hash)))
        for item in submissions
    ]


def keep_reviewed(house: House, key: str, record: Reviewed) -> None:
    """Keep a review; StoreError when the same key already holds something else."""
    house.store.put_result("reviewed", key, encode(record))


def keep_scored(house: House, key: str, record: Scored) -> None:
    """Keep a score; StoreError when the same key already holds something else."""
    house.store.put_result("scored", key, encode(record))


def has_reviewed(house: House, key: str) -> bool:
    """Whether a review is kept under ``key``: the same submission, edition, last year and code were reviewed before."""
    return house.store.has_result("reviewed", key)


def has_scored(house: House, key: str) -> bool:
    """Whether a score is kept under ``key``."""
    return house.store.has_result("scored", key)


def reviewed(house: House, key: str) -> Reviewed:
    """The review kept under ``key``."""
    return reviewed_of(house.store.get_result("reviewed", key))


def scored(house: House, key: str) -> Scored:
    """The score kept under ``key``."""
    return scored_of(house.store.get_result("scored", key))

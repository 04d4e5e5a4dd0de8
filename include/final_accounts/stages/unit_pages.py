"""A unit's page from the warehouse: what it is built from, and the key under which it is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from final_accounts.history import Event
from final_accounts.model.submission import SubmissionState
from final_accounts.model.unit import BudgetUnit
from final_accounts.publishing import Approval, Documents, Replaced, Reported, count, unit_page, unit_report
from final_accounts.stages.approvals import Approved, day_of, in_words
from final_accounts.stages.code_version import code_version
from final_accounts.stages.house import House, Season
from final_accounts.stages.narratives import last_years_facts, narrative_of
from final_accounts.stages.results import result_key, reviewed
from final_accounts.warehouse import facts_hash
from final_accounts.warehouse.queries_facts import facts_of_version
from final_accounts.warehouse.queries_scores import evaluations_of_version, scores_of_version
from final_accounts.warehouse.queries_season import (
    Outcome,
    explanations_of_version,
    findings_of_version,
    outcome_of_version,
)

PAGE = "page"


@dataclass(frozen=True, slots=True)
class Publication:
    """A page of the site: which version it shows, the page's sha256 in the content store, its approval's hash."""

    unit: str
    version: int
    sha256: str
    page: str
    approval: str


def published_before(house: House, season: Season) -> dict[str, tuple[tuple[Publication, Event], ...]]:
    """Unit code -> what was published of it so far, oldest first, as the history tells it."""
    known: dict[str, list[tuple[Publication, Event]]] = {}
    for event in house.history.events(season.city.id, season.fiscal_year, "submission.published"):
        payload = json.loads(event.payload)
        publication = Publication(**{name: payload[name] for name in Publication.__dataclass_fields__})
        known.setdefault(publication.unit, []).append((publication, event))
    return {unit: tuple(entries) for unit, entries in known.items()}


def outcome_of(house: House, season: Season, approved: Approved) -> Outcome | None:
    """How the approved version was judged: accepted, under the edition in force, and as it was reviewed; else None.

    The warehouse's figures are compared with those the review kept in the content store, so that a figure altered
    between review and publication is not published.
    """
    item = approved.submission
    with house.warehouse.reading() as connection:
        outcome = outcome_of_version(connection, season.city.id, season.fiscal_year, item.unit, item.version)
        facts = facts_of_version(connection, season.city.id, season.fiscal_year, item.unit, item.version)
    if outcome is None or outcome.edition_hash != season.edition.hash:
        return None
    if outcome.decision is not SubmissionState.ACCEPTED:
        return None
    key = result_key(item, outcome.edition_hash, outcome.prior_hash)
    if house.store.has_result("reviewed", key) and facts_hash(reviewed(house, key).parsed.facts) != facts_hash(facts):
        return None
    return outcome


def replaced_by(approved: Approved, before: Sequence[tuple[Publication, Event]]) -> Replaced | None:
    """The latest earlier version that was published, with the day it first was."""
    earlier = [entry for entry in before if entry[0].version < approved.submission.version]
    if not earlier:
        return None
    latest = max(publication.version for publication, _ in earlier)
    first = next(event for publication, event in earlier if publication.version == latest)
    return Replaced(count(latest), in_words(day_of(first)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """An approved version that may get a page, with everything that shapes it."""

    unit: BudgetUnit
    approved: Approved
    outcome: Outcome
    replaced: Replaced | None
    compared_with: str  # last year's versions behind the narrative


def page_key(season: Season, candidate: Candidate) -> str:
    """Everything that can shape the page: same key, same bytes."""
    item, outcome = candidate.approved.submission, candidate.outcome
    parts = (
        season.city.id,
        season.city.name,
        repr(candidate.unit),
        item.sha256,
        str(item.version),
        outcome.edition_hash,
        outcome.rulebook_hash,
        outcome.prior_hash,
        outcome.content_hash,
        code_version(),
        Documents.of(season.edition).hash,
        candidate.approved.event.hash,
        repr(candidate.replaced),
        candidate.compared_with,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def render(house: House, season: Season, candidate: Candidate) -> bytes:
    """The page of an approved version."""
    approved, outcome = candidate.approved, candidate.outcome
    item, day = approved.submission, day_of(approved.event)
    where = (season.city.id, season.fiscal_year, item.unit, item.version)
    before = last_years_facts(house, season, candidate.unit)
    with house.warehouse.reading() as connection:
        reported = Reported(
            header=outcome.header,
            facts=facts_of_version(connection, *where),
            nil_forms=outcome.nil_forms,
            evaluations=evaluations_of_version(connection, *where),
            scores=scores_of_version(connection, *where),
            findings=findings_of_version(connection, *where),
            explanations=explanations_of_version(connection, *where),
            texts=outcome.texts,
        )
    report = unit_report(
        season.edition,
        candidate.unit,
        item,
        reported,
        Approval(approved.number, in_words(day), approved.event.hash, day.isoformat()),
        city=season.city.name,
        made_up=season.city.made_up,
        rulebook_hash=outcome.rulebook_hash,
        replaced=candidate.replaced,
        narrative=narrative_of(season, candidate.unit, reported, outcome.texts, before),
    )
    return unit_page(report).encode()

"""Which version of a unit may be published now, and everything that shapes its files: same key, same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from final_accounts.model.submission import Submission, SubmissionState, says_something
from final_accounts.model.unit import BudgetUnit
from final_accounts.publishing import Documents, Replaced
from final_accounts.publishing.pdf import fonts_fingerprint
from final_accounts.season.states import REPLIED_TO
from final_accounts.stages.approval.approvals import APPROVED_STATES, Approved, Trail, approval_of, trail
from final_accounts.stages.code_version import code_version
from final_accounts.stages.house import House, Season
from final_accounts.stages.publication.narratives import compared_with
from final_accounts.stages.publication.publications import (
    Published,
    earlier_versions,
    materiality_of,
    published_in,
    replaced_by,
)
from final_accounts.stages.samples import sample_of
from final_accounts.warehouse import StoredSubmission
from final_accounts.warehouse.queries_season import Outcome, outcome_of_version

CORRECTION: Final = "correction"
"""The slot in which a unit says why it corrects what is already public."""

ENGINES: Final = ("jinja2", "typst", "xlsxwriter")
"""What sets the files; another version may set them differently."""

NOT_STANDING: Final = "按审计轨迹，单位现在是“{state}”，没有有效的批复"
NO_STANDING: Final = "现行编报口径下没有通过的审核结果，已公开的网页保持不变"
NO_REASON: Final = (
    "它要替代已公开的第{version}版，但情况说明的“更正原因”没有填写；请单位补填后重新报送，已公开的一版保持不变"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An approved version that may be published, with everything that shapes its files."""

    unit: BudgetUnit
    approved: Approved
    outcome: Outcome
    replaced: Replaced | None
    before: tuple[Published, ...]
    compared_with: str  # last year's versions behind the narrative

    @property
    def submission(self) -> Submission:
        """The approved version."""
        return self.approved.submission

    @property
    def reason(self) -> str:
        """Why it replaces what is public, in the unit's words; "" when nothing is."""
        return self.replaced.reason if self.replaced else ""


@dataclass(frozen=True, slots=True)
class Refused:
    """An approved version that must not be published, and why."""

    submission: Submission
    why: str


def candidates(house: House, season: Season, codes: Iterable[str]) -> tuple[list[Candidate], list[Refused]]:
    """The approved version of each unit, by unit code: those that may go out, and those that may not, with the reason.

    Which version is approved is asked of the history; what the warehouse alone calls approved is refused.
    """
    units = {unit.code: unit for unit in season.city.units_of(season.fiscal_year)}
    wanted = {code: units[code] for code in codes if code in units}
    stored = house.warehouse.stored_submissions(season.city.id, season.fiscal_year, tuple(wanted))
    told = trail(house, season)
    before = published_in(units.values(), told.events)
    compared = compared_with(house, season, wanted)
    found: list[Candidate] = []
    refused: list[Refused] = []
    for submission in _asked(told, stored):
        code = submission.unit
        approved = _approval(season, told, submission)
        outcome = outcome_of(house, season, approved) if isinstance(approved, Approved) else None
        if not isinstance(approved, Approved) or outcome is None:
            refused.append(Refused(submission, approved if isinstance(approved, str) else NO_STANDING))
            continue
        reason = outcome.texts.get(CORRECTION, "").strip()
        material = materiality_of(wanted[code], told.about(wanted[code]), submission.version, before.get(code, ()))
        replaced = replaced_by(submission.version, reason, before.get(code, ()), material)
        if replaced is not None and not says_something(reason):
            refused.append(Refused(submission, NO_REASON.format(version=replaced.version.text)))
            continue
        found.append(Candidate(wanted[code], approved, outcome, replaced, before.get(code, ()), compared[code]))
    return found, refused


def _asked(told: Trail, stored: Sequence[StoredSubmission]) -> tuple[Submission, ...]:
    """One version a unit: the current one where it is approved, else one that only the warehouse calls approved."""
    found: dict[str, Submission] = {}
    for entry in stored:
        item = entry.submission
        standing = told.standings[item.unit]
        if standing.state in REPLIED_TO:
            if item.version == standing.version:
                found[item.unit] = item
        elif entry.state in APPROVED_STATES and item.version != standing.public:
            found[item.unit] = item
    return tuple(found.values())


def _approval(season: Season, told: Trail, submission: Submission) -> Approved | str:
    standing = told.standings[submission.unit]
    if standing.state not in REPLIED_TO:
        return NOT_STANDING.format(state=standing.state.chinese)
    return approval_of(season, told, submission)


def outcome_of(house: House, season: Season, approved: Approved) -> Outcome | None:
    """How the approved version was judged: accepted, and under the edition in force; else None."""
    item = approved.submission
    with house.warehouse.reading() as connection:
        outcome = outcome_of_version(connection, season.city.id, season.fiscal_year, item.unit, item.version)
    if outcome is None or outcome.edition_hash != season.edition.hash:
        return None
    return outcome if outcome.decision is SubmissionState.ACCEPTED else None


def bundle_key(season: Season, candidate: Candidate) -> str:
    """Everything that can shape the files of a publication: same key, same bytes."""
    item, outcome = candidate.submission, candidate.outcome
    parts = (
        season.city.id,
        season.city.name,
        repr(sample_of(season)),
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
        repr(_told(candidate)),
        candidate.compared_with,
        *(f"{engine} {version(engine)}" for engine in ENGINES),
        fonts_fingerprint(),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _told(candidate: Candidate) -> tuple[tuple[object, ...], ...]:
    """What the page tells of the versions before it; publishing the same version again changes nothing."""
    earlier = earlier_versions(candidate.submission.version, candidate.before)
    return tuple(
        (publication.version, publication.page, publication.reason, event.at) for publication, event in earlier
    )

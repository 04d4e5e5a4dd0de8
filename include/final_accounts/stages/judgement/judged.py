"""What a unit is told of a version: as it was read, judged and answered by reviewers, from what the stages kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

from final_accounts.model.finding import Finding, Severity
from final_accounts.model.first_steps import open_findings
from final_accounts.model.submission import ParsedSubmission, Submission, SubmissionState
from final_accounts.season.explanations import Ruling, asked
from final_accounts.stages.house import Chunk, House, Season
from final_accounts.stages.judgement.considered import considered
from final_accounts.stages.results import keys_of, reviewed, scored


@dataclass(frozen=True, slots=True)
class Judged:
    """A version with its findings and verdict; ``sent_back`` are the keys whose explanation a reviewer refused."""

    submission: Submission
    parsed: ParsedSubmission
    findings: tuple[Finding, ...]
    state: SubmissionState
    sent_back: frozenset[str]
    rulebook_hash: str

    @property
    def standing(self) -> tuple[Finding, ...]:
        """The findings that keep it from being accepted."""
        return open_findings(self.findings, self.parsed.explanations, self.sent_back)

    def count(self, severity: Severity) -> int:
        """How many findings of that severity."""
        return sum(finding.severity is severity for finding in self.findings)


def judged(house: House, season: Season, chunk: Chunk) -> tuple[Judged, ...]:
    """Every version of the chunk that was scored."""
    keys = keys_of(house, season, chunk)
    told = considered(house, season, chunk, (submission for submission, _ in keys))
    found: list[Judged] = []
    for submission, key in keys:
        record, result = reviewed(house, key), scored(house, key)
        refused = told[submission.unit, submission.version].sent_back
        again = asked(result.findings, record.explanations, refused)
        found.append(
            Judged(
                submission,
                _addressed(season, submission, record.parsed),
                result.findings,
                result.state,
                frozenset(one.key for one in again if one.ruling is Ruling.SENT_BACK),
                record.rulebook_hash,
            )
        )
    return tuple(found)


def _addressed(season: Season, submission: Submission, parsed: ParsedSubmission) -> ParsedSubmission:
    """With the head of the unit whose inbox it came from: an unreadable or foreign file says none or another's."""
    name = season.city.lines(season.fiscal_year)[submission.unit].name
    header = replace(parsed.header, unit_code=submission.unit, unit_name=name, fiscal_year=season.fiscal_year)
    return replace(parsed, header=header)

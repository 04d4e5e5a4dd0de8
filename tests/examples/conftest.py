"""The whole way of one file, as a season would take it, for the examples' golden tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from final_accounts.catalog import edition
from final_accounts.model.facts import Fact
from final_accounts.model.finding import Finding, Severity
from final_accounts.model.submission import ParsedSubmission, SubmissionState, decide
from final_accounts.readers import Expectation, read_workbook
from final_accounts.rules import UnitFacts, compile_rulebook, review
from final_accounts.scoring import score


@dataclass(frozen=True, slots=True)
class Audited:
    """One file after reading, scoring and rules."""

    parsed: ParsedSubmission
    findings: tuple[Finding, ...]

    @property
    def state(self) -> SubmissionState:
        return decide(self.findings, self.parsed.explanations)

    @property
    def open_rules(self) -> set[str]:
        """Rules that object and are not explained; notices left out."""
        told = {each.finding for each in self.parsed.explanations}
        return {f.rule for f in self.findings if f.severity is not Severity.NOTICE and not {f.key, f.rule} & told}


Audit = Callable[..., dict[str, Audited]]


@pytest.fixture(scope="session")
def audit() -> Audit:
    def run(
        region: str,
        year: int,
        files: Mapping[str, Path],
        prior: Mapping[str, tuple[Fact, ...]] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> dict[str, Audited]:
        found = edition(region, year)
        read: dict[str, tuple[ParsedSubmission, tuple[Finding, ...], tuple[Finding, ...]]] = {}
        units = []
        for code, path in files.items():
            expect = Expectation(unit=code, fiscal_year=year, region=region, units=names or {})
            parsed, side = read_workbook(path.read_bytes(), path.name, edition, expect)
            scored = score(parsed.evaluations, found, parsed.header, parsed.facts)[1] if parsed.readable else ()
            read[code] = (parsed, side, scored)
            units.append(
                UnitFacts(
                    unit=code,
                    header=parsed.header,
                    facts=parsed.facts,
                    forms_present=parsed.forms_present,
                    nil_forms=parsed.nil_forms,
                    prior=(prior or {}).get(code, ()),
                    side=(*side, *scored),
                    explanations=parsed.explanations,
                    readable=parsed.readable,
                )
            )
        judged = review(compile_rulebook(found), units)
        return {code: Audited(read[code][0], (*judged.findings[code], *read[code][2])) for code in files}

    return run

"""Clean submissions to be mutated: made-up units of both editions and two years, with last year's facts.

Every file goes the way of a real one (workbook, reader), so that each fact knows the cell it stands in.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from final_accounts.catalog import city, edition
from final_accounts.model.edition import Edition
from final_accounts.model.facts import Fact
from final_accounts.model.submission import ParsedSubmission
from final_accounts.readers import Expectation, read_workbook
from final_accounts.stages.judgement.prior import combined
from final_accounts.workbooks import write_submission
from final_accounts.workbooks.made_up import accounts

YEARS = (2021, 2022)
SAMPLE = {
    "qingshi": ("102001", "102002", "105001", "105002", "105003"),
    "luxi": ("202003", "205001", "205002", "205003"),
}
"""Units whose amounts are changed: an administrative unit, one under the civil service law, institutions with money of
their own and with government funds, a merged unit and its two predecessors (each files in the years it exists)."""


@dataclass(frozen=True)
class Clean:
    """One clean submission: the file's bytes, what was read of it, last year's facts."""

    city: str
    unit: str
    year: int
    file: bytes
    parsed: ParsedSubmission
    prior: tuple[Fact, ...]

    @property
    def edition(self) -> Edition:
        """The edition it follows."""
        return edition_of(self.city, self.year)


def edition_of(town: str, year: int) -> Edition:
    """The edition a made-up city uses in a year."""
    return edition(city(town).region, year)


@cache
def clean_unit(town: str, unit: str, year: int) -> Clean:
    """The clean submission of one unit; last year's facts are those of its own clean file, or its predecessors'."""
    home = city(town)
    registered = next(each for each in home.units_of(year) if each.code == unit)
    found = edition_of(town, year)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{unit}.xlsx"
        write_submission(found, accounts(home, registered, found), path)
        file = path.read_bytes()
    parsed, findings = read_workbook(file, f"{unit}.xlsx", edition, Expectation(unit, year, home.region))
    if findings:
        message = f"the file of {town} {unit} {year} is not clean: {[f.message for f in findings]}"
        raise ValueError(message)
    earlier = {each.code for each in home.units_of(year - 1)} if year > YEARS[0] else set()
    before = (unit,) if unit in earlier else tuple(c for c in registered.predecessors if c in earlier)
    prior = combined([clean_unit(town, code, year - 1).parsed.facts for code in before]) if before else ()
    return Clean(town, unit, year, file, parsed, prior)


def clean_units(town: str, year: int) -> tuple[Clean, ...]:
    """The sample's submissions of a city and year."""
    existing = {unit.code for unit in city(town).units_of(year)}
    return tuple(clean_unit(town, unit, year) for unit in SAMPLE[town] if unit in existing)

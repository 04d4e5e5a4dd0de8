"""A season of a few units of the made-up city Qingshi, taken to the verdict by the real verbs; and their persons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from final_accounts.catalog import edition, person
from final_accounts.season.acts import Act
from final_accounts.stages.acting.acts import act, standing_of
from final_accounts.stages.house import House, Season
from final_accounts.workbooks import write_submission
from stages.bad_files import CITY, data_of
from whole_season import until_loaded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from final_accounts.model.person import Person
    from final_accounts.season.standing import Standing
    from final_accounts.stages.settings import Settings
    from final_accounts.workbooks import SubmissionData


@dataclass(frozen=True)
class SmallTown:
    """A house with one season in it."""

    settings: Settings
    year: int

    @property
    def house(self) -> House:
        return House.open(self.settings)

    @property
    def season(self) -> Season:
        return Season.named(CITY, self.year)

    def person(self, code: str, role: str) -> Person:
        """The made-up person of a unit or a department."""
        return person(CITY, f"qs-{code}-{role}")

    def sent(self, unit: str, data: SubmissionData | None = None, name: str = "决算.xlsx") -> Path:
        """A file of the unit in its inbox; made-up accounts unless ``data`` says others."""
        path = self.settings.inbox(CITY, self.year) / unit / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_submission(edition("hubei-wuhan", self.year), data or data_of(unit, self.year), path)
        return path

    def reviewed(self) -> None:
        """Everything in the inbox, through the verbs."""
        until_loaded(self.settings, CITY, self.year)

    def done(self, unit: str, kind: str, who: Person, **said: str) -> Standing:
        """One act on the unit's current version."""
        now = standing_of(self.house, self.season, unit)
        wanted = Act(kind, unit, who, version=now.version, sha256=now.sha256, payload=said)
        return act(self.house, self.season, wanted)

    def signed(self, *units: str) -> None:
        """Both signatures of each unit."""
        for unit in units:
            for role in ("accountant", "head"):
                self.done(unit, "submission.signed", self.person(unit, role))


def small_town(settings: Settings, year: int, units: Iterable[str]) -> SmallTown:
    """The season with an accepted version of each of these units."""
    town = SmallTown(settings, year)
    for unit in units:
        town.sent(unit)
    town.reviewed()
    return town

"""A made-up city of a few units, two years through the real verbs, and its sites in a plain folder."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from final_accounts.catalog import city, edition
from final_accounts.history import NewEvent
from final_accounts.publishing import CityReport, city_report, city_site
from final_accounts.stages.house import House, Season
from final_accounts.stages.intake.gather import gather
from final_accounts.stages.intake.open_season import open_season
from final_accounts.stages.judgement.load import load
from final_accounts.stages.judgement.review import review
from final_accounts.stages.judgement.score import score
from final_accounts.stages.publication.city_data import city_data
from final_accounts.stages.publication.publications import PUBLISHED, Publication
from final_accounts.stages.settings import Settings
from final_accounts.workbooks import write_submission
from stages.bad_files import CITY, data_of

UNITS = {2021: ("101001", "105001", "105002"), 2022: ("101001", "105003", "110001")}
"""105001 pays 105002 and is paid by it; both merge into 105003; 110001 is new in 2022."""


@dataclass(frozen=True)
class Town:
    """The sites of a city below ``folder``, and what they were made from."""

    house: House
    folder: Path
    reports: dict[int, CityReport]

    def site(self, year: int) -> Path:
        return self.folder / CITY / str(year)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    root = tmp_path_factory.mktemp("town")
    settings, folder = Settings.at(root / "var"), root / "site"
    reports = {}
    for year, units in UNITS.items():
        for unit in units:
            path = settings.inbox(CITY, year) / unit / "决算.xlsx"
            path.parent.mkdir(parents=True)
            write_submission(edition(city(CITY).region, year), data_of(unit, year), path)
        item = open_season(settings, CITY, year, {}, "run")
        for chunk in gather(settings, item):
            review(settings, chunk)
            score(settings, chunk)
            load(settings, chunk)
        season = Season.of(item)
        house = House.open(settings)
        reports[year] = city_report(season.edition, city_data(house, season, made_public(house, season)))
        written(city_site(reports[year]), folder / CITY / str(year))
    return Town(house, folder, reports)


def made_public(house: House, season: Season) -> dict[str, Publication]:
    """Every unit's only version, public without its files, and the history says so."""
    stored = house.warehouse.stored_submissions(season.city.id, season.fiscal_year)
    found = {
        entry.submission.unit: Publication(entry.submission.unit, 1, entry.submission.sha256, "", {}, "")
        for entry in stored
    }
    at = datetime(season.fiscal_year + 1, 9, 1, tzinfo=UTC)
    events = [NewEvent(PUBLISHED, f"{unit}/v1", "公开", asdict(one), at) for unit, one in found.items()]
    house.history.append(season.city.id, season.fiscal_year, events)
    return found


def written(site: dict[str, str], folder: Path) -> None:
    """The files of a site, in a plain folder."""
    for name, text in site.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

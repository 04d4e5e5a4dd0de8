"""打开编报季: refuse what is unknown, bring the warehouse up to date, register the units, record the run."""

from __future__ import annotations

from collections.abc import Mapping

from final_accounts.stages.code_version import code_version
from final_accounts.stages.house import House, Season, SeasonDict, progress
from final_accounts.stages.parameters import refuse_unknown
from final_accounts.stages.settings import Settings

PARAMETERS = frozenset({"city", "fiscal_year", "approver"})
"""The only keys a run may be started with; Airflow itself accepts any."""


def open_season(settings: Settings, city: str, fiscal_year: int, conf: Mapping[str, object], run: str) -> SeasonDict:
    """Validate ``city``, ``fiscal_year`` and the keys of ``conf``; SeasonError lists what is known."""
    refuse_unknown(conf, PARAMETERS)
    opened: SeasonDict = {"run": run, "city": city, "fiscal_year": fiscal_year}
    season = Season.of(opened)
    house = House.open(settings)
    house.warehouse.migrate()
    house.warehouse.register(season.city, fiscal_year)
    house.warehouse.start_run(
        season.city.id,
        fiscal_year,
        run,
        edition=season.edition.id,
        edition_hash=season.edition.hash,
        rulebook_hash=season.edition.rulebook.hash,
        code_version=code_version(),
    )
    units = len(season.city.units_of(fiscal_year))
    progress.info("%s %d 年度：编报口径 %s，名录单位 %d 家", season.city.name, fiscal_year, season.edition.id, units)
    return {**opened, "edition": season.edition.id, "units": units}

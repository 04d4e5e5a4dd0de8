"""The places of one installation, opened: warehouse, history and content store."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from datetime import datetime

from final_accounts.catalog import city as city_of
from final_accounts.catalog import edition as edition_of
from final_accounts.history import History
from final_accounts.model.clock import clock_of
from final_accounts.model.edition import Edition
from final_accounts.model.errors import SeasonError
from final_accounts.model.unit import City
from final_accounts.stages.settings import Settings
from final_accounts.warehouse import ContentStore, Warehouse

progress = logging.getLogger("final_accounts.progress")
"""One Chinese line a unit, for the people who watch a run."""

SeasonDict = dict[str, str | int]
Chunk = dict[str, str | int | list[str]]


@dataclass(frozen=True, slots=True)
class House:
    """What every verb works with."""

    settings: Settings
    warehouse: Warehouse
    history: History
    store: ContentStore

    @classmethod
    def open(cls, settings: Settings) -> House:
        """Open (and on first use create) the places of ``settings``."""
        settings.var.mkdir(parents=True, exist_ok=True)
        warehouse = Warehouse(settings.warehouse)
        return cls(settings, warehouse, History(warehouse.engine), ContentStore(settings.store))


@dataclass(frozen=True, slots=True)
class Season:
    """A city's year with everything that depends on it."""

    run: str
    city: City
    fiscal_year: int
    edition: Edition

    @classmethod
    def of(cls, item: SeasonDict | Chunk) -> Season:
        """From the dict that travels between tasks."""
        city = known_city(str(item["city"]))
        year = known_year(city, int(str(item["fiscal_year"])))
        return cls(str(item["run"]), city, year, edition_of(city.region, year))

    @classmethod
    def named(cls, city_id: str, fiscal_year: int, run: str = "") -> Season:
        """The season of a city's year, outside any run of Airflow."""
        item: SeasonDict = {"run": run, "city": city_id, "fiscal_year": fiscal_year}
        return cls.of(item)


def known_city(city_id: str) -> City:
    """The city, or a SeasonError that lists what is known."""
    return city_of(city_id)


def known_year(city: City, fiscal_year: int) -> int:
    """The year, or a SeasonError that lists the city's years."""
    if fiscal_year not in city.years:
        years = "、".join(str(year) for year in city.years)
        raise SeasonError(f"{city.name} 没有 {fiscal_year} 年度的编报季；已登记的年度：{years}。请改用其中之一。")
    return fiscal_year


def now() -> datetime:
    """The one clock of the stages, in UTC to the second; ``FINAL_ACCOUNTS_CLOCK`` names a simulated calendar."""
    return clock_of(os.environ.get("FINAL_ACCOUNTS_CLOCK", "")).now()

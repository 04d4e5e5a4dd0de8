"""What somebody asks to be replayed: a unit's version, everything a run came to, or some reviews chosen by chance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from final_accounts.catalog import cities
from final_accounts.model.errors import SeasonError
from final_accounts.stages.house import House
from final_accounts.stages.replaying.history_out import opened
from final_accounts.stages.replaying.replay import Replayed, chosen_at_random, latest_review, replay_reviews
from final_accounts.stages.replaying.replay_past import PastReview, past_reviews
from final_accounts.stages.replaying.story import city_of_unit
from final_accounts.stages.settings import Settings
from final_accounts.warehouse.queries_runs import results_of_run, seasons_of_run

VERSION: Final = re.compile(r"(?P<unit>[0-9]+)/v[0-9]+")


def replay_random(settings: Settings, city: str, fiscal_year: int, count: int, seed: str) -> tuple[Replayed, ...]:
    """``count`` past reviews of the season, chosen by ``seed``."""
    house, _, year = opened(settings, city, fiscal_year)
    chosen = chosen_at_random(house.history.events(city, year), count, seed)
    return replay_reviews(house, city, year, chosen, seed)


def replay_asked(settings: Settings, target: str, fiscal_year: int = 0, city: str = "") -> tuple[Replayed, ...]:
    """The reviews that :func:`asked_for` names, done again."""
    asked = asked_for(settings, target, fiscal_year, city)
    return replay_reviews(asked.house, asked.city, asked.fiscal_year, asked.chosen)


@dataclass(frozen=True, slots=True)
class Asked:
    """Past reviews of one season."""

    house: House
    city: str
    fiscal_year: int
    chosen: tuple[PastReview, ...]


def asked_for(settings: Settings, target: str, fiscal_year: int = 0, city: str = "") -> Asked:
    """``target`` is ``101001/v2`` (with the year) or the id of a run. SeasonError when it names nothing that was."""
    version = VERSION.fullmatch(target)
    if version:
        if not fiscal_year:
            raise SeasonError(f"请写明决算年度，例如 final-accounts history replay {target} 2021。")
        where = city or city_of_unit(version["unit"], fiscal_year)
        house, _, year = opened(settings, where, fiscal_year)
        return Asked(house, where, year, (latest_review(house.history.events(where, year), target),))
    house = House.open(settings)
    house.warehouse.migrate()
    with house.warehouse.reading() as connection:
        seasons = seasons_of_run(connection, target)
    wanted = [one for one in seasons if city in {"", one[0]} and fiscal_year in {0, one[1]}]
    if len(wanted) != 1:
        raise SeasonError(_unclear(target, wanted))
    where, year = wanted[0]
    return Asked(house, where, year, _of_run(house, where, year, target))


def _of_run(house: House, city: str, fiscal_year: int, run: str) -> tuple[PastReview, ...]:
    """The reviews whose results the run was the first to load."""
    with house.warehouse.reading() as connection:
        results = results_of_run(connection, city, fiscal_year, run)
    known = {
        (one.subject, one.says("edition_hash"), one.says("judged_with")): one
        for one in past_reviews(house.history.events(city, fiscal_year))
    }
    keys = [(f"{unit}/v{version}", edition, prior) for unit, version, edition, prior in results]
    found = tuple(known[key] for key in keys if key in known)
    if not found:
        raise SeasonError(f"运行 {run} 没有产生新的审核结果（结果与更早的运行相同），请改为重演更早的运行。")
    return found


def _unclear(target: str, seasons: list[tuple[str, int]]) -> str:
    if seasons:
        told = "、".join(f"{city} {year}" for city, year in seasons)
        return f"几个编报季都有运行 {target}：{told}；请写明年度，并用 --city 写明城市。"
    known = "、".join(city.id for city in cities())
    return (
        f"没有名为 {target} 的运行。可写：单位/版本（101001/v2）加年度，运行编号，"
        f"或城市（{known}）加年度和 --random 次数。"
    )

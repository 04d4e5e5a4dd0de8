"""期限警报: what Airflow calls when a run of the season has not ended well by its legal date.

Called in the triggerer, once, without a retry: it only notes the fact and tells the operators. The watch repeats it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from final_accounts.catalog.persons import persons
from final_accounts.history import NewEvent
from final_accounts.model.clock import china_day, day_in_words
from final_accounts.model.person import Role, holders
from final_accounts.stages.calendars import current_year
from final_accounts.stages.house import House, Season, now
from final_accounts.stages.letters.sending import Letter, send
from final_accounts.stages.settings import Settings

PASSED: Final = "deadline.passed"
ACTOR: Final = "期限警报"


def unfinished(day: date, run: str) -> str:
    """A run of the season has not ended well by the last day of publication."""
    return f"决算编报季流程到公开期限（{day_in_words(day)}）仍未成功完成（运行编号 {run}）。"


async def legal_date_passed(city: str, context: Mapping[str, Any]) -> None:
    """Airflow's callback; ``context`` has the run ``dag_run`` and the ``deadline`` that was missed."""
    run, missed = context["dag_run"], context["deadline"]["deadline_time"]
    at = missed if isinstance(missed, datetime) else datetime.fromisoformat(str(missed))
    asked: Mapping[str, Any] = run.get("conf") or {}
    await asyncio.to_thread(
        ring,
        Settings.from_environment(),
        str(asked.get("city") or city),
        asked.get("fiscal_year"),
        run["dag_run_id"],
        at,
    )


def ring(settings: Settings, city: str, fiscal_year: int | None, run: str, missed: datetime) -> None:
    """Note in the history that the date has passed, and tell the operators; both once for a date and run."""
    day = china_day(missed)
    season = Season.named(city, fiscal_year or current_year(city, day), run)
    house = House.open(settings)
    house.warehouse.migrate()
    subject = f"deadline/{day.isoformat()}"
    house.history.append(city, season.fiscal_year, [NewEvent(PASSED, subject, ACTOR, {"run": run}, now())])
    line = f"{unfinished(day, run)}请查看这次运行，并核对日台账里尚未公开的单位。"
    words = {"title": "公开期限已过，流程仍未完成", "day": day, "lines": [line]}
    send(house, season, [Letter("alert", subject, holders(persons(city), Role.OPERATOR), words, once=run)])

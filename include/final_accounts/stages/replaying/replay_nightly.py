"""夜间重演: every night a past review chosen by chance is done again; one that comes out otherwise is told and red."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from final_accounts.catalog import persons
from final_accounts.history import Event, NewEvent, subject_of
from final_accounts.model.clock import china_day
from final_accounts.model.errors import HistoryError
from final_accounts.model.person import Role, holders
from final_accounts.stages.calendars import current_year
from final_accounts.stages.code_version import code_version
from final_accounts.stages.house import House, Season, now, progress
from final_accounts.stages.letters.sending import Letter, send
from final_accounts.stages.parameters import refuse_unknown
from final_accounts.stages.replaying.replay import ACTOR, Replayed, chosen_at_random, replay_reviews
from final_accounts.stages.replaying.replay_past import PastReview, past_reviews
from final_accounts.stages.settings import Settings

PARAMETERS: Final = frozenset({"city", "fiscal_year", "count", "seed"})
"""The only keys a run may be started with; Airflow itself accepts any."""
KIND: Final = "replay_differs"
CHOSEN: Final = "replay.chosen"


def replay_nightly(
    settings: Settings, city: str, fiscal_year: int | None, conf: Mapping[str, object], run: str
) -> dict[str, int]:
    """How many were done again. HistoryError, after the operators and auditors were told, when one came out otherwise.

    ``conf`` may say how many (``count``) and by which ``seed``; without it one, by the day. A task that is tried again
    or cleared does the same reviews. A season without a review that can be done again is none to worry about.
    """
    refuse_unknown(conf, PARAMETERS)
    season = Season.named(city, fiscal_year or current_year(city), run)
    house = House.open(settings)
    house.warehouse.migrate()
    events = house.history.events(season.city.id, season.fiscal_year)
    if not any(one.recorded for one in past_reviews(events)):
        progress.info("%s %d 年度还没有可以重演的审核", season.city.name, season.fiscal_year)
        return {"replayed": 0}
    seed, chosen = _chosen(house, season, events, conf, run)
    found = replay_reviews(house, season.city.id, season.fiscal_year, chosen, seed)
    differing = [one for one in found if not one.same]
    if differing:
        send(house, season, _letters(season, differing, run, seed))
        told = "\n".join(line for one in differing for line in one.lines)
        raise HistoryError(
            f"{season.city.name} {season.fiscal_year} 年度有 {len(differing)} 次重演与存档不同：\n{told}"
        )
    return {"replayed": len(found)}


def _chosen(
    house: House, season: Season, events: Sequence[Event], conf: Mapping[str, object], run: str
) -> tuple[str, tuple[PastReview, ...]]:
    """The seed, and the reviews that the run chose at its first try: clearing a red task chooses no other ones."""
    seed, count = str(conf.get("seed") or ""), int(str(conf.get("count") or 1))
    subject = subject_of(f"replay/{run}")
    before = [json.loads(event.payload) for event in events if (event.kind, event.subject) == (CHOSEN, subject)]
    told = next((one for one in before if one["count"] == count and seed in {"", one["seed"]}), None)
    if told is None:
        seed = seed or china_day(now()).isoformat()
        chosen = chosen_at_random(events, count, seed)
        payload = {"run": run, "seed": seed, "count": count, "reviews": [one.event.hash for one in chosen]}
        event = NewEvent(CHOSEN, subject, ACTOR, payload, now())
        house.history.append(season.city.id, season.fiscal_year, [event])
        return seed, chosen
    known = {one.event.hash: one for one in past_reviews(events)}
    if lost := [review for review in told["reviews"] if review not in known]:
        raise HistoryError(f"这次运行选定的审核有 {len(lost)} 次在审计轨迹里找不到。请保全数据库，并立即报告审计人员。")
    return told["seed"], tuple(known[review] for review in told["reviews"])


def _letters(season: Season, differing: Sequence[Replayed], run: str, seed: str) -> list[Letter]:
    everybody = persons(season.city.id)
    readers = (*holders(everybody, Role.OPERATOR), *holders(everybody, Role.AUDITOR))
    return [
        Letter(
            KIND,
            one.past.subject,
            readers,
            {
                "run": run,
                "version": one.past.version,
                "reviewed_at": datetime.fromisoformat(one.past.event.at),
                "differences": [*one.differences, *one.notes],
                "code_then": one.past.under.code_version,
                "code_now": code_version(),
            },
            once=json.dumps([one.past.event.hash, seed]),
        )
        for one in differing
    ]

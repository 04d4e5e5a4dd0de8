"""逾期预测: who of those that have not met their duty will probably be late, and how often they were before."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO

from final_accounts.catalog import calendar
from final_accounts.model.clock import china_day
from final_accounts.publishing import write_whole
from final_accounts.season.calendar import Deadlines, deadlines
from final_accounts.season.courses import Course, Past, View, follow
from final_accounts.season.forecast import NEEDED
from final_accounts.season.simulated import drawn_to, fitted
from final_accounts.season.states import MET, OWES_NOTHING
from final_accounts.stages.house import House, Season, SeasonDict, now, progress
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import standings
from final_accounts.stages.watching.ledger import names_of

FILE = "forecast.csv"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to be expected of the units that are still open (``open``, codes in register order).

    ``chances`` (code -> probability of being late) is empty while fewer than ``NEEDED`` real seasons lie behind.
    ``last`` are last season's courses in this season's codes, ``last_gap`` its days between submitting and correcting.
    """

    seasons: int
    open: tuple[str, ...]
    chances: Mapping[str, float]
    last: Mapping[str, Course]
    last_gap: int

    def was_late(self, unit: str) -> bool | None:
        """Whether the unit (or what it was made of) was late last season; None when it has no last season."""
        return self.last[unit].late(self.last_gap) if unit in self.last else None

    def ranked(self) -> tuple[str, ...]:
        """The open units, the most probable first; without probabilities those that were late last season first."""
        return tuple(sorted(self.open, key=lambda one: (-self.chances.get(one, 0.0), not self.was_late(one), one)))


def forecast(settings: Settings, season_item: SeasonDict) -> dict[str, int]:
    """Write the outlook beside the bureau's page, the most probable first: how many units it is made for."""
    house = House.open(settings)
    season = Season.of(season_item)
    found = outlook(house, season)
    folder = settings.ops(season.city.id, season.fiscal_year)
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / FILE, "\ufeff" + _table(found, names_of(season)))
    progress.info("%s %d 年度：%d 家尚未办完，以往编报季 %d 个", season.city.name, season.fiscal_year,
                  len(found.open), found.seasons)  # fmt: skip
    return {"open": len(found.open), "seasons": found.seasons, "forecast": len(found.chances)}


def outlook(house: House, season: Season) -> Outlook:
    """The outlook at this moment."""
    dates = deadlines(calendar(season.city.id, season.fiscal_year))
    units = season.city.units_of(season.fiscal_year)
    past = _past(house, season)
    day = (china_day(now()) - dates.submit_by).days
    seen = View(units, courses(house, season), past, day, _gap(dates))
    still = tuple(unit.code for unit in seen.open())
    chances: dict[str, float] = {}
    if len(past) >= NEEDED and still:
        model = drawn_to(fitted(), units, past)
        chances = dict(zip(still, map(float, model.probabilities(seen.rows())), strict=True))
    last = past[0] if past else Past({}, 0)
    return Outlook(len(past), still, chances, last.courses, last.gap)


def courses(house: House, season: Season) -> dict[str, Course]:
    """Unit code -> its course so far, of every unit that has a duty; arrivals are dated by the warehouse."""
    dates = deadlines(calendar(season.city.id, season.fiscal_year))
    arrived: dict[str, dict[int, int]] = defaultdict(dict)
    for entry in house.warehouse.stored_submissions(season.city.id, season.fiscal_year):
        day = (china_day(entry.received_at) - dates.submit_by).days
        arrived[entry.submission.unit][entry.submission.version] = day
    found = {}
    for code, standing in standings(house, season).items():
        if standing.state in OWES_NOTHING:
            continue
        versions = sorted(arrived[code].items())
        passed = [day for number, day in versions if standing.verdicts.get(number) == "accepted"]
        met = passed[0] if passed and standing.bucket in MET else None
        found[code] = Course(tuple(day for _, day in versions), met)
    return found


def _past(house: House, season: Season) -> tuple[Past, ...]:
    """The seasons before this one that somebody submitted in, the last one first, in this season's codes."""
    found = []
    for year in sorted((year for year in season.city.years if year < season.fiscal_year), reverse=True):
        earlier = Season.named(season.city.id, year)
        gap = _gap(deadlines(calendar(season.city.id, year)))
        told: Mapping[str, Course] = courses(house, earlier)
        if not any(course.arrivals for course in told.values()):
            break
        for later in range(year + 1, season.fiscal_year + 1):
            told = follow(season.city.units_of(later), told, gap).courses
        found.append(Past(told, gap))
    return tuple(found)


def _gap(dates: Deadlines) -> int:
    return (dates.correct_by - dates.submit_by).days


def _table(found: Outlook, names: Mapping[str, str]) -> str:
    """CSV: a line a unit, amounts of probability in percent; without enough seasons last season's lateness alone."""
    out = StringIO(newline="")
    table = csv.writer(out)
    table.writerow(("预算单位编码", "单位名称", "逾期概率（%）", "上年是否逾期", "依据的编报季数"))
    for code in found.ranked():
        chance = f"{100 * found.chances[code]:.0f}" if code in found.chances else "历史不足两季，不作预测"
        late = {None: "上年无此单位", True: "逾期", False: "按时"}[found.was_late(code)]
        table.writerow((code, names.get(code, ""), chance, late, found.seasons))
    return out.getvalue()

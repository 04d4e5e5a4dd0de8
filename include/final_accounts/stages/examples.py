"""示例收件箱: the submissions that ``make run`` works on, built from the data of ``include/examples``.

Two real units (the Wuhan unit as printed and, later, corrected; the Ziyang unit with what its document gives) and two
made-up cities with complete seasons 2021 and 2022. Every file carries the moment it arrived.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from final_accounts.catalog import calendar, cities, data_root
from final_accounts.catalog import edition as edition_of
from final_accounts.model.edition import Edition
from final_accounts.model.unit import City
from final_accounts.stages.settings import Settings
from final_accounts.workbooks import write_submission
from final_accounts.workbooks.defects import FilingPlan, filing_plan, write_defective
from final_accounts.workbooks.made_up import made_up_city
from final_accounts.workbooks.real import corrected, real_submission, transcription

SHANGHAI = ZoneInfo("Asia/Shanghai")
SEED = 0
"""The seed for which include/examples/defects/*.yaml was written: its places and expected rules hold for no other."""
EARLY = timedelta(days=9)
CORRECTION = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class ExampleSeason:
    """A season of the example cities and where its submissions come from."""

    city: City
    fiscal_year: int

    @property
    def edition(self) -> Edition:
        """What its units must follow."""
        return edition_of(self.city.region, self.fiscal_year)


def example_seasons() -> tuple[ExampleSeason, ...]:
    """All seasons of the example cities, an earlier year first, so that the next one finds its last year."""
    seasons = [ExampleSeason(city, year) for city in cities() for year in city.years]
    return tuple(sorted(seasons, key=lambda season: (season.fiscal_year, season.city.made_up, season.city.id)))


def prepare_examples(settings: Settings) -> Iterator[str]:
    """Write every example file into its unit's inbox; one Chinese line a season. The same data give the same files."""
    for season in example_seasons():
        inbox = settings.inbox(season.city.id, season.fiscal_year)
        files = _made_up(season, inbox) if season.city.made_up else _real(season, inbox)
        yield f"{season.city.name} {season.fiscal_year} 年度：收件箱 {files} 个文件"


def example_plan(city: str, fiscal_year: int) -> FilingPlan:
    """Who is missing, late or defective in a made-up city's year."""
    return filing_plan(data_root() / "include" / "examples" / "defects" / f"{city}-{fiscal_year}.yaml")


def _made_up(season: ExampleSeason, inbox: Path) -> int:
    plan = example_plan(season.city.id, season.fiscal_year)
    dates = calendar(season.city.id, season.fiscal_year)
    files = 0
    for unit, data in made_up_city(season.city, season.edition, SEED).items():
        if unit in plan.missing:
            continue
        folder = inbox / unit
        folder.mkdir(parents=True, exist_ok=True)
        first = folder / f"{unit}-{season.fiscal_year}决算.xlsx"
        write_defective(season.edition, data, plan.of(unit), first)
        late = plan.late.get(unit)
        _arrived(first, dates.submit_by + timedelta(days=late) if late else dates.submit_by - EARLY)
        files += 1
        if unit in plan.corrects:
            second = folder / f"{unit}-{season.fiscal_year}决算-更正.xlsx"
            write_submission(season.edition, data, second)
            _arrived(second, dates.correct_by - CORRECTION)
            files += 1
    return files


def _real(season: ExampleSeason, inbox: Path) -> int:
    folder = data_root() / "include" / "examples" / "real"
    dates = calendar(season.city.id, season.fiscal_year)
    files = 0
    for source in sorted(folder.glob(f"*-{season.fiscal_year}.yaml")):
        document = transcription(source)
        if document["unit"]["city"] != season.city.id:
            continue
        unit = next(unit for unit in season.city.units if unit.code == str(document["unit"]["code"]))
        target = inbox / unit.code
        target.mkdir(parents=True, exist_ok=True)
        data = real_submission(document, season.edition, unit)
        first = target / f"{source.stem}-第1版.xlsx"
        write_submission(season.edition, data, first)
        _arrived(first, dates.submit_by - EARLY)
        files += 1
        corrections = source.with_name(f"{source.stem}-corrections.yaml")
        if corrections.exists():
            second = target / f"{source.stem}-第2版.xlsx"
            write_submission(season.edition, corrected(data, transcription(corrections)), second)
            _arrived(second, dates.correct_by - CORRECTION)
            files += 1
    return files


def _arrived(path: Path, day: date) -> None:
    """A file of the inbox arrived when it was last written: ten in the morning of that day, Shanghai time."""
    moment = datetime.combine(day, time(10), SHANGHAI).timestamp()
    os.utime(path, (moment, moment))


__all__ = ["SEED", "ExampleSeason", "example_plan", "example_seasons", "prepare_examples"]

"""全市汇总: assemble the whole site of a city and year, swap it in by one rename, then note what was published."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from final_accounts.history import NewEvent
from final_accounts.model.errors import HistoryError
from final_accounts.model.submission import Submission, SubmissionState
from final_accounts.publishing import (
    CityReport,
    SeasonEntry,
    amount,
    city_page,
    city_report,
    count,
    index_page,
    locked,
    rules_page,
    staging,
    swap_site,
    write_whole,
)
from final_accounts.stages.approvals import approval_of, latest_approved
from final_accounts.stages.city_data import city_data
from final_accounts.stages.house import House, Season, SeasonDict, now, progress
from final_accounts.stages.narratives import compared_with
from final_accounts.stages.settings import Settings
from final_accounts.stages.unit_pages import (
    PAGE,
    Candidate,
    Publication,
    outcome_of,
    page_key,
    published_before,
    replaced_by,
)

CARD = "season.json"
"""What the index over all cities and years reads from each site."""


def city_summary(settings: Settings, season_item: SeasonDict) -> dict[str, str | int]:
    """Publish the season as it stands.

    Raises HistoryError when the chain of events is broken: then the last complete site stands. A unit without a fresh
    page keeps the one that was last published.
    """
    house = House.open(settings)
    season = Season.of(season_item)
    city, year = season.city.id, season.fiscal_year
    problems = house.history.verify(city, year)
    if problems:
        raise HistoryError(f"{city} {year} 年度的审计轨迹不完整，未更新网页：{problems[0].message}")
    fresh = _fresh(house, season)
    publications = {unit: entries[-1][0] for unit, entries in published_before(house, season).items()}
    publications |= {unit: publication for unit, (publication, _) in fresh.items()}
    live = settings.site(city, year)
    report = city_report(season.edition, city_data(house, season, publications))
    with staging(live) as folder:
        assemble(house, season, report, publications, folder)
        swap_site(folder, live)
    _index(live.parent.parent)
    _note(house, season, fresh)
    house.warehouse.finish_run(city, year, season.run, "success")
    progress.info("%s %d 年度：公开 %d 家单位，网页 %s", season.city.name, year, len(publications), live / "index.html")
    return {"published": len(publications), "new": len(fresh), "page": str(live / "index.html")}


def assemble(
    house: House, season: Season, report: CityReport, publications: dict[str, Publication], folder: Path
) -> None:
    """Write every page of the site below ``folder``."""
    (folder / "units").mkdir()
    for unit, publication in sorted(publications.items()):
        (folder / "units" / f"{unit}.html").write_bytes(house.store.get(publication.page))
    (folder / "index.html").write_text(city_page(report), encoding="utf-8")
    (folder / "rules.html").write_text(rules_page(season.edition, home="index.html"), encoding="utf-8")
    card = {
        "city": season.city.name,
        "made_up": season.city.made_up,
        "fiscal_year": season.fiscal_year,
        "edition": season.edition.title,
        "registered": len(season.city.units_of(season.fiscal_year)),
        "published": len(publications),
        "expenditure": report.expenditure.fen,
    }
    (folder / CARD).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _fresh(house: House, season: Season) -> dict[str, tuple[Publication, Submission]]:
    """Approved versions whose page ``publish`` made from what is now in force."""
    found: dict[str, tuple[Publication, Submission]] = {}
    before = published_before(house, season)
    units = {unit.code: unit for unit in season.city.units_of(season.fiscal_year)}
    stored = house.warehouse.stored_submissions(season.city.id, season.fiscal_year, tuple(units))
    compared = compared_with(house, season, units)
    for code, item in latest_approved(stored).items():
        approved = approval_of(house, season, item)
        outcome = outcome_of(house, season, approved) if approved else None
        if approved is None or outcome is None:
            continue
        replaced = replaced_by(approved, before.get(code, ()))
        key = page_key(season, Candidate(units[code], approved, outcome, replaced, compared[code]))
        if house.store.has_result(PAGE, key):
            page = house.store.put(house.store.get_result(PAGE, key))
            found[code] = Publication(code, item.version, item.sha256, page, approved.event.hash), item
        else:
            progress.warning("%s 第%d版：已批复，网页还没有生成", code, item.version)
    return found


def _note(house: House, season: Season, fresh: dict[str, tuple[Publication, Submission]]) -> None:
    """Append what is now public to the history, then move the states; both can be run again."""
    at = now()
    events = [
        NewEvent("submission.published", f"{unit}/v{publication.version}", "公开", asdict(publication), at)
        for unit, (publication, _) in sorted(fresh.items())
    ]
    house.history.append(season.city.id, season.fiscal_year, events)
    house.warehouse.set_state(season.city.id, [item for _, item in fresh.values()], SubmissionState.PUBLISHED)


def _index(root: Path) -> None:
    """The page over all cities and years, from the sites that are in place."""
    with locked(root / ".lock"):
        entries = []
        for path in sorted(root.glob(f"*/*/{CARD}")):
            card = json.loads(path.read_text(encoding="utf-8"))
            entries.append(
                SeasonEntry(
                    city=card["city"],
                    made_up=card["made_up"],
                    fiscal_year=card["fiscal_year"],
                    edition=card["edition"],
                    registered=count(card["registered"]),
                    published=count(card["published"]),
                    expenditure=amount(card["expenditure"]),
                    path=f"{path.parent.parent.name}/{path.parent.name}/index.html",
                )
            )
        write_whole(root / "index.html", index_page(entries))

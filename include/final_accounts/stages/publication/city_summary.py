"""全市汇总: assemble the whole site of a city and year, swap it in by one rename, then note what was published."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from final_accounts.history import NewEvent
from final_accounts.model.errors import HistoryError, PublishingError
from final_accounts.model.submission import Submission, SubmissionState
from final_accounts.publishing import SeasonEntry, amount, count, index_page, locked, staging, swap_site, write_whole
from final_accounts.stages.house import House, Season, SeasonDict, now, progress
from final_accounts.stages.judgement.unaltered import hold_city
from final_accounts.stages.publication.assembling import CARD, assemble
from final_accounts.stages.publication.audit_publication import refuse_site_errors
from final_accounts.stages.publication.bundles import kept_bundle
from final_accounts.stages.publication.candidates import bundle_key, candidates
from final_accounts.stages.publication.publications import PUBLISHED, Publication, Published, published_before
from final_accounts.stages.rulebook.rulebooks import note_rulebook
from final_accounts.stages.settings import Settings

FOREIGN: Final = (
    "{unit} 第{version}版：内容库中留存的公开文本不是按这次批复生成的，未更新网页；"
    "请查明内容库被谁改动，再重新生成公开文本。"
)


def city_summary(settings: Settings, season_item: SeasonDict) -> dict[str, str | int]:
    """Publish the season as it stands.

    Raises HistoryError when the chain of events is broken, PublishingError when the warehouse is not as it was loaded
    or the audit finds an error in the city's pages: then the last complete site stands. A unit without a fresh page
    keeps the one that was last published.
    """
    house = House.open(settings)
    season = Season.of(season_item)
    city, year = season.city.id, season.fiscal_year
    problems = house.history.verify(city, year)
    if problems:
        raise HistoryError(f"{city} {year} 年度的审计轨迹不完整，未更新网页：{problems[0].message}")
    hold_city(house, season)
    note_rulebook(house, season)  # before the site names the head of the history, so that a rerun names the same
    fresh = _fresh(house, season)
    publications = _all_versions(published_before(house, season), fresh)
    live = settings.site(city, year)
    with staging(live) as folder:
        assemble(house, season, publications, folder)
        if publications:
            refuse_site_errors(folder, season.edition)
        swap_site(folder, live)
    _index(live.parent.parent)
    _note(house, season, fresh)
    house.warehouse.finish_run(city, year, season.run, "success")
    progress.info("%s %d 年度：公开 %d 家单位，网页 %s", season.city.name, year, len(publications), live / "index.html")
    return {"published": len(publications), "new": len(fresh), "page": str(live / "index.html")}


def _all_versions(
    before: Mapping[str, Sequence[Published]], fresh: Mapping[str, tuple[Publication, Submission]]
) -> dict[str, tuple[Publication, ...]]:
    """Unit code -> each version that is or was public, oldest first, as it was published last."""
    found: dict[str, dict[int, Publication]] = {}
    for unit, entries in before.items():
        found[unit] = {publication.version: publication for publication, _ in entries}
    for unit, (publication, _) in fresh.items():
        found.setdefault(unit, {})[publication.version] = publication
    return {unit: tuple(versions[number] for number in sorted(versions)) for unit, versions in found.items()}


def _fresh(house: House, season: Season) -> dict[str, tuple[Publication, Submission]]:
    """Approved versions whose files ``publish`` made from what is now in force."""
    found: dict[str, tuple[Publication, Submission]] = {}
    ready, _ = candidates(house, season, [unit.code for unit in season.city.units_of(season.fiscal_year)])
    for candidate in ready:
        item = candidate.submission
        manifest = kept_bundle(house, bundle_key(season, candidate))
        if manifest is None:
            progress.warning("%s 第%d版：已批复，公开文本还没有生成", item.unit, item.version)
            continue
        reason = candidate.replaced.reason if candidate.replaced else ""
        event = candidate.approved.event.hash
        page = manifest.files[manifest.page]
        if manifest.page != f"{item.unit}.html" or event.encode() not in house.store.get(page):
            raise PublishingError(FOREIGN.format(unit=item.unit, version=item.version))
        found[item.unit] = Publication(item.unit, item.version, item.sha256, page, manifest.files, event, reason), item
    return found


def _note(house: House, season: Season, fresh: dict[str, tuple[Publication, Submission]]) -> None:
    """Append what is now public to the history, then move the states; both can be run again."""
    at = now()
    events = [
        NewEvent(PUBLISHED, f"{unit}/v{publication.version}", "公开", asdict(publication), at)
        for unit, (publication, _) in sorted(fresh.items())
    ]
    house.history.append(season.city.id, season.fiscal_year, events)
    for state in (SubmissionState.APPROVED, SubmissionState.PUBLISHED):  # whoever approved may have died before telling
        house.warehouse.set_state(season.city.id, [item for _, item in fresh.values()], state)


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

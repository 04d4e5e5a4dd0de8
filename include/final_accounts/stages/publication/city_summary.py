"""全市汇总: assemble the whole site of a city and year, put it up by one rename, and tell what is public by it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from final_accounts.model.errors import HistoryError, PublishingError
from final_accounts.model.finding import Finding
from final_accounts.model.submission import Submission, SubmissionState
from final_accounts.publishing import (
    SeasonEntry,
    amount,
    count,
    forget_replaced,
    index_page,
    locked,
    ready_site,
    staging,
    write_whole,
)
from final_accounts.stages.acting.waivers import waivers_of
from final_accounts.stages.house import House, Season, SeasonDict, progress
from final_accounts.stages.judgement.unaltered import hold_city
from final_accounts.stages.publication.assembling import CARD, assemble
from final_accounts.stages.publication.audit_publication import refuse_site_errors
from final_accounts.stages.publication.bundles import kept_bundle
from final_accounts.stages.publication.candidates import bundle_key, candidates
from final_accounts.stages.publication.going_public import Plan, go_public
from final_accounts.stages.publication.publications import Publication, published_before
from final_accounts.stages.rulebook.rulebooks import note_rulebook
from final_accounts.stages.settings import Settings
from final_accounts.warehouse.queries_season import findings_of_version

FOREIGN: Final = (
    "{unit} 第{version}版：内容库中留存的公开文本不是按这次批复生成的，未更新网页；"
    "请查明内容库被谁改动，再重新生成公开文本。"
)
CHANGED: Final = (
    "{city} {year} 年度：连续 {tries} 次，网页生成期间都有单位的批复或公开状态发生变化，未更新网页：{told}。"
    "上一次完整的网页继续有效，请稍后重新运行。"
)
TRIES: Final = 3
"""How often a site is assembled before the task gives up for now."""


class ChangedMeanwhileError(Exception):
    """People act as fast as a site is assembled: no error of the house, so that its task is tried again later."""


def city_summary(settings: Settings, season_item: SeasonDict) -> dict[str, str | int]:
    """Publish the season as it stands.

    Raises HistoryError when the chain of events is broken, PublishingError when the warehouse is not as it was loaded
    or the audit finds an error in the city's pages: then the last complete site stands. A unit without a fresh page
    keeps the one that was last published. When somebody takes back, withholds or takes down what the site is made of
    while it is assembled, it is assembled again, a few times; then ChangedMeanwhileError names the units.
    """
    house = House.open(settings)
    season = Season.of(season_item)
    city, year = season.city.id, season.fiscal_year
    problems = house.history.verify(city, year)
    if problems:
        raise HistoryError(f"{city} {year} 年度的审计轨迹不完整，未更新网页：{problems[0].message}")
    hold_city(house, season)
    note_rulebook(house, season)  # before the site names the head of the history, so that a rerun names the same
    live = settings.site(city, year)
    plan = _published(house, season, live)
    _index(live.parent.parent)
    for state in (SubmissionState.APPROVED, SubmissionState.PUBLISHED):  # whoever approved may have died before telling
        house.warehouse.set_state(city, [item for _, item in plan.fresh.values()], state)
    house.warehouse.finish_run(city, year, season.run, "success")
    public = len(plan.versions)
    progress.info("%s %d 年度：公开 %d 家单位，网页 %s", season.city.name, year, public, live / "index.html")
    return {"published": public, "new": len(plan.fresh), "page": str(live / "index.html")}


def _published(house: House, season: Season, live: Path) -> Plan:
    """Assemble the site and put it up; from what, once nothing changed meanwhile."""
    told = ""
    for _ in range(TRIES):
        plan = Plan(published_before(house, season), _fresh(house, season))
        with staging(live) as folder:
            assemble(house, season, plan.versions, folder)
            if plan.versions:
                refuse_site_errors(folder, season.edition, _waived(house, season, plan))
            changed = go_public(house, season, plan, ready_site(folder, live))
            if not changed:
                for left in forget_replaced(live):
                    progress.warning("%s 是被手工改动过的旧网页，请查明后移出网站目录", left)
                return plan
        told = "；".join(f"{unit}：{why}" for unit, why in changed.items())
        progress.warning("%s %d 年度：生成网页期间有新的办理，重新生成：%s", season.city.name, season.fiscal_year, told)
    raise ChangedMeanwhileError(CHANGED.format(city=season.city.name, year=season.fiscal_year, tries=TRIES, told=told))


def _waived(house: House, season: Season, plan: Plan) -> tuple[Finding, ...]:
    """Findings of the versions in force of units for which something was waived."""
    codes = {one.unit for one in waivers_of(house, season) if one.was_granted}
    where = (season.city.id, season.fiscal_year)
    with house.warehouse.reading() as connection:
        return tuple(
            finding
            for code, versions in plan.versions.items()
            if code in codes
            for finding in findings_of_version(connection, *where, code, versions[-1].version)
        )


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
                    sample=card.get("sample", ""),  # sites that nobody touched since keep the card they have
                )
            )
        write_whole(root / "index.html", index_page(entries))

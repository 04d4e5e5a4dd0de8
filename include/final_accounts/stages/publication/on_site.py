"""The site in place held against the history 网站与审计轨迹: pages that are lacking, and pages that nobody let out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from final_accounts.season.standing import Standing
from final_accounts.stages.house import House, Season
from final_accounts.stages.standings import standings

UNITS = "units"


@dataclass(frozen=True, slots=True)
class OnSite:
    """Unit codes: ``lacking`` are public and have no page; ``exposed`` have files of which the history tells nothing.

    Exposed are files of a unit that is not public, and a page of another version or approval than the public one.
    """

    lacking: tuple[str, ...] = ()
    exposed: tuple[str, ...] = ()


def on_site(house: House, season: Season, told: Mapping[str, Standing]) -> OnSite:
    """How the site differs from ``told``, which may be of a moment ago, and from the history.

    What differs is looked at again while nobody can write: a site that was put up since is no difference.
    """
    folder = house.settings.site(season.city.id, season.fiscal_year) / UNITS
    found = _held(folder, told)
    if found == OnSite():
        return found

    def look(_: object) -> tuple[()]:
        nonlocal found
        found = _held(folder, standings(house, season))
        return ()

    house.history.decide(season.city.id, season.fiscal_year, (), look)
    return found


def _held(folder: Path, told: Mapping[str, Standing]) -> OnSite:
    shown = {_unit(path) for path in folder.iterdir()} if folder.is_dir() else set[str]()
    public = {code: standing for code, standing in told.items() if standing.public}
    pages = {code: folder / f"{code}.html" for code in public}
    lacking = [code for code, page in pages.items() if not page.is_file()]
    others = [code for code, page in pages.items() if page.is_file() and not _is_of(page, public[code])]
    return OnSite(tuple(lacking), tuple(sorted({*shown - public.keys(), *others})))


def _unit(path: Path) -> str:
    """Whose file or folder it is: 101001.html, 101001-v1.html, 101001."""
    return path.name.partition(".")[0].partition("-")[0]


def _is_of(page: Path, standing: Standing) -> bool:
    """Whether the page names the approval under which the public version was published, as every page does."""
    grounds = standing.grounds.approval if standing.grounds else None
    return grounds is None or grounds.event.encode() in page.read_bytes()

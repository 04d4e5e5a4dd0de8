"""The whole site of a city and year below one folder: units' files, the city's pages, open data, rules."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from final_accounts.publishing import (
    CityFacts,
    CityReport,
    Documents,
    city_report,
    city_site,
    count,
    rules_page,
    superseded,
)
from final_accounts.publishing.open_data import CityAbout, PackageRef, city_package, city_rows, data_page
from final_accounts.publishing.open_data.descriptor import NAME as DESCRIPTION
from final_accounts.stages.house import House, Season
from final_accounts.stages.publication.city_data import city_data
from final_accounts.stages.publication.publications import Publication, earlier_page
from final_accounts.stages.publication.shelf import Shelf
from final_accounts.stages.publication.waiver_page import PATH as WAIVERS
from final_accounts.stages.publication.waiver_page import waiver_page

CARD = "season.json"
"""What the index over all cities and years reads from each site."""
DATA = "data"
UNITS = "units"


def assemble(house: House, season: Season, publications: Mapping[str, Sequence[Publication]], folder: Path) -> None:
    """Write every file of the site; ``publications`` oldest first, the last one of a unit is in force."""
    documents = Documents.of(season.edition)
    in_force = {unit: versions[-1] for unit, versions in publications.items()}
    facts = city_data(house, season, in_force)
    report = city_report(season.edition, facts)
    (folder / UNITS).mkdir()
    shelf = Shelf(house.store, folder / UNITS, house.settings.site(season.city.id, season.fiscal_year) / UNITS)
    for versions in publications.values():
        _unit(house, shelf, documents, versions)
    for path, content in city_site(report).items():
        _write(folder / path, content.encode())
    _write(folder / "rules.html", rules_page(season.edition, home="index.html").encode())
    _write(folder / WAIVERS, waiver_page(house, season, report).encode())
    for path, data in _open_data(season, facts, report, in_force).items():
        _write(folder / path, data)
    card = {
        "city": season.city.name,
        "made_up": season.city.made_up,
        "sample": facts.sample.head,
        "fiscal_year": season.fiscal_year,
        "edition": season.edition.title,
        "registered": len(season.city.units_of(season.fiscal_year)),
        "published": len(publications),
        "expenditure": report.expenditure.fen,
    }
    _write(folder / CARD, (json.dumps(card, ensure_ascii=False, indent=1) + "\n").encode())


def _unit(house: House, shelf: Shelf, documents: Documents, versions: Sequence[Publication]) -> None:
    """Files of every version; the page of the one in force, and the earlier pages, which say what replaced them."""
    current = versions[-1]
    page = f"{current.unit}.html"
    for publication in versions:
        for path, sha256 in publication.files.items():
            if path != page:
                shelf.put(path, sha256)
    shelf.put(page, current.page)
    for place, publication in enumerate(versions[:-1], start=1):
        said = house.store.get(publication.page).decode()
        successors = [(count(later.version), later.reason) for later in versions[place:]]
        notice = superseded(documents, said, successors, page)
        shelf.write(earlier_page(publication.unit, publication.version), notice.encode())


def _open_data(
    season: Season, facts: CityFacts, report: CityReport, in_force: Mapping[str, Publication]
) -> dict[str, bytes]:
    """The city's package below ``data/``, and the page that documents it and the units' packages."""
    about = CityAbout(
        id=season.city.id,
        city=season.city.name,
        sample=facts.sample,
        fiscal_year=season.fiscal_year,
        publisher=report.documents.words["open_data"]["city_publisher"].format(city=season.city.name),
        cut_off=facts.cut_off,
        day=facts.cut_off_day,
        head=facts.head,
    )
    packages = tuple(_package(publication) for _, publication in sorted(in_force.items()))
    rows = city_rows(season.edition, facts, report.consolidation.cells, packages)
    files = {f"{DATA}/{path}": data for path, data in city_package(about, rows, report.documents.words).items()}
    names = {standing.unit.code: standing.unit.name for standing in facts.standings}
    return {**files, f"{DATA}.html": data_page(report.documents, about, packages, names, folder=f"{DATA}/").encode()}


def _package(publication: Publication) -> PackageRef:
    path = f"{publication.unit}/data-v{publication.version}/{DESCRIPTION}"
    return PackageRef(publication.unit, f"{UNITS}/{path}", publication.files[path])


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)

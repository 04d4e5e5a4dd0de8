"""The page that documents the open data of a city and year: files, fields, licence, versions, how to check. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from final_accounts.publishing.documents import Documents, Words
from final_accounts.publishing.figures import Figure, count
from final_accounts.publishing.open_data.city_nouns import CityAbout, PackageRef
from final_accounts.publishing.open_data.packages import CITY, UNIT
from final_accounts.publishing.samples import Sample

TEMPLATE: Final = "data.html.j2"


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of a file as the page tells it; ``key`` where it belongs to the primary key."""

    name: str
    title: str
    type: str
    unit: str
    says: str
    must: bool
    key: bool


@dataclass(frozen=True, slots=True)
class FileView:
    """One CSV file: what it holds, its fields, and the files it refers to."""

    name: str
    path: str
    title: str
    says: str
    fields: tuple[FieldLine, ...]
    refers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackageLine:
    """A unit's published package; ``folder`` is where its files are below the site's folder, a slash at its end."""

    code: str
    name: str
    folder: str
    sha256: str


@dataclass(frozen=True, slots=True)
class DataPage:
    """Everything the page prints. ``folder`` is where the city's package stands, "" where there is none."""

    city: str
    fiscal_year: int
    sample: Sample
    publisher: str
    cut_off: str
    folder: str
    count: Figure
    licence: Mapping[str, str]
    packages: tuple[PackageLine, ...]
    city_files: tuple[FileView, ...]
    unit_files: tuple[FileView, ...]


def data_page(
    documents: Documents,
    about: CityAbout,
    packages: Sequence[PackageRef],
    names: Mapping[str, str],
    *,
    folder: str = "data/",
) -> str:
    """The page as HTML, to stand in the site's folder beside ``folder``; ``names`` are the units' by code.

    PublishingError when the template asks for what the data do not hold.
    """
    words = documents.words
    page = DataPage(
        city=about.city,
        fiscal_year=about.fiscal_year,
        sample=about.sample,
        publisher=about.publisher,
        cut_off=about.cut_off,
        folder=folder,
        count=count(len(packages)),
        licence=words["open_data_licence"],
        packages=tuple(
            PackageLine(ref.unit, names.get(ref.unit, ref.unit), ref.path.rpartition("/")[0] + "/", ref.sha256)
            for ref in packages
        ),
        city_files=tuple(_files(words, CITY)),
        unit_files=tuple(_files(words, UNIT)),
    )
    return documents.render(TEMPLATE, page=page)


def _files(words: Words, section: str) -> Iterator[FileView]:
    types: Mapping[str, str] = words["open_data_types"]
    listed: Mapping[str, Mapping[str, Any]] = words[section]
    for name, described in listed.items():
        yield FileView(
            name=name,
            path=f"{name}.csv",
            title=described["title"],
            says=described["says"],
            fields=tuple(
                FieldLine(
                    name=entry["name"],
                    title=entry["title"],
                    type=types[entry["type"]],
                    unit=entry.get("unit", ""),
                    says=entry.get("says", ""),
                    must=bool(entry.get("must", False)),
                    key=entry["name"] in described["key"],
                )
                for entry in words["open_data_fields"][name]
            ),
            refers=tuple(f"{'、'.join(refer['fields'])} → {refer['to']}.csv" for refer in described.get("refers", ())),
        )

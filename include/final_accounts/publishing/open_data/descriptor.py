"""``datapackage.json``: what a package holds, in words and as a schema, with the hash of every file. Pure.

Frictionless Data Package, readable by its first and second version; ``unitOfMeasure`` and the ``hash`` of a source are
properties of our own, as the standard allows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from final_accounts.publishing.documents import Words
from final_accounts.publishing.open_data.tables import NEWLINE, Fields

NAME: Final = "datapackage.json"
DATA: Final = "data.json"
DIALECT: Final = {"delimiter": ",", "lineTerminator": NEWLINE, "quoteChar": '"', "doubleQuote": True, "header": True}


@dataclass(frozen=True, slots=True)
class Source:
    """Something the data were made from, and its sha256."""

    title: str
    sha256: str


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a package as a whole. ``name`` in small ASCII letters, ``day`` ISO; ``more`` own properties."""

    name: str
    title: str
    says: str
    version: str
    day: str
    publisher: str
    sources: tuple[Source, ...]
    more: Mapping[str, Any] = field(default_factory=dict)


def descriptor(about: About, words: Words, section: str, files: Mapping[str, bytes]) -> bytes:
    """The descriptor of the files that ``words[section]`` lists and ``files`` holds."""
    data = files[DATA]
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": about.name,
        "title": about.title,
        "description": about.says,
        "version": about.version,
        "created": f"{about.day}T00:00:00+08:00",
        "keywords": words["open_data"]["keywords"],
        "licenses": [dict(words["open_data_licence"])],
        "contributors": [{"title": about.publisher, "role": "publisher"}],
        "sources": [{"title": source.title, "hash": f"sha256:{source.sha256}"} for source in about.sources],
        **about.more,
        "resources": [
            *_tables(words, section, files),
            {
                "name": "data",
                "path": DATA,
                "title": words["open_data"]["data_title"],
                "description": words["open_data"]["data_says"],
                "format": "json",
                "mediatype": "application/json",
                "encoding": "utf-8",
                **_fixity(data),
            },
        ],
    }
    return msgspec.json.format(msgspec.json.encode(package), indent=1) + b"\n"


def _tables(words: Words, section: str, files: Mapping[str, bytes]) -> Iterator[dict[str, Any]]:
    for name, described in words[section].items():
        path = f"{name}.csv"
        yield {
            "name": name,
            "path": path,
            "profile": "tabular-data-resource",
            "title": described["title"],
            "description": described["says"],
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": DIALECT,
            **_fixity(files[path]),
            "schema": schema(words["open_data_fields"][name], described),
        }


def schema(fields: Fields, described: Mapping[str, Any]) -> dict[str, Any]:
    """The Table Schema of one file."""
    found: dict[str, Any] = {
        "fields": [_field(entry) for entry in fields],
        "missingValues": [""],
        "primaryKey": described["key"],
    }
    refers: Sequence[Mapping[str, Any]] = described.get("refers", ())
    if refers:
        found["foreignKeys"] = [
            {"fields": refer["fields"], "reference": {"resource": refer["to"], "fields": refer["fields"]}}
            for refer in refers
        ]
    return found


def _field(entry: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"name": entry["name"], "title": entry["title"], "type": entry["type"]}
    if "says" in entry:
        found["description"] = entry["says"]
    if "unit" in entry:
        found["unitOfMeasure"] = entry["unit"]
    constraints = {
        standard: entry[ours]
        for ours, standard in (
            ("must", "required"),
            ("one_of", "enum"),
            ("least", "minimum"),
            ("most", "maximum"),
            ("pattern", "pattern"),
        )
        if ours in entry
    }
    if constraints:
        found["constraints"] = constraints
    return found


def _fixity(content: bytes) -> dict[str, Any]:
    return {"hash": f"sha256:{hashlib.sha256(content).hexdigest()}", "bytes": len(content)}

"""Packages as a reader of open data takes them: files of a folder, rows of CSV, Frictionless's verdict."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from frictionless import validate

from final_accounts.publishing.open_data.descriptor import NAME


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    """The package's files in a folder; its descriptor."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        (folder / path).write_bytes(content)
    return folder / NAME


def problems(files: Mapping[str, bytes], folder: Path) -> list[tuple[str, str]]:
    """What Frictionless has against a package: (file, kind of error)."""
    report = validate(str(written(files, folder)))
    found = [("", error.type) for error in report.errors]
    found += [(task.name, error.type) for task in report.tasks for error in task.errors]
    assert report.valid == (not found)
    return found


def rows_of(files: Mapping[str, bytes], name: str) -> list[dict[str, str]]:
    """Rows of a CSV file as text."""
    return list(csv.DictReader(StringIO(files[f"{name}.csv"].decode("utf-8-sig"), newline="")))


def objects_of(files: Mapping[str, bytes]) -> dict[str, list[dict[str, Any]]]:
    """What ``data.json`` holds."""
    found: dict[str, list[dict[str, Any]]] = json.loads(files["data.json"])
    return found


def resources_of(files: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    """The descriptor's resources by name."""
    return {resource["name"]: resource for resource in json.loads(files[NAME])["resources"]}

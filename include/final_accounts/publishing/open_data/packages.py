"""Data packages 数据包: a unit's and the city's, as files by their path inside the package. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from final_accounts.publishing.disclosure.nouns import Disclosure
from final_accounts.publishing.documents import Words
from final_accounts.publishing.open_data.city_nouns import (
    CityAbout,
    CityRows,
    ClassRow,
    ClassUnitRow,
    DepartmentRow,
    EliminationRow,
    RuleRow,
    ScoreRow,
    TableRow,
    ThreePublicRow,
    TransferRow,
    UnitRow,
)
from final_accounts.publishing.open_data.descriptor import DATA, NAME, About, Source, descriptor
from final_accounts.publishing.open_data.nouns import (
    EvaluationRow,
    FactRow,
    FormRow,
    IndicatorRow,
    NarrativeRow,
    SubmissionRow,
)
from final_accounts.publishing.open_data.performance_rows import evaluation_rows, indicator_rows
from final_accounts.publishing.open_data.tables import Row, checked, csv_bytes, json_bytes
from final_accounts.publishing.open_data.unit_rows import fact_rows, form_rows, narrative_rows, submission_row
from final_accounts.publishing.unit_report import UnitReport

UNIT: Final = "open_data_unit"
CITY: Final = "open_data_city"
"""Sections of ``open_data.toml`` that list a package's files."""

UNIT_ROWS: Final[dict[str, type[Any]]] = {
    "submission": SubmissionRow,
    "forms": FormRow,
    "facts": FactRow,
    "evaluations": EvaluationRow,
    "indicators": IndicatorRow,
    "narrative": NarrativeRow,
}
CITY_ROWS: Final[dict[str, type[Any]]] = {
    "units": UnitRow,
    "tables": TableRow,
    "classes": ClassRow,
    "class_units": ClassUnitRow,
    "three_public": ThreePublicRow,
    "scores": ScoreRow,
    "rules": RuleRow,
    "departments": DepartmentRow,
    "transfers": TransferRow,
    "eliminations": EliminationRow,
}


def unit_package(report: UnitReport, disclosure: Disclosure) -> dict[str, bytes]:
    """The package of one unit, year and version: a CSV a table, all of them in one JSON, and their description.

    The same report always gives the same bytes. PublishingError when ``open_data.toml`` describes other columns.
    """
    words = report.documents.words
    rows: dict[str, Sequence[Row]] = {
        "submission": (submission_row(report),),
        "forms": tuple(form_rows(report)),
        "facts": tuple(fact_rows(report)),
        "evaluations": tuple(evaluation_rows(report)),
        "indicators": tuple(indicator_rows(report)),
        "narrative": tuple(narrative_rows(report)),
    }
    texts, submission, approval = words["open_data"], report.submission, report.approval
    says = texts["unit_says"].format(
        name=report.name,
        year=report.fiscal_year,
        version=submission.version,
        date=approval.date,
        number=approval.number,
    )
    about = About(
        name=f"final-accounts-{report.unit.code.lower()}-{report.fiscal_year}",
        title=texts["unit_title"].format(name=report.name, year=report.fiscal_year),
        says=says + report.sample.says,
        version=f"{report.fiscal_year}.{submission.version}",
        day=disclosure.sealed_on,
        publisher=disclosure.publisher,
        sources=(
            Source(texts["source_file"].format(version=submission.version), submission.sha256),
            Source(texts["source_approval"].format(number=approval.number), approval.hash),
        ),
    )
    return package(about, words, UNIT, UNIT_ROWS, rows)


def city_package(about: CityAbout, rows: CityRows, words: Words) -> dict[str, bytes]:
    """The package of the whole city and year; the same rows always give the same bytes.

    ``words`` are those of the edition's documents. PublishingError when ``open_data.toml`` describes other columns.
    """
    texts = words["open_data"]
    says = texts["city_says"].format(city=about.city, year=about.fiscal_year, cut_off=about.cut_off)
    number, digest = about.head
    whole = About(
        name=f"final-accounts-{about.id.lower()}-{about.fiscal_year}",
        title=texts["city_title"].format(city=about.city, year=about.fiscal_year),
        says=says + about.sample.says,
        version=f"{about.fiscal_year}.{number}",
        day=about.day,
        publisher=about.publisher,
        sources=(Source(texts["source_events"].format(number=number), digest),) if digest else (),
    )
    return package(whole, words, CITY, CITY_ROWS, {name: getattr(rows, name) for name in CITY_ROWS})


def package(
    about: About,
    words: Words,
    section: str,
    kinds: Mapping[str, type[Any]],
    rows: Mapping[str, Sequence[Row]],
) -> dict[str, bytes]:
    """Files of a package by path, description first; ``words[section]`` names the tables in their order."""
    tables = {name: (words["open_data_fields"][name], rows[name]) for name in words[section]}
    for name, (fields, _) in tables.items():
        checked(name, fields, kinds[name])
    files = {f"{name}.csv": csv_bytes(fields, found) for name, (fields, found) in tables.items()}
    files[DATA] = json_bytes(tables)
    return {NAME: descriptor(about, words, section, files), **files}

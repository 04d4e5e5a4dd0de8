"""The report over many audited documents 全市核对报告: what matters most first, every document with its own page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template


@dataclass(frozen=True, slots=True)
class CityDocument:
    """One document. ``counts`` are to correct, to explain, to note; ``page`` and ``copy`` relative paths."""

    rank: int
    unit: str
    file: str
    year: str
    state: str
    state_word: str
    counts: tuple[int, ...]
    unread: int
    page: str
    copy: str


@dataclass(frozen=True, slots=True)
class CityFinding:
    """One finding. ``before``, ``mark`` and ``after`` are the sentence around the figure; ``href`` leads to it."""

    rank: int
    unit: str
    file: str
    severity: str
    severity_word: str
    family: str
    place: str
    before: str
    mark: str
    after: str
    formula: str
    explanation: str
    proposed: str
    href: str


@dataclass(frozen=True, slots=True)
class CityUnread:
    """Something that was not read."""

    file: str
    place: str
    why: str


@dataclass(frozen=True, slots=True)
class CityAudit:
    """The whole report. ``families`` are (name, findings to correct, to explain, to note)."""

    name: str
    about: str
    counts: tuple[tuple[str, int], ...]
    severities: tuple[str, ...]
    families: tuple[tuple[str, tuple[int, ...]], ...]
    documents: tuple[CityDocument, ...]
    findings: tuple[CityFinding, ...]
    more: int
    unread: tuple[CityUnread, ...]
    more_unread: int
    workbook: str
    machine: str


def city_audit_page(report: CityAudit) -> str:
    """The page; ``more`` findings and unread parts stand in the workbook only."""
    return _template().render(report=report)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("audit_city_page.html")

"""The report of an audit as one page that stands by itself: findings by importance, each with its computation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One finding. ``before``, ``mark`` and ``after`` are the sentence around the figure."""

    number: int
    severity: str
    severity_word: str
    kind_word: str
    place: str
    before: str
    mark: str
    after: str
    formula: str
    explanation: str
    proposed: str
    others: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """One document. ``counts`` are (word, number); ``unread`` (place, why)."""

    title: str
    file: str
    facts: tuple[tuple[str, str], ...]
    conclusion: str
    counts: tuple[tuple[str, str], ...]
    rows: tuple[AuditRow, ...]
    roundings: tuple[AuditRow, ...]
    unread: tuple[tuple[str, str], ...]


def audit_pages(pages: Sequence[AuditPage]) -> str:
    """All documents on one page, the worst first as the caller orders them."""
    return _template().render(pages=pages)


@cache
def _template() -> Template:
    folder = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("audit_page.html")

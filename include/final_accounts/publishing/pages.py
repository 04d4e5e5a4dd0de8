"""The pages of the site. Pure: report in, HTML out; the same report always gives the same text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from final_accounts.model.edition import Edition
from final_accounts.model.errors import PublishingError
from final_accounts.publishing import figures
from final_accounts.publishing.charts import svg
from final_accounts.publishing.disclosure.nouns import Block, Disclosure, Heading, Paragraph, Picture
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.html import FileLink, Marks, VersionLink, grid
from final_accounts.publishing.returned_report import ReturnedReport
from final_accounts.publishing.rules_view import sections
from final_accounts.publishing.table_view import TableView
from final_accounts.publishing.unit_report import UnitReport

SUPERSEDED: Final = "<!-- superseded -->"
"""Where the notice goes once a later version is published."""

FILE_KINDS: Final = {"pdf": "PDF", "docx": "DOCX", "xlsx": "XLSX", "data": "数据"}
"""What stands in the mark before a file's name."""

_KINDS: Final[dict[type[Block], str]] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Picture: "picture",
    TableView: "table",
}


@dataclass(frozen=True, slots=True)
class SeasonEntry:
    """One city and year on the index; ``path`` leads to its city page.

    ``sample`` is the short mark of what is only shown, "" for none.
    """

    city: str
    made_up: bool
    fiscal_year: int
    edition: str
    registered: Figure
    published: Figure
    expenditure: Figure
    path: str
    sample: str = ""


def unit_page(
    disclosure: Disclosure, report: UnitReport, files: Sequence[FileLink] = (), versions: Sequence[VersionLink] = ()
) -> str:
    """A unit's page: its disclosure, the band of key figures, its ``files`` and earlier ``versions``, newest first.

    PublishingError when the template asks for what the data do not hold.
    """
    tables = (block.id for _, block in disclosure.blocks() if isinstance(block, TableView))
    return report.documents.render(
        "unit.html.j2",
        disclosure=disclosure,
        report=report,
        files=files,
        versions=versions,
        marks=Marks(report.reported.facts, tables),
        kind_of=_kind,
        kinds=FILE_KINDS,
        grid=grid,
        svg=svg,
    )


def superseded(documents: Documents, page: str, successors: Sequence[tuple[Figure, str]], href: str) -> str:
    """The page of an earlier version with a notice on top: what replaced it, why, and the way there.

    ``successors`` are the later versions, oldest first, each with its own reason; the last one is in force at ``href``.
    """
    notice = documents.render("superseded.html.j2", successors=successors, href=href)
    before, mark, after = page.partition(SUPERSEDED)
    if not mark:
        raise PublishingError("较早版本的网页中没有放置更正公告的位置，请检查模板 unit.html.j2。")
    return before + notice.strip() + after


def _kind(block: Block) -> str:
    return _KINDS[type(block)]


def returned_page(report: ReturnedReport) -> str:
    """The page of a returned submission, for the unit and not for the public."""
    return report.documents.render("returned.html.j2", report=report)


def rules_page(edition: Edition, *, home: str = "") -> str:
    """The public rule list; ``home`` is the way back to the city page when the page stands on a site."""
    return Documents.of(edition).render(
        "rules.html.j2",
        edition=edition,
        sections=sections(edition),
        count=figures.count(len(edition.rulebook.rules)),
        home=home,
    )


def index_page(seasons: Sequence[SeasonEntry]) -> str:
    """All cities and years that have a site, newest year first."""
    by_year: dict[int, list[SeasonEntry]] = {}
    for season in sorted(seasons, key=lambda s: (-s.fiscal_year, s.made_up, s.path)):
        by_year.setdefault(season.fiscal_year, []).append(season)
    return Documents.of().render("index.html.j2", years=by_year)

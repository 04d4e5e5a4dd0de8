"""The pages of the site. Pure: report in, HTML out; the same report always gives the same text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from final_accounts.model.edition import Edition
from final_accounts.publishing import figures
from final_accounts.publishing.charts import svg
from final_accounts.publishing.city_nouns import CityReport
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.returned_report import ReturnedReport
from final_accounts.publishing.rules_view import sections
from final_accounts.publishing.unit_report import UnitReport


@dataclass(frozen=True, slots=True)
class SeasonEntry:
    """One city and year on the index; ``path`` leads to its city page."""

    city: str
    made_up: bool
    fiscal_year: int
    edition: str
    registered: Figure
    published: Figure
    expenditure: Figure
    path: str


def unit_page(report: UnitReport) -> str:
    """A unit's page. PublishingError when the template asks for what the report does not hold."""
    return report.documents.render("unit.html.j2", report=report, svg=svg)


def returned_page(report: ReturnedReport) -> str:
    """The page of a returned submission, for the unit and not for the public."""
    return report.documents.render("returned.html.j2", report=report)


def city_page(report: CityReport) -> str:
    """The city summary."""
    return report.documents.render("city.html.j2", report=report)


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

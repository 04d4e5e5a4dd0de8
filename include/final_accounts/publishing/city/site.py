"""The files of a city's site: pages, lists behind every figure, style, script and data. Pure: report in, texts out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from markupsafe import Markup

from final_accounts.publishing.charts import Chart, svg
from final_accounts.publishing.city.consolidation import FOLDER, CitySheet
from final_accounts.publishing.city.details import row_details
from final_accounts.publishing.city.histogram import Histogram, histogram_svg
from final_accounts.publishing.city.matching import WHOLE_CITY
from final_accounts.publishing.city.nouns import CityReport

OVERVIEW: Final = "index.html"
COMPARE: Final = "assets/compare.js"
_SAFE: Final = 2**53 - 1
"""Greatest whole number a script reads exactly; greater ones travel as text."""


def city_site(report: CityReport) -> dict[str, str]:
    """Every file of the site but the units' own pages and the rules: path below the site's folder -> content.

    The same report always gives the same files. PublishingError when a template asks for what the report does not hold.
    """
    return dict(_files(report))


def city_page(report: CityReport) -> str:
    """The overview alone."""
    return _page(report, "city.html.j2")


def _files(report: CityReport) -> Iterator[tuple[str, str]]:
    yield OVERVIEW, city_page(report)
    if not report.drawn:
        yield "departments.html", _page(report, "city_departments.html.j2")
    yield "units.html", _page(report, "city_units.html.j2")
    yield "sources.html", _page(report, "city_sources.html.j2")
    yield "scores.html", _page(report, "city_scores.html.j2")
    yield "compare.html", _page(report, "city_compare.html.j2")
    yield f"{FOLDER}/index.html", _page(report, "city_consolidation.html.j2", root="../")
    for sheet in report.consolidation.sheets:
        yield from _sheet(report, sheet)
    yield COMPARE, comparison_script(report)
    for name in ("city.css", "city.js"):
        yield f"assets/{name}", report.documents.render(name)


def _sheet(report: CityReport, sheet: CitySheet) -> Iterator[tuple[str, str]]:
    yield sheet.path, _page(report, "city_sheet.html.j2", root="../", sheet=sheet)
    refs = {line.tile.ref.code: line.tile.ref for line in report.units}
    counted = {item.unit: item for _, item, _ in report.sources}
    for plan in sheet.details:
        rows = row_details(report.edition, report.consolidation, plan, refs, counted)
        yield plan.path, _page(report, "city_detail.html.j2", root="../", sheet=sheet, plan=plan, rows=rows)


def _page(report: CityReport, template: str, *, root: str = "", **data: object) -> str:
    return report.documents.render(template, report=report, root=root, drawing=drawing, **data)


def drawing(chart: Chart | Histogram) -> Markup:
    """A chart or histogram as it stands on a page; the drawing escapes its own words."""
    return Markup(histogram_svg(chart) if isinstance(chart, Histogram) else svg(chart))  # noqa: S704


def comparison_script(report: CityReport) -> str:
    """What the page that compares reads, as a script: a page opened from a folder may not fetch data."""
    comparison, words = report.comparison, report.documents.words
    names = {line.tile.ref.code: (line.tile.ref.name, line.department, line.tile.ref.page) for line in report.units}
    names[WHOLE_CITY] = (words["city"]["whole"], "", "index.html")
    data: Mapping[str, object] = {
        "year": report.fiscal_year,
        "edition": report.edition.title,
        "measures": words["city_measures"],
        "columns": [[c.id, c.group, c.name, c.kind] for c in comparison.columns],
        "units": [
            [code, *names.get(code, (code, "", "")), _whole(values)] for code, values in comparison.units.items()
        ],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # A line a unit, so that two versions can be told apart; "<" never stands in a script that could be inlined.
    lines = text.replace("<", "\\u003c").replace('],["', '],\n["')
    return f"(window.cityYears=window.cityYears||{{}})[{report.fiscal_year}]={lines};\n"


def _whole(values: Sequence[object]) -> list[object]:
    return [[_number(part) for part in value] if isinstance(value, tuple) else _number(value) for value in values]


def _number(value: object) -> object:
    return str(value) if isinstance(value, int) and abs(value) > _SAFE else value

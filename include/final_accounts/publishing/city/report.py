"""全市汇总的数据: from what the warehouse holds to everything the city's site prints."""

from __future__ import annotations

from collections.abc import Iterator

from final_accounts.model.edition import Edition
from final_accounts.model.facts import FactKey
from final_accounts.publishing import figures
from final_accounts.publishing.city import wanted
from final_accounts.publishing.city.comparing import Years, carry_lines, compared_tables
from final_accounts.publishing.city.consolidating import consolidate
from final_accounts.publishing.city.consolidation import (
    Consolidation,
    city_sheets,
    elimination_lines,
    hrefs_of,
    open_lines,
    pair_lines,
)
from final_accounts.publishing.city.eliminating import eliminate_cells
from final_accounts.publishing.city.facts import CityFacts
from final_accounts.publishing.city.judged import WHOLE, by_department, ratings, rules
from final_accounts.publishing.city.matching import comparison
from final_accounts.publishing.city.nouns import CityReport, Merged, UnitLine, UnitTile
from final_accounts.publishing.city.pictures import city_charts, histograms
from final_accounts.publishing.city.progress import MISSING_STATE, brief, departments, state_counts, tiles
from final_accounts.publishing.city.refs import Refs, UnitRef
from final_accounts.publishing.city.spending import execution_rate, execution_rates, three_public_tables
from final_accounts.publishing.documents import Documents


def city_report(edition: Edition, facts: CityFacts) -> CityReport:
    """Build the data of all pages; the same inputs always give the same report.

    PublishingError when a table of the city is not the sum of what it lists: that is our error, and nothing is
    published.
    """
    documents = Documents.of(edition)
    words = documents.words["city"]
    refs = Refs.of(facts)
    found = tiles(facts.standings, refs)
    states = state_counts(found.values(), documents.words["states"])
    consolidation = _consolidation(edition, facts, refs, documents)
    years = Years.of(edition, facts)

    def href(key: FactKey) -> str:
        return consolidation.hrefs.get(key, "")

    compared = compared_tables(edition, years, href, words["other_funds"])
    three_public = tuple(three_public_tables(edition, facts, years, href))
    carried = tuple(carry_lines(years, words["other_funds"])) if facts.values else ()
    lines = {line.label: line for line in consolidation.lines}
    return CityReport(
        edition=edition,
        documents=documents,
        city=facts.city.name,
        sample=facts.sample,
        fiscal_year=edition.fiscal_year,
        years=facts.city.years,
        rulebook_hash=edition.rulebook.hash,
        registered=figures.count(len(found)),
        submitted=figures.count(sum(s.state is not None for s in facts.standings)),
        published=figures.count(sum(tile.state == "published" for tile in found.values())),
        income=lines["本年收入合计"].city,
        expenditure=lines["本年支出合计"].city,
        states=states,
        departments=tuple(departments(facts.standings, found, states)),
        drawn=len(found) <= words["drawn"],
        late=brief([found[s.unit.code] for s in facts.standings if s.late], words["brief"]),
        missing=brief([tile for tile in found.values() if tile.state == MISSING_STATE], words["brief"]),
        merged=tuple(
            Merged(code, name, refs.by_code.get(after, UnitRef(after, after_name, "")))
            for code, name, after, after_name in facts.merged
        ),
        comparability=years.known,
        compared=compared,
        charts=city_charts(edition, years, compared, three_public, carried, words=words),
        histograms=histograms(facts, words),
        execution=execution_rate(facts.values.values()),
        three_public=three_public,
        carried=carried,
        consolidation=consolidation,
        ratings=tuple(ratings(edition, facts.scores, refs, documents.words["notes"]["no_rating"])),
        rules=tuple(rules(facts.by_rule, {rule.id: rule for rule in edition.rulebook.rules})),
        findings_by_department=tuple(by_department(facts.by_department)),
        units=tuple(_units(facts, found)),
        sources=tuple((refs.of_code(c.unit), c, figures.count(c.version)) for c in facts.counted),
        comparison=comparison(edition, facts),
        submit_by=facts.submit_by,
        head_number=figures.count(facts.head[0]),
        head_hash=facts.head[1],
        cut_off=facts.cut_off,
    )


def _consolidation(edition: Edition, facts: CityFacts, refs: Refs, documents: Documents) -> Consolidation:
    eliminated = eliminate_cells(edition, facts.contributions, facts.pairs, documents.words["city_elimination"])
    cells = consolidate(facts.contributions, eliminated.adjustments)
    sheets, behind = city_sheets(
        edition,
        wanted.consolidated_forms(edition),
        cells,
        eliminated.unassigned,
        documents.words["city"]["lines"],
    )
    hrefs = hrefs_of(sheets)
    return Consolidation(
        sheets=sheets,
        cells=cells,
        rows=behind,
        hrefs=hrefs,
        lines=tuple(elimination_lines(cells, hrefs)),
        pairs=tuple(pair_lines(facts.pairs, refs)),
        open_transfers=tuple(open_lines(facts.open_transfers, refs)),
    )


def _units(facts: CityFacts, found: dict[str, UnitTile]) -> Iterator[UnitLine]:
    """Every unit of the register, in its order."""
    rates = execution_rates(facts.values)
    scores = {score.unit: score.recomputed for score in facts.scores if score.form == WHOLE}
    for standing in facts.standings:
        code = standing.unit.code
        values = facts.values.get(code, {})
        yield UnitLine(
            tile=found[code],
            department=standing.unit.department,
            income=figures.amount(values.get(wanted.INCOME)),
            expenditure=figures.amount(values.get(wanted.EXPENDITURE)),
            execution=rates.get(code, figures.UNKNOWN),
            score=figures.points(scores.get(code)),
        )

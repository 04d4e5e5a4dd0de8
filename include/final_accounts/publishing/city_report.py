"""全市汇总页的数据: units by state, totals with the units behind them, elimination, scores, findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from final_accounts.model.edition import Edition
from final_accounts.model.finding import Severity
from final_accounts.model.rule import Rule
from final_accounts.model.submission import SubmissionState
from final_accounts.publishing import figures
from final_accounts.publishing.city_facts import CityFacts, FormScore, Standing, Tally
from final_accounts.publishing.city_nouns import (
    CityReport,
    ClassTotal,
    Contribution,
    DepartmentFindings,
    DepartmentRow,
    EliminationLine,
    Merged,
    OpenLine,
    PairLine,
    RatingRow,
    RuleRow,
    ScoreLine,
    StateCount,
    UnitRef,
    UnitTile,
)
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.figures import MISSING
from final_accounts.publishing.scores_view import title_of

INCOME_TRANSFERS = ("上级补助收入", "附属单位上缴收入")
EXPENDITURE_TRANSFERS = ("对附属单位补助支出", "上缴上级支出")
BRIEF = 12
INCOME, EXPENDITURE = "本年收入合计", "本年支出合计"


def state_of(standing: Standing) -> str:
    """The bucket of a unit: each unit is in exactly one.

    A page on the site means 公开, whatever came in afterwards was not accepted yet and shows in its own state.
    """
    if standing.state is not None:
        held = standing.page and standing.published_version == standing.version
        return SubmissionState.PUBLISHED.value if held else standing.state.value
    return "exempt" if standing.unit.exempt else "nil_return" if standing.unit.nil_return else "not_received"


def city_report(edition: Edition, facts: CityFacts) -> CityReport:
    """Build the page's data; the same inputs always give the same report."""
    documents = Documents.of(edition)
    refs = {s.unit.code: UnitRef(s.unit.code, s.unit.name, s.page) for s in facts.standings}
    refs |= {code: UnitRef(code, name, "") for code, name, _, _ in facts.merged if code not in refs}
    tiles = {s.unit.code: _tile(s, refs) for s in facts.standings}
    counted = {code for line in facts.classes for code, _ in line.units}
    lines = tuple(_elimination(facts))
    buckets = [state_of(standing) for standing in facts.standings]
    return CityReport(
        edition=edition,
        documents=documents,
        city=facts.city.name,
        made_up=facts.city.made_up,
        fiscal_year=edition.fiscal_year,
        rulebook_hash=edition.rulebook.hash,
        registered=figures.count(len(facts.standings)),
        submitted=figures.count(sum(s.state is not None for s in facts.standings)),
        published=figures.count(buckets.count(SubmissionState.PUBLISHED.value)),
        income=lines[0].city,
        expenditure=lines[len(INCOME_TRANSFERS) + 1].city,
        states=tuple(
            StateCount(state, figures.count(buckets.count(state)))
            for state in documents.words["states"]
            if state in buckets
        ),
        departments=tuple(_departments(facts.standings, tiles)),
        late=tuple(tiles[s.unit.code] for s in facts.standings if s.late),
        missing=tuple(tiles[s.unit.code] for s in facts.standings if state_of(s) == "not_received"),
        merged=tuple(
            Merged(code, name, refs.get(after, UnitRef(after, after_name, "")))
            for code, name, after, after_name in facts.merged
        ),
        counted=figures.count(len(counted)),
        classes=tuple(_classes(facts, refs)),
        class_sum=figures.amount(sum(line.amount for line in facts.classes)),
        elimination=lines,
        pairs=tuple(
            PairLine(_ref(refs, p.payer), _ref(refs, p.receiver), p.kind, figures.amount(p.amount)) for p in facts.pairs
        ),
        open_transfers=tuple(
            OpenLine(
                _ref(refs, t.unit), _named(refs, t.counterparty), t.kind or MISSING, figures.amount(t.amount), t.reason
            )
            for t in facts.open_transfers
        ),
        ratings=tuple(_ratings(edition, facts.scores, refs, documents.words["notes"]["no_rating"])),
        rules=tuple(_rules(facts.by_rule, {rule.id: rule for rule in edition.rulebook.rules})),
        findings_by_department=tuple(_by_department(facts.by_department)),
        submit_by=facts.submit_by,
        head_number=figures.count(facts.head[0]),
        head_hash=facts.head[1],
        cut_off=facts.cut_off,
    )


def _tile(standing: Standing, refs: Mapping[str, UnitRef]) -> UnitTile:
    return UnitTile(
        ref=refs[standing.unit.code],
        kind=standing.unit.kind,
        state=state_of(standing),
        late=standing.late,
        received_on=standing.received_on,
        version=figures.count(standing.version) if standing.version else None,
        published_version=figures.count(standing.published_version) if standing.published_version else None,
        blocking=figures.count(standing.blocking),
        explain=figures.count(standing.explain),
        notice=figures.count(standing.notice),
    )


def _departments(standings: Iterable[Standing], tiles: Mapping[str, UnitTile]) -> Iterator[DepartmentRow]:
    rows: dict[str, list[UnitTile]] = {}
    for standing in standings:
        rows.setdefault(standing.unit.department, []).append(tiles[standing.unit.code])
    for name, units in rows.items():
        yield DepartmentRow(name, tuple(units))


def _classes(facts: CityFacts, refs: Mapping[str, UnitRef]) -> Iterator[ClassTotal]:
    whole = sum(line.amount for line in facts.classes)
    largest = max((abs(line.amount) for line in facts.classes), default=0)
    for line in facts.classes:
        yield ClassTotal(
            code=line.code,
            name=line.name,
            amount=figures.amount(line.amount),
            share=figures.rate(line.amount, whole),
            width=f"{100 * max(line.amount, 0) // largest if largest else 0}",
            count=figures.count(len(line.units)),
            units=tuple(
                Contribution(_ref(refs, code), figures.amount(fen))
                for code, fen in sorted(line.units, key=lambda unit: (-unit[1], unit[0]))
            ),
        )


def _elimination(facts: CityFacts) -> Iterator[EliminationLine]:
    for whole, parts in ((INCOME, INCOME_TRANSFERS), (EXPENDITURE, EXPENDITURE_TRANSFERS)):
        yield _eliminated(whole, facts.sums.get(whole, 0), sum(facts.eliminated.get(p, 0) for p in parts), bold=True)
        for part in parts:
            yield _eliminated(part, facts.sums.get(part, 0), facts.eliminated.get(part, 0), bold=False)


def _eliminated(label: str, total: int, eliminated: int, *, bold: bool) -> EliminationLine:
    return EliminationLine(
        label, figures.amount(total), figures.amount(eliminated), figures.amount(total - eliminated), bold
    )


def _ratings(
    edition: Edition, scores: Iterable[FormScore], refs: Mapping[str, UnitRef], no_rating: str
) -> Iterator[RatingRow]:
    bands: dict[str, list[FormScore]] = {}
    for score in scores:
        bands.setdefault(score.rating, []).append(score)
    ordered = sorted(bands.items(), key=lambda band: (band[0] == "", -max((s.recomputed or 0) for s in band[1])))
    for rating, members in ordered:
        yield RatingRow(
            rating or no_rating,
            figures.count(len(members)),
            len(members) <= BRIEF,
            tuple(
                ScoreLine(
                    _ref(refs, s.unit),
                    title_of(edition, s.form, s.title),
                    figures.points(s.self_score),
                    figures.points(s.recomputed),
                    figures.signed(s.difference),
                )
                for s in members
            ),
        )


def _rules(tallies: Iterable[Tally], rules: Mapping[str, Rule]) -> Iterator[RuleRow]:
    for tally in tallies:
        rule = rules.get(tally.name)
        yield RuleRow(
            rule=tally.name,
            says=rule.says if rule else "",
            kind=rule.kind.chinese if rule else "",
            severity=tally.severity.chinese,
            tone=tally.severity.value,
            findings=figures.count(tally.findings),
            units=figures.count(tally.units),
        )


def _by_department(tallies: Iterable[Tally]) -> Iterator[DepartmentFindings]:
    counts: dict[str, dict[Severity, int]] = {}
    for tally in tallies:
        counts.setdefault(tally.name, {})[tally.severity] = tally.findings
    for name, found in sorted(counts.items(), key=lambda item: (-item[1].get(Severity.BLOCKING, 0), item[0])):
        yield DepartmentFindings(name, tuple(figures.count(found.get(severity, 0)) for severity in Severity))


def _ref(refs: Mapping[str, UnitRef], code: str) -> UnitRef:
    return refs.get(code, UnitRef(code, code, ""))


def _named(refs: Mapping[str, UnitRef], code: str) -> str:
    """The counterparty as the unit wrote it, with its name when it is a unit of the register."""
    return f"{code} {refs[code].name}" if code in refs else code or MISSING

"""单位页的数据: everything a unit's page prints, each number one variable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from final_accounts.model.edition import Edition
from final_accounts.model.evaluation import Evaluation, EvaluationScore
from final_accounts.model.facts import Fact
from final_accounts.model.finding import Finding, Severity
from final_accounts.model.narrative import Narrative
from final_accounts.model.submission import Explanation, Header, Submission
from final_accounts.model.unit import BudgetUnit
from final_accounts.publishing import figures
from final_accounts.publishing.charts import Chart, charts, placed
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.layout_tables import tables
from final_accounts.publishing.samples import Sample
from final_accounts.publishing.table_view import TableView


@dataclass(frozen=True, slots=True)
class Approval:
    """批复: the unit's own approval event. ``date`` is in China, ``hash`` the event's place in the chain.

    ``day`` is the same date as ISO 8601, the only time stamp of a published file.
    """

    number: str
    date: str
    hash: str
    day: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """An earlier published version that this one corrects, why in the unit's words, and whether it is 重大 or 一般."""

    version: Figure
    date: str
    reason: str = ""
    materiality: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One tile of the band at the top."""

    id: str
    label: str
    figure: Figure
    measure: str
    note: str = ""
    note_figure: Figure = figures.UNKNOWN


@dataclass(frozen=True, slots=True)
class Explained:
    """A finding the unit explained: the rule, what was found, and the unit's reason."""

    rule: str
    says: str
    message: str
    reason: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Reported:
    """What a submission holds, as the warehouse gives it back.

    ``explanations`` are those a reviewer accepted, ``disputes`` (form, sentence) what was decided of its scores.
    """

    header: Header
    facts: tuple[Fact, ...]
    nil_forms: tuple[str, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    scores: tuple[EvaluationScore, ...] = ()
    findings: tuple[Finding, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    disputes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class UnitReport:
    """ReportData of one unit's disclosure. ``sealed_on`` is the approval's day (ISO)."""

    edition: Edition
    documents: Documents
    city: str
    fiscal_year: int
    unit: BudgetUnit
    name: str
    scope: str
    submission: Submission
    version: Figure
    sample: Sample
    rulebook_hash: str
    rules: Figure
    key_figures: tuple[KeyFigure, ...]
    charts: tuple[Chart, ...]
    tables: tuple[TableView, ...]
    explained: tuple[Explained, ...]
    approval: Approval
    reported: Reported
    replaced: Replaced | None = None
    narrative: Narrative | None = None

    @property
    def order(self) -> tuple[str, ...]:
        """Tables and narrative in the region's order."""
        return tuple(self.documents.narrative["document"]["page_order"])

    @property
    def charts_at(self) -> dict[str, tuple[Chart, ...]]:
        """Charts by the part of the narrative they stand below; under "" those that stand together."""
        sections = self.narrative.sections if self.narrative else ()
        return placed(self.charts, {section.id: len(section.parts) for section in sections})


def unit_report(
    edition: Edition,
    unit: BudgetUnit,
    submission: Submission,
    reported: Reported,
    approval: Approval,
    *,
    city: str,
    sample: Sample,
    rulebook_hash: str,
    replaced: Replaced | None = None,
    narrative: Narrative | None = None,
) -> UnitReport:
    """Build the page's data; the same inputs always give the same report."""
    documents = Documents.of(edition)
    return UnitReport(
        edition=edition,
        documents=documents,
        city=city,
        fiscal_year=edition.fiscal_year,
        unit=unit,
        name=unit.name,
        scope=reported.header.report_scope or "单位",
        submission=submission,
        version=figures.count(submission.version),
        sample=sample,
        rulebook_hash=rulebook_hash,
        rules=figures.count(len(edition.rulebook.rules)),
        key_figures=tuple(key_figures(reported.facts, documents.words["key_figures"])),
        charts=charts(edition, reported.facts, reported.nil_forms, documents.words),
        tables=tables(
            edition,
            reported.facts,
            reported.nil_forms,
            documents.words["zeros"]["forms"],
            documents.words["notes"]["not_filled"],
        ),
        explained=tuple(_explained(edition, reported.findings, reported.explanations)),
        approval=approval,
        reported=reported,
        replaced=replaced,
        narrative=narrative,
    )


def key_figures(facts: Iterable[Fact], words: dict[str, str]) -> Iterable[KeyFigure]:
    """The band: totals, income, expenditure, basic and project, three public expenses, execution of the budget.

    Execution is of appropriated money on both sides: T4's expenditure over the adjusted budget with what was brought
    forward; a rate over the budget alone would pass 100 % wherever last year's money is spent.
    """
    fen = {(f.form, f.row, f.column): f.value for f in facts if isinstance(f.value, int)}
    adjusted = fen.get(("BUDGET", "total", "adjusted"))
    brought = fen.get(("T4", "line:年初财政拨款结转和结余", "amount"), 0)
    available = None if adjusted is None else adjusted + brought
    executed = fen.get(("T4", "line:本年支出合计", "total"))
    amounts = {
        "total": fen.get(("T1", "line:收入总计", "amount")),
        "income": fen.get(("T1", "line:本年收入合计", "amount")),
        "expenditure": fen.get(("T1", "line:本年支出合计", "amount")),
        "basic": fen.get(("T3", "total", "basic")),
        "project": fen.get(("T3", "total", "project")),
        "closing": fen.get(("T1", "line:年末结转和结余", "amount")),
        "three_public": fen.get(("T7", "line:决算数", "total")),
    }
    planned = fen.get(("T7", "line:预算数", "total"))
    notes = {"three_public": (words["three_public_note"], figures.amount(planned))} if planned is not None else {}
    for key, value in amounts.items():
        yield KeyFigure(key, words[key], figures.amount(value), figures.PAPER, *notes.get(key, ()))
    note = (words["execution_note"], figures.amount(available)) if available is not None else ()
    yield KeyFigure("execution", words["execution"], figures.rate(executed, available), "", *note)


def _explained(
    edition: Edition, findings: Iterable[Finding], explanations: Iterable[Explanation]
) -> Iterable[Explained]:
    """Explain findings with the reason given for that very place, else for the rule."""
    reasons = {e.finding: e for e in explanations if e.reason.strip()}
    says = {rule.id: rule.says for rule in edition.rulebook.rules}
    for finding in findings:
        given = reasons.get(finding.key) or reasons.get(finding.rule)
        if finding.severity is Severity.EXPLAIN and given is not None:
            yield Explained(
                finding.rule, says.get(finding.rule, ""), finding.message, given.reason.strip(), given.evidence.strip()
            )

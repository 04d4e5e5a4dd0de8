"""Whole disclosures for tests: a submission is written, read back, told and composed."""

from __future__ import annotations

from functools import cache

from final_accounts.catalog import city, edition
from final_accounts.model.edition import Edition
from final_accounts.model.facts import Fact
from final_accounts.model.submission import ParsedSubmission, Submission
from final_accounts.model.unit import BudgetUnit
from final_accounts.publishing import Approval, Documents, Reported, UnitReport, unit_report
from final_accounts.publishing.disclosure import Disclosure, compose
from final_accounts.publishing.samples import MADE_UP, REHEARSED, sample
from final_accounts.scoring import score
from final_accounts.workbooks.real import corrected, real_submission, transcription
from narrative.telling import REAL, as_read, made_up, real, told

APPROVAL = Approval("虚构决批〔2022〕1号", "2022年9月30日", "ab" * 32, "2022-09-30")


def report_of(
    found: Edition, parsed: ParsedSubmission, unit: BudgetUnit, city_name: str, prior: tuple[Fact, ...] = ()
) -> UnitReport:
    """ReportData of a submission as read, approved as it is."""
    scores, findings = score(parsed.evaluations, found, parsed.header, parsed.facts)
    reported = Reported(
        header=parsed.header,
        facts=parsed.facts,
        nil_forms=tuple(sorted(parsed.nil_forms)),
        evaluations=parsed.evaluations,
        scores=scores,
        findings=findings,
        explanations=parsed.explanations,
        texts=parsed.texts,
    )
    return unit_report(
        found,
        unit,
        Submission("5a" * 32, "决算.xlsx", 1000, unit.code, found.fiscal_year, 1),
        reported,
        APPROVAL,
        city=city_name,
        sample=sample(Documents.of(found), MADE_UP if "示例" in unit.name else REHEARSED),
        rulebook_hash=found.rulebook.hash,
        narrative=told(found, parsed, prior),
    )


@cache
def wuhan_report() -> UnitReport:
    """The real Wuhan unit, 2021, nine tables."""
    found, parsed = real("jianghan-2021.yaml", "wuhan-jianghan")
    territory = city("wuhan-jianghan")
    return report_of(found, parsed, territory.units_of(2021)[0], territory.name)


@cache
def wuhan_corrected_report() -> UnitReport:
    """The real Wuhan unit's second version: what was found wrong is corrected or explained."""
    territory = city("wuhan-jianghan")
    found, unit = edition(territory.region, 2021), territory.units_of(2021)[0]
    first = real_submission(transcription(REAL / "jianghan-2021.yaml"), found, unit)
    data = corrected(first, transcription(REAL / "jianghan-2021-corrections.yaml"))
    return report_of(found, as_read(found, data), unit, territory.name)


@cache
def ziyang_report() -> UnitReport:
    """The real Ziyang unit, 2021: its tables were never printed, its scoring and goal sheets were."""
    found, parsed = real("ziyang-2021.yaml", "ziyang")
    territory = city("ziyang")
    return report_of(found, parsed, territory.units_of(2021)[0], territory.name)


@cache
def made_up_report(region: str = "sichuan-ziyang", year: int = 2022, number: int = 0) -> UnitReport:
    """One unit of a made-up city: every slot written, every table filled."""
    found, parsed = made_up(region, year, number)
    header = parsed.header
    unit = BudgetUnit(header.unit_code, header.unit_name, header.unit_kind, header.department, "")
    return report_of(found, parsed, unit, "示例市")


@cache
def wuhan() -> Disclosure:
    """The real Wuhan unit's disclosure, nine tables, tables before narrative."""
    return compose(wuhan_report())


@cache
def wuhan_corrected() -> Disclosure:
    """The real Wuhan unit's disclosure as it may be published."""
    return compose(wuhan_corrected_report())


@cache
def ziyang() -> Disclosure:
    """The real Ziyang unit's disclosure as far as its published text goes."""
    return compose(ziyang_report())


@cache
def sichuan(number: int = 0) -> Disclosure:
    """A made-up unit's disclosure in the Sichuan form, fourteen tables, tables last."""
    return compose(made_up_report(number=number))


@cache
def hubei(number: int = 0) -> Disclosure:
    """A made-up unit's disclosure in the Wuhan form, every table filled."""
    return compose(made_up_report("hubei-wuhan", 2022, number))

"""A made-up city for tests: what its units reported, as the pages of the city take it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal

from final_accounts.model.facts import FactKey
from final_accounts.model.finding import Severity
from final_accounts.model.submission import SubmissionState
from final_accounts.model.unit import BudgetUnit, City
from final_accounts.publishing import UnitReport
from final_accounts.publishing.city.consolidating import CityCell, consolidate
from final_accounts.publishing.city.eliminating import Adjustment, eliminate_cells
from final_accounts.publishing.city.facts import (
    CityFacts,
    Contribution,
    Counted,
    FormScore,
    OpenTransfer,
    Standing,
    Tally,
    TransferPair,
)
from final_accounts.publishing.city.wanted import consolidated_forms, wanted
from final_accounts.publishing.disclosure import compose
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.open_data import CityAbout, PackageRef, unit_package
from final_accounts.publishing.samples import MADE_UP, sample

SAMPLE = sample(Documents.of(), MADE_UP)
ABOUT = CityAbout("luxi", "示例市", SAMPLE, 2022, "示例市财政局", "2022年10月1日", "2022-10-01", (17, "9f" * 32))


def facts_of(reports: Sequence[UnitReport]) -> CityFacts:
    """The reports' units, one that is missing, a matched transfer and an open one, and a few findings."""
    edition = reports[0].edition
    keys, forms = frozenset(wanted(edition)), frozenset(consolidated_forms(edition))
    units = tuple(report.unit for report in reports)
    missing = BudgetUnit("999001", "=未报送单位", "事业单位", "-某局", "999")
    standings = tuple(
        Standing(
            report.unit,
            SubmissionState.PUBLISHED,
            1,
            page=f"units/{report.unit.code}.html",
            published_version=1,
        )
        for report in reports
    )
    return CityFacts(
        city=City("luxi", "示例市", edition.region, made_up=True, units=(*units, missing), years=(2022,)),
        sample=SAMPLE,
        standings=(*standings, Standing(missing)),
        counted=tuple(Counted(r.unit.code, 1, r.submission.sha256) for r in reports),
        values={
            r.unit.code: {f.key: int(f.value) for f in r.reported.facts if f.key in keys and isinstance(f.value, int)}
            for r in reports
        },
        contributions=tuple(
            Contribution(r.unit.code, f.key, f.value, f.cell, f.name)
            for r in reports
            for f in r.reported.facts
            if f.form in forms and isinstance(f.value, int) and f.value
        ),
        pairs=(TransferPair(units[0].code, units[1].code, "对附属单位补助支出", 1_000_000),),
        open_transfers=(OpenTransfer(units[0].code, "+别处", "上缴上级支出", 5_000, "往来单位没有填报对应的往来"),),
        scores=(
            *(
                FormScore(r.unit.code, s.form, s.title, s.self_score, s.recomputed, s.difference, s.rating)
                for r in reports
                for s in r.reported.scores
            ),
            FormScore(missing.code, "PW", missing.name, Decimal(80), None, None, ""),
        ),
        by_rule=(Tally(edition.rulebook.rules[0].id, Severity.BLOCKING, 3, 1),),
        by_department=(Tally("-某局", Severity.BLOCKING, 3, 1),),
        head=ABOUT.head,
        cut_off=ABOUT.cut_off,
    )


def cells_of(reports: Sequence[UnitReport], facts: CityFacts) -> dict[FactKey, CityCell]:
    """The city's tables."""
    words = reports[0].documents.words["city_elimination"]
    adjustments: tuple[Adjustment, ...] = eliminate_cells(
        reports[0].edition, facts.contributions, facts.pairs, words
    ).adjustments
    return consolidate(facts.contributions, adjustments)


def packages_of(reports: Sequence[UnitReport]) -> tuple[PackageRef, ...]:
    """Every unit's package as the city's refers to it."""
    return tuple(
        PackageRef(
            report.unit.code,
            f"units/{report.unit.code}/data-v1/datapackage.json",
            hashlib.sha256(unit_package(report, compose(report))["datapackage.json"]).hexdigest(),
        )
        for report in reports
    )

"""A difference that was waived by name is published as it stands; unwaived it stops the publication."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from final_accounts.model.errors import PublishingError
from final_accounts.model.facts import FactKey
from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.model.unit import BudgetUnit
from final_accounts.publishing import UnitReport
from final_accounts.publishing.disclosure import compose
from final_accounts.publishing.pages import unit_page
from final_accounts.readers.documents import read_document
from final_accounts.season.waivers import Waiver, WaiverState, waived
from final_accounts.stages.publication.audit_publication import refuse_errors
from narrative.telling import made_up
from publishing.disclosures import report_of

TOTAL = FactKey("T1", "line:本年支出合计", "amount")
MORE = 30_000
"""Fen: three steps of what the text prints, more than rounding excuses."""
WAIVER = Waiver(
    id="1",
    unit="101001",
    rule="X-03-1",
    row="",
    reason="历史遗留差额，本年无法调整账务",
    basis="示例〔2022〕1号",
    until=date(2022, 12, 31),
    public=True,
    requested_by="h",
    requested_name="示例负责人",
    requested_at=datetime(2022, 3, 1, tzinfo=UTC),
    state=WaiverState.GRANTED,
    decision="情况属实，同意",
    decided_name="示例批复人",
)


def unbalanced() -> tuple[UnitReport, Finding]:
    """A unit whose table 1 prints more expenditure than table 3, and the finding that says so."""
    found, parsed = made_up("hubei-wuhan", 2022, 3)
    header = parsed.header
    unit = BudgetUnit(header.unit_code, header.unit_name, header.unit_kind, header.department, "")
    (before,) = [fact for fact in parsed.facts if fact.key == TOTAL]
    assert isinstance(before.value, int)
    facts = tuple(replace(f, value=before.value + MORE) if f.key == TOTAL else f for f in parsed.facts)
    report = report_of(found, replace(parsed, facts=facts), unit, "示例市")
    own, other = Decimal(before.value) / 100, Decimal(before.value + MORE) / 100
    finding = Finding(
        "X-03-1", Severity.BLOCKING, Verdict.ERROR, "表3与表1不符。", value=own, expected=other, unit_of_measure="元"
    )
    return report, finding


def published(report: UnitReport, *findings: Finding) -> None:
    reported = replace(report.reported, findings=(*report.reported.findings, *findings))
    found = replace(report, reported=reported)
    disclosure = compose(found)
    refuse_errors(
        found, disclosure, read_document(unit_page(disclosure, found, (), ()).encode(), "单位.html", tables=False)
    )


def test_a_waived_difference_is_published_as_it_stands() -> None:
    report, finding = unbalanced()
    published(report, *waived([finding], [WAIVER]))


@pytest.mark.parametrize("value", [None, Decimal("1.00")])
def test_an_unwaived_one_or_another_than_the_waived_stops_the_publication(value: Decimal | None) -> None:
    report, finding = unbalanced()
    with pytest.raises(PublishingError, match=r"各项之和与总数.*不符"):
        published(report, finding)
    with pytest.raises(PublishingError, match=r"各项之和与总数.*不符"):
        published(report, *waived([replace(finding, value=value, expected=value)], [WAIVER]))

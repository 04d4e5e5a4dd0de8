"""Statements that everything is fine beside a form whose indicator missed its target."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audit.documents import own_page
from final_accounts.audit import Claim
from final_accounts.model.document import ReadDocument, TextLine
from final_accounts.stages.auditing.audit import audit_document

MISSED = "下列指标没有达到目标值："
FINE = "没有未完成的绩效目标，各项指标均无偏差。"


def said(document: ReadDocument) -> list[Claim]:
    return [f for f in audit_document(document).audit.findings if f.family == "positive"]


@pytest.mark.parametrize("number", [2, 5])
def test_no_deviation_beside_a_result_below_its_target_is_found(number: int) -> None:
    """The targets that these units missed are below 100 %: ≥90%, and 88.96% was reached."""
    page = own_page("hubei-wuhan", number)
    line = next(b for b in page.blocks if isinstance(b, TextLine) and MISSED in b.text)
    told = replace(line, text=line.text.partition(MISSED)[0] + FINE)
    (found,) = said(replace(page, blocks=tuple(told if b is line else b for b in page.blocks)))
    assert found.spot == line.spot
    assert "目标 ≥90%" in found.explanation
    assert not said(page)

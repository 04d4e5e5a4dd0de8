"""The two published documents: what a careful reader found is found, nothing else is called wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from audit.golden_cases import DOCUMENTS, Score, score
from final_accounts.readers.documents import read_document
from final_accounts.stages.auditing.audit import audit_document

FILES = {"jianghan-2021": "武汉市江汉区", "ziyang-2021": "资阳市"}


def outcome(name: str, path: Path) -> Score:
    found = audit_document(read_document(path.read_bytes(), path.name))
    result = score(name, found.audit)
    print(result.line())  # noqa: T201 - the measure this test is for
    return result


@pytest.mark.parametrize("name", FILES)
def test_every_case_is_found_and_nothing_else_is_reported(name: str) -> None:
    result = outcome(name, DOCUMENTS / f"{name}.txt")
    assert not [case["id"] for case in result.missed]
    assert not result.false, [(str(f.spot), f.family, f.explanation) for f in result.false]
    assert not result.rounding_as_error


def test_there_are_fifty_errors_and_more_between_them() -> None:
    found = sum(len(outcome(name, DOCUMENTS / f"{name}.txt").found) for name in FILES)
    assert found >= 100


@pytest.mark.parametrize("name", FILES)
def test_the_originals_give_the_same(name: str) -> None:
    """Runs on the originals where FINAL_ACCOUNTS_CASES names their folder; on our re-typing otherwise."""
    folder = os.environ.get("FINAL_ACCOUNTS_CASES", "")
    paths = sorted(Path(folder).glob("*.txt")) if folder else [DOCUMENTS / f"{name}.txt"]
    mark = "社会福利事业发展中心" if name.startswith("jianghan") else "资阳市社会福利院"
    path = next(p for p in paths if mark in p.read_text(encoding="utf-8")[:3000])
    result = outcome(name, path)
    assert not [case["id"] for case in result.missed]
    assert not result.false, [(str(f.spot), f.family, f.explanation) for f in result.false]


def test_the_wrong_whole_of_the_completion_is_named() -> None:
    path = DOCUMENTS / "ziyang-2021.txt"
    found = audit_document(read_document(path.read_bytes(), path.name)).audit.findings
    headline = next(f for f in found if f.stated == ("76.5%",))
    assert "2243.97万元" in headline.wrong
    assert headline.recomputed == "88.4%"
    assert found.index(headline) == 0, "the headline figure comes first"


def test_shares_of_procurement_are_told_with_the_whole_that_was_used() -> None:
    path = DOCUMENTS / "jianghan-2021.txt"
    found = audit_document(read_document(path.read_bytes(), path.name)).audit.findings
    goods = next(f for f in found if f.stated == ("22.91%",))
    assert "2.74万元÷11.96万元" in goods.wrong
    assert goods.proposed == "货物采购授予中小企业合同金额占货物支出金额的100.00%"

"""What was accepted last year stands in the returned workbook where a reason is asked for, and only there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from final_accounts.catalog import city, edition
from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.model.submission import Explanation, Header, ParsedSubmission
from final_accounts.readers import Expectation, ReaderPool
from final_accounts.workbooks import write_returned, write_submission
from final_accounts.workbooks.made_up import accounts

if TYPE_CHECKING:
    from pathlib import Path

EDITION = edition("hubei-wuhan", 2021)
TOWN = city("qingshi")
AGAIN = Explanation("V-01-1", "（沿用2020年度已认可的说明）当年招聘四名事业人员", "招聘批复")
IDLE = Explanation("V-04", "（沿用2020年度已认可的说明）公积金由机关统一缴存", "")


def asked(rule: str) -> Finding:
    return Finding(rule, Severity.EXPLAIN, Verdict.ERROR, f"{rule} 请说明。")


def returned(path: Path, *own: Explanation) -> tuple[Explanation, ...]:
    """The explanations read from a workbook that was returned for V-01-1 and V-02, with last year's proposed."""
    data = accounts(TOWN, TOWN.units[0], EDITION)
    sent = path / "sent.xlsx"
    write_submission(EDITION, data, sent)
    header = Header(unit_code="101001", unit_name=TOWN.units[0].name, fiscal_year=2021)
    parsed = ParsedSubmission(header, explanations=own, sheets={"EXPLAIN": "核实说明"})
    back = path / "back.xlsx"
    findings = [asked("V-01-1"), asked("V-02")]
    write_returned(EDITION, sent.read_bytes(), sent.name, parsed, findings, back, proposed=[AGAIN, IDLE])
    with ReaderPool(edition) as readers:
        read, _ = readers.read(back.read_bytes(), back.name, Expectation(unit="101001", fiscal_year=2021))
    known = set(data.explanations)
    return tuple(one for one in read.explanations if one not in known and one.reason)


def test_leaving_the_proposal_says_it_again(tmp_path: Path) -> None:
    assert returned(tmp_path) == (AGAIN,)


def test_a_finding_that_is_explained_already_gets_no_proposal(tmp_path: Path) -> None:
    assert returned(tmp_path, Explanation("V-01-1", "本年另有原因，已写明")) == ()

"""Scoring sheets of ours with one cell changed: subtotals, rates beside their rules, the grade in the head."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from audit.documents import own_page
from final_accounts.audit import Claim
from final_accounts.audit.claims import Operand
from final_accounts.audit.forms import Cell, Form, Line, Subtotal
from final_accounts.audit.numbers import Kind, Quantity
from final_accounts.audit.sheet_sums import sheet_sums
from final_accounts.model.document import ReadDocument, ReadTable, Spot
from final_accounts.model.finding import Severity, Verdict
from final_accounts.stages.auditing.audit import audit_document


def with_cell(document: ReadDocument, row_says: str, before: str, after: str) -> ReadDocument:
    """The document with a cell changed in the first row that holds the words."""
    for n, block in enumerate(document.blocks):
        for place, row in enumerate(block.rows if isinstance(block, ReadTable) else ()):
            texts = [cell.text for cell in row]
            if isinstance(block, ReadTable) and row_says in texts and before in texts:
                at = texts.index(before)
                cells = (*row[:at], replace(row[at], text=after), *row[at + 1 :])
                table = replace(block, rows=(*block.rows[:place], cells, *block.rows[place + 1 :]))
                return replace(document, blocks=(*document.blocks[:n], table, *document.blocks[n + 1 :]))
    raise AssertionError((row_says, before))


def told(document: ReadDocument) -> list[Claim]:
    return [f for f in audit_document(document).audit.findings if f.severity is not Severity.NOTICE]


@pytest.mark.parametrize(
    ("row", "before", "after", "found"),
    [
        ("投入小计（20分）", "16.56", "15.56", ("sum", "15.56", "16.56分")),
        ("过程小计（25分）", "24", "23.3", ("sum", "23.3", "24.0分")),
        ("经济效益（5分）", "100%", "96%", ("score", "5", "4.80分")),
        ("社会公众或服务对象满意度（10分）", "95.7%", "97.5%", ("score", "9.57", "9.75分")),
    ],
)
def test_a_changed_cell_is_found(row: str, before: str, after: str, found: tuple[str, str, str]) -> None:
    all_told = told(with_cell(own_page("sichuan-ziyang", 1), row, before, after))
    assert [(f.family, f.stated[0], f.recomputed) for f in all_told if f.family in ("sum", "score")] == [found]


def test_a_grade_in_the_head_that_its_report_does_not_give_is_told_where_the_report_gives_it() -> None:
    page = with_cell(own_page("sichuan-ziyang", 1), "自评等级", "优", "良")
    found = [f for f in told(page) if f.family == "rating" and "报告写作" in f.explanation]
    assert len(found) == 2
    assert all("自评表的等级为“良”" in f.explanation and not f.proposed for f in found), (
        "优 fits the score, 良 does not"
    )


def points(text: str) -> Quantity:
    decimals = len(text.partition(".")[2])
    return Quantity(Kind.POINTS, Fraction(text), Fraction(1, 10**decimals), text, "分")


def sheet(scores: list[str], won: str, rule: tuple[str, ...] = (), full: str = "") -> Form:
    """A sheet of indicators of 10 points each."""
    form = Form("sheet_whole", "", Spot(line=1))
    for n, score in enumerate(scores):
        spot = Spot(line=2 + n)
        cells = tuple(Cell(text, spot) for text in rule)
        form.lines.append(
            Line("产出", "", f"指标{n}", spot, score=Cell(score, spot), weight=Cell("10", spot), rule=cells)
        )
    total = points(full or str(10 * len(scores)))
    form.subtotals.append(Subtotal(total, Operand("产出小计", points(won), Spot(line=99)), range(len(scores))))
    return form


@pytest.mark.parametrize(
    ("form", "verdicts"),
    [
        (sheet(["9.33", "8.33"], "17.66"), [Verdict.OK]),
        (sheet(["9.33", "8.33"], "17.67"), [Verdict.ROUNDING]),
        (sheet(["9.33", "8.33"], "18"), [Verdict.ROUNDING]),
        (sheet(["9", "8"], "18"), [Verdict.ERROR]),
        (sheet(["9", "8"], "18", full="30"), []),  # an indicator of the block was not read
        (sheet(["9.5"], "9.5", ("满意率×10分", "95%")), [Verdict.OK, Verdict.OK]),
        (sheet(["10"], "10", ("完成率×10分", "120%")), [Verdict.OK, Verdict.OK]),
        (sheet(["10"], "10", ("完成率×8分", "50%")), [Verdict.OK]),  # the rule is not of all its points
        (sheet(["10"], "10", ("完成率达到50%计满分", "50%")), [Verdict.OK]),
        (sheet(["10"], "10", ("完成率×10分", "80%")), [Verdict.OK, Verdict.ERROR]),
    ],
)
def test_sums_and_rates_are_judged_only_where_the_sheet_proves_them(form: Form, verdicts: list[Verdict]) -> None:
    assert [claim.verdict for claim in sheet_sums(form)] == verdicts

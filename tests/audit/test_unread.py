"""What was not recognised keeps a document from being called clean; our own pages hold nothing that is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audit.documents import HEAD, own_page
from audit.reading import of_lines
from final_accounts.catalog import edition_of
from final_accounts.model.document import ReadCell, ReadDocument, ReadTable, Spot, TextLine
from final_accounts.stages.auditing.audit import Audited, audit_document
from final_accounts.stages.auditing.audit_report import conclusion

_RIGHT = [*HEAD, "一、收入支出决算总体情况说明", "2021年度收、支总计110万元，比上年增加10万元，增长10%。"]


def table(first: int, *rows: tuple[str, ...]) -> ReadTable:
    cells = (tuple(ReadCell(Spot(line=first + n), text) for text in row) for n, row in enumerate(rows))
    return ReadTable(Spot(line=first), tuple(cells))


def audited(*blocks: TextLine | ReadTable | str) -> Audited:
    read = [TextLine(Spot(line=50 + n), b) if isinstance(b, str) else b for n, b in enumerate(blocks)]
    document: ReadDocument = of_lines(_RIGHT)
    return audit_document(replace(document, blocks=(*document.blocks, *read)))


def test_what_was_read_completely_is_clean() -> None:
    outcome = audited()
    assert outcome.state == "clean"
    assert outcome.read_completely


def test_an_unknown_table_is_not_clean() -> None:
    outcome = audited("下属机构收支情况表", table(60, ("机构", "收入"), ("甲所", "12.50"), ("乙所", "8.00")))
    assert outcome.state == "partly_read"
    assert not outcome.clean
    assert "不能当作没有问题" in conclusion(outcome)


def test_an_unknown_section_is_not_clean() -> None:
    outcome = audited("二、文物修缮款的去向", "修缮款由文物所代管。")
    assert [u.why for u in outcome.audit.unread] == ["没有识别的章节“文物修缮款的去向”"]
    assert outcome.state == "partly_read"


_T7 = "财政拨款“三公”经费支出决算表"


def test_a_table_known_by_its_title_of_which_nothing_was_understood_is_not_clean() -> None:
    outcome = audited(_T7, "单位：万元", table(60, ("项目", "金额"), ("公务接待费", "1.20"), ("运行费", "3.40")))
    assert [t.id for t in outcome.audit.tables] == ["T7"]
    assert "只认得标题" in outcome.audit.unread[-1].why
    assert outcome.state == "partly_read"


def test_a_blank_table_is_understood() -> None:
    head = ("预算数", "", "", "", "", "", "决算数", "", "", "", "", "")
    outcome = audited(_T7, "单位：万元", table(60, head, tuple(str(n) for n in range(1, 13)), ("",) * 12))
    assert outcome.state == "clean"


@pytest.mark.parametrize("kind", ["html", "docx", "pdf", "xlsx"])
@pytest.mark.parametrize("number", [0, 1])
def test_our_own_tables_are_all_known(kind: str, number: int) -> None:
    wuhan = audit_document(own_page("hubei-wuhan", number, kind), "", edition_of("hubei-wuhan/2022"))
    assert wuhan.state == "clean"
    ziyang = audit_document(own_page("sichuan-ziyang", number, kind), "", edition_of("sichuan-ziyang/2022"))
    assert [u.why.rpartition("）")[0].endswith("明细（单位：万元") for u in ziyang.audit.unread] == [True]

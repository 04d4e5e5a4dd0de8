"""Paragraphs, sentences and cells far longer than people write: cut, or left out and told."""

from __future__ import annotations

from dataclasses import replace

from audit.documents import HEAD
from audit.reading import of_lines
from final_accounts.audit import Audit
from final_accounts.audit.lengths import SENTENCE, stretches
from final_accounts.audit.text import Passage, passage
from final_accounts.model.document import ReadCell, ReadTable, Spot, TextLine, Unread
from final_accounts.model.finding import Verdict
from final_accounts.stages.auditing.audit import audit_document

_SECTION = [*HEAD, "一、收入支出决算总体情况说明"]
_RIGHT = "收、支总计{}万元，比上年增加10万元，增长{}%。"
_MANY = 400


def audited(*lines: str) -> Audit:
    return audit_document(of_lines([*_SECTION, *lines])).audit


def test_a_long_paragraph_is_read_to_its_end() -> None:
    sentences = [f"第{n}项政府采购支出10万元，比上年增加5万元，增长100%。" for n in range(_MANY)]
    sentences[-1] = sentences[-1].replace("100%", "50%")
    found = audited("".join(sentences))
    growths = [c for c in found.claims if c.family == "growth"]
    assert [c.verdict for c in growths] == [Verdict.OK] * (_MANY - 1) + [Verdict.ERROR]
    assert growths[-1].text == sentences[-1]
    assert not found.unread


def test_a_sentence_too_long_is_told_and_the_others_are_read() -> None:
    long = "其中：" + "办公费1.5万元、" * (SENTENCE[1] + 1)
    found = audited(f"2021年度收、支总计110万元，比上年增加10万元，增长50%。{long}。2021年度本年收入合计100万元。")
    assert [u.why[:8] for u in found.unread] == ["“其中：办公费1"]
    assert "没有核对" in found.unread[0].why
    assert [f.family for f in found.findings] == ["growth"]
    assert any("本年收入合计" in c.text for c in found.claims)


def test_what_is_cut_keeps_every_character_and_its_place() -> None:
    lines = [TextLine(Spot(line=n), f"第{n}项支出{n}万元，比上年增加1万元。") for n in range(1, 200)]
    whole = passage(lines)
    pieces = list(stretches(whole))
    assert len(pieces) > 1
    assert all(isinstance(piece, Passage) for piece in pieces)
    read = [p for p in pieces if isinstance(p, Passage)]
    assert "".join(p.text for p in read) == whole.text
    assert [p.spot(n) for p in read for n in range(len(p.text))] == [whole.spot(n) for n in range(len(whole.text))]
    assert "".join(p.printed(0, len(p.text)) for p in read) == whole.printed(0, len(whole.text))


def test_a_cell_too_long_for_a_table_is_told() -> None:
    cell = ReadCell(Spot(line=9), "1" * (SENTENCE[0] + 1))
    table = ReadTable(Spot(line=9), ((cell, ReadCell(Spot(line=9), "2")),))
    document = of_lines([*_SECTION, _RIGHT.format(110, 10)])
    found = audit_document(replace(document, blocks=(*document.blocks, table))).audit
    assert any("一格" in u.why and u.spot == cell.spot for u in found.unread)


def test_a_run_of_digits_is_no_figure() -> None:
    found = audited(
        f"2021年度收、支总计{'9' * 40}万元。", "0人数0人，生活费1万元，老人供养标准≥767元/月.人，老人人数0人。"
    )
    assert not found.findings
    assert all(isinstance(u, Unread) for u in found.unread)

"""A decided score dispute stands below the scores it is about; its numbers are somebody's words, no figures of ours."""

from __future__ import annotations

from dataclasses import replace

from final_accounts.publishing.disclosure import compose
from final_accounts.publishing.proof import prove
from final_accounts.readers.documents import read_document
from publishing.jianghan import REPORTED, SCORE, report
from publishing.pages import page_of, read

SAID = "整体绩效自评总分，单位主张 95 分，系统复算 99.27 分；示例财政审核人裁定以系统复算的得分为准，理由：依据不足"


def test_it_is_told_below_its_form_and_read_back_without_an_unknown_number() -> None:
    disputed = report(replace(REPORTED, disputes=((SCORE.form, SAID), ("PP99", "别的表"))))
    page = page_of(disputed)
    text = " ".join(read(page).text_content().split())
    assert f"评分异议：{SAID}。" in text
    assert "别的表" not in text
    plain = prove(compose(report()), read_document(page_of(report()).encode(), "a.html", tables=False))
    assert prove(compose(disputed), read_document(page.encode(), "a.html", tables=False)) == plain

"""Whatever stands in a document, the audit ends, soon, without raising."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.golden_cases import DOCUMENTS
from audit.reading import of_lines
from final_accounts.stages.auditing.audit import audit_document

WORDS = (
    "收、支总计 其中： 占 增长 下降 完成年初预算的 万元 元 % （ ） ； 。 ， 1 20 300.5 0 -3 2021年度 "
    "与2020年度相比 社会福利（款） （类）支出 人 辆 个 分 ≥ 100% 指标1： 合计 （20分） ①要求（1分） "
    "一、 第一部分 目录 表1 \t 三级指标 年初目标值 实际完成值 得分 预算额 0.00 ． ，， １２ 亿元 "
    "2021年度市本级项目支出绩效自评计分表 一级指标 基本支出 1.2.3 4分5 本年收入合计 自评得分： 附件3 "
    "政府采购货物支出 比上年 年初预算为 "
)
PIECES = st.sampled_from(WORDS.split(" "))
SECONDS = 20


@given(st.lists(st.lists(PIECES, max_size=14).map("".join), max_size=25))
@settings(max_examples=60, deadline=None)
def test_any_text_is_audited(lines: list[str]) -> None:
    started = time.monotonic()
    found = audit_document(of_lines(lines)).audit
    assert time.monotonic() - started < SECONDS
    assert all(f.explanation or f.recomputed for f in found.findings), "a finding says why"


@pytest.mark.parametrize("turn", range(6))
@pytest.mark.parametrize("name", ["jianghan-2021", "ziyang-2021"])
def test_torn_documents_are_audited(name: str, turn: int) -> None:
    chance = random.Random(f"{name}/{turn}")  # noqa: S311 - the same torn document on every run
    lines = (DOCUMENTS / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    for _ in range(120):
        place = chance.randrange(len(lines))
        act = chance.randrange(4)
        if act == 0:
            del lines[place]
        elif act == 1:
            lines.insert(place, lines[chance.randrange(len(lines))])
        elif act == 2:
            text = list(lines[place])
            chance.shuffle(text)
            lines[place] = "".join(text)
        else:
            lines[place] = lines[place][: chance.randrange(len(lines[place]) + 1)]
    started = time.monotonic()
    assert audit_document(of_lines(lines)).audit.claims
    assert time.monotonic() - started < SECONDS

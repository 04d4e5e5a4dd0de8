"""Whatever stands in a document, the audit ends, soon, without raising."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.documents import HEAD
from audit.golden_cases import DOCUMENTS
from audit.reading import of_lines
from final_accounts.stages.auditing.audit import audit_document
from final_accounts.stages.auditing.audit_record import Auditing, auditing

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


LONG = 30_000
SIGNS = "0 9. . … · - （ ） “ ” ① ； ， 、 ： = × * / 年 的 其中 占 人 和 为"
OPENINGS = {
    "narrative": [*HEAD, "一、收入支出决算总体情况说明"],
    "contents": ["目录"],
    "glossary": ["第四部分 名词解释"],
    "annex": ["第五部分 附件", "某某项目支出绩效自评报告"],
}
LINES = {
    "digits": "1234567890",
    "list": "社会保障和就业支出（类）12.5万元，占1.2%；",
    "no stop": "与上年相比增加的主要原因是人员经费增长和项目支出增加，",
    "sentences": "收、支总计100万元，比上年增加10万元，增长11.11%。",
    "products": "15人*4.5万元",
    "open brackets": "（基本支出100万元",
}


@pytest.fixture(scope="module")
def apart() -> Iterator[Auditing]:
    """Audits as anywhere a stranger's document is audited: what takes too long is killed and told."""
    with auditing(seconds=60) as audits:
        yield audits


def survives(apart: Auditing, lines: list[str]) -> None:
    data = "\n".join(lines).encode()
    record = apart.record(data, "长行.txt", hashlib.sha256(data).hexdigest())
    assert record.sha256
    assert not [u.why for u in record.unread if "文件没有核对" in u.why]


@pytest.mark.parametrize("kind", LINES)
@pytest.mark.parametrize("opening", OPENINGS)
def test_a_long_line_is_audited_or_told(apart: Auditing, opening: str, kind: str) -> None:
    line = (LINES[kind] * (LONG // len(LINES[kind]) + 1))[:LONG]
    survives(apart, [*OPENINGS[opening], line])


@pytest.mark.parametrize("turn", range(8))
def test_long_lines_of_anything_are_audited_or_told(apart: Auditing, turn: int) -> None:
    """Lines of a few pieces over and over: what a pattern that tries everything again would stumble over."""
    chance = random.Random(f"long/{turn}")  # noqa: S311 - the same lines on every run
    pieces = [*WORDS.split(" "), *SIGNS.split(" ")]
    lines = list(OPENINGS[chance.choice(sorted(OPENINGS))])
    for _ in range(6):
        piece = "".join(chance.choices(pieces, k=chance.choice((1, 1, 2, 3, 8)))) or "0"
        lines.append((piece * (LONG // len(piece) + 1))[: chance.choice((900, 2_900, LONG))])
    survives(apart, lines)

"""Sentences built of clauses whose subject, change, base and share are known: the reader recovers every one of them."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from final_accounts.audit.clauses import Grammar, Role, Statement, Told, told
from final_accounts.audit.names import book
from final_accounts.audit.outline import Placed
from final_accounts.audit.text import passages
from final_accounts.model.document import Spot, TextLine
from final_accounts.stages.auditing.audit import lexicon

YEAR = 2021
TOTALS = ("本年支出合计", "一般公共预算财政拨款支出", "财政拨款收、支总计", "收、支总计")
PARTS = ("基本支出", "项目支出", "人员经费", "公用经费", "经营支出")
COMPARED = ("与2020年度相比，", "与上年相比，", "比上年", "较2020年度", "较上年")
LINKS = ("，", "，其中：", "。其中：")

amounts = st.integers(min_value=1, max_value=9_999_999).map(lambda n: f"{n // 100}.{n % 100:02}")
rates = st.integers(min_value=1, max_value=99_99).map(lambda n: f"{n // 100}.{n % 100:02}")


Said = tuple[Role, str, str, int, str, str]


@dataclass(frozen=True)
class Clause:
    """Words, and what the reader must make of each of their figures: role, figure, subject, direction, base, whole."""

    words: str
    said: tuple[Said, ...]


@st.composite
def values(draw: st.DrawFn, subject: str) -> Clause:
    figure = draw(amounts)
    return Clause(f"{subject}{figure}万元", ((Role.VALUE, f"{figure}万元", subject, 0, "", ""),))


@st.composite
def changes(draw: st.DrawFn, subject: str) -> Clause:
    """与上年相比，基本支出增加3.00万元，增长2.00%: the base before the subject or, with 比 and 较, behind it."""
    by, rate, up = draw(amounts), draw(rates), draw(st.booleans())
    more, growing, way = ("增加", "增长", 1) if up else ("减少", "下降", -1)
    compared = draw(st.sampled_from(COMPARED))
    told_as = f"{compared}{subject}{more}" if compared.endswith("，") else f"{subject}{compared}{more}"
    said = [(Role.CHANGE, f"{by}万元", subject, way, "prior", "")]
    words = f"{told_as}{by}万元"
    if draw(st.booleans()):
        words += f"，{growing}{rate}%"
        said.append((Role.GROWTH, f"{rate}%", "", way, "prior", ""))
    return Clause(words, tuple(said))


@st.composite
def shares(draw: st.DrawFn, subject: str, whole: str) -> Clause:
    figure, rate = draw(amounts), draw(rates)
    return Clause(
        f"{subject}{figure}万元，占{whole}的{rate}%",
        ((Role.VALUE, f"{figure}万元", subject, 0, "", ""), (Role.SHARE, f"{rate}%", "", 0, "", whole)),
    )


@st.composite
def completions(draw: st.DrawFn, subject: str) -> Clause:
    budget, final, rate = draw(amounts), draw(amounts), draw(rates)
    kind = draw(st.sampled_from(("年初", "全年", "调整")))
    return Clause(
        f"{subject}{kind}预算为{budget}万元，支出决算为{final}万元，完成{kind}预算的{rate}%",
        (
            (Role.BUDGET, f"{budget}万元", subject, 0, "", kind),
            (Role.FINAL, f"{final}万元", subject, 0, "", ""),
            (Role.COMPLETION, f"{rate}%", "", 0, "", kind),
        ),
    )


@st.composite
def chains(draw: st.DrawFn) -> tuple[str, tuple[Said, ...]]:
    """A total and its change, then parts with shares or changes, then a completion: two to six clauses."""
    total = draw(st.sampled_from(TOTALS))
    clauses = [draw(values(total))]
    if draw(st.booleans()):
        clauses.append(draw(changes(total)))
    text = "。".join(each.words for each in clauses)
    parts = draw(st.lists(st.sampled_from(PARTS), unique=True, min_size=1, max_size=3))
    link = draw(st.sampled_from(LINKS))
    items = [draw(st.one_of(shares(part, total), values(part))) for part in parts]
    text += link + "；".join(each.words for each in items) + "。"
    clauses += items
    if draw(st.booleans()):
        clauses.append(draw(changes(draw(st.sampled_from(PARTS)))))
        text += clauses[-1].words + "。"
    if draw(st.booleans()):
        clauses.append(draw(completions(total)))
        text += clauses[-1].words + "。"
    return text, tuple(said for each in clauses for said in each.said)


def read(text: str) -> Told:
    (passage,) = passages([TextLine(Spot(line=1), text)], len(text))
    placed = Placed(passage, "narrative", "expenditure", None)
    return told(0, passage, placed, Grammar(lexicon(), book([]), YEAR))


def of(statement: Statement) -> tuple[Role, str, int, str]:
    return statement.role, statement.quantity.printed, statement.direction, statement.base


@given(chains())
@settings(max_examples=150, deadline=None)
def test_every_figure_of_a_chain_is_read_as_it_was_meant(
    chain: tuple[str, tuple[Said, ...]],
) -> None:
    text, meant = chain
    found = read(text).statements
    assert [of(s) for s in found] == [(role, figure, way, base) for role, figure, _, way, base, _ in meant], text
    for statement, (_, _, subject, _, _, whole) in zip(found, meant, strict=True):
        # 本年 is no part of a name; 合计 before a change is read as a word of the change
        named = statement.label and subject.removesuffix("合计").endswith(statement.label.removesuffix("合计"))
        assert not subject or named, (text, statement.label, subject)
        assert not whole or whole in statement.whole, (text, statement.whole, whole)

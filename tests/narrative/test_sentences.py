"""What must hold in every narrative: made-up cities whole, and single sentences for any two amounts."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from final_accounts.catalog import edition
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.narrative import Narrative, VariableKind
from final_accounts.model.place import Cell
from final_accounts.model.submission import Header
from final_accounts.narrative import Book, narrate
from final_accounts.publishing import Documents
from narrative.telling import made_up, told

REGIONS = ("hubei-wuhan", "sichuan-ziyang")
PLACES = [(region, number) for region in REGIONS for number in (0, 3, 5, 8)]
RESIDUE = re.compile(
    r"增加（减少）|下降（增长）|大于（小于）|或与|XX|××|……|[{}]|None|。。|，。|、。|，，|支出支出|（）|：。"
)
AMOUNTS = st.integers(0, 10**13)


def whole(region: str, number: int) -> Narrative:
    return told(*made_up(region, 2022, number))


@pytest.mark.parametrize(("region", "number"), PLACES)
def test_no_residue_of_a_form_and_no_broken_sentence(region: str, number: int) -> None:
    for _, paragraph in whole(region, number).paragraphs():
        assert not RESIDUE.search(paragraph.text), paragraph.text
        assert paragraph.text.endswith(("。", "：")), paragraph.text


@pytest.mark.parametrize(("region", "number"), PLACES)
def test_no_number_is_typed_and_a_name_has_one_value(region: str, number: int) -> None:
    narrative = whole(region, number)
    name = made_up(region, 2022, number)[1].header.unit_name
    known: dict[str, object] = {}
    for _, paragraph in narrative.paragraphs():
        for run in paragraph.runs:
            if run.figure is None and not run.slot:
                assert not re.search(r"[0-9％%]", run.text.replace(name, "")), run.text
            if run.figure is not None:
                assert run.text == run.figure.text
                assert known.setdefault(run.figure.name, run.figure) == run.figure


@pytest.mark.parametrize(("region", "number"), PLACES)
def test_printed_parts_add_up_to_the_printed_whole_within_rounding(region: str, number: int) -> None:
    parts_of = {
        "income": r"income-[a-z-]+", "expenditure": r"expenditure-[a-z-]+", "general": r"structure-\d{3}",
        "procurement": r"procurement-(goods|works|services)", "three-public": r"abroad|vehicles|reception",
        "basic": r"basic-(personnel|public)",
    }  # fmt: skip
    found = {v.name: v for v in whole(region, number).variables() if v.kind is VariableKind.AMOUNT}
    for name, pattern in parts_of.items():
        parts = [v for key, v in found.items() if re.fullmatch(pattern, key)]
        assert parts, name
        assert sum(v.value for v in parts) == found[name].value, name
        gap = abs(sum(Fraction(v.text) for v in parts) - Fraction(found[name].text))
        assert gap <= Fraction(len(parts) + 1, 200), name


def book(region: str, now: int, then: int, texts: dict[str, str], planned: int = 0) -> Book:
    def fact(form: str, row: str, column: str, fen: int) -> Fact:
        return Fact(form, row, column, ValueKind.AMOUNT, fen, Cell(form, 1, 1), step=1)

    facts = [
        fact("T1", "line:收入总计", "amount", now),
        fact("T5", "total", "total", now),
        fact("T5", "function:208", "total", now),
        fact("T5", "function:2080505", "total", now),
        *(
            fact("BUDGET", row, column, planned)
            for row in ("total", "function:208", "function:2080505")
            for column in ("initial", "adjusted")
        ),
    ]
    prior = [fact("T1", "line:收入总计", "amount", then), fact("T5", "total", "total", then)]
    return Book.of(edition(region, 2022), "某单位", Header(report_scope="单位"), facts, prior=prior, texts=texts)


def tell(found: Book) -> Narrative:
    return narrate(found, Documents.of(found.edition).narrative)


def section(narrative: Narrative, key: str) -> str:
    return "".join(p.text for s, p in narrative.paragraphs() if s.id == key)


@settings(max_examples=60, deadline=None)
@given(region=st.sampled_from(REGIONS), now=AMOUNTS, then=AMOUNTS)
def test_direction_words_agree_with_signs(region: str, now: int, then: int) -> None:
    text = section(tell(book(region, now, then, {})), "total")
    up, down = "各增加" in text, "各减少" in text
    assert (up or "增长" in text, down or "下降" in text) == (up, down)
    if abs(now - then) >= 5_000:
        assert (up, down) == (now > then, now < then)
    else:
        assert (up, down) == (False, False)
        assert ("基本持平" in text) == (now != then)
        assert "持平" in text


@settings(max_examples=40, deadline=None)
@given(region=st.sampled_from(REGIONS), now=AMOUNTS, base=st.integers(-(10**9), 0))
def test_a_zero_or_negative_base_never_yields_a_rate(region: str, now: int, base: int) -> None:
    narrative = tell(book(region, now, base, {}, planned=base))
    names = {variable.name for variable in narrative.variables()}
    assert not {name for name in names if name.endswith(("-growth", "-rate"))}
    if now - base >= 5_000:
        assert "不计算增减比率" in section(narrative, "total")


@settings(max_examples=40, deadline=None)
@given(now=st.integers(1, 10**12), then=st.integers(1, 10**12))
def test_a_rate_is_computed_from_fen_and_rounded_once(now: int, then: int) -> None:
    for region, step in (("hubei-wuhan", Fraction(1, 200)), ("sichuan-ziyang", Fraction(1, 20))):
        found = {v.name: v for v in tell(book(region, now, then, {})).variables()}
        if "total-growth" in found:
            assert found["total-growth"].value == Fraction(abs(now - then), then)
            assert abs(Fraction(found["total-growth"].text.rstrip("%")) - found["total-growth"].value * 100) <= step


def test_a_change_without_a_reason_is_told_and_not_explained_by_us() -> None:
    narrative = tell(book("hubei-wuhan", 2_000_000, 1_000_000, {}, planned=1_000_000))
    assert {reason.slot for reason in narrative.missing_reasons} == {
        "reason_total", "reason_general", "reason_budget",
    }  # fmt: skip
    assert "原因" not in section(narrative, "total")
    assert section(narrative, "total").endswith("增长100.00%。")


def test_nothing_is_asked_where_nothing_changed() -> None:
    assert tell(book("hubei-wuhan", 2_000_000, 2_000_000, {}, planned=2_000_000)).missing_reasons == ()


def test_a_reason_fits_behind_our_words() -> None:
    texts = {"reason_total": "主要原因是人员增加。\n项目减少。"}
    text = section(tell(book("hubei-wuhan", 2_000_000, 1_000_000, texts)), "total")
    assert text.endswith("增长100.00%，主要原因是人员增加；项目减少。")


def test_a_reason_written_for_one_subject_stands_with_it() -> None:
    texts = {"reason_budget": "2080505：年中追加缴费。"}
    text = section(tell(book("sichuan-ziyang", 2_000_000, 2_000_000, texts, planned=1_000_000)), "general")
    assert "决算数大于调整预算数的主要原因是年中追加缴费。" in text


def test_the_base_is_the_regions() -> None:
    wuhan = section(tell(book("hubei-wuhan", 2_000_000, 1_000_000, {}, planned=1_000_000)), "general")
    ziyang = section(tell(book("sichuan-ziyang", 2_000_000, 1_000_000, {}, planned=1_000_000)), "general")
    assert "完成年初预算的200.00%" in wuhan
    assert "社会保障和就业（类）支出年初预算为1.00万元" in wuhan
    assert "完成调整预算的200.0%" in ziyang
    assert "机关事业单位基本养老保险缴费支出（项）：支出决算为2万元" in ziyang


def test_a_budget_that_mixes_funds_gives_no_rate() -> None:
    found = book("hubei-wuhan", 2_000_000, 1_000_000, {}, planned=3_000_000)
    fund = replace(found.facts["T5 total total"], form="T8", column="income")
    mixed = replace(
        found, facts={**found.facts, "T8 total income": fund, "T8 total total": replace(fund, column="total")}
    )
    narrative = tell(
        replace(mixed, facts={k: v for k, v in mixed.facts.items() if k != "BUDGET function:2080505 initial"})
    )
    assert not {v.name for v in narrative.variables() if v.name.startswith("completion") and v.name.endswith("-rate")}
    assert "BUDGET total initial" in narrative.missing_figures


def test_a_nil_return_is_told_in_zeros() -> None:
    found = edition("hubei-wuhan", 2022)
    nil = Book.of(found, "某单位", Header(report_scope="单位", unit_kind="事业单位"), (), nil_forms=tuple(found.forms))
    text = "".join(paragraph.text for _, paragraph in tell(nil).paragraphs())
    assert "收、支总计0.00万元" in text
    assert not RESIDUE.search(text)


def test_from_2022_on_the_three_public_expenses_are_those_of_all_appropriation() -> None:
    titles = {
        (region, year): next(s.title for s in told(*made_up(region, year, 3)).sections if s.id == "three_public")
        for region in REGIONS
        for year in (2021, 2022)
    }
    assert titles["hubei-wuhan", 2021] == "一般公共预算财政拨款“三公”经费支出决算情况说明"
    assert titles["hubei-wuhan", 2022] == "财政拨款“三公”经费支出决算情况说明"
    assert titles["sichuan-ziyang", 2021] == titles["sichuan-ziyang", 2022] == "“三公”经费财政拨款支出决算情况说明"

"""Reports on the self-evaluations: computed from forms, and nothing good is said that the figures do not say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from final_accounts.model.evaluation import Evaluation, Indicator
from final_accounts.model.narrative import Annex
from final_accounts.narrative import Book, narrate
from final_accounts.narrative.attained import attained
from final_accounts.publishing import Documents
from narrative.telling import book_of, made_up, real


def book(region: str) -> Book:
    return book_of(*made_up(region, 2022, 3))


def annex(told: Book, form: str) -> Annex:
    entries = Documents.of(told.edition).narrative
    return next(annex for annex in narrate(told, entries).annexes if annex.form == form)


def text(report: Annex) -> str:
    return "\n".join(p.text for section in report.sections for part in section.parts for p in part.paragraphs)


def changed(told: Book, form: str, change: Callable[[Indicator], Indicator]) -> Book:
    """The book with the first indicator of a form changed."""

    def of(found: Evaluation) -> Evaluation:
        first, *rest = found.indicators
        return replace(found, indicators=(change(first), *rest)) if found.form == form else found

    return replace(told, evaluations=tuple(of(found) for found in told.evaluations))


@pytest.mark.parametrize(("target", "actual", "answer"), [
    ("≥95%", "95%", True), ("≥95%", "94.9%", False), ("≤5天", "6天", False), ("<5", "5", False), (">5", "6", True),
    ("=300张", "≥300张", None), ("20家", "95%", None), ("20家", "完成", None), ("提高", "提高", True),
    ("2021年12月底", "2021年12月底", True), ("2021年12月底", "2022年1月", None), ("100%", "", None),
    ("1,200人", "1200人", True),
])  # fmt: skip
def test_an_indicator_is_met_missed_or_left_open(target: str, actual: str, answer: object) -> None:
    assert attained(target, actual) is answer


def test_all_reached_is_said_only_while_every_indicator_is() -> None:
    told = book("sichuan-ziyang")
    assert "全部达到目标值" in text(annex(told, "PP1"))
    missed = changed(told, "PGP1", lambda i: replace(i, actual=replace(i.actual, printed="1")))
    assert "全部达到目标值" not in text(annex(missed, "PP1"))
    short = changed(told, "PGP1", lambda i: replace(i, actual=replace(i.actual, printed=f"0{i.actual.printed[-1]}")))
    assert "没有达到目标值的1项" in text(annex(short, "PP1"))


def test_goals_are_completed_only_with_all_their_indicators() -> None:
    told = book("hubei-wuhan")
    every = replace(
        told,
        evaluations=tuple(
            replace(e, indicators=tuple(replace(i, actual=replace(i.actual, printed=i.target.printed.strip("≥≤")))
                                        for i in e.indicators))
            for e in told.evaluations
        ),
    )  # fmt: skip
    assert "年度目标均已完成" in text(annex(every, "PW"))
    assert "没有未达到目标值的指标" in text(annex(every, "PW"))
    open_ = changed(every, "PW", lambda i: replace(i, actual=replace(i.actual, printed="完成")))
    assert "年度目标均已完成" not in text(annex(open_, "PW"))
    assert "没有未达到目标值的指标" not in text(annex(open_, "PW"))
    assert "尚不能判断的绩效目标" in text(annex(open_, "PW"))


def test_no_deduction_is_said_only_where_every_indicator_has_its_full_points() -> None:
    told = book("sichuan-ziyang")
    full = replace(
        told,
        evaluations=tuple(
            replace(e, self_score=Decimal(100), indicators=tuple(replace(i, score=i.weight) for i in e.indicators))
            for e in told.evaluations
        ),
    )
    assert "各项指标均得满分，没有扣分" in text(annex(full, "PW"))
    silent = changed(full, "PW", lambda i: replace(i, score=None))
    assert "没有扣分" not in text(annex(silent, "PW"))
    less = changed(full, "PW", lambda i: replace(i, score=Decimal(1)))
    assert "扣分的指标1项" in text(annex(less, "PW"))


def test_the_grade_is_the_rubrics_not_the_units() -> None:
    told = book("sichuan-ziyang")
    typed = replace(told, evaluations=tuple(replace(e, rating="优", self_score=Decimal(79)) for e in told.evaluations))
    assert "评价等级为“中”" in text(annex(typed, "PW"))
    assert "评价等级为“优”" not in text(annex(typed, "PW"))


def test_the_whole_budget_spent_is_said_only_where_nothing_is_left() -> None:
    told = book("hubei-wuhan")
    assert "全年预算未执行" in text(annex(told, "PW"))
    spent = replace(told, evaluations=tuple(replace(e, executed=e.budget) for e in told.evaluations))
    assert "全年预算已全部执行" in text(annex(spent, "PW"))


def test_reports_stand_where_the_region_prints_them() -> None:
    kinds = {
        region: [annex.form for annex in narrate(book(region), Documents.of(book(region).edition).narrative).annexes]
        for region in ("hubei-wuhan", "sichuan-ziyang", "hubei")
    }
    assert kinds["hubei"] == []
    assert kinds["hubei-wuhan"] == ["PW"]
    assert kinds["sichuan-ziyang"][:2] == ["PW", "PP1"]


def test_every_number_of_a_report_is_a_variable() -> None:
    for found, parsed in (real("jianghan-2021.yaml", "wuhan-jianghan"), made_up("sichuan-ziyang", 2022, 3)):
        told = narrate(book_of(found, parsed), Documents.of(found).narrative)
        runs = [r for a in told.annexes for s in a.sections for p in s.parts for q in p.paragraphs for r in q.runs]
        ours = [run.text for run in runs if run.figure is None and not run.slot]
        loose = {text for text in ours if any(c.isdigit() for c in text)}
        fixed = tuple(form.title.format(year=found.fiscal_year) for form in found.forms.values())
        basis = tuple(part for rubric in found.rubrics.values() for part in rubric.basis)
        for one in loose:
            rest = one
            for known in (*fixed, *(word for text in basis for word in text.split())):
                rest = rest.replace(known, "")
            rest = rest.replace(parsed.header.unit_name, "")
            assert not any(c.isdigit() for c in rest), one
        assert sum(run.figure is not None for run in runs) > 20

"""Whatever a unit writes into a form, the room answers with scores and findings and never raises."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from final_accounts.catalog import edition
from final_accounts.model.evaluation import Evaluation, Indicator, Measure, MeasureKind
from final_accounts.model.submission import Header
from final_accounts.scoring import score
from final_accounts.scoring.measure import parse

numbers = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False),
    st.sampled_from([Decimal(0), Decimal(-1), Decimal("1E+40"), Decimal("0.5"), Decimal(100)]),
)
figures = st.one_of(st.none(), numbers)
phrases = st.one_of(
    st.text(max_size=12),
    st.from_regex(r"[≥≤=<>约]?[0-9]{1,6}(\.[0-9]{1,2})?[家%人元]?", fullmatch=True),
    st.from_regex(r"[0-9]{4}[年.-][0-9]{1,2}[月.-][0-9]{1,2}日?", fullmatch=True),
    st.sampled_from(["完成", "部分达成", "提高", "95%", "①③", "1、2", "", "2021年12月底前"]),
)
lines = edition("sichuan-ziyang", 2021).rubrics["sichuan-ziyang/whole"].indicators
names = st.sampled_from(
    [tuple(line.path.split("/")) for line in lines] + [("产出指标", "数量指标", "人数"), ("", "", "")]
)


@st.composite
def indicators(draw: st.DrawFn) -> Indicator:
    level1, level2, level3 = draw(names)
    keys = ("numerator", "denominator", "met", "met:1", "exempt", "actual:1", "funds:1")
    inputs = {key: value for key in keys if (value := draw(figures)) is not None}
    target, actual = (Measure(MeasureKind.TEXT, draw(phrases)) for _ in range(2))
    return Indicator(
        path=f"{level1}/{level2}/{level3}#{draw(st.integers(0, 10**6))}",
        level1=level1,
        level2=level2,
        level3=level3,
        target=target,
        actual=actual,
        weight=draw(figures),
        score=draw(figures),
        reason=draw(st.sampled_from(["", "无", "有原因"])),
        goal=draw(st.integers(0, 3)),
        inputs=inputs,
    )


@st.composite
def evaluations(draw: st.DrawFn) -> Evaluation:
    amounts = st.one_of(st.none(), st.integers(-(10**14), 10**14))
    points = st.dictionaries(st.sampled_from(["execution", "overall_goal", "goal:1"]), numbers)
    return Evaluation(
        form=draw(st.sampled_from(["PW", "PP1", "PG", "PGP1"])),
        rubric="",
        title=draw(st.text(max_size=5)),
        indicators=tuple(draw(st.lists(indicators(), max_size=6))),
        budget=draw(amounts),
        executed=draw(amounts),
        rate=draw(figures),
        self_score=draw(figures),
        rating=draw(st.sampled_from(["", "优", "合格"])),
        block_points=draw(points),
        block_scores=draw(points),
        texts={"全年实际完成情况": draw(phrases)},
    )


@given(phrases)
def test_any_text_is_typed_or_stays_text(text: str) -> None:
    measure = parse(text, 2021)
    assert measure.printed == text
    assert (measure.number is not None) == (measure.kind is MeasureKind.NUMBER)
    assert measure.date is None or measure.date.year <= date.max.year


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["hubei-wuhan", "sichuan-ziyang", "national"]), st.lists(evaluations(), max_size=3))
def test_any_form_is_answered(region: str, forms: list[Evaluation]) -> None:
    forms = [form for n, form in enumerate(forms) if form.form not in [other.form for other in forms[:n]]]
    scores, findings = score(forms, edition(region, 2021), Header(), ())
    assert [found.form for found in scores] == [form.form for form in forms if not form.form.startswith("PG")]
    for found in scores:
        for line in found.indicators:
            assert line.recomputed is None or line.recomputed >= 0 or (line.weight or 0) < 0
            assert line.reason or line.verdict != "not_checkable"
    assert all(finding.message.endswith("。") for finding in findings)

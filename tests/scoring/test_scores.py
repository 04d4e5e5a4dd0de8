"""Single scores: what each scheme gives where its rule is clear, and what is said where it is not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from final_accounts.catalog import edition
from final_accounts.model.errors import CatalogError
from final_accounts.model.evaluation import EvaluationScore, IndicatorScore
from final_accounts.model.submission import Header
from final_accounts.scoring import score
from scoring.forms import best, evaluation, facts

whole = edition("sichuan-ziyang", 2021).rubrics["sichuan-ziyang/whole"]


def ziyang_line(name: str, places: list[list[object]] | None = None, **entry: Any) -> IndicatorScore:  # noqa: ANN401
    """The score of one line of the Ziyang sheet that says only what ``entry`` says."""
    line = next(line for line in whole.indicators if line.path.endswith(name))
    levels = dict(zip(("l1", "l2", "l3"), line.path.split("/"), strict=True))
    form = {"form": "PW", "rubric": whole.id, "indicators": [{**levels, "score": "1", **entry}]}
    scores, _ = score([evaluation(form)], edition("sichuan-ziyang", 2021), Header(), facts(places or []))
    return scores[0].indicators[0]


def national(*lines: dict[str, Any]) -> EvaluationScore:
    form = {"form": "PP1", "rubric": "national/project", "budget": "1", "executed": "1", "indicators": list(lines)}
    return score([evaluation(form)], edition("national", 2021), Header(), ())[0][0]


def target(wanted: str, reached: str, weight: str = "10", **more: Any) -> IndicatorScore:  # noqa: ANN401
    line = {"l1": "产出指标", "l3": "指标", "target": wanted, "actual": reached, "weight": weight, "score": "1", **more}
    return national(line).indicators[-1]


@pytest.mark.parametrize(
    ("numerator", "recomputed"),
    [("0.04", "1.00"), ("0.05", "1.00"), ("0.10", "0.00"), ("0.2428", "0.00")],
)
def test_a_carry_over_rate_earns_the_one_point_its_rule_prints_not_its_weight(numerator: str, recomputed: str) -> None:
    found = ziyang_line("/结转结余率", inputs={"numerator": numerator, "denominator": "1"})
    assert str(found.recomputed) == recomputed


def test_a_started_step_has_three_readings() -> None:
    found = ziyang_line("结转结余变动率", inputs={"numerator": "1.17", "denominator": "1"})
    assert [(label, str(points)) for label, points in found.candidates] == [
        ("满一档才扣", "2.00"),
        ("不足一档按一档扣", "1.00"),
        ("按比例扣", "1.60"),
    ]


def test_an_adjustment_needs_to_say_how_much_was_for_special_reasons() -> None:
    figures = {"numerator": "54.76", "denominator": "2113.24"}
    assert [str(points) for _, points in ziyang_line("预算调整率", inputs=figures).candidates] == ["2.00", "1.95"]
    assert str(ziyang_line("预算调整率", inputs={**figures, "exempt": "54.76"}).recomputed) == "2.00"
    assert str(ziyang_line("预算调整率", inputs={**figures, "exempt": "0"}).recomputed) == "1.95"


def test_figures_the_sheet_leaves_out_come_from_the_tables() -> None:
    places: list[list[object]] = [
        ["STAFF", "line:在职实有", "count", "20", "count"],
        ["STAFF", "line:编制数", "count", "22", "count"],
    ]
    assert str(ziyang_line("在职人员控制率", places).recomputed) == "5.00"
    assert ziyang_line("在职人员控制率").reason == "未填写计算比率所需的分子与分母"


def test_more_staff_than_posts_is_scored_in_proportion_by_two_readings() -> None:
    found = ziyang_line("在职人员控制率", inputs={"numerator": "25", "denominator": "20"})
    assert [str(points) for _, points in found.candidates] == ["4.00", "3.75"]


def test_items_of_a_checklist_may_be_named_in_the_form() -> None:
    assert str(ziyang_line("绩效目标合理性", actual="①③").recomputed) == "1.50"
    assert str(ziyang_line("绩效目标合理性", actual="1、2、3").recomputed) == "2.00"
    assert str(ziyang_line("支付进度率", inputs={"met": "1"}).recomputed) == "1.00"
    assert ziyang_line("绩效目标合理性", inputs={"met": "1"}).recomputed is None


def test_a_sheet_at_its_best_earns_what_its_rules_can_give() -> None:
    scores, findings = score([evaluation(best(whole, "PW"))], edition("sichuan-ziyang", 2021), Header(), ())
    assert (str(scores[0].recomputed), scores[0].rating, str(scores[0].recomputed_share)) == ("97.00", "优", "1.00")
    assert not findings


@pytest.mark.parametrize(
    ("wanted", "reached", "recomputed"),
    [
        ("≥80%", "72%", "9.00"),
        ("≥80%", "100%", "10.00"),
        ("≤4次", "5次", "8.00"),
        ("≤0次", "0次", "10.00"),
        ("≤0次", "1次", "0.00"),
        ("≥0次", "0次", "10.00"),
        ("400≤x≤500", "380名", "9.50"),
        ("=100%", "90%", "9.00"),
        ("2021年12月底", "2021年11月", "10.00"),
    ],
)
def test_a_quantity_is_scored_in_proportion_up_to_its_weight(wanted: str, reached: str, recomputed: str) -> None:
    assert str(target(wanted, reached).recomputed) == recomputed


@pytest.mark.parametrize(("wanted", "reached"), [("=300张", "310张"), ("400≤x≤500", "600名")])
def test_exceeding_an_exact_target_is_silent(wanted: str, reached: str) -> None:
    found = target(wanted, reached)
    assert found.recomputed is None
    assert len(found.candidates) == 2


def test_a_late_date_says_that_the_rule_is_silent() -> None:
    assert target("2021年12月底", "2022年1月5日").reason == "标准未写明逾期完成如何计分"


def test_parts_are_averaged_by_funds_before_they_are_scored() -> None:
    parts = {"actual:1": "100", "funds:1": "30", "actual:2": "60", "funds:2": "10"}
    assert str(target("100%", "100%", inputs=parts).recomputed) == "9.00"
    assert str(target("200场", "200场", inputs={"actual:1": "100", "actual:2": "60"}).recomputed) == "8.00"


@pytest.mark.parametrize(
    ("region", "reached", "self_score", "verdict", "recomputed"),
    [
        ("national", "完成", "8", "ok", None),
        ("national", "部分完成", "8", "error", "8.00"),
        ("national", "部分完成", "6", "ok", None),
        ("national", "未完成", "6", "error", "6.00"),
        ("hubei-wuhan", "部分完成", "5", "ok", None),
        ("hubei-wuhan", "未完成", "4.9", "ok", None),
    ],
)
def test_a_quality_is_judged_by_the_band_of_its_scheme(
    region: str, reached: str, self_score: str, verdict: str, recomputed: str | None
) -> None:
    line = {"l1": "产出指标", "l3": "指标", "target": "提高", "actual": reached, "weight": "10", "score": self_score}
    form = {"form": "PP1", "rubric": f"{region}/project", "indicators": [line]}
    found = score([evaluation(form)], edition(region, 2021), Header(), ())[0][0].indicators[-1]
    assert (found.verdict.value, None if found.recomputed is None else str(found.recomputed)) == (verdict, recomputed)


def test_without_satisfaction_its_points_go_to_the_benefits() -> None:
    lines = [
        {"l1": "产出指标", "l3": "甲", "target": "1个", "actual": "1个", "weight": "50", "score": "50"},
        {"l1": "效益指标", "l3": "乙", "target": "1个", "actual": "1个", "weight": "40", "score": "40"},
    ]
    form = {
        "form": "PP1",
        "rubric": "national/project",
        "budget": "1",
        "executed": "1",
        "self_score": "100",
        "scores": {"execution": "10"},
        "indicators": lines,
    }
    _, findings = score(
        [evaluation(form)], edition("national", 2021), Header(), facts([["T5", "total", "project", "1"]])
    )
    assert not findings


def test_execution_above_the_budget_earns_no_more_than_its_points() -> None:
    form = {"form": "PP1", "rubric": "hubei-wuhan/project", "budget": "10", "executed": "12"}
    found = score([evaluation(form)], edition("hubei-wuhan", 2021), Header(), ())[0][0].indicators[0]
    assert found.recomputed == Decimal(20)


def test_a_budget_of_zero_has_no_rate() -> None:
    form = {
        "form": "PP1",
        "rubric": "hubei-wuhan/project",
        "budget": "0",
        "executed": "0",
        "scores": {"execution": "20"},
    }
    found = score([evaluation(form)], edition("hubei-wuhan", 2021), Header(), ())[0][0].indicators[0]
    assert (found.recomputed, found.reason) == (None, "预算数不大于零，没有执行率")


def test_two_open_lines_of_a_block_leave_no_weight_to_infer() -> None:
    lines = [{"l1": "产出指标", "l3": name, "target": "100%", "actual": "90%", "score": "25"} for name in ("甲", "乙")]
    form = {"form": "PP1", "rubric": "hubei-wuhan/project", "indicators": lines}
    found = score([evaluation(form)], edition("hubei-wuhan", 2021), Header(), ())[0][0].indicators[-2:]
    assert [(line.weight, line.recomputed) for line in found] == [(None, None), (None, None)]
    assert found[0].reason == "表内未印该指标分值，由板块分值也推不出唯一分值"


def test_a_form_without_rubric_in_the_edition_is_our_error() -> None:
    bare = edition("national", 2021)
    empty = type(bare)(**{**vars(bare), "rubrics": {}})
    with pytest.raises(CatalogError, match="没有 PW 的评分标准"):
        score([evaluation({"form": "PW"})], empty, Header(), ())

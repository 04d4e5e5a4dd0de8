"""The two published sets of forms recompute to the figures, verdicts and findings checked against the documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from final_accounts.catalog import edition
from final_accounts.model.evaluation import EvaluationScore
from final_accounts.model.finding import Finding
from final_accounts.model.submission import Header
from final_accounts.scoring import score
from scoring.forms import cases, evaluation, jianghan, load, optional, ziyang

units = {"jianghan": (jianghan, "hubei-wuhan"), "ziyang": (ziyang, "sichuan-ziyang")}


def scored(unit: str) -> tuple[Sequence[EvaluationScore], Sequence[Finding]]:
    forms, region = units[unit][0](), units[unit][1]
    return score([evaluation(form) for form in forms[0]], edition(region, 2021), Header(), forms[1])


@pytest.mark.parametrize("unit", units)
def test_every_form_and_every_line_recomputes_as_written_down(unit: str) -> None:
    golden: dict[str, Any] = load(cases / f"{unit}.yaml")["forms"]
    scores, _ = scored(unit)
    assert [found.form for found in scores] == list(golden)
    for found in scores:
        expected = golden[found.form]
        assert found.self_score == optional(expected["printed"])
        assert found.recomputed == optional(expected["recomputed"])
        assert found.difference == optional(expected["difference"])
        assert found.recomputed_share == optional(expected["share"])
        assert found.rating == expected["rating"]
        lines = {line.path: [line.self_score, line.recomputed, line.verdict.value] for line in found.indicators}
        assert lines == {
            path: [optional(printed), optional(recomputed), verdict]
            for path, (printed, recomputed, verdict) in expected["lines"].items()
        }


@pytest.mark.parametrize("unit", units)
def test_exactly_the_findings_written_down_are_raised(unit: str) -> None:
    golden: dict[str, Any] = load(cases / f"{unit}.yaml")["findings"]
    _, findings = scored(unit)
    assert {finding.key: [finding.severity.value, finding.value, finding.expected] for finding in findings} == {
        key: [severity, optional(value), optional(should_be)] for key, (severity, value, should_be) in golden.items()
    }


def test_the_whole_wuhan_form_adds_up_only_with_the_execution_score_it_does_not_print() -> None:
    scores, findings = scored("jianghan")
    whole = scores[0]
    execution = whole.indicators[0]
    assert (execution.self_score, str(execution.recomputed)) == (None, "19.52")
    printed = [line.self_score for line in whole.indicators if line.self_score is not None]
    assert str(sum(printed)) == "79"
    assert not [finding for finding in findings if finding.rule == "PF-01"]


def test_goal_points_of_the_wuhan_form_are_reached_but_for_one_point_of_the_first_goal() -> None:
    whole = scored("jianghan")[0][0]
    sums = [
        sum(line.self_score or 0 for line in whole.indicators if line.path.startswith(f"目标{n}/")) for n in (1, 2, 3)
    ]
    assert [str(points) for points in sums] == ["29", "30", "20"]


def test_the_one_weight_left_open_in_the_first_goal_is_inferred_and_says_so() -> None:
    whole = scored("jianghan")[0][0]
    line = next(line for line in whole.indicators if line.name == "残障儿童摸底建档合规率")
    assert (str(line.weight), line.weight_inferred, str(line.recomputed)) == ("5", True, "4.75")


def test_the_execution_scores_of_the_three_wuhan_projects_are_roundings_at_most() -> None:
    lines = [found.indicators[0] for found in scored("jianghan")[0][1:]]
    assert [(str(line.self_score), str(line.recomputed), line.verdict.value) for line in lines] == [
        ("18.5", "18.46", "rounding"),
        ("20", "20.00", "ok"),
        ("17.84", "17.84", "ok"),
    ]


def test_the_three_public_rate_below_100_is_not_checkable_and_shows_both_readings() -> None:
    whole = scored("ziyang")[0][0]
    line = next(line for line in whole.indicators if line.name == "“三公经费”控制率")
    assert (line.recomputed, line.verdict.value) == (None, "not_checkable")
    assert [(label, str(points)) for label, points in line.candidates] == [
        ("未超标准，计满分", "2.00"),
        ("按比率计分", "1.30"),
    ]


def test_satisfaction_cut_off_instead_of_rounded_is_told_as_rounding() -> None:
    for project in scored("ziyang")[0][1:]:
        line = project.indicators[-1]
        assert (str(line.self_score), str(line.recomputed), line.verdict.value) == ("9.53", "9.54", "rounding")


def test_the_same_input_gives_the_same_output() -> None:
    assert scored("jianghan") == scored("jianghan")

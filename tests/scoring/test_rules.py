"""Every performance rule has a form that holds and an edit of it that fails with exactly the findings named."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from final_accounts.catalog import edition
from final_accounts.model.edition import Edition
from final_accounts.model.finding import Finding
from final_accounts.model.submission import Header
from final_accounts.scoring import score
from final_accounts.scoring.reporting import RULES
from scoring.forms import best, cases, evaluation, facts, load, optional

book: dict[str, Any] = load(cases / "rules.yaml")
fails: list[dict[str, Any]] = book["fails"]


def edition_for(rubric: str) -> Edition:
    return edition(rubric.partition("/")[0] or "sichuan-ziyang", 2021)


def base(name: str) -> dict[str, Any]:
    found = book["bases"][name]
    if isinstance(found, str):
        return dict(best(edition_for(found).rubrics[found], "PW" if found.endswith("whole") else "PP1"))
    return copy.deepcopy(dict(found))


def change(form: dict[str, Any], path: str, value: object) -> None:
    *parents, last = path.split("/") if not path.startswith("points/") else ["points", path.removeprefix("points/")]
    node: Any = form
    for part in parents:
        node = node[int(part)] if isinstance(node, list) else node.setdefault(part, {})
    if value is None:
        node.pop(last, None)
    else:
        node[last] = value


def findings_of(forms: list[dict[str, Any]], entries: list[list[object]]) -> tuple[Finding, ...]:
    first = edition_for(str(forms[0].get("rubric", "")))
    return score([evaluation(form) for form in forms], first, Header(), facts(entries))[1]


def project_total(form: dict[str, Any]) -> list[list[object]]:
    """The table total beside a lone project form, so that only the edit is judged."""
    return [["T5", "total", "project", form["executed"]]] if "executed" in form else []


@pytest.mark.parametrize("name", book["bases"])
def test_a_form_without_faults_has_no_findings(name: str) -> None:
    form = base(name)
    found = findings_of([form], form.get("facts", project_total(form)))
    assert [finding.key for finding in found] == []


@pytest.mark.parametrize("case", fails, ids=lambda case: f"{case['rule']} {case['base']}")
def test_the_edit_breaks_exactly_the_rules_named(case: dict[str, Any]) -> None:
    form = base(case["base"])
    for path, value in case.get("change", {}).items():
        change(form, path, value)
    forms = [form]
    entries = [list(entry) for entry in form.get("facts", project_total(form))]
    if "with" in case:
        other = base(case["with"]["base"])
        for path, value in case["with"]["change"].items():
            change(other, path, value)
        forms.append(other)
    if case.get("facts") == {}:
        entries = []
    for place, amount in case.get("facts", {}).items():
        table, row, column = place.split("/")
        entries = [entry for entry in entries if entry[:3] != [table, row, column]] + [[table, row, column, amount]]
    found = findings_of(forms, entries)
    if "expected_has" in case:
        assert set(case["expected_has"]) <= {finding.key for finding in found}
        return
    assert sorted(finding.key for finding in found) == sorted(case["expected"])
    named = next(finding for finding in found if finding.rule == case["rule"])
    rule = edition_for("").rulebook[case["rule"]]
    assert named.severity.value == case.get("severity", rule.severity.value)
    assert named.verdict.value == case.get("verdict", "error")
    assert named.hint == rule.hint
    assert named.message.endswith("。")
    if "value" in case:
        assert (named.value, named.expected) == (optional(case["value"]), optional(case["should_be"]))
        assert named.cells


def test_every_rule_has_a_case_that_fails() -> None:
    assert sorted({case["rule"] for case in fails}) == list(RULES)

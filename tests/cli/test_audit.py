"""`final-accounts audit` as an outside user relies on it: exit codes, JSON by its schema, a page a reviewer can use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cli.terminal import run
from final_accounts.stages.auditing.audit_apart import audit_paths

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs" / "audit.schema.json").read_text(encoding="utf-8"))
DOCUMENTS = Path(__file__).resolve().parents[1] / "documents"
JIANGHAN, ZIYANG = DOCUMENTS / "jianghan-2021.txt", DOCUMENTS / "ziyang-2021.txt"
CLEAN, FINDINGS, USAGE = 0, 1, 2


@pytest.fixture(scope="module")
def both() -> list[dict[str, Any]]:
    done = run("audit", str(JIANGHAN), str(ZIYANG), "--format", "json")
    assert done.code == FINDINGS
    found: list[dict[str, Any]] = json.loads(done.out)
    return found


def test_the_json_follows_its_schema(both: list[dict[str, Any]]) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(both)
    assert [d["document"]["unit"] for d in both] == ["武汉市江汉区社会福利事业发展中心", "资阳市社会福利院"]
    assert [d["document"]["region"] for d in both] == ["hubei-wuhan", "sichuan-ziyang"]
    assert all(d["document"]["year"] == 2021 for d in both)


def test_every_claim_has_a_place_and_counts_add_up(both: list[dict[str, Any]]) -> None:
    for document in both:
        assert sum(document["counts"].values()) == len(document["claims"])
        assert all(c["place"]["line"] for c in document["claims"])
        assert document["counts"]["error"] == len(document["findings"])
        assert [f["rank"] for f in document["findings"]] == list(range(1, len(document["findings"]) + 1))


def test_forms_are_scored_again_by_the_rubrics(both: list[dict[str, Any]]) -> None:
    scores = {s["form"]: s for s in both[0]["scores"]}
    assert scores["PW"]["self_score"] == "98.52"
    assert scores["PP3"]["recomputed"] == "96.84"
    assert {s["rubric"] for s in both[1]["scores"]} == {"sichuan-ziyang/whole", "sichuan-ziyang/project"}


def test_what_was_not_read_is_said(both: list[dict[str, Any]]) -> None:
    assert any("没有表格内容" in u["why"] for u in both[1]["unread"])


def test_the_page_marks_the_figure_and_shows_the_computation() -> None:
    done = run("audit", str(ZIYANG), "--format", "html")
    assert done.code == FINDINGS
    page = done.out
    assert "<mark>76.5%</mark>" in page
    assert "1717.46万元÷约" in page
    assert page.index("76.5%") < page.index("绩效目标完成情况表"), "the headline figure comes first"
    assert "{{" not in page
    assert "None" not in page


def test_text_for_a_terminal_names_place_and_proposal() -> None:
    done = run("audit", str(JIANGHAN))
    assert done.code == FINDINGS
    assert "第384行" in done.out
    assert "占货物支出金额的100.00%" in done.out.replace("\n", "")


def test_nothing_recognised_is_never_success(tmp_path: Path) -> None:
    path = tmp_path / "散文.txt"
    path.write_text("春天来了，花开了。\n没有数字。\n", encoding="utf-8")
    done = run("audit", str(path), "--format", "json")
    assert done.code == FINDINGS
    outcome = json.loads(done.out)
    jsonschema.Draft202012Validator(SCHEMA).validate(outcome)
    assert outcome["state"] == "nothing_recognised"


def test_an_unknown_edition_is_a_usage_error() -> None:
    assert run("audit", str(ZIYANG), "--edition", "nowhere/1999").code == USAGE


def test_a_picture_is_told_as_not_read(tmp_path: Path) -> None:
    path = tmp_path / "扫描件.pdf"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 64)
    done = run("audit", str(path), "--format", "json")
    assert done.code == FINDINGS
    assert json.loads(done.out)["unread"]


def test_an_unknown_table_is_no_success(tmp_path: Path) -> None:
    path = tmp_path / "公开稿.html"
    path.write_text(
        "<meta charset=utf-8><p>某某局2021年度部门决算公开</p><p>第三部分 2021年度部门决算情况说明</p>"
        "<p>一、收入支出决算总体情况说明</p><p>2021年度收、支总计110万元，比上年增加10万元，增长10%。</p>"
        "<p>下属机构收支情况表</p><table><tr><td>机构<td>收入<tr><td>甲所<td>12.50</table>",
        encoding="utf-8",
    )
    done = run("audit", str(path), "--format", "json")
    assert done.code == FINDINGS
    outcome = json.loads(done.out)
    jsonschema.Draft202012Validator(SCHEMA).validate(outcome)
    assert (outcome["state"], outcome["findings"]) == ("partly_read", [])
    assert [u["why"][:8] for u in outcome["unread"]] == ["没有识别的表格（"]


def test_a_document_that_takes_too_long_is_told_as_unread_and_the_next_one_is_audited() -> None:
    first, second = audit_paths([JIANGHAN, ZIYANG], seconds=0.001)
    for outcome in (first, second):
        assert outcome.state == "nothing_recognised"
        assert "读取超过 0.001 秒，已终止，文件没有核对" in outcome.audit.unread[0].why
    again = audit_paths([ZIYANG])
    assert again[0].audit.findings

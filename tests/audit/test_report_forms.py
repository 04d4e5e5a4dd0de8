"""What reports say of their forms: our own reports of both regions are right, and every change of one is found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audit.documents import findings, own_page
from final_accounts.audit import Claim
from final_accounts.model.document import ReadDocument, TextLine
from final_accounts.model.finding import Severity
from final_accounts.stages.auditing.audit import audit_document

SCORES = "预算绩效管理工作开展情况"


def changed(document: ReadDocument, before: str, after: str) -> ReadDocument:
    """The document with the last line changed that has the words: contents lists stand above."""
    place = max(n for n, b in enumerate(document.blocks) if isinstance(b, TextLine) and before in b.text)
    line = document.blocks[place]
    assert isinstance(line, TextLine)
    new = replace(line, text=line.text.replace(before, after, 1))
    return replace(document, blocks=(*document.blocks[:place], new, *document.blocks[place + 1 :]))


def said(document: ReadDocument) -> list[Claim]:
    families = {"score", "rating", "forms", "target", "actual"}
    return [f for f in audit_document(document).audit.findings if f.family in families]


@pytest.mark.parametrize("region", ["hubei-wuhan", "sichuan-ziyang"])
@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
@pytest.mark.parametrize("number", [3, 5])
def test_our_own_reports_are_right(region: str, kind: str, number: int) -> None:
    assert not [(str(f.spot), f.explanation) for f in said(own_page(region, number, kind))]


@pytest.mark.parametrize(
    ("region", "before", "after", "family"),
    [
        ("sichuan-ziyang", "扣0.21分，得4.79分", "扣0.21分，得4.97分", "score"),
        ("sichuan-ziyang", "（分值2分）：扣1分", "（分值3分）：扣1分", "score"),
        ("sichuan-ziyang", "扣8.44分，扣分的指标", "扣4.84分，扣分的指标", "score"),
        ("sichuan-ziyang", "扣分的指标7项", "扣分的指标6项", "forms"),
        ("sichuan-ziyang", "所列的28项指标", "所列的26项指标", "forms"),
        ("sichuan-ziyang", "自评等级为“优”", "自评等级为“良”", "rating"),
        ("sichuan-ziyang", "的等级标准，评价等级为“优”", "的等级标准，评价等级为“良”", "rating"),
        ("sichuan-ziyang", "监测学校所数，目标值为≥405所", "监测学校所数，目标值为≥450所", "target"),
        ("sichuan-ziyang", "监测学校所数438所，任务完成", "监测学校所数483所，任务完成", "actual"),
        ("sichuan-ziyang", "共涉及项目2个", "共涉及项目1个", "forms"),
        ("sichuan-ziyang", "共涉及项目2个", "共涉及项目5个", "forms"),
        ("hubei-wuhan", "共涉及项目2个", "共涉及项目1个", "forms"),
        ("hubei-wuhan", "所列的12项指标", "所列的13项指标", "forms"),
        ("hubei-wuhan", "目标值为≥100%，实际完成值为95.22%，偏差", "目标值为≥95%，实际完成值为95.22%，偏差", "target"),
        ("hubei-wuhan", "目标值为≥100%，实际完成值为95.22%，偏差", "目标值为≥100%，实际完成值为99.22%，偏差", "actual"),
        ("hubei-wuhan", "计19.86分", "计19.68分", "score"),
        ("hubei-wuhan", "分值20分。全年预算数", "分值30分。全年预算数", "score"),
    ],
)
def test_a_changed_report_is_found(region: str, before: str, after: str, family: str) -> None:
    found = said(changed(own_page(region, 3), before, after))
    assert family in {f.family for f in found}, [(f.family, f.explanation) for f in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "设备更新项目自评得分95.5分，评价等级为“优”。",
        "设备更新项目自评得分95.5分，评价等级为良好及以上。",
        "设备更新项目自评得分80分，评价等级为“良”。",
        "资金管理（分值10分）：扣1.5分，得8.5分。",
        "2021年度共涉及项目5个，选取其中2个公开自评表。",
    ],
)
def test_right_points_and_grades_stay_unremarked(sentence: str) -> None:
    assert not [f.explanation for f in findings(SCORES, sentence)]


@pytest.mark.parametrize(
    ("sentence", "mark", "severity"),
    [
        ("设备更新项目自评得分85.5分，评价等级为“优”。", "优", Severity.EXPLAIN),
        ("资金管理（分值10分）：扣1.5分，得9.5分。", "9.5", Severity.BLOCKING),
        ("资金管理10分，扣分1.5分，得分7.5分。", "7.5", Severity.BLOCKING),
        ("整体支出自评得分85分，扣25分。", "25", Severity.BLOCKING),
        ("预算执行率：设定分值20分。实际完成值为97.61%，得18.52分。", "18.52", Severity.BLOCKING),
    ],
)
def test_points_and_grades_that_do_not_fit_are_found(sentence: str, mark: str, severity: Severity) -> None:
    assert [(f.mark, f.severity) for f in findings(SCORES, sentence)] == [(mark, severity)]

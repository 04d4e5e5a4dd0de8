"""Groups, cars and visits: what cannot be is wrong, what needs a word is asked for, what has one stays unremarked."""

from __future__ import annotations

import pytest

from audit.documents import findings
from final_accounts.model.finding import Severity

PUBLIC = "“三公”经费财政拨款支出决算情况说明"


def said(text: str) -> list[tuple[str, Severity]]:
    return [(f.mark, f.severity) for f in findings(PUBLIC, *text.split("\n")) if f.family == "quantity"]


@pytest.mark.parametrize(
    "text",
    [
        "因公出国（境）费3.00万元，全年安排因公出国（境）团组1个，累计3人次。",
        "因公出国（境）费0.00万元，全年安排因公出国（境）团组0个，累计0人次。",
        "因公出国（境）费3.00万元，全年没有单独组团，参加其他单位组织的团组2个、1人次均由对方组团。",
        "因公出国（境）费0.00万元，团组1个、2人次，费用由邀请方承担。",
        "因公出国（境）费2.00万元，团组0个，支付的是上年出访的尾款。",
        "因公出国（境）费2.00万元，组织出国（境）团组0个，参加出访2人次。",
        "公务用车购置费18.00万元，本年度购置公务用车1辆；公务用车运行维护费6.00万元，年末公务用车保有量3辆。",
        "公务用车购置费0.00万元，本年度购置公务用车0辆；公务用车运行维护费6.00万元，年末公务用车保有量3辆。",
        "公务用车购置费6.00万元，为2020年购置车辆的尾款，本年度购置公务用车0辆。",
        "公务用车购置费0.00万元，本年度购置公务用车1辆，车款于以前年度预付。",
        "公务用车运行维护费2.00万元，车辆已于年中报废，年末公务用车保有量0辆。",
        "公务接待费2.00万元，国内公务接待20批次，200人次；外宾接待0批次，0人次。",
        "公务接待费2.00万元，国内公务接待20批次、20人次。",
        "公务接待费2.00万元，接待人次200人次、批次20批次。",
        "公务接待费0.00万元，国内公务接待0批次、0人次。",
        "公务接待费2.00万元，共接待来访团组12个、来宾110人次。",
        "公务接待费2.00万元，接待200人次，比上年减少20批次，人次减少8人次。",
    ],
)
def test_counts_that_fit_or_are_explained_stay_unremarked(text: str) -> None:
    assert not said(text)


@pytest.mark.parametrize(
    ("text", "mark", "severity"),
    [
        ("公务接待费2.00万元，国内公务接待20批次、15人次。", "15人次", Severity.BLOCKING),
        ("公务接待费2.00万元，国内公务接待20批次，累计15人次。", "15人次", Severity.BLOCKING),
        ("因公出国（境）费3.00万元，全年安排因公出国（境）团组3个，累计2人次。", "2人次", Severity.BLOCKING),
        ("因公出国（境）费0.00万元，全年安排因公出国（境）团组3个，累计9人次。", "3个", Severity.EXPLAIN),
        ("因公出国（境）费9.00万元，全年安排因公出国（境）团组0个，累计0人次。", "0个", Severity.EXPLAIN),
        ("公务用车购置费0.00万元，本年度购置公务用车2辆。", "2辆", Severity.EXPLAIN),
        ("公务用车购置费36.00万元，本年度购置公务用车0辆。", "0辆", Severity.EXPLAIN),
        (
            "公务用车购置费36.00万元，购置公务用车2辆，公务用车运行维护费1.00万元，公务用车保有量1辆。",
            "1辆",
            Severity.EXPLAIN,
        ),
        ("公务用车运行维护费6.00万元，年末公务用车保有量0辆。", "0辆", Severity.EXPLAIN),
        ("公务接待费0.00万元，国内公务接待20批次、150人次。", "20批次", Severity.EXPLAIN),
        ("公务接待费2.00万元，国内公务接待0批次、0人次；外宾接待0批次、0人次。", "0批次", Severity.EXPLAIN),
    ],
)
def test_counts_that_contradict_the_money_or_each_other_are_found(text: str, mark: str, severity: Severity) -> None:
    assert said(text) == [(mark, severity)]

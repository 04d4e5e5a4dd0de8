"""Figures that others bound, and what parts and total had before: what can be stays unremarked."""

from __future__ import annotations

import pytest

from audit.documents import findings
from final_accounts.model.finding import Severity

BUYING, STAFF, SCORES = "政府采购支出说明", "人员情况", "预算绩效管理工作开展情况"
CARRY, CAPITAL = "财政资金结转情况", "国有资本经营预算财政拨款支出决算情况说明"
FISCAL, PUBLIC = "财政拨款收入支出决算总体情况说明", "“三公”经费财政拨款支出决算情况说明"
CHANGES = (
    "“三公”经费支出8.00万元，比上年减少2.00万元，下降20%。\n因公出国（境）费0.00万元，{abroad}。\n"
    "公务用车购置及运行维护费6.00万元，比上年减少1.50万元，下降20%。\n公务接待费2.00万元，{reception}。"
)
BUDGETS = (
    "“三公”经费支出决算8.00万元，完成预算的80%。\n因公出国（境）费支出决算1.00万元，完成预算的100%。\n"
    "公务用车购置及运行维护费支出决算5.00万元，完成预算的100%。\n公务接待费支出决算2.00万元，完成预算的{done}%。"
)


def said(section: str, text: str) -> list[tuple[str, Severity]]:
    return [(f.mark, f.severity) for f in findings(section, *text.split("\n")) if f.family in ("bounds", "sum")]


@pytest.mark.parametrize(
    ("section", "text"),
    [
        (BUYING, "政府采购支出总额100.00万元，授予中小企业合同金额100.00万元，占政府采购支出总额的100.00%。"),
        (BUYING, "政府采购支出总额100.00万元，为年初预算80.00万元的125.00%，占年初采购预算的125.00%。"),
        (STAFF, "本部门编制30人，实有28人，其中：行政人员12人，事业人员16人。"),
        (STAFF, "本部门编制30人，实有32人（其中编外聘用4人）。"),
        (STAFF, "局机关编制10人，实有9人；所属单位编制8人，实有9人。"),
        (STAFF, "本部门编制30人，在职28人，退休45人。"),
        (SCORES, "2021年度完成项目自评5个，平均得分95.2分，最高98分，最低90分。"),
        (SCORES, "2021年度完成项目自评5个，平均得分98分，最高98分，最低98分。"),
        (CARRY, "上年末结转和结余50.00万元，上缴存量资金10.00万元，调整后年初结转和结余40.00万元。"),
        (
            CARRY,
            "上年末结转和结余50.00万元，上缴存量资金10.00万元，会计差错更正2.00万元，调整后年初结转和结余42.00万元。",
        ),
        (CAPITAL, "年初结转和结余10.00万元，本年收入20.00万元，本年支出25.00万元，年末结转和结余5.00万元。"),
        (
            FISCAL,
            "年初财政拨款结转和结余10.00万元，本年收入20.00万元，本年支出25.00万元，年末财政拨款结转和结余5.00万元。",
        ),
        (PUBLIC, CHANGES.format(abroad="与上年持平", reception="比上年减少0.50万元，下降20%")),
        (PUBLIC, CHANGES.format(abroad="与上年持平", reception="比上年下降20%")),
        (PUBLIC, CHANGES.format(abroad="未发生支出", reception="比上年增加0.50万元，增长33.33%")),
        (PUBLIC, BUDGETS.format(done="50")),
    ],
)
def test_what_can_be_stays_unremarked(section: str, text: str) -> None:
    assert not said(section, text)


@pytest.mark.parametrize(
    ("section", "text", "mark", "severity"),
    [
        (
            BUYING,
            "政府采购支出总额100.00万元，授予中小企业合同金额120.00万元，占政府采购支出总额的120.00%。",
            "120.00万元",
            Severity.EXPLAIN,
        ),
        (
            BUYING,
            "政府采购支出总额100.00万元。授予中小企业合同金额80.00万元，占80.00%。授予小微企业合同金额90.00万元。",
            "90.00万元",
            Severity.BLOCKING,
        ),
        (STAFF, "本部门编制30人，实有32人，其中：行政人员12人，事业人员20人。", "32人", Severity.EXPLAIN),
        (SCORES, "2021年度完成项目自评5个，平均得分99.2分，最高98分，最低90分。", "99.2分", Severity.BLOCKING),
        (SCORES, "2021年度完成项目自评5个，平均得分89分，最高98分，最低90分。", "89分", Severity.BLOCKING),
        (
            CARRY,
            "上年末结转和结余50.00万元，上缴存量资金10.00万元，调整后年初结转和结余45.00万元。",
            "45.00万元",
            Severity.BLOCKING,
        ),
        (
            CAPITAL,
            "年初结转和结余10.00万元，本年收入20.00万元，本年支出25.00万元，年末结转和结余6.00万元。",
            "6.00万元",
            Severity.BLOCKING,
        ),
        (
            FISCAL,
            "年初财政拨款结转和结余10.00万元，本年收入20.00万元，本年支出25.00万元，年末财政拨款结转和结余6.00万元。",
            "6.00万元",
            Severity.BLOCKING,
        ),
        (
            PUBLIC,
            CHANGES.format(abroad="与上年持平", reception="比上年增加0.50万元，增长33.33%"),
            "2.00万元",
            Severity.BLOCKING,
        ),
        (PUBLIC, CHANGES.format(abroad="与上年持平", reception="比上年下降40%"), "2.00万元", Severity.BLOCKING),
        (PUBLIC, BUDGETS.format(done="80"), "80%", Severity.BLOCKING),
    ],
)
def test_what_cannot_be_is_found_once(section: str, text: str, mark: str, severity: Severity) -> None:
    assert said(section, text) == [(mark, severity)]

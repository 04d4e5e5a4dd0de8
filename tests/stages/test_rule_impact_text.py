"""What a proposed rulebook would change, as a terminal shows it."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from final_accounts.model.submission import SubmissionState
from final_accounts.stages.rulebook.rule_impact import Because, Change, Impact
from final_accounts.stages.rulebook.rule_impact_text import show_impact

SAYS = "支出总计不超过一百万元"
RULE = {"rule": "T1-99", "says": SAYS, "was": "试行", "now": "必须更正", "what": "公式"}
CHANGE = Change(
    "101001",
    "青石市示例办公室",
    2,
    SubmissionState.ACCEPTED,
    SubmissionState.RETURNED,
    (Because("T1-99", SAYS, "必须更正", 0, 3),),
)


def shown(impact: Impact) -> str:
    out = StringIO()
    show_impact(Console(file=out, width=80), impact)
    return out.getvalue()


def test_rules_units_and_sums_stand_in_eighty_columns_with_nothing_cut_off() -> None:
    text = shown(Impact("青石市", 2021, (RULE,), (CHANGE,), judged=12, otherwise=1, shadow={"T1-98": 4}))
    assert f"T1-99 {SAYS}：试行 → 必须更正（公式有改动）" in text
    row = next(line for line in text.splitlines() if "101001" in line)
    for words in ("青石市示例办公室", "第2版", "通过", "退回", "T1-99 必须更正 0→3"):
        assert words in row
    assert "试行规则 T1-98：4 家单位有疑点，不计入结论" in text
    assert (
        "共试算 12 家单位的最新一版：结论改变 1 家，结论不变而疑点改变 1 家，完全不变 10 家。没有写入任何内容。" in text
    )
    assert "…" not in text


def test_a_proposal_that_is_no_change_says_so() -> None:
    text = shown(Impact("青石市", 2021, (), (), judged=12, otherwise=0, shadow={}))
    assert "与现行的相同" in text
    assert "结论会改变的报送" not in text

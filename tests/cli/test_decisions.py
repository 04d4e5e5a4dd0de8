"""Explanations, waivers and disputes at a terminal: what is done is said; what may not be is said too, with code 2."""

from __future__ import annotations

from cli.terminal import Answer, run

SEASON = ("qingshi", 2021)
UNIT = "105001"
HEAD, APPROVER, REVIEWER = f"qs-{UNIT}-head", "qs-approver", "qs-reviewer"


def asked(rule: str, *more: object) -> Answer:
    basis = ("--reason", "口径不同已核实", "--basis", "示例文件〔2022〕1号", "--until", "2099-12-31")
    return run("waiver", "request", *SEASON, UNIT, rule, "--as", HEAD, *basis, *(more or ("--public",)))


def test_a_waiver_is_asked_for_listed_granted_and_listed_again() -> None:
    assert run("waiver", "list", *SEASON).out == "没有豁免申请。\n"
    answer = asked("K-08@BUDGET/function:208", "--not-public")
    assert (answer.code, answer.err) == (0, f"{UNIT}：1号豁免申请已登记，等待财政批复人审批\n")
    head = f"{UNIT} 1号　K-08（只限“附 预算批复”　支出功能科目 208）　待批准　有效至2099年12月31日　不公开"
    assert run("waiver", "list", *SEASON).out.splitlines()[0] == head

    granted = run(
        "waiver", "grant", *SEASON, UNIT, 1, "--as", APPROVER, "--reason", "同意豁免", "--until", "2098-01-01"
    )
    assert (granted.code, granted.err) == (0, f"{UNIT}：1号豁免已批准，有效至2098年1月1日\n")
    lines = run("waiver", "list", *SEASON, "--unit", UNIT).out.splitlines()
    assert lines[0].endswith("已批准　有效至2098年1月1日　不公开")
    assert lines[1:] == [
        f"    申请：示例负责人（{UNIT}）：口径不同已核实（依据：示例文件〔2022〕1号）",
        "    审批：示例季自动批复：同意豁免",
    ]


def test_a_granted_waiver_is_revoked_and_the_list_says_so() -> None:
    asked("V-04")
    because = ("--as", APPROVER, "--reason", "依据的文件已经废止")
    early = run("waiver", "revoke", *SEASON, UNIT, 1, *because)
    assert early.code == 2
    assert early.err.startswith(f"不能办理：{UNIT} 撤销1号豁免：")
    run("waiver", "grant", *SEASON, UNIT, 1, "--as", APPROVER, "--reason", "同意豁免")
    revoked = run("waiver", "revoke", *SEASON, UNIT, 1, *because)
    assert (revoked.code, revoked.err) == (0, f"{UNIT}：1号豁免已撤销，已通知单位，下一次审核不再豁免\n")
    lines = run("waiver", "list", *SEASON).out.splitlines()
    assert "已撤销" in lines[0]
    assert lines[3].startswith("    撤销：示例季自动批复（")
    assert lines[3].endswith("）：依据的文件已经废止")


def test_a_refused_request_stays_on_the_list() -> None:
    asked("V-04")
    refused = run("waiver", "refuse", *SEASON, UNIT, 1, "--as", APPROVER, "--reason", "依据不足，请更正")
    assert (refused.code, refused.err) == (0, f"{UNIT}：1号豁免申请不予批准\n")
    assert "不予批准" in run("waiver", "list", *SEASON).out


def test_what_may_not_be_done_is_said_in_words_and_is_code_2() -> None:
    asked("V-04")
    said = ("--as", REVIEWER, "--reason", "理由充分了")
    for answer, told in (
        (run("waiver", "grant", *SEASON, UNIT, 1, *said), "不是财政批复人"),
        (run("waiver", "grant", *SEASON, UNIT, 7, *said), "没有 7 号豁免申请"),
        (run("explanation", "accept", *SEASON, UNIT, "V-04", *said), "没有需要说明的疑点 V-04"),
        (run("explanation", "send-back", *SEASON, UNIT, "V-04", *said), "没有需要说明的疑点 V-04"),
        (run("dispute", "decide", *SEASON, UNIT, 1, *said, "--stands", "ours"), "没有 1 号评分异议"),
        (
            run("dispute", "raise", *SEASON, UNIT, "PW", "--as", HEAD, "--claimed", "90", "--reason", "量化依据见材料"),
            "PW",
        ),
    ):
        assert answer.code == 2
        assert told in answer.err


def test_a_unit_that_nobody_knows_is_told_and_not_passed_over() -> None:
    approving = ("department", "approve", "qingshi", 2021, "102", "--as", "qs-102-approver")
    for words in (("waiver", "list", "qingshi", 2021), ("dispute", "list", "qingshi", 2021), approving):
        answer = run(*words, "--unit", "999999")
        assert (answer.code, answer.out) == (2, "")
        assert "单位名录里没有 999999" in answer.err


def test_a_unit_that_sent_nothing_has_nothing_to_decide() -> None:
    assert run("explanation", "list", *SEASON, UNIT).out == "当前版没有需要说明的疑点。\n"
    assert run("dispute", "list", *SEASON).out == "没有评分异议。\n"

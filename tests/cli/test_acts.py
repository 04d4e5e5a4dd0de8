"""Acts of persons at a terminal: what was done and comes next with code 0, what the rules do not allow with code 2."""

from __future__ import annotations

import pytest

from cli.terminal import run

UNIT = "101001"
OPERATOR, HEAD = "qs-operator", f"qs-{UNIT}-head"
BECAUSE = ("--reason", "已经核对清楚")
BASIS = (*BECAUSE, "--basis", "示例文件〔2022〕1号")


def words(verb: str, *more: object) -> tuple[object, ...]:
    return (verb, "qingshi", 2021, UNIT, "--as", OPERATOR, *more)


def test_a_unit_that_handed_in_nothing_is_withheld_and_released_and_no_version_is_spoken_of() -> None:
    withheld = run(*words("withhold", *BASIS))
    assert (withheld.code, withheld.err) == (0, f"{UNIT} 依法不予公开已登记，以后各版也不公开；解除请用 release\n")
    released = run(*words("release", *BASIS))
    assert (released.code, released.err) == (0, f"{UNIT} 不予公开已解除，批复后即可公开\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (words("reopen", *BECAUSE), f"不能办理：{UNIT} 青石市示例办公室“重新打开”：单位现为“未报送”，“重新打开”只能在"),
        (words("release", *BASIS), f"不能办理：{UNIT} 青石市示例办公室“解除不予公开”：单位没有登记依法不予公开。"),
        (
            words("call-off", *BECAUSE),
            f"不能办理：{UNIT} 青石市示例办公室“取消更正”：单位没有已批准、还没有办完的更正。",
        ),
        (words("reopen", "--reason", "无"), f"不能办理：{UNIT} 青石市示例办公室“重新打开”："),
        (("explanation", "list", "qingshi", 2021, "999999"), "用法有误："),
        (("reopen", "atlantis", 2021, UNIT, "--as", HEAD, *BECAUSE), "用法有误：没有城市“atlantis”"),
        (("reopen", "qingshi", 2021, UNIT, "--as", "nobody", *BECAUSE), "用法有误：人员名录"),
        (("reopen", "qingshi", 2021, UNIT, "--as", HEAD), "用法有误：没有填写选项 --reason"),
        (("catalog", "explain", "T99.title", "--edition", "hubei-wuhan/2022"), "输入有误：hubei-wuhan/2022 没有 T99"),
    ],
)
def test_what_is_not_done_begins_with_why(arguments: tuple[object, ...], told: str) -> None:
    answer = run(*arguments)
    assert (answer.code, answer.out) == (2, "")
    (line,) = answer.err.splitlines()
    assert line.startswith(told)


def test_the_help_says_what_the_exit_codes_mean() -> None:
    said = "".join(run("--help").out.split())
    assert "退出码：0办成了" in said
    for why in ("不能办理", "用法有误", "输入有误", "程序自身出错"):
        assert why in said

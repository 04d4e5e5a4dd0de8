"""Why nothing was done, in a Chinese line: by the rules, by a wrong call, by wrong input, or by an error of ours."""

from __future__ import annotations

import re
from typing import Final

from typer.exceptions import TyperException

from final_accounts.model.errors import FinalAccountsError, InputError, RefusedError, SeasonError, UnknownEditionError
from final_accounts.model.system_errors import cause

_SAID: Final = (
    (r"Missing argument '(.+?)'\.?.*", r"没有填写参数 \1"),
    (r"Missing option '(.+?)'.*", r"没有填写选项 \1"),
    (r"Missing command\.", "没有写子命令"),
    (r"No such option: (\S+).*", r"没有选项 \1"),
    (r"No such command '(.*)'\..*", r"没有命令 \1"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", r"多写了参数：\1"),
    (r"Option '(.+?)' requires .*", r"选项 \1 后面没有写值"),
    (r"Option '(.+?)' does not take a value\.?", r"选项 \1 后面不写值"),
    (r"Invalid value for '(.+?)': (.*)", r"\1 的值不对：\2"),
)
"""The library's sentences, and ours."""

_WHY: Final = (
    (r".*(?:valid int|as an integer).*", "应是整数"),
    (r".*valid (?:number|float|decimal).*", "应是数"),
    (r".*greater than or equal to (\S+)", r"不能小于 \1"),
    (r".*less than or equal to (\S+)", r"不能大于 \1"),
    (r"(.*) is not one of (.*)", r"\1 不在可用的值之内：\2"),
    (r"(.*) does not match the formats? (.*)", r"\1 不是 \2 这样的日期"),
    (r"(?:file|path|dir|directory) (.*) does not exist", r"\1 不存在"),
    (r"(?:file|path|dir|directory) (.*) is a directory", r"\1 是文件夹，应是文件"),
    (r"(?:file|path|dir|directory) (.*) is a file", r"\1 是文件，应是文件夹"),
    (r"(?:file|path|dir|directory) (.*) is not readable", r"\1 不能读取"),
    (r"(?:file|path|dir|directory) (.*) is not writable", r"\1 不能写入"),
)
"""Why it takes a value for wrong, and our words."""


def usage(error: TyperException) -> str:
    """What is wrong with the arguments, in a line; the library's own words where we have none."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "final-accounts"
    said = error.format_message() if hasattr(error, "format_message") else str(error)
    return f"用法有误：{_chinese(said)}。用 {command} --help 查看用法。"


def not_done(error: FinalAccountsError) -> str:
    """Why nothing was done, in a line whose first word says whose matter it is."""
    match error:
        case RefusedError():
            return refused(error)
        case InputError():
            return f"输入有误：{error}"
        case SeasonError() | UnknownEditionError():
            return f"用法有误：{error}"
    return f"程序自身出错（{type(error).__name__}）：{error}"


def refused(error: RefusedError) -> str:
    """What the season's rules do not allow, and why, in a line.

    >>> refused(RefusedError("101001 示例局", "办理“签字”", ["单位现为“已退回”"]))
    '不能办理：101001 示例局“签字”：单位现为“已退回”。'
    >>> refused(RefusedError("101001", "申请豁免", ["没有说明理由"]))
    '不能办理：101001 申请豁免：没有说明理由。'
    """
    act = error.act.removeprefix("办理")
    space = " " if act and act == error.act else ""
    return f"不能办理：{error.about}{space}{act}：{'；'.join(error.against)}。"


def no_file(error: OSError) -> str:
    """Which file or folder could not be read or written, and why, in a line."""
    return f"程序自身出错：不能读写 {error.filename}：{cause(error)}。请核对路径。"


def _chinese(said: str) -> str:
    """The library's sentence in ours.

    >>> _chinese("Invalid value for 'files': file 'x.xlsx' does not exist.")
    "files 的值不对：'x.xlsx' 不存在"
    """
    for pattern, ours in _SAID:
        found = re.fullmatch(pattern, said, re.DOTALL)
        if found:
            told = found.expand(ours)
            head, parted, why = told.partition("的值不对：")
            return head + parted + _why(why) if parted else told
    return said.rstrip(".")


def _why(said: str) -> str:
    plain = said.removeprefix("Value error, ").rstrip(".")
    for pattern, ours in _WHY:
        found = re.fullmatch(pattern, plain, re.DOTALL | re.IGNORECASE)
        if found:
            return found.expand(ours)
    return plain

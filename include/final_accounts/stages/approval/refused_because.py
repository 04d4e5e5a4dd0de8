"""Why a unit or a department was not approved, in words that say whose reason it is."""

from __future__ import annotations


def told_of(code: str, why: str, name: str = "") -> str:
    """The reason with code and name of what it is about, without a full stop; one that names the code already stays.

    >>> told_of("105001", "还没有签审。", "甲馆"), told_of("105", "105 文旅局：不能批复部门汇总。")
    ('105001 甲馆：还没有签审', '105 文旅局：不能批复部门汇总')
    """
    reason = why.rstrip("。")
    return reason if reason.startswith(code) else f"{f'{code} {name}'.rstrip()}：{reason}"

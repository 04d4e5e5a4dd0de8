"""Words of Chinese self-evaluation forms that stand for a value 定性用语. Language, not law: rubrics hold the law."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Level(StrEnum):
    """Attainment 达成情况, the three bands every scheme knows."""

    MET = "met"  # 达成预期指标
    PARTLY = "partly"  # 部分达成预期指标
    MISSED = "missed"  # 未达成预期指标

    @property
    def chinese(self) -> str:
        """The word of the forms."""
        return {"met": "达成预期指标", "partly": "部分达成预期指标", "missed": "未达成预期指标"}[self.value]


_DONE: Final = ("完成", "达成", "实现", "达标", "达到")
_LEADS: Final = ("", "已", "全部", "全面", "均", "均已", "已全部", "按时", "按期", "如期")
_ENDS: Final = ("", "预期指标", "预期目标", "年度指标", "年度目标", "指标", "目标", "任务", "预期")
_MET: Final = frozenset(lead + done + end for lead in _LEADS for done in _DONE for end in _ENDS) - {"达到", "实现"}

QUALITIES: Final = frozenset(
    word
    for line in (
        "提高 提升 逐步提高 逐步提升 稳步提高 稳步提升 有效提高 有效提升 不断提高 不断提升",
        "有所提高 有所提升 显著提高 显著提升 明显提高 明显提升 有帮助 有促进 促进 合理",
        "规范 完备 完善 健全 保障 有效保障 符合 开展 改善 有效改善",
        "增强 有效增强 长远影响 长期影响 持续影响 长期 持续 持续发展 可持续 稳定",
        "良好 较好 优良 合格 有效 及时 安全 满意 达标准 高质量长远发展",
    )
    for word in line.split()
)
"""Qualitative values a target or an actual may consist of."""

NO_REASON: Final = frozenset(["", "无", "无。", "/", "-", "—", "——", "暂无", "不涉及"])
"""What a reason cell holds when no reason is given."""


def level_of(text: str) -> Level | None:
    """The band a normalised text names by itself, None when it names none.

    >>> level_of("完成"), level_of("部分达成"), level_of("未完成"), level_of("提高")
    (<Level.MET: 'met'>, <Level.PARTLY: 'partly'>, <Level.MISSED: 'missed'>, None)
    >>> level_of("完成20家养老机构的等级评定")
    """
    if text in _MET:
        return Level.MET
    for mark in ("未完全", "尚未完全", "部分", "基本", "大部分"):
        if text.startswith(mark) and text.removeprefix(mark) in _MET:
            return Level.PARTLY
    for mark in ("未", "尚未", "没有", "未能", "未全部"):
        if text.startswith(mark) and text.removeprefix(mark) in _MET:
            return Level.PARTLY if mark == "未全部" else Level.MISSED
    if text in ("完成部分", "达成部分", "部分"):
        return Level.PARTLY
    return None

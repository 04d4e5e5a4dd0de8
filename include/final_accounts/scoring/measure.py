"""Typed targets 指标值 and actuals 实际完成值: number + unit + direction, date, yes/no, band, or plain text.

A text is typed only when all of it is understood; "20家左右的机构" stays text. Nothing is guessed: whether an actual
fits its target is judged in ``attainment``.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from final_accounts.model.evaluation import Direction, Measure, MeasureKind
from final_accounts.scoring.words import QUALITIES, level_of

_YES_NO: Final = frozenset(["是", "否", "有", "无"])
_NUMBER: Final = r"-?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_UNIT: Final = r"[^0-9<>≥≤=,、，。；;：:\s]{0,8}"
_AT_LEAST: Final = ("≥", ">=", "=>", ">", "不低于", "不少于", "不小于", "大于等于", "高于", "大于", "至少")
_AT_MOST: Final = ("≤", "<=", "=<", "<", "不高于", "不超过", "不多于", "不大于", "小于等于", "低于", "小于", "控制在")
_LEAD: Final = r"(?:指标值|完成|已完成|实际完成|共|共计|达到|达|实际|为|[^0-9<>≥≤=,、，。；;：:]{0,20}(?:率|满意度))?"
_WITHIN: Final = frozenset(["天", "日", "个工作日", "工作日", "个月", "月", "小时", "分钟"])
_SIGN: Final = "|".join(sorted((*_AT_LEAST, *_AT_MOST, "="), key=len, reverse=True))
_SINGLE: Final = re.compile(
    rf"(?P<name>[^0-9<>≥≤=]*?)(?P<sign>{_SIGN})(?P<number>{_NUMBER})(?P<unit>{_UNIT})|"
    rf"{_LEAD}(?P<about>约|近)?(?P<bare>{_NUMBER})(?P<bare_unit>{_UNIT})"
)
_SENTENCE: Final = re.compile("[的等了并或及]|左右|上下")
_BETWEEN: Final = (
    re.compile(
        rf"(?P<low>{_NUMBER})(?P<unit>{_UNIT}?)(?:≤|<=|<)[^0-9<>≥≤=]*(?:≤|<=|<)(?P<high>{_NUMBER})(?P<unit2>{_UNIT})"
    ),
    re.compile(rf"(?P<low>{_NUMBER})(?P<unit>%?)(?:-|~|至|—|–)(?P<high>{_NUMBER})(?P<unit2>{_UNIT})"),
)
_DATE: Final = re.compile(
    r"(?:(?P<year>[0-9]{4})年)?(?:(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>[0-9]{1,2})日|份)?|(?P<year_end>年))"
    r"(?P<end>底|末)?(?P<before>之?前|以前)?(?:完成)?"
)
_DASHED_DATE: Final = re.compile(
    r"(?P<year>[0-9]{4})[-/.](?P<month>1[0-2]|0?[1-9])[-/.](?P<day>[0-9]{1,2})(?P<before>之?前|以前)?"
)


def normalised(text: str) -> str:
    """Full-width forms folded, every blank removed, one sign for each comparison.

    >>> normalised(" ＞＝９５ ％ ")
    '>=95%'
    """
    folded = unicodedata.normalize("NFKC", text)
    return "".join(folded.split()).replace("≧", "≥").replace("≦", "≤").replace("⩾", "≥").replace("⩽", "≤")


def parse(text: str, year: int = 0) -> Measure:
    """Type one printed target or actual; ``year`` completes dates printed without one (fiscal year, 0 = unknown).

    >>> parse("≥300张").number, parse("≥300张").unit, parse("≥300张").direction.value
    (Decimal('300'), '张', '>=')
    >>> parse("服务对象满意度≥85%").number, parse("=90.9%").direction.value
    (Decimal('85'), '=')
    >>> between = parse("400≤x≤500"); between.number, between.upper
    (Decimal('400'), Decimal('500'))
    >>> parse("480余名").number, parse("480余名").unit, parse("480余名").word
    (Decimal('480'), '名', '余')
    >>> parse("2021年12月底").date, parse("2021年12月31日前").direction.value
    (datetime.date(2021, 12, 31), '<=')
    >>> parse("部分达成").kind.value, parse("是").kind.value, parse("数场").kind.value, parse(" ").kind.value
    ('band', 'yes_no', 'text', 'blank')
    """
    plain = normalised(text).rstrip("。.;；")
    blank = Measure(MeasureKind.BLANK, text)
    if plain in ("", "-", "—", "——", "/"):
        return blank
    if plain in _YES_NO:
        return replace(blank, kind=MeasureKind.YES_NO, word=plain)
    level = level_of(plain)
    if level is not None or plain in QUALITIES:
        return replace(blank, kind=MeasureKind.BAND, word=plain)
    return (
        _between(plain, text)
        or _date(plain, text, year)
        or _single(plain, text)
        or replace(blank, kind=MeasureKind.TEXT, word=plain)
    )


def typed(measure: Measure, year: int = 0) -> Measure:
    """A measure as the reader passes it (printed text and cell) with its type; already typed ones stay as they are."""
    if measure.kind not in (MeasureKind.TEXT, MeasureKind.BLANK):
        return measure
    return replace(parse(measure.printed, year), cell=measure.cell)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _between(plain: str, printed: str) -> Measure | None:
    for pattern in _BETWEEN:
        match = pattern.fullmatch(plain)
        if match is not None and _decimal(match["low"]) <= _decimal(match["high"]):
            return Measure(
                MeasureKind.NUMBER,
                printed,
                number=_decimal(match["low"]),
                upper=_decimal(match["high"]),
                unit=match["unit2"] or match["unit"],
                direction=Direction.BETWEEN,
            )
    return None


def _date(plain: str, printed: str, year: int) -> Measure | None:
    match = _DATE.fullmatch(plain) or _DASHED_DATE.fullmatch(plain)
    if match is None:
        return None
    groups = match.groupdict()
    named = int(groups["year"] or year)
    month = int(groups.get("month") or 12)
    if groups.get("year_end") and not (groups.get("end") or groups.get("before")):
        return None
    if named == 0:
        return None
    last = calendar.monthrange(named, month)[1]
    day = int(groups.get("day") or last)
    if not 1 <= day <= last:
        return None
    before = Direction.AT_MOST if groups.get("before") else Direction.NONE
    return Measure(MeasureKind.DATE, printed, date=date(named, month, day), direction=before)


def _single(plain: str, printed: str) -> Measure | None:
    match = _SINGLE.fullmatch(plain)
    if match is None:
        return None
    sign, unit, word = match["sign"] or "", match["unit"] or match["bare_unit"] or "", match["about"] or ""
    direction = Direction.NONE
    if sign:
        direction = (
            Direction.AT_LEAST if sign in _AT_LEAST else Direction.AT_MOST if sign in _AT_MOST else Direction.EQUAL
        )
        word = "strict" if sign in (">", "<", "高于", "大于", "低于", "小于") else ""
    if unit.startswith(("余", "多")):
        unit, word = unit[1:], unit[0]
    for suffix, bound in (
        ("及以上", Direction.AT_LEAST),
        ("以上", Direction.AT_LEAST),
        ("以内", Direction.AT_MOST),
        ("以下", Direction.AT_MOST),
    ):
        if unit.endswith(suffix) and direction is Direction.NONE:
            unit, direction = unit.removesuffix(suffix), bound
    if unit.endswith("内") and unit.rstrip("之内") in _WITHIN and direction is Direction.NONE:
        unit, direction = unit.rstrip("之内"), Direction.AT_MOST
    if (unit.startswith(("年", "月", "日")) and len(unit) > 1 and "/" not in unit) or _SENTENCE.search(unit):
        return None  # words go on: a sentence, not a unit
    return Measure(
        MeasureKind.NUMBER,
        printed,
        number=_decimal(match["number"] or match["bare"]),
        unit=unit,
        direction=direction,
        word=word,
    )

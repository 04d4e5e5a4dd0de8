"""Kinds of errors that are seeded: what is changed where, and the families that name the change rightly."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

Change = Callable[[re.Match[str], random.Random], str]

PROSE: Final = "prose"
"""Sentences with amounts."""
LINE: Final = "line"
"""Any paragraph of the body."""
CONTENTS: Final = "contents"
"""Lines before the body."""
CELL: Final = "cell"
"""Rows of tables: ``|label|cell|cell|``."""
_ANY: Final = re.compile("")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: group ``n`` of the pattern is changed; ``table`` in which tables, ``where_said`` in which documents.

    ``far``: a figure must change by more than rounding.
    """

    name: str
    pattern: re.Pattern[str]
    change: Change
    families: tuple[str, ...]
    where: str = PROSE
    table: re.Pattern[str] = _ANY
    where_said: re.Pattern[str] | None = None
    far: bool = True


def number(text: str) -> Decimal:
    """A printed number."""
    return Decimal(text.replace(",", ""))


def far(before: str, after: str) -> bool:
    """Whether a change is more than rounding: half a step in the last digits proves nothing."""
    if not (before[:1].isdigit() and after[:1].isdigit()):
        return True
    one, other = number(before), number(after)
    if "." not in before and "." not in after:
        return abs(one - other) >= max(Decimal(1), abs(one) / 50)
    return abs(one - other) >= max(abs(one) / 50, Decimal("0.06"))


def _like(value: Decimal, printed: str) -> str:
    decimals = len(printed.partition(".")[2])
    return f"{value:.{decimals}f}"


def _rate(match: re.Match[str], chance: random.Random) -> str:
    value = number(match["n"])
    other = value + chance.choice([Decimal("1.3"), Decimal("-0.9"), Decimal("7.2"), Decimal(11)])
    return _like(abs(other) + (Decimal(3) if abs(other) == value else 0), match["n"])


def _rate_within(match: re.Match[str], chance: random.Random) -> str:
    """Another rate of not more than 100 %: full points for more than everything prove nothing."""
    other = _rate(match, chance)
    return other if number(other) <= 100 else _like(2 * number(match["n"]) - number(other), match["n"])


def _slip(match: re.Match[str], chance: random.Random) -> str:
    return _like(number(match["n"]) * chance.choice([Decimal(10), Decimal(100), Decimal("0.1")]), match["n"])


def _complement(match: re.Match[str], _: random.Random) -> str:
    return _like(abs(100 - number(match["n"])), match["n"])


def _amount(match: re.Match[str], chance: random.Random) -> str:
    value = number(match["n"])
    return _like(value + chance.choice([Decimal("1.5"), Decimal(9), Decimal("0.9"), Decimal(30)]), match["n"])


def _swapped(match: re.Match[str], _: random.Random) -> str:
    digits = match["n"]
    for place in range(len(digits) - 1):
        one, other = digits[place], digits[place + 1]
        if one.isdigit() and other.isdigit() and one != other and not (place == 0 and other == "0"):
            return digits[:place] + other + one + digits[place + 2 :]
    return ""


def _dropped(match: re.Match[str], _: random.Random) -> str:
    whole, point, decimals = match["n"].partition(".")
    return whole[0] + whole[2:] + point + decimals if len(whole) > 2 and whole[1] != "0" else ""


def _doubled(match: re.Match[str], _: random.Random) -> str:
    whole = match["n"]
    return whole[0] + whole if whole[:2] != "0." else ""


def _said(*pairs: tuple[str, str]) -> Change:
    words = dict(pairs)
    return lambda match, _: words.get(match["n"], "")


def _always(word: str) -> Change:
    return lambda _m, _c: word


def _more(*steps: int) -> Change:
    return lambda match, chance: str(int(match["n"]) + chance.choice(steps))


def _higher(match: re.Match[str], chance: random.Random) -> str:
    """A target or a result of an indicator: a little more or less, never over 100 % where it was below."""
    value = number(match["n"])
    step = Decimal(chance.choice([3, 4, 5])) if value > 20 else Decimal(2)
    return _like(value - step if value + step > 100 and value <= 100 else value + step, match["n"])


def _score(match: re.Match[str], chance: random.Random) -> str:
    value = number(match["n"])
    return format((value - Decimal(chance.choice(["0.3", "0.7", "1.2"]))).normalize(), "f") if value > 2 else ""


def _before(match: re.Match[str], _: random.Random) -> str:
    return str(int(match["n"]) - 1)


_RATES: Final = ("growth", "share", "completion", "rate", "zero-base", "relation", "sum")
_AMOUNTS: Final = ("tie", "sum", "growth", "share", "completion", "name", "change", "rate", "forms", "direction")
_FORM: Final = ("tie", "form", "forms", "rate", "sum", "carry", "score", "execution", "left", "table", "growth")
_SCORES: Final = ("score", "sum", "total", "tie", "weight", "rating", "forms")
_INDICATORS: Final = ("target", "actual", "score", "tie", "forms", "positive")
_COUNTS: Final = ("sum", "tie", "quantity", "bounds", "count", "score", "positive", "plausible", "forms")
_N: Final = r"(?P<n>[0-9][0-9,]*(?:\.[0-9]+)?)"
_EXECUTION: Final = re.compile("预算执行情况")
_INDICATED: Final = re.compile("^(?!.*复算).*(?:年初目标值|预算指标值)")
_SHEET: Final = re.compile("评分标准")


def _prose(name: str, pattern: str, change: Change, families: tuple[str, ...]) -> Kind:
    return Kind(name, re.compile(pattern), change, families)


def _line(
    name: str, pattern: str, change: Change, families: tuple[str, ...], said: str = "", *, far: bool = True
) -> Kind:
    return Kind(
        name, re.compile(pattern), change, families, LINE, where_said=re.compile(said) if said else None, far=far
    )


def _cell(
    name: str, pattern: str, change: Change, families: tuple[str, ...], table: re.Pattern[str], *, far: bool = True
) -> Kind:
    return Kind(name, re.compile(pattern), change, families, CELL, table, far=far)


SENTENCES: Final = (
    _prose("增减率", rf"(?:增长|下降){_N}(?=%)", _rate, ("growth",)),
    _prose("增减率小数点", rf"(?:增长|下降){_N}(?=%)", _slip, ("growth",)),
    _prose("占比", rf"占[^，。；0-9]{{0,14}}{_N}(?=%)", _rate, ("share",)),
    _prose("占比小数点", rf"占[^，。；0-9]{{0,14}}{_N}(?=%)", _slip, ("share",)),
    _prose("完成率", rf"完成(?:年初|全年|调整)?预算的{_N}(?=%)", _rate, ("completion", "relation")),
    _prose(
        "差额当完成率", rf"完成(?:年初|全年|调整)?预算的{_N}(?=%)", _complement, ("completion", "relation", "zero-base")
    ),
    _prose("总数", rf"(?:总计|合计|支出总额){_N}(?=万元)", _amount, _AMOUNTS),
    _prose("决算数", rf"决算为{_N}(?=万元)", _amount, _AMOUNTS),
    _prose("预算数", rf"(?:预算为|预算数){_N}(?=万元)", _amount, (*_AMOUNTS, "relation")),
    _prose("增减额", rf"(?:增加|减少){_N}(?=万元)", _amount, ("growth", "tie")),
    _prose("分项", rf"(?:收入|基本支出|项目支出|人员经费|公用经费|货物支出|服务支出){_N}(?=万元)", _amount, _AMOUNTS),
    _prose("数字颠倒", rf"(?:总计|合计|决算为|支出|经费){_N}(?=万元)", _swapped, _AMOUNTS),
    _prose("漏写一位", rf"(?:总计|合计|决算为|支出|经费){_N}(?=万元)", _dropped, _AMOUNTS),
    _prose("多写一位", rf"(?:总计|合计|决算为|支出|经费){_N}(?=万元)", _doubled, _AMOUNTS),
    _prose("万元写作元", r"(?:总计|合计|决算为|支出|经费)[0-9]+\.[0-9]+(?P<n>万元)", _always("元"), _AMOUNTS),
    _prose(
        "大小关系",
        r"决算数(?P<n>小于|大于)(?=(?:年初|全年|调整)预算)",
        _said(("小于", "大于"), ("大于", "小于")),
        ("relation",),
    ),
    _prose(
        "与预算持平",
        r"(?P<n>决算数(?:小于|大于)(?:年初|全年|调整)预算数)",
        _always("决算数与预算数持平"),
        ("relation", "equal"),
    ),
    _prose(
        "方向",
        r"(?<=万元，)(?P<n>增长|下降)(?=[0-9])",
        _said(("增长", "下降"), ("下降", "增长")),
        ("direction", "growth"),
    ),
    _prose(
        "与上年持平",
        r"(?<=支出|总计)(?P<n>各?(?:增加|减少)[0-9.]+万元)(?=，(?:增长|下降)(?!0\.0))",
        _always("与上年持平"),
        ("growth", "direction", "change", "equal", "tie"),
    ),
)
"""Figures and words of the sentences about the accounts."""

WORDS: Final = (
    _prose("模板残留", r"各?(?P<n>增加|减少)(?=[0-9])", _always("增加（减少）"), ("residue",)),
    _line("空位未填", r"主要(?:变动)?原因是(?P<n>[^，。；]{4,})", _always("XX"), ("residue",)),
    _line("填写说明", r"(?P<n>。)(?=下一步|$)", _always("（此处填写具体情况）。"), ("residue",)),
    _prose("比较年度", r"与(?P<n>20[0-9]{2})(?=年度相比)", _before, ("year",)),
    # heads of people and of posts are told once, and nothing else says of which year
    _line("本年度词", r"^(?P<n>20[0-9]{2})(?=年度(?!与|末|）|人员情况).{6})", _before, ("year",), far=False),
    _line("年末日期", r"截至(?P<n>20[0-9]{2})(?=年12月31日)", _before, ("year",), far=False),
    _line(
        "附件年度",
        r"(?P<n>20[0-9]{2})(?=年度(?:整体绩效|预算[0-9]|财政拨款(?:收入|支出)[0-9]))",
        _before,
        ("year",),
        far=False,
    ),
    _line(
        "没有收入",
        r"^20[0-9]{2}年度没有(?P<n>上级补助|政府性基金)",
        lambda m, _: f"财政拨款收入、{m['n']}",
        ("nothing", "tie"),
    ),
    _line("没有支出", r"没有(?P<n>上缴上级)", lambda m, _: f"项目支出、{m['n']}", ("nothing", "tie")),
    Kind(
        "没有三公",
        re.compile(r"(?P<n>20[0-9]{2}年度(?:财政拨款)?“三公”经费(?:财政拨款)?支出全年预算为[1-9].*)"),
        _always("本单位2022年度没有财政拨款“三公”经费支出。"),
        ("nothing", "tie"),
        LINE,
        far=False,
    ),
    _line(
        "目标全部完成",
        r"年度目标(?P<n>基本完成)",
        _always("均已完成"),
        ("positive",),
        "没有达到目标值：目标|没有达到目标值的[1-9]",
    ),
    _line(
        "全部达标",
        r"(?P<n>绩效指标[0-9]+项，其中：达到目标值的[0-9]+项，没有达到目标值的[1-9][0-9]*项)",
        _always("绩效指标全部达到目标值"),
        ("positive",),
    ),
    _line(
        "没有偏差",
        r"(?P<n>下列指标没有达到目标值：.*)",
        _always("没有未完成的绩效目标，各项指标均无偏差。"),
        ("positive",),
    ),
    _line(
        "解释的科目",
        r"（款）(?P<n>行政运行|住房公积金|城管执法|行政单位医疗)(?=（项）：反映)",
        _always("信访事务"),
        ("glossary", "parentage", "name"),
    ),
    _line(
        "解释的上级",
        r"（类）(?P<n>[^（）：；，。]{4,})(?=（款）[^（）]*（项）：反映)",
        _always("财政事务"),
        ("parentage", "glossary", "name"),
    ),
    _line(
        "说明的上级",
        r"（类）(?P<n>[^（）：；，。]{4,})(?=（款）[^（）]*（项）：支出决算)",
        _always("财政事务"),
        ("parentage", "name"),
    ),
    Kind(
        "目录章节",
        re.compile(r"^[一二三四五六七八九十]+、(?P<n>.*(?:收入决算|支出决算|政府采购支出|基本支出决算)情况.*)$"),
        _always("政府购买服务情况说明"),
        ("contents",),
        CONTENTS,
        far=False,
    ),
    Kind(
        "目录表名",
        re.compile(r"^附?表[0-9]+　(?P<n>.*)$"),
        _always("2022年度预算绩效目标批复表"),
        ("contents",),
        CONTENTS,
        far=False,
    ),
    _line(
        "编号重复", r"^(?P<n>[3-9])(?=[．、].*（项）：)", lambda m, _: str(int(m["n"]) - 1), ("numbering",), far=False
    ),
)
"""Words, years, statements that there is nothing, statements that everything is fine, glossary and contents."""

COUNTED: Final = (
    _line("车辆", r"共有车辆(?P<n>[0-9]+)(?=辆，其中：[^。]*辆、)", _more(2), _COUNTS),
    _line("车辆分项", r"(?:执法执勤|应急保障|机要通信|其他)用车(?P<n>[1-9][0-9]*)(?=辆)", _more(1, 2, 3), _COUNTS),
    _line("在职人数", r"在职实有人数(?P<n>[0-9]+)(?=人，其中)", _more(2, 3, 5), _COUNTS),
    _line("人员分项", r"(?:行政|参公|事业)人员(?P<n>[1-9][0-9]*)(?=人)", _more(1, 2, 4), _COUNTS),
    _line("在职与编制", r"编制[0-9]+名，年末在职实有(?P<n>[0-9]+)(?=人)", _more(30, 40), _COUNTS),
    _line("出国团组", r"团组(?P<n>0)(?=个)", _always("3"), _COUNTS, far=False),
    _line("购置车辆", r"购置公务用车(?P<n>0)(?=辆)", _always("2"), _COUNTS, far=False),
    _line(
        "无车有运行费",
        r"运行维护费[1-9][0-9.]*万元，年末公务用车保有量(?P<n>[1-9][0-9]*)(?=辆)",
        _always("0"),
        _COUNTS,
        far=False,
    ),
    _line(
        "接待无批次",
        r"接待费[^。]*决算为(?!0)[^。]*。?全年国内公务接待(?P<n>[1-9][0-9]*)(?=批次)",
        _always("0"),
        _COUNTS,
        far=False,
    ),
    _line(
        "人次少于批次",
        r"公务接待(?:[2-9]|[1-9][0-9]+)批次，(?P<n>[1-9][0-9]*)(?=人次；)",
        _always("1"),
        _COUNTS,
        far=False,
    ),
    _line("自评项目数", r"共涉及项目(?P<n>[0-9]+)(?=个)", _more(2, 3), _COUNTS),
    _line("目标个数", r"年度目标共(?P<n>[0-9]+)(?=个)", _more(1, 2), _COUNTS),
    _line("指标项数", r"所列的(?P<n>[0-9]+)(?=项指标)", _more(2, 5), _COUNTS),
    _line("达标项数", r"达到目标值的(?P<n>[1-9][0-9]*)(?=项，没有)", _more(1, 2), _COUNTS),
    _line("扣分项数", r"扣分的指标(?P<n>[1-9][0-9]*)(?=项)", _more(1, 2), _COUNTS),
    _line(
        "中小企业超过总额",
        r"授予中小企业合同金额(?P<n>[1-9][0-9]*\.[0-9]+)(?=万元)",
        lambda m, _: _like(number(m["n"]) * 3, m["n"]),
        (*_AMOUNTS, "bounds"),
    ),
)
"""Head counts and quantities."""

FORMS: Final = (
    _cell(
        "自评表金额",
        rf"\|(?:部门整体支出总额|年度财政资金总额|基本支出|政策和项目支出|合计|财政拨款|执行额|预算额)\|(?:[0-9.]+\|)?{_N}(?=\|)",
        _amount,
        _FORM,
        _EXECUTION,
    ),
    _cell("自评表总额", rf"\|(?:基本支出总额|项目支出总额)\|{_N}(?=\|)", _amount, _FORM, _EXECUTION),
    _cell(
        "自评表比率",
        rf"\|(?:合计|基本支出|政策和项目支出|部门整体支出总额|年度财政资金总额|结转结余率)\|(?:[0-9.]+\|)*{_N}(?=%\|)",
        _rate,
        _FORM,
        _EXECUTION,
    ),
    _cell("自评表得分", rf"指标\|[^|]*\|[^|]*[0-9][^|]*\|[^|]+\|{_N}(?=\|$)", _score, _SCORES, _INDICATED),
    _cell("执行得分", rf"总额\|[0-9.]+\|[0-9.]+\|[0-9.]+%\|{_N}(?=\|$)", _score, _SCORES, _EXECUTION),
    _cell("自评总分", rf"\|(?:自评得分|自评总分)\|{_N}(?=\|)", _score, _SCORES, _ANY),
    _cell("计分表得分", rf"\|[^|]*（[0-9]+分）\|[^|]*分[^|]*\|[^|]*\|{_N}(?=\|)", _score, _SCORES, _SHEET),
    _cell("计分表分值", r"率（(?P<n>[0-9]+)(?=分）\|[^|]*分)", _more(1, 3), _SCORES, _SHEET),
    _cell("计分表小计", rf"\|(?:[^|]*小计|合计)（[0-9]+分）\|\|\|{_N}(?=\|)", _score, _SCORES, _SHEET),
    _cell("计分表依据", rf"分\|{_N}(?=%\|[0-9.]+\|)", _rate_within, (*_SCORES, "basis"), _SHEET),
    _cell("目标值", rf"指标\|[^|]*\|[≥≤]{_N}(?=[^|]*\|)", _higher, _INDICATORS, _INDICATED, far=False),
    _cell("实际完成值", rf"指标\|[^|]*\|[≥≤][^|]*\|{_N}(?=[^|]*\|)", _higher, _INDICATORS, _INDICATED, far=False),
    _cell(
        "自评等级",
        r"\|自评等级\|(?P<n>优|良)(?=\|)",
        _said(("优", "良"), ("良", "优")),
        _SCORES,
        _ANY,
    ),
)
"""Cells of evaluation forms."""

REPORTS: Final = (
    _line("报告目标值", rf"目标值为[≥≤]{_N}", _higher, _INDICATORS, far=False),
    _line("报告完成值", rf"实际完成值为{_N}", _higher, _INDICATORS, far=False),
    _line("目标说明", r"达到(?P<n>[0-9]+)(?=[次条件个])", _more(5, 20), _INDICATORS),
    _line("报告得分", rf"自评得分{_N}(?=分)", _score, _SCORES),
    _line("得分与扣分", rf"自评得分[0-9.]+分，扣{_N}(?=分)", _amount, _SCORES),
    _line("扣分", rf"：扣{_N}(?=分，得)", _amount, _SCORES),
    _line("扣后得分", rf"分，得{_N}(?=分)", _amount, _SCORES),
    _line("分值", r"（分值(?P<n>[0-9]+)(?=分）)", _more(1, 3), _SCORES),
    _line("报告等级", r"等级为“(?P<n>优|良)(?=”)", _said(("优", "良"), ("良", "优")), _SCORES),
    _line("未执行数", rf"未执行{_N}(?=万元)", _amount, (*_FORM, "sum")),
    _line("报告执行数", rf"(?:执行数|实际支出){_N}(?=万元)", _amount, (*_FORM, "completion")),
    _line("按分值计分", rf"按分值乘以执行率计{_N}(?=分)", _score, _SCORES),
)
"""Reports that repeat their forms."""

TABLES: Final = (
    _cell(
        "表格数字",
        r"\|(?P<n>[1-9][0-9,]*\.[0-9]{2})(?=\|)",
        lambda m, chance: _like(number(m["n"]) + chance.choice([Decimal(9), Decimal("1.8"), Decimal(27)]), "0.00"),
        ("table", "tie", "name"),
        re.compile("科目编码|行次|功能分类"),
        far=False,
    ),
)
"""Cells of the official tables."""

KINDS: Final = (*SENTENCES, *WORDS, *COUNTED, *FORMS, *REPORTS, *TABLES)
STILL_MISSED: Final[frozenset[str]] = frozenset()
"""Kinds that the audit does not find, or not reliably: printed with the others, and left out of what is asserted."""

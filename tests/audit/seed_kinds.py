"""Kinds of errors that are seeded: what is changed where, and the families that name the change rightly."""

from __future__ import annotations

import re
from typing import Final

from audit.seed_changes import (
    always,
    amount,
    before,
    cell_amount,
    complement,
    doubled,
    dropped,
    higher,
    like,
    more,
    number,
    rate,
    rate_within,
    said,
    score,
    slip,
    swapped,
)
from audit.seed_shape import ANY, CONTENTS, LINE, Kind, cell, line, prose

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


SENTENCES: Final = (
    prose("增减率", rf"(?:增长|下降){_N}(?=%)", rate, ("growth",)),
    prose("增减率小数点", rf"(?:增长|下降){_N}(?=%)", slip, ("growth",)),
    prose("占比", rf"占[^，。；0-9]{{0,14}}{_N}(?=%)", rate, ("share",)),
    prose("占比小数点", rf"占[^，。；0-9]{{0,14}}{_N}(?=%)", slip, ("share",)),
    prose("完成率", rf"完成(?:年初|全年|调整)?预算的{_N}(?=%)", rate, ("completion", "relation")),
    prose(
        "差额当完成率", rf"完成(?:年初|全年|调整)?预算的{_N}(?=%)", complement, ("completion", "relation", "zero-base")
    ),
    prose("总数", rf"(?:总计|合计|支出总额){_N}(?=万元)", amount, _AMOUNTS),
    prose("决算数", rf"决算为{_N}(?=万元)", amount, _AMOUNTS),
    prose("预算数", rf"(?:预算为|预算数){_N}(?=万元)", amount, (*_AMOUNTS, "relation")),
    prose("增减额", rf"(?:增加|减少){_N}(?=万元)", amount, ("growth", "tie")),
    prose("分项", rf"(?:收入|基本支出|项目支出|人员经费|公用经费|货物支出|服务支出){_N}(?=万元)", amount, _AMOUNTS),
    prose("数字颠倒", rf"(?:总计|合计|决算为|支出|经费){_N}(?=万元)", swapped, _AMOUNTS),
    prose("漏写一位", rf"(?:总计|合计|决算为|支出|经费){_N}(?=万元)", dropped, _AMOUNTS),
    prose("多写一位", rf"(?:总计|合计|决算为|支出|经费){_N}(?=万元)", doubled, _AMOUNTS),
    prose("万元写作元", r"(?:总计|合计|决算为|支出|经费)[0-9]+\.[0-9]+(?P<n>万元)", always("元"), _AMOUNTS),
    prose(
        "大小关系",
        r"决算数(?P<n>小于|大于)(?=(?:年初|全年|调整)预算)",
        said(("小于", "大于"), ("大于", "小于")),
        ("relation",),
    ),
    prose(
        "与预算持平",
        r"(?P<n>决算数(?:小于|大于)(?:年初|全年|调整)预算数)",
        always("决算数与预算数持平"),
        ("relation", "equal"),
    ),
    prose(
        "方向",
        r"(?<=万元，)(?P<n>增长|下降)(?=[0-9])",
        said(("增长", "下降"), ("下降", "增长")),
        ("direction", "growth"),
    ),
    prose(
        "与上年持平",
        r"(?<=支出|总计)(?P<n>各?(?:增加|减少)[0-9.]+万元)(?=，(?:增长|下降)(?!0\.0))",
        always("与上年持平"),
        ("growth", "direction", "change", "equal", "tie"),
    ),
)
"""Figures and words of the sentences about the accounts."""

WORDS: Final = (
    prose("模板残留", r"各?(?P<n>增加|减少)(?=[0-9])", always("增加（减少）"), ("residue",)),
    line("空位未填", r"主要(?:变动)?原因是(?P<n>[^，。；]{4,})", always("XX"), ("residue",)),
    line("填写说明", r"(?P<n>。)(?=下一步|$)", always("（此处填写具体情况）。"), ("residue",)),
    prose("比较年度", r"与(?P<n>20[0-9]{2})(?=年度相比)", before, ("year",)),
    # heads of people and of posts are told once, and nothing else says of which year
    line("本年度词", r"^(?P<n>20[0-9]{2})(?=年度(?!与|末|）|人员情况).{6})", before, ("year",), far=False),
    line("年末日期", r"截至(?P<n>20[0-9]{2})(?=年12月31日)", before, ("year",), far=False),
    line(
        "附件年度",
        r"(?P<n>20[0-9]{2})(?=年度(?:整体绩效|预算[0-9]|财政拨款(?:收入|支出)[0-9]))",
        before,
        ("year",),
        far=False,
    ),
    line(
        "没有收入",
        r"^20[0-9]{2}年度没有(?P<n>上级补助|政府性基金)",
        lambda m, _: f"财政拨款收入、{m['n']}",
        ("nothing", "tie"),
    ),
    line("没有支出", r"没有(?P<n>上缴上级)", lambda m, _: f"项目支出、{m['n']}", ("nothing", "tie")),
    Kind(
        "没有三公",
        re.compile(r"(?P<n>20[0-9]{2}年度(?:财政拨款)?“三公”经费(?:财政拨款)?支出全年预算为[1-9].*)"),
        always("本单位2022年度没有财政拨款“三公”经费支出。"),
        ("nothing", "tie"),
        LINE,
        far=False,
    ),
    line(
        "目标全部完成",
        r"年度目标(?P<n>基本完成)",
        always("均已完成"),
        ("positive",),
        "没有达到目标值：目标|没有达到目标值的[1-9]",
    ),
    line(
        "全部达标",
        r"(?P<n>绩效指标[0-9]+项，其中：达到目标值的[0-9]+项，没有达到目标值的[1-9][0-9]*项)",
        always("绩效指标全部达到目标值"),
        ("positive",),
    ),
    line(
        "没有偏差",
        r"(?P<n>下列指标没有达到目标值：.*)",
        always("没有未完成的绩效目标，各项指标均无偏差。"),
        ("positive",),
    ),
    line(
        "解释的科目",
        r"（款）(?P<n>行政运行|住房公积金|城管执法|行政单位医疗)(?=（项）：反映)",
        always("信访事务"),
        ("glossary", "parentage", "name"),
    ),
    line(
        "解释的上级",
        r"（类）(?P<n>[^（）：；，。]{4,})(?=（款）[^（）]*（项）：反映)",
        always("财政事务"),
        ("parentage", "glossary", "name"),
    ),
    line(
        "说明的上级",
        r"（类）(?P<n>[^（）：；，。]{4,})(?=（款）[^（）]*（项）：支出决算)",
        always("财政事务"),
        ("parentage", "name"),
    ),
    Kind(
        "目录章节",
        re.compile(r"^[一二三四五六七八九十]+、(?P<n>.*(?:收入决算|支出决算|政府采购支出|基本支出决算)情况.*)$"),
        always("政府购买服务情况说明"),
        ("contents",),
        CONTENTS,
        far=False,
    ),
    Kind(
        "目录表名",
        re.compile(r"^附?表[0-9]+　(?P<n>.*)$"),
        always("2022年度预算绩效目标批复表"),
        ("contents",),
        CONTENTS,
        far=False,
    ),
    line(
        "编号重复", r"^(?P<n>[3-9])(?=[．、].*（项）：)", lambda m, _: str(int(m["n"]) - 1), ("numbering",), far=False
    ),
)
"""Words, years, statements that there is nothing, statements that everything is fine, glossary and contents."""

COUNTED: Final = (
    line("车辆", r"共有车辆(?P<n>[0-9]+)(?=辆，其中：[^。]*辆、)", more(2), _COUNTS),
    line("车辆分项", r"(?:执法执勤|应急保障|机要通信|其他)用车(?P<n>[1-9][0-9]*)(?=辆)", more(1, 2, 3), _COUNTS),
    line("在职人数", r"在职实有人数(?P<n>[0-9]+)(?=人，其中)", more(2, 3, 5), _COUNTS),
    line("人员分项", r"(?:行政|参公|事业)人员(?P<n>[1-9][0-9]*)(?=人)", more(1, 2, 4), _COUNTS),
    line("在职与编制", r"编制[0-9]+名，年末在职实有(?P<n>[0-9]+)(?=人)", more(30, 40), _COUNTS),
    line("出国团组", r"团组(?P<n>0)(?=个)", always("3"), _COUNTS, far=False),
    line("购置车辆", r"购置公务用车(?P<n>0)(?=辆)", always("2"), _COUNTS, far=False),
    line(
        "无车有运行费",
        r"运行维护费[1-9][0-9.]*万元，年末公务用车保有量(?P<n>[1-9][0-9]*)(?=辆)",
        always("0"),
        _COUNTS,
        far=False,
    ),
    line(
        "接待无批次",
        r"接待费[^。]*决算为(?!0)[^。]*。?全年国内公务接待(?P<n>[1-9][0-9]*)(?=批次)",
        always("0"),
        _COUNTS,
        far=False,
    ),
    line(
        "人次少于批次",
        r"公务接待(?:[2-9]|[1-9][0-9]+)批次，(?P<n>[1-9][0-9]*)(?=人次；)",
        always("1"),
        _COUNTS,
        far=False,
    ),
    line("自评项目数", r"共涉及项目(?P<n>[0-9]+)(?=个)", more(2, 3), _COUNTS),
    line("目标个数", r"年度目标共(?P<n>[0-9]+)(?=个)", more(1, 2), _COUNTS),
    line("指标项数", r"所列的(?P<n>[0-9]+)(?=项指标)", more(2, 5), _COUNTS),
    line("达标项数", r"达到目标值的(?P<n>[1-9][0-9]*)(?=项，没有)", more(1, 2), _COUNTS),
    line("扣分项数", r"扣分的指标(?P<n>[1-9][0-9]*)(?=项)", more(1, 2), _COUNTS),
    line(
        "中小企业超过总额",
        r"授予中小企业合同金额(?P<n>[1-9][0-9]*\.[0-9]+)(?=万元)",
        lambda m, _: like(number(m["n"]) * 3, m["n"]),
        (*_AMOUNTS, "bounds"),
    ),
)
"""Head counts and quantities."""

FORMS: Final = (
    cell(
        "自评表金额",
        rf"\|(?:部门整体支出总额|年度财政资金总额|基本支出|政策和项目支出|合计|财政拨款|执行额|预算额)\|(?:[0-9.]+\|)?{_N}(?=\|)",
        amount,
        _FORM,
        _EXECUTION,
    ),
    cell("自评表总额", rf"\|(?:基本支出总额|项目支出总额)\|{_N}(?=\|)", amount, _FORM, _EXECUTION),
    cell(
        "自评表比率",
        rf"\|(?:合计|基本支出|政策和项目支出|部门整体支出总额|年度财政资金总额|结转结余率)\|(?:[0-9.]+\|)*{_N}(?=%\|)",
        rate,
        _FORM,
        _EXECUTION,
    ),
    cell("自评表得分", rf"指标\|[^|]*\|[^|]*[0-9][^|]*\|[^|]+\|{_N}(?=\|$)", score, _SCORES, _INDICATED),
    cell("执行得分", rf"总额\|[0-9.]+\|[0-9.]+\|[0-9.]+%\|{_N}(?=\|$)", score, _SCORES, _EXECUTION),
    cell("自评总分", rf"\|(?:自评得分|自评总分)\|{_N}(?=\|)", score, _SCORES, ANY),
    cell("计分表得分", rf"\|[^|]*（[0-9]+分）\|[^|]*分[^|]*\|[^|]*\|{_N}(?=\|)", score, _SCORES, _SHEET),
    cell("计分表分值", r"率（(?P<n>[0-9]+)(?=分）\|[^|]*分)", more(1, 3), _SCORES, _SHEET),
    cell("计分表小计", rf"\|(?:[^|]*小计|合计)（[0-9]+分）\|\|\|{_N}(?=\|)", score, _SCORES, _SHEET),
    cell("计分表依据", rf"分\|{_N}(?=%\|[0-9.]+\|)", rate_within, (*_SCORES, "basis"), _SHEET),
    cell("目标值", rf"指标\|[^|]*\|[≥≤]{_N}(?=[^|]*\|)", higher, _INDICATORS, _INDICATED, far=False),
    cell("实际完成值", rf"指标\|[^|]*\|[≥≤][^|]*\|{_N}(?=[^|]*\|)", higher, _INDICATORS, _INDICATED, far=False),
    cell(
        "自评等级",
        r"\|自评等级\|(?P<n>优|良)(?=\|)",
        said(("优", "良"), ("良", "优")),
        _SCORES,
        ANY,
    ),
)
"""Cells of evaluation forms."""

REPORTS: Final = (
    line("报告目标值", rf"目标值为[≥≤]{_N}", higher, _INDICATORS, far=False),
    line("报告完成值", rf"实际完成值为{_N}", higher, _INDICATORS, far=False),
    line("目标说明", r"达到(?P<n>[0-9]+)(?=[次条件个])", more(5, 20), _INDICATORS),
    line("报告得分", rf"自评得分{_N}(?=分)", score, _SCORES),
    line("得分与扣分", rf"自评得分[0-9.]+分，扣{_N}(?=分)", amount, _SCORES),
    line("扣分", rf"：扣{_N}(?=分，得)", amount, _SCORES),
    line("扣后得分", rf"分，得{_N}(?=分)", amount, _SCORES),
    line("分值", r"（分值(?P<n>[0-9]+)(?=分）)", more(1, 3), _SCORES),
    line("报告等级", r"等级为“(?P<n>优|良)(?=”)", said(("优", "良"), ("良", "优")), _SCORES),
    line("未执行数", rf"未执行{_N}(?=万元)", amount, (*_FORM, "sum")),
    line("报告执行数", rf"(?:执行数|实际支出){_N}(?=万元)", amount, (*_FORM, "completion")),
    line("按分值计分", rf"按分值乘以执行率计{_N}(?=分)", score, _SCORES),
)
"""Reports that repeat their forms."""

TABLES: Final = (
    cell(
        "表格数字",
        r"\|(?P<n>[1-9][0-9,]*\.[0-9]{2})(?=\|)",
        cell_amount,
        ("table", "tie", "name"),
        re.compile("科目编码|行次|功能分类"),
        far=False,
    ),
)
"""Cells of the official tables."""

KINDS: Final = (*SENTENCES, *WORDS, *COUNTED, *FORMS, *REPORTS, *TABLES)

"""规则改动的影响 for a terminal: the rules that differ, and the units whose state would change."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from final_accounts.stages.rule_impact import Because, Impact


def show_impact(console: Console, impact: Impact) -> None:
    """Print what the proposal comes to."""
    where = f"{impact.city} {impact.fiscal_year} 年度"
    if not impact.rules:
        console.print(f"{where}：拟议的审核规则与现行的相同。", markup=False, soft_wrap=True)
    else:
        console.print(f"{where}：拟议的审核规则改动 {len(impact.rules)} 条", markup=False, soft_wrap=True)
        for one in impact.rules:
            more = f"，改动：{one['what']}" if one["what"] else ""
            console.print(
                f"  {one['rule']}：{one['was'] or '没有'} → {one['now'] or '取消'}{more}", markup=False, soft_wrap=True
            )
    if impact.changes:
        table = Table("单位", "名称", "版本", "现在", "拟改后", "因为", title="结论会改变的报送", title_justify="left")
        for change in impact.changes:
            because = "\n".join(map(_because, change.because)) or "单位的说明或规则的次序"
            cells = (change.unit, change.name, f"第{change.version}版", change.was.chinese, change.now.chinese, because)
            table.add_row(*cells)
        console.print(table)
    for rule, units in impact.shadow.items():
        console.print(f"试行规则 {rule}：{units} 家单位有疑点，不计入结论", markup=False, soft_wrap=True)
    same = impact.judged - len(impact.changes) - impact.otherwise
    console.print(
        f"共试算 {impact.judged} 家单位的最新一版：结论改变 {len(impact.changes)} 家，"
        f"结论不变而疑点改变 {impact.otherwise} 家，完全不变 {same} 家。"
        "没有写入任何内容。",
        markup=False,
        soft_wrap=True,
    )


def _because(one: Because) -> str:
    count = f"{one.was} 条 → {one.now} 条"
    return f"{one.rule}（{one.phase}，{count}）{one.says}"

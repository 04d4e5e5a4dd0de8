"""规则改动的影响 for a terminal: the rules that differ, and the units whose state would change."""

from __future__ import annotations

from collections.abc import Iterator

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from final_accounts.stages.rulebook.rule_impact import Change, Impact


def show_impact(console: Console, impact: Impact) -> None:
    """Print what the proposal comes to."""
    for line in _rules(impact):
        console.print(line, markup=False, soft_wrap=True)
    if impact.changes:
        console.print(_table(impact.changes))
    for rule, units in impact.shadow.items():
        console.print(f"试行规则 {rule}：{units} 家单位有疑点，不计入结论", markup=False, soft_wrap=True)
    same = impact.judged - len(impact.changes) - impact.otherwise
    console.print(
        f"共试算 {impact.judged} 家单位的最新一版：结论改变 {len(impact.changes)} 家，"
        f"结论不变而疑点改变 {impact.otherwise} 家，完全不变 {same} 家。没有写入任何内容。",
        markup=False,
        soft_wrap=True,
    )


def _rules(impact: Impact) -> Iterator[str]:
    where = f"{impact.city} {impact.fiscal_year} 年度"
    if not impact.rules:
        yield f"{where}：拟议的审核规则与现行的相同。"
        return
    yield f"{where}：拟议的审核规则改动 {len(impact.rules)} 条"
    for one in impact.rules:
        more = f"（{one['what']}有改动）" if one["what"] else ""
        yield f"  {one['rule']} {one['says']}：{one['was'] or '没有'} → {one['now'] or '取消'}{more}"


def _table(changes: tuple[Change, ...]) -> Table:
    table = Table(title="结论会改变的报送", title_justify="left", box=SIMPLE)
    for heading in ("单位", "名称", "版本", "现在", "拟改后"):
        table.add_column(heading, no_wrap=heading != "名称")
    table.add_column("因为（疑点条数）", overflow="fold")
    for change in changes:
        because = [f"{one.rule} {one.phase} {one.was}→{one.now}" for one in change.because]
        table.add_row(
            change.unit,
            change.name,
            f"第{change.version}版",
            change.was.chinese,
            change.now.chinese,
            "\n".join(because) or "单位的核实说明不再适用",
        )
    return table

"""A department's roll-up for a person at a terminal: units, main lines, transfers, what is missing."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from final_accounts.model.edition import Edition
from final_accounts.model.money import format_amount
from final_accounts.model.rollup import TOTALS, LastYear, Rollup
from final_accounts.season.states import UnitState
from final_accounts.stages.approval.departments import DepartmentNow

SHOWN_FORM: Final = "T1"
"""The table whose lines a terminal shows; the workbook holds all."""


def show_rollup(console: Console, edition: Edition, made: Rollup, now: DepartmentNow) -> None:
    """The whole of it; what has to be done comes last, beside the prompt."""
    console.rule(escape(f"{made.department} {made.name} {made.fiscal_year} 年度部门汇总"))
    console.print(f"编报口径：{made.edition}   汇总编号 {made.hash[:12]}   列入单位 {len(made.versions)} 家")
    for version in made.versions:
        console.print(escape(f"  {version.unit} {version.name} 第{version.version}版（{version.sha256[:12]}）"))
    for unit in made.left_out:
        owed = "[red]未列入[/]" if unit.owed else "不须列入"
        why = f"：{unit.why}" if unit.why else ""
        console.print(f"  {escape(f'{unit.unit} {unit.name}')} {owed}（{UnitState(unit.state).chinese}{escape(why)}）")
    if made.versions:
        console.print(_lines(edition, made))
    for pair in made.pairs:
        console.print(
            f"已抵销：{pair.payer} → {pair.receiver} {escape(pair.kind)} {format_amount(pair.amount)} 元",
            soft_wrap=True,
        )
    for item in made.outside:
        told = f"{item.unit} 对 {item.counterparty} {item.kind} {format_amount(item.amount)} 元"
        console.print(f"往来单位在其他部门，本级不抵销：{escape(told)}", soft_wrap=True)
    if made.last_year is not None:
        _show_last_year(console, made, made.last_year)
    for number, question in enumerate(made.questions, 1):
        console.print(f"[yellow]待说明 第{number}项[/]：{escape(question)}", soft_wrap=True)
    _show_state(console, now)


def _lines(edition: Edition, made: Rollup) -> Table:
    form = edition.forms[SHOWN_FORM]
    labels = {line.key: line.label for block in form.blocks for line in block.lines}
    table = Table(title=f"{form.title.format(year=made.fiscal_year)}（元）")
    table.add_column("项目")
    for name in ("各单位之和", "抵销", "部门汇总"):
        table.add_column(name, justify="right")
    for cell in made.cells:
        if cell.key.form == SHOWN_FORM:
            label = labels.get(cell.key.row) or cell.name or cell.key.row
            figures = (format_amount(fen) for fen in (cell.total, cell.eliminated, cell.amount))
            table.add_row(escape(label), *figures)
    return table


def _show_last_year(console: Console, made: Rollup, before: LastYear) -> None:
    table = Table(title=f"与上年比较（元，{before.basis}）")
    table.add_column("项目")
    for name in ("本年", "上年（本年口径）", "上年（当时口径）"):
        table.add_column(name, justify="right")
    for label, key in TOTALS.items():
        figures = (made.amount(key), before.restated.get(label), before.reported.get(label))
        table.add_row(label, *("—" if fen is None else format_amount(fen) for fen in figures))
    console.print(table)


def _show_state(console: Console, now: DepartmentNow) -> None:
    standing = now.standing
    if not standing.rollup:
        console.print("主管部门尚未签审汇总")
    elif now.changed:
        units = "、".join(now.changed)
        console.print(f"[red]已签审的汇总（{standing.rollup[:12]}）不再有效：{units} 的版本变了，请重新签审[/]")
    else:
        console.print(f"[green]主管部门已签审[/]：{escape(standing.certified_by)}，汇总编号 {standing.rollup[:12]}")
    if now.unsigned:
        console.print(f"还没有签审的单位：{'、'.join(now.unsigned)}")

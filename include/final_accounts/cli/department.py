"""Departments 主管部门 at a terminal: the roll-up of a department's units, and its certificate."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from final_accounts.model.errors import SeasonError
from final_accounts.stages.approval.approve_at_terminal import approve_as
from final_accounts.stages.approval.department_at_terminal import certify_as, rolled_up, write_rollup
from final_accounts.stages.approval.rollup_text import show_rollup

department_app = typer.Typer(no_args_is_help=True, help="主管部门：汇总、签审、批复")

City = Annotated[str, typer.Argument(help="城市代号")]
Year = Annotated[int, typer.Argument(help="决算年度")]
Code = Annotated[str, typer.Argument(help="主管部门代码")]

_NUMBERED = re.compile(r"(?P<number>[0-9]+)=(?P<reason>.+)", re.DOTALL)


@department_app.command("rollup")
def rollup_command(
    city: City,
    fiscal_year: Year,
    code: Code,
    xlsx: Annotated[Path | None, typer.Option(help="把全部汇总表写成工作簿（.xlsx）", dir_okay=False)] = None,
) -> None:
    """查看部门汇总：列入的单位和版本、各单位之和、抵销、汇总数。"""
    season, made, now = rolled_up(city, fiscal_year, code)
    show_rollup(Console(highlight=False), season.edition, made, now)
    if xlsx is not None:
        write_rollup(season, made, xlsx)
        Console(stderr=True, highlight=False, markup=False).print(f"已写入 {xlsx}", soft_wrap=True)


@department_app.command("certify")
def certify_command(
    city: City,
    fiscal_year: Year,
    code: Code,
    person: Annotated[str, typer.Option("--as", help="由谁办理（人员名录里的账号）")],
    reason: Annotated[
        list[str] | None, typer.Option(help="待说明各项的理由；可写“序号=理由”逐项说明，不写序号则适用于其余各项")
    ] = None,
    seen: Annotated[str, typer.Option(help="所看汇总的编号，与现在的汇总不同则不签审")] = "",
    without: Annotated[
        list[str] | None,
        typer.Option(help="不等哪家尚未签审的单位，写“预算单位编码=理由”，可以多次；该单位签审后再汇总一次"),
    ] = None,
) -> None:
    """签审部门汇总：所属应报送的单位都已签审、待说明的各项都说明了理由，才能签审。"""
    made = certify_as(
        city, fiscal_year, code, person, _reasons(reason or ()), seen=seen, without=_without(without or ())
    )
    Console(stderr=True, highlight=False, markup=False).print(
        f"{made.department} {made.name}：部门汇总已签审，列入 {len(made.versions)} 家单位，汇总编号 {made.hash[:12]}"
    )


@department_app.command("approve")
def approve_command(
    city: City,
    fiscal_year: Year,
    code: Code,
    person: Annotated[str, typer.Option("--as", help="由谁批复（人员名录里的账号）")],
    unit: Annotated[list[str] | None, typer.Option(help="只批复这些单位，可以多次；不写则为全部已签审的单位")] = None,
    seen: Annotated[str, typer.Option(help="所看汇总的编号，与现行签审的不同则不批复")] = "",
) -> None:
    """批复：财政批复人批复部门汇总（独家单位的部门一并批复单位），主管部门批复人批复所属单位。"""
    console = Console(stderr=True, highlight=False, markup=False)
    for line in approve_as(city, fiscal_year, code, person, units=tuple(unit or ()), seen=seen):
        console.print(line, soft_wrap=True)


def _reasons(given: list[str] | tuple[()]) -> dict[int, str]:
    """Number of a question -> its reason; 0 holds for all that have none of their own."""
    found: dict[int, str] = {}
    for text in given:
        numbered = _NUMBERED.fullmatch(text.strip())
        number = int(numbered["number"]) if numbered else 0
        if number in found:
            which = f"第{number}项" if number else "未写序号的"
            raise SeasonError(f"{which}理由写了两次；请合并成一条。")
        found[number] = (numbered["reason"] if numbered else text).strip()
    return found


def _without(given: list[str] | tuple[()]) -> dict[str, str]:
    """Unit -> why the others do not wait for it."""
    found: dict[str, str] = {}
    for text in given:
        numbered = _NUMBERED.fullmatch(text.strip())
        if numbered is None:
            raise SeasonError(f"--without 应写成“预算单位编码=理由”，现在是“{text}”。")
        found[numbered["number"]] = numbered["reason"].strip()
    return found

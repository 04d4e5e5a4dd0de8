"""The season from a terminal: ``final-accounts season calendar|ledger|late|forecast|states``. Reads only."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from final_accounts.season.transitions import TRANSITIONS
from final_accounts.stages.publication.report import WIDEST
from final_accounts.stages.settings import Settings
from final_accounts.stages.watching.season_text import calendar_rows, forecast_rows, late_rows, ledger_rows, state_rows

City = Annotated[str, typer.Argument(help="城市代号")]
Year = Annotated[int, typer.Argument(help="决算年度")]

season_app = typer.Typer(no_args_is_help=True, help="编报季：期限、日台账、逾期、预测、状态流转")


@season_app.command("calendar")
def calendar_command(city: City, fiscal_year: Year) -> None:
    """期限：按休息日和调休顺延后的日期，法定期限不顺延。"""
    _show(("事项", "日期", "距今", "说明"), calendar_rows(city, fiscal_year))


@season_app.command("ledger")
def ledger_command(
    city: City,
    fiscal_year: Year,
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="只看这一天（不填则最近十四天）")] = None,
) -> None:
    """日台账：名录 = 已履行 + 零报送 + 免报及并入 + 逾期 + 办理中。"""
    heads, rows = ledger_rows(Settings.from_environment(), city, fiscal_year, day.date() if day else None)
    _show(heads, rows, numbers=True)


@season_app.command("late")
def late_command(city: City, fiscal_year: Year) -> None:
    """逾期：已过期限仍未履行报送义务的单位。"""
    _show(
        ("单位", "预算单位编码", "现状", "期限", "已过天数", "上年"),
        late_rows(Settings.from_environment(), city, fiscal_year),
    )


@season_app.command("forecast")
def forecast_command(city: City, fiscal_year: Year) -> None:
    """预测：尚未办完的单位逾期的概率；以往编报季不足两个时只列上年是否逾期。"""
    says, rows = forecast_rows(Settings.from_environment(), city, fiscal_year)
    if rows:
        _show(("单位", "预算单位编码", "逾期概率", "上年"), rows)
    Console(highlight=False).print(says)


@season_app.command("states")
def states_command() -> None:
    """状态流转表：谁能在什么状态办什么、需要什么、使什么失效。"""
    _show(("事项", "从", "到", "由谁", "条件", "失效"), state_rows(TRANSITIONS))


def _show(heads: tuple[str, ...], rows: list[tuple[str, ...]], *, numbers: bool = False) -> None:
    """A table at least 120 columns wide, as the report; a narrower terminal wraps its lines and loses no column."""
    console = Console(highlight=False)
    console.width = max(console.width, WIDEST)
    if not rows:
        console.print("没有。")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for n, head in enumerate(heads):
        table.add_column(head, justify="right" if numbers and n else "left", no_wrap=numbers, overflow="fold")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    console.print(table)

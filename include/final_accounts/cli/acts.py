"""Acts of persons 办理 from a terminal: signing, reopening, correcting, withdrawing, withholding, exemptions."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from final_accounts.cli.told import told
from final_accounts.stages.acting.act_at_terminal import act_as

City = Annotated[str, typer.Argument(help="城市代号")]
Year = Annotated[int, typer.Argument(help="决算年度")]
Unit = Annotated[str, typer.Argument(help="预算单位编码")]
As = Annotated[str, typer.Option("--as", help="由谁办理（人员名录里的账号）")]
Reason = Annotated[str, typer.Option(help="理由")]
Basis = Annotated[str, typer.Option(help="依据（文件名称或文号）")]


def add_acts(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("certify")(certify)
    app.command("reopen")(reopen)
    app.command("correct")(correct)
    app.command("call-off")(call_off)
    app.command("withdraw")(withdraw)
    app.command("take-down")(take_down)
    app.command("withhold")(withhold)
    app.command("release")(release)
    app.command("declare-nil")(declare_nil)
    app.command("exempt")(exempt)
    app.command("merge-away")(merge_away)
    app.command("restore")(restore)


def _act(city: str, fiscal_year: int, unit: str, kind: str, person: str, *, version: int = 0, **said: str) -> None:
    """Do it, and say what that has done."""
    standing = act_as(city, fiscal_year, unit, kind, person, version=version, **said)
    Console(stderr=True, highlight=False, markup=False).print(told(kind, standing), soft_wrap=True)


def certify(
    city: City, fiscal_year: Year, unit: Unit, person: As, version: Annotated[int, typer.Option(help="所签版本")] = 0
) -> None:
    """签审：单位会计和负责人各签一次字，不得为同一人；版本不填则为当前版。"""
    _act(city, fiscal_year, unit, "submission.signed", person, version=version)


def reopen(city: City, fiscal_year: Year, unit: Unit, person: As, reason: Reason) -> None:
    """重新打开已签审或已批复的报送，签字和批复随之失效；主管部门审核人只能在财政部门批复汇总之前办理。"""
    _act(city, fiscal_year, unit, "submission.reopened", person, reason=reason)


def correct(
    city: City,
    fiscal_year: Year,
    unit: Unit,
    person: As,
    reason: Reason,
    material: Annotated[bool, typer.Option("--material/--minor", help="重大更正或一般更正")],
) -> None:
    """批准更正已公开的决算；新版批复并公开之前，已公开的一版继续有效。"""
    materiality = "重大" if material else "一般"
    _act(city, fiscal_year, unit, "submission.corrected", person, reason=reason, materiality=materiality)


def call_off(city: City, fiscal_year: Year, unit: Unit, person: As, reason: Reason) -> None:
    """取消误开的更正：已公开的一版连同签字和批复继续有效，其间报送的新版转为等待；新版已批复的先用 reopen。"""
    _act(city, fiscal_year, unit, "correction.called_off", person, reason=reason)


def withdraw(city: City, fiscal_year: Year, unit: Unit, person: As, reason: Reason) -> None:
    """撤回尚未批复的报送。"""
    _act(city, fiscal_year, unit, "submission.withdrawn", person, reason=reason)


def take_down(city: City, fiscal_year: Year, unit: Unit, person: As, reason: Reason, basis: Basis) -> None:
    """撤下已公开的决算。"""
    _act(city, fiscal_year, unit, "disclosure.withdrawn", person, reason=reason, basis=basis)


def withhold(city: City, fiscal_year: Year, unit: Unit, person: As, reason: Reason, basis: Basis) -> None:
    """登记依法不予公开；重新打开、报送新版都不解除，解除用 release。"""
    _act(city, fiscal_year, unit, "disclosure.withheld", person, reason=reason, basis=basis)


def release(city: City, fiscal_year: Year, unit: Unit, person: As, reason: Reason, basis: Basis) -> None:
    """解除不予公开：评估审查后可以公开的，此后照常批复、公开。"""
    _act(city, fiscal_year, unit, "disclosure.released", person, reason=reason, basis=basis)


def declare_nil(city: City, fiscal_year: Year, unit: Unit, person: As, reason: Reason) -> None:
    """零报送：本年度没有收支。"""
    _act(city, fiscal_year, unit, "unit.nil_declared", person, reason=reason)


def exempt(city: City, fiscal_year: Year, unit: Unit, person: As, reason: Reason, basis: Basis) -> None:
    """登记免报。"""
    _act(city, fiscal_year, unit, "unit.exempted", person, reason=reason, basis=basis)


def merge_away(
    city: City,
    fiscal_year: Year,
    unit: Unit,
    person: As,
    reason: Reason,
    into: Annotated[str, typer.Option(help="并入哪个单位（预算单位编码）")],
) -> None:
    """登记编报季内并入其他单位。"""
    _act(city, fiscal_year, unit, "unit.merged_away", person, reason=reason, into=into)


def restore(city: City, fiscal_year: Year, unit: Unit, person: As, reason: Reason) -> None:
    """恢复零报送、免报或已并入单位的报送义务。"""
    _act(city, fiscal_year, unit, "unit.restored", person, reason=reason)

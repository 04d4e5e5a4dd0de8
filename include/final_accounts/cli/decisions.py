"""Decisions 审批、裁定、认可 at a terminal: explanations, waivers of rules, score disputes."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from final_accounts.catalog import person as person_of
from final_accounts.model.clock import china_day, day_in_words
from final_accounts.model.errors import RefusedError
from final_accounts.model.safe_text import one_line
from final_accounts.publishing.city.waivers import place_in_words
from final_accounts.season.disputes import Stands
from final_accounts.season.explanations import scope_in_words
from final_accounts.stages.acting import disputes, explanations, waivers
from final_accounts.stages.acting.acts import standing_of, unit_of
from final_accounts.stages.house import House, Season
from final_accounts.stages.letters.answers import points
from final_accounts.stages.settings import Settings

explanation_app = typer.Typer(no_args_is_help=True, help="核实说明：逐条认可或退回")
waiver_app = typer.Typer(no_args_is_help=True, help="豁免：申请、批准、不予批准、撤销")
dispute_app = typer.Typer(no_args_is_help=True, help="评分异议：提出、裁定")

City = Annotated[str, typer.Argument(help="城市代号")]
Year = Annotated[int, typer.Argument(help="决算年度")]
Unit = Annotated[str, typer.Argument(help="预算单位编码")]
Number = Annotated[str, typer.Argument(help="编号，见 list")]
OneUnit = Annotated[str, typer.Option("--unit", help="只列一家单位")]
As = Annotated[str, typer.Option("--as", help="由谁办理（人员名录里的账号）")]
Reason = Annotated[str, typer.Option(help="理由")]
Finding = Annotated[str, typer.Argument(help="疑点编号，例如 V-01-1 或 K-08@BUDGET/function:208")]


def add_decisions(app: typer.Typer) -> None:
    """Add the groups to the application."""
    app.add_typer(explanation_app, name="explanation")
    app.add_typer(waiver_app, name="waiver")
    app.add_typer(dispute_app, name="dispute")


def _opened(city: str, fiscal_year: int) -> tuple[House, Season]:
    house = House.open(Settings.from_environment())
    house.warehouse.migrate()
    return house, Season.named(city, fiscal_year)


def _said(text: str) -> None:
    Console(stderr=True, highlight=False).print(escape(one_line(text)), soft_wrap=True)


def _listed(lines: list[str], none: str) -> None:
    console = Console(highlight=False)
    for line in lines or [none]:
        console.print(escape(one_line(line)), soft_wrap=True)


@explanation_app.command("list")
def explanation_list(city: City, fiscal_year: Year, unit: Unit) -> None:
    """列出单位当前版需要说明的疑点、单位的说明和认定结果。"""
    house, season = _opened(city, fiscal_year)
    found = explanations.asked_of(house, season, standing_of(house, season, unit))
    if found is None:
        raise RefusedError(unit, "", ("当前版还没有审核入库，请等本次审核完成",))
    lines: list[str] = []
    for one in found:
        lines.append(f"{one.key}　{one.ruling.chinese}")
        lines.append(f"    疑点：{one.findings[0].message}")
        if one.explanation is not None:
            evidence = f"（依据：{one.explanation.evidence}）" if one.explanation.evidence else ""
            lines.append(f"    说明：{one.explanation.reason}{evidence}")
        if one.decision is not None:
            until = f"，沿用至 {one.decision.until} 年度" if one.decision.until else ""
            done = one.ruling.chinese.removeprefix("已")
            about = f"第{one.decision.version}版时由{one.decision.name}{done}{until}"
            lines.append(f"    认定：{about}：{one.decision.reason}")
            lines.append(f"    范围：{scope_in_words(one.decision.scope)}")
    _listed(lines, "当前版没有需要说明的疑点。")


@explanation_app.command("accept")
def explanation_accept(
    city: City,
    fiscal_year: Year,
    unit: Unit,
    finding: Finding,
    person: As,
    reason: Reason,
    until: Annotated[int, typer.Option(help="到哪个决算年度为止可以沿用；不填则沿用到下一年度")] = 0,
) -> None:
    """认可一条核实说明；下一年度同一疑点会预填这条说明，供单位确认或修改。"""
    house, season = _opened(city, fiscal_year)
    who = person_of(season.city.id, person)
    explanations.accept(house, season, unit, finding, person=who, reason=reason, until=until)
    _said(f"{unit} {finding}：核实说明已认可")


@explanation_app.command("send-back")
def explanation_send_back(
    city: City, fiscal_year: Year, unit: Unit, finding: Finding, person: As, reason: Reason
) -> None:
    """退回一条核实说明：单位的这一版退回，并通知单位。"""
    house, season = _opened(city, fiscal_year)
    who = person_of(season.city.id, person)
    standing = explanations.send_back(house, season, unit, finding, person=who, reason=reason)
    _said(f"{unit} {finding}：核实说明已退回，第{standing.version}版{standing.state.reached}，已通知单位")


@waiver_app.command("list")
def waiver_list(city: City, fiscal_year: Year, unit: OneUnit = "") -> None:
    """列出豁免申请和审批结果。"""
    house, season = _opened(city, fiscal_year)
    lines: list[str] = []
    for one in waivers.waivers_of(house, season, unit and unit_of(season, unit).code):
        where = f"（{place_in_words(season.edition, one.row)}）"
        shown = "公开" if one.public else "不公开"
        lines.append(
            f"{one.unit} {one.id}号　{one.rule}{where}　{one.state.chinese}　有效至{day_in_words(one.until)}　{shown}"
        )
        lines.append(f"    申请：{one.requested_name}：{one.reason}（依据：{one.basis}）")
        if one.decided_by:
            lines.append(f"    审批：{one.decided_name}：{one.decision}")
        if one.revoked_at is not None:
            lines.append(f"    撤销：{one.revoked_name}（{day_in_words(china_day(one.revoked_at))}）：{one.revocation}")
    _listed(lines, "没有豁免申请。")


@waiver_app.command("request")
def waiver_request(
    city: City,
    fiscal_year: Year,
    unit: Unit,
    rule: Annotated[
        str, typer.Argument(help="审核规则，例如 V-04；只申请一处的写疑点编号，例如 K-08@BUDGET/function:208")
    ],
    person: As,
    reason: Reason,
    basis: Annotated[str, typer.Option(help="依据（文件名称或文号）")],
    until: Annotated[str, typer.Option(help="有效期（含当日），例如 2022-12-31")],
    public: Annotated[bool, typer.Option("--public/--not-public", help="是否列入公开的豁免清单")],
) -> None:
    """由单位负责人申请豁免一条审核规则。"""
    house, season = _opened(city, fiscal_year)
    name, _, row = rule.partition("@")
    who = person_of(season.city.id, person)
    one = waivers.request_waiver(
        house, season, unit, name, row=row, person=who, reason=reason, basis=basis, until=until, public=public
    )
    _said(f"{unit}：{one.id}号豁免申请已登记，等待财政批复人审批")


@waiver_app.command("grant")
def waiver_grant(
    city: City,
    fiscal_year: Year,
    unit: Unit,
    number: Number,
    person: As,
    reason: Reason,
    until: Annotated[str, typer.Option(help="有效期，只能比申请的早；不填则按申请")] = "",
) -> None:
    """由财政批复人批准豁免。"""
    house, season = _opened(city, fiscal_year)
    who = person_of(season.city.id, person)
    one = waivers.decide_waiver(house, season, unit, number, granted=True, person=who, reason=reason, until=until)
    _said(f"{unit}：{one.id}号豁免已批准，有效至{day_in_words(one.until)}")


@waiver_app.command("refuse")
def waiver_refuse(city: City, fiscal_year: Year, unit: Unit, number: Number, person: As, reason: Reason) -> None:
    """由财政批复人对豁免申请不予批准。"""
    house, season = _opened(city, fiscal_year)
    who = person_of(season.city.id, person)
    one = waivers.decide_waiver(house, season, unit, number, granted=False, person=who, reason=reason)
    _said(f"{unit}：{one.id}号豁免申请不予批准")


@waiver_app.command("revoke")
def waiver_revoke(city: City, fiscal_year: Year, unit: Unit, number: Number, person: As, reason: Reason) -> None:
    """由财政批复人撤销已批准的豁免；下一次审核不再按它判断，已批复的版本不受影响。"""
    house, season = _opened(city, fiscal_year)
    who = person_of(season.city.id, person)
    waivers.revoke_waiver(house, season, unit, number, person=who, reason=reason)
    _said(f"{unit}：{number}号豁免已撤销，已通知单位，下一次审核不再豁免")


@dispute_app.command("list")
def dispute_list(city: City, fiscal_year: Year, unit: OneUnit = "") -> None:
    """列出评分异议和裁定。"""
    house, season = _opened(city, fiscal_year)
    lines: list[str] = []
    for one in disputes.disputes_of(house, season, unit and unit_of(season, unit).code):
        ours = "没有复算" if one.ours is None else f"复算 {points(one.ours)} 分"
        state = f"以{one.stands.chinese}为准" if one.stands else "尚未裁定"
        lines.append(f"{one.unit} {one.id}号　{one.about}　主张 {points(one.claimed)} 分，{ours}　{state}")
        lines.append(f"    提出：{one.raised_name}（第{one.version}版）：{one.reason}")
        if one.stands:
            lines.append(f"    裁定：{one.decided_name}：{one.decision}")
    _listed(lines, "没有评分异议。")


@dispute_app.command("raise")
def dispute_raise(
    city: City,
    fiscal_year: Year,
    unit: Unit,
    form: Annotated[str, typer.Argument(help="自评表：PW 是整体，PP1、PP2…是项目")],
    person: As,
    claimed: Annotated[str, typer.Option(help="单位主张的得分")],
    reason: Reason,
    indicator: Annotated[str, typer.Option(help="指标名称或全路径；不填则是对总分的异议")] = "",
) -> None:
    """由单位会计或负责人对复算得分提出异议；裁定之前不批复。"""
    house, season = _opened(city, fiscal_year)
    who = person_of(season.city.id, person)
    one = disputes.raise_dispute(
        house, season, unit, form, indicator=indicator, claimed=claimed, person=who, reason=reason
    )
    _said(f"{unit}：{one.id}号评分异议已登记：{one.about}")


@dispute_app.command("decide")
def dispute_decide(
    city: City,
    fiscal_year: Year,
    unit: Unit,
    number: Number,
    person: As,
    stands: Annotated[Stands, typer.Option(help="以哪个得分为准：claimed 单位主张的，ours 系统复算的")],
    reason: Reason,
) -> None:
    """由财政审核人裁定以哪个得分为准。"""
    house, season = _opened(city, fiscal_year)
    who = person_of(season.city.id, person)
    one = disputes.decide_dispute(house, season, unit, number, stands=stands, person=who, reason=reason)
    _said(f"{unit}：{one.id}号评分异议已裁定，以{stands.chinese}为准，已通知单位")

"""A check's outcome for a person at a terminal."""

from __future__ import annotations

from decimal import Decimal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from final_accounts.model.finding import Finding, Severity
from final_accounts.stages.judgement.check import Checked

COLOURS = {Severity.BLOCKING: "red", Severity.EXPLAIN: "yellow", Severity.NOTICE: "cyan"}


def show_outcome(console: Console, outcome: Checked) -> None:
    """Unit, decision, findings with the first group first, scores side by side."""
    header = outcome.parsed.header
    console.rule(f"{escape(outcome.path.name)}")
    name = escape(header.unit_name) or "（未读出）"
    console.print(f"单位：{name}  {escape(header.unit_code)}   年度：{header.fiscal_year or '（未读出）'}")
    rules = f"应执行 {outcome.expected} 条，已执行 {outcome.executed} 条"
    if not outcome.parsed.readable:
        rules = f"{outcome.expected} 条都无法核对，因为文件没有读入；请先按下面的意见重新报送"
    console.print(f"编报口径：{outcome.edition.id}   规则库 {outcome.edition.rulebook.hash[:12]}   规则：{rules}")
    colour = "green" if outcome.accepted else "red"
    counts = "，".join(
        f"{severity.chinese} {sum(finding.severity is severity for finding in outcome.findings)} 条"
        for severity in Severity
    )
    console.print(f"结论：[bold {colour}]{outcome.state.chinese}[/]（{counts}）")
    for finding in outcome.findings:
        _show_finding(console, finding)
    if outcome.scores:
        console.print(_scores(outcome))


def _show_finding(console: Console, finding: Finding) -> None:
    console.print(f"[{COLOURS[finding.severity]}]● {finding.severity.chinese}[/] {escape(finding.message)}")
    if finding.suspects:
        console.print(f"    最可能要改的单元格：{escape('、'.join(map(str, finding.suspects)))}")


def _scores(outcome: Checked) -> Table:
    table = Table(title="绩效自评复算")
    for name in ("表", "自评得分", "复算得分", "差额", "等级"):
        table.add_column(name, justify="left" if name in {"表", "等级"} else "right")
    for score in outcome.scores:
        table.add_row(
            escape(score.title),
            _points(score.self_score),
            _points(score.recomputed),
            _points(score.difference),
            score.rating or "—",
        )
    return table


def _points(value: Decimal | None) -> str:
    return "—" if value is None else f"{value:f}"

"""Form against the accounts' tables 绩效表与决算表: PF-06 to PF-10, PF-20, PF-25, PF-29, PF-30."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from final_accounts.model.finding import Verdict
from final_accounts.scoring.figures import CellFacts, Figure, added, at, on_form
from final_accounts.scoring.methods import percent
from final_accounts.scoring.rates import Facts
from final_accounts.scoring.reporting import Findings, Reporter, yuan
from final_accounts.scoring.result import Result

_COLUMNS = {"budget": "预算额", "executed": "执行额", "closing": "当年结转结余额"}
_PARTS = ("line:基本支出", "line:政策和项目支出", "line:财政拨款", "line:其他资金")
_FUNDS = ("general", "fund", "capital", "social")


def _by_kind(facts: Facts, column: str, title: str) -> list[Figure]:
    """What the tables say of basic or project expenditure: all appropriations (T5 + T8 + T9), all funds (T3)."""
    appropriations = [at(facts, form, "total", column) for form in ("T5", "T8", "T9")]
    found = [added(appropriations, f"财政拨款{title}"), at(facts, "T3", "total", column, f"支出决算表{title}")]
    return [figure for figure in found if figure is not None]


def _expenditure(facts: Facts) -> list[Figure]:
    found = [
        at(facts, "T4", "line:本年支出合计", "total", "财政拨款本年支出合计"),
        at(facts, "T1", "line:本年支出合计", "amount", "本年支出合计"),
    ]
    return [figure for figure in found if figure is not None]


def _equal(one: Figure, other: Figure) -> bool:
    """Equal within half of both printed steps; exactly when both are printed to the fen."""
    return abs(one.fen - other.fen) * 2 <= one.step + other.step


def _set_against(
    report: Reporter,
    rule: str,
    result: Result,
    message: str,
    *,
    own: Figure,
    table: Figure,
    row: str = "",
    label: str = "",
) -> Findings:
    """A finding of two amounts in yuan."""
    cells = (*own.cells, *table.cells)
    return report.finding(
        rule,
        result,
        message,
        row=row,
        cells=cells,
        value=yuan(own.fen),
        expected=yuan(table.fen),
        unit="元",
        label=label,
    )


def against_tables(report: Reporter, result: Result, facts: Facts, by_cell: CellFacts) -> Findings:
    """PF-06, PF-07, PF-08: executed, basic and project totals of a whole-unit form stand in the tables.

    Appropriations or all funds: forms differ in scope, so one of the two must agree within half the printed steps.
    """
    if not result.whole:
        return
    for rule, title, key, tables in (
        ("PF-06", "支出总额", "executed", _expenditure(facts)),
        ("PF-07", "基本支出总额", "basic", _by_kind(facts, "basic", "基本支出")),
        ("PF-08", "项目支出总额", "project", _by_kind(facts, "project", "项目支出")),
    ):
        own = on_form(result.evaluation, key, facts, by_cell)
        if own is None:
            continue
        if not tables:
            message = f"{title} {yuan(own.fen):,f} 元没有决算表可以核对（相应报表未报送）。"
            yield from report.finding(rule, result, message, cells=own.cells, verdict=Verdict.NOT_CHECKABLE)
        elif not any(_equal(own, table) for table in tables):
            table = tables[0]
            gap = yuan(own.fen - table.fen)
            message = f"{title}填 {yuan(own.fen):,f} 元，{table.name} {yuan(table.fen):,f} 元，相差 {gap:,f} 元。"
            yield from _set_against(report, rule, result, message, own=own, table=table)


def inside(report: Reporter, result: Result, facts: Facts, by_cell: CellFacts) -> Findings:
    """PF-09: basic and project total add up to 执行数 of the same form."""
    basic, project, own = (on_form(result.evaluation, k, facts, by_cell) for k in ("basic", "project", "executed"))
    if own is None or basic is None or project is None or not result.whole:
        return
    summed = added([basic, project], "")
    if summed is not None and not _equal(own, summed):
        message = f"基本支出与项目支出合计 {yuan(summed.fen):,f} 元，执行数 {yuan(own.fen):,f} 元，不相等。"
        yield from _set_against(report, "PF-09", result, message, own=own, table=summed)


def projects(report: Reporter, results: Sequence[Result], facts: Facts, by_cell: CellFacts) -> Findings:
    """PF-10: projects evaluated are not more than the project expenditure of the tables. PF-20: nor less.

    Executed amounts come from the scoring forms, in Sichuan, whose sheets print none, from the goal sheets.
    """
    scored = [r for r in results if r.rubric is not None and r.rubric.scope == "project"]
    sheets = [r for r in results if r.rubric is None and not r.whole]
    for forms in (scored, sheets):
        own = [on_form(r.evaluation, "executed", facts, by_cell) for r in forms]
        known = [figure for figure in own if figure is not None]
        if known:
            yield from _all_projects(report, forms[0], known, _by_kind(facts, "project", "项目支出"))
            return


def _all_projects(report: Reporter, first: Result, known: Sequence[Figure], tables: Sequence[Figure]) -> Findings:
    summed = added(known, "")
    if summed is None:
        return
    label, told = "项目绩效自评", f"{len(known)} 个项目执行数合计 {yuan(summed.fen):,f} 元"
    if not tables:
        message = f"{told}，没有项目支出决算数可以核对（相应报表未报送）。"
        yield from report.finding(
            "PF-10", first, message, row="sum", cells=summed.cells, verdict=Verdict.NOT_CHECKABLE, label=label
        )
        return
    table = tables[0]
    if _equal(summed, table):
        return
    if summed.fen > table.fen:
        message = f"{told}，超过{table.name} {yuan(table.fen):,f} 元。"
        yield from _set_against(report, "PF-10", first, message, own=summed, table=table, row="sum", label=label)
    else:
        share = percent(Decimal(summed.fen) / table.fen)
        message = f"{told}，占{table.name} {yuan(table.fen):,f} 元的 {share}，没有覆盖全部项目支出。"
        yield from _set_against(report, "PF-20", first, message, own=summed, table=table, row="sum", label=label)


def budget(report: Reporter, result: Result, facts: Facts, by_cell: CellFacts) -> Findings:
    """PF-25: the budget of the whole-unit form is the adjusted budget, with or without the opening carry-over."""
    own = on_form(result.evaluation, "budget", facts, by_cell)
    adjusted = at(facts, "BUDGET", "total", "adjusted", "调整预算数")
    if not result.whole or own is None or adjusted is None:
        return
    with_opening = added([adjusted, at(facts, "T4", "line:年初财政拨款结转和结余", "amount")], "")
    if not any(figure is not None and _equal(own, figure) for figure in (adjusted, with_opening)):
        message = f"预算数填 {yuan(own.fen):,f} 元，批复的调整预算数 {yuan(adjusted.fen):,f} 元。"
        yield from _set_against(report, "PF-25", result, message, own=own, table=adjusted)


def carried(report: Reporter, result: Result, facts: Facts) -> Findings:
    """PF-29: on a goal sheet, budget less executed is what is carried over, line by line."""
    form = result.evaluation.form
    rows = [key.row for key in facts if key.form == form and key.column == "closing"]
    for row in rows:
        left, spent, closing = (at(facts, form, row, column) for column in ("budget", "executed", "closing"))
        if left is None or spent is None or closing is None:
            continue
        rest = Figure(left.fen - spent.fen, left.step + spent.step, (*left.cells, *spent.cells), "")
        if not _equal(closing, rest):
            name = row.removeprefix("line:")
            message = (
                f"{name}预算额 {yuan(left.fen):,f} 元减执行额 {yuan(spent.fen):,f} 元为 {yuan(rest.fen):,f} 元，"
                f"当年结转结余额填 {yuan(closing.fen):,f} 元。"
            )
            yield from _set_against(report, "PF-29", result, message, own=closing, table=rest, row=name)


def structure(report: Reporter, result: Result, facts: Facts) -> Findings:
    """PF-30: on a goal sheet, totals are the sums of their parts, by kind and by fund, and both blocks agree."""
    form = result.evaluation.form
    for column, title in _COLUMNS.items():
        whole = at(facts, form, "line:执行合计", column, f"执行合计的{title}")
        parts = [part for row in _PARTS if (part := at(facts, form, row, column)) is not None]
        by_fund = at(facts, form, f"line:结构{title}", "total", f"预算结构的{title}合计")
        funds = [part for fund in _FUNDS if (part := at(facts, form, f"line:结构{title}", fund)) is not None]
        pairs = (
            ("分项", whole, added(parts, f"{title}各分项之和")),
            ("资金", by_fund, added(funds, f"{title}各项资金之和")),
            ("两栏", by_fund, whole),
        )
        for word, one, other in pairs:
            if one is not None and other is not None and not _equal(one, other):
                gap = yuan(one.fen - other.fen)
                message = f"{one.name} {yuan(one.fen):,f} 元，{other.name} {yuan(other.fen):,f} 元，相差 {gap:,f} 元。"
                yield from _set_against(report, "PF-30", result, message, own=one, table=other, row=f"{title}/{word}")

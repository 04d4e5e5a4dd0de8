"""An audit's outcome for a person: at a terminal, and as a page. Headline figures first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.markup import escape

from final_accounts.audit import Claim
from final_accounts.model.document import Spot
from final_accounts.model.finding import Severity, Verdict
from final_accounts.model.whole_figures import last_of
from final_accounts.publishing.audit_page import AuditPage, AuditRow, audit_pages
from final_accounts.stages.auditing.audit import Audited

COLOURS: Final = {Severity.BLOCKING: "red", Severity.EXPLAIN: "yellow", Severity.NOTICE: "cyan"}
FAMILIES: Final = {
    "growth": "增减率",
    "direction": "方向",
    "change": "增减额",
    "share": "占比",
    "completion": "完成率",
    "relation": "大小关系",
    "zero-base": "基数为零",
    "rate": "比率",
    "arithmetic": "算式",
    "sum": "合计",
    "tie": "文表不一致",
    "name": "名称",
    "parentage": "科目归属",
    "table": "表内表间",
    "form": "自评表与决算",
    "balance": "预算、执行与结转",
    "total": "总分",
    "score": "得分",
    "weight": "分值",
    "rating": "等级",
    "blank": "未填",
    "untyped": "实际完成值",
    "vague": "目标值",
    "unnamed": "指标名称",
    "duplicate": "重复",
    "level": "指标归类",
    "target": "指标值",
    "actual": "实际完成值",
    "not-involved": "不涉及",
    "full-marks": "满分与结余",
    "positive": "肯定表述",
    "carried": "年初年末结转",
    "derived": "推算",
    "conflict": "说法矛盾",
    "nothing": "有无",
    "equal": "持平",
    "quantity": "数量与金额",
    "bounds": "界限",
    "reason": "差异原因",
    "forms": "报告与自评表",
    "plausible": "合理性",
    "contents": "目录与正文",
    "numbering": "编号",
    "glossary": "名词解释",
    "treasury": "财政级次",
    "year": "年度",
    "residue": "模板残留",
    "doubled": "词语重复",
    "format": "写法",
    "copied": "照抄",
    "single": "单独的数",
}
"""What each family is called on pages."""
ROUNDINGS: Final = {"display": "显示精度以内", "truncated": "截断未进位", "forced": "凑足百分之百"}
_TOLD = 4


def conclusion(outcome: Audited) -> str:
    """One sentence on the whole document; never success on what was not read."""
    found = outcome.audit
    if not found.recognised:
        return "没有识别出任何可以核对的内容，不能作出结论。"
    counts = [(s, sum(f.severity is s for f in found.findings)) for s in Severity]
    told = "，".join(f"{severity.chinese} {number} 处" for severity, number in counts if number)
    text = f"发现问题 {len(found.findings)} 处：{told}。" if told else "核对过的内容没有发现问题。"
    if not outcome.read_completely:
        text += f"另有 {len(found.unread)} 处没有读入或没有核对，见文末，不能当作没有问题。"
    return text


def counted(outcome: Audited) -> tuple[tuple[str, str], ...]:
    """How many figures came out how."""
    words = (
        (Verdict.OK, "相符"),
        (Verdict.ROUNDING, "舍入差"),
        (Verdict.ERROR, "有问题"),
        (Verdict.NOT_CHECKABLE, "不能核对"),
    )
    return tuple((word, str(sum(c.verdict is v for c in outcome.audit.claims))) for v, word in words)


def show_audit(console: Console, outcome: Audited) -> None:
    """The report at a terminal."""
    found = outcome.audit
    console.rule(escape(outcome.name))
    console.print(
        f"单位：{escape(found.unit) or '（未识别）'}   年度：{found.year or '（未识别）'}   "
        f"编报口径：{outcome.edition.title if outcome.edition else '（未识别）'}"
    )
    console.print("、".join(f"{word} {number}" for word, number in counted(outcome)))
    console.print(f"[bold]{conclusion(outcome)}[/]")
    for number, claim in enumerate(found.findings, start=1):
        _show(console, outcome, number, claim)
    for unread in found.unread:
        console.print(f"[dim]○ 未核对 {escape(place_of(outcome, unread.spot))}：{escape(unread.why)}[/]")


def _show(console: Console, outcome: Audited, number: int, claim: Claim) -> None:
    colour = COLOURS[claim.severity]
    family = FAMILIES[claim.family]
    console.print(f"[{colour}]{number}. {claim.severity.chinese}[/] {family}  {escape(place_of(outcome, claim.spot))}")
    before, mark, after = marked(claim)
    console.print(f"    {escape(before)}[bold underline]{escape(mark)}[/]{escape(after)}")
    if claim.formula and claim.formula != claim.explanation:
        console.print(f"    复算：{escape(claim.formula)}")
    if claim.explanation:
        console.print(f"    说明：{escape(claim.explanation)}")
    if claim.proposed:
        console.print(f"    建议：{escape(claim.proposed)}")


def marked(claim: Claim) -> tuple[str, str, str]:
    """The sentence before the figure, the figure, the sentence behind it.

    Where the figure is not in the text, all of the text stands before.
    """
    text = claim.text.strip()
    if not claim.mark:
        return text, "", ""
    place = last_of(claim.mark, text)
    if place < 0:
        return text, "", ""
    return text[:place], claim.mark, text[place + len(claim.mark) :]


def audit_html(outcomes: Sequence[Audited]) -> str:
    """The report as a page, the document with the most to correct first."""
    order = sorted(outcomes, key=lambda o: -sum(f.severity is Severity.BLOCKING for f in o.audit.findings))
    return audit_pages([_page(o) for o in order])


def _page(outcome: Audited) -> AuditPage:
    found = outcome.audit
    facts = (
        ("文件", outcome.name),
        ("年度", str(found.year) if found.year else "未识别"),
        ("编报口径", outcome.edition.title if outcome.edition else "未识别"),
        ("决算表", f"{len(found.tables)} 张"),
        ("自评表", f"{len(found.forms)} 张"),
    )
    roundings = [c for c in found.claims if c.verdict is Verdict.ROUNDING]
    return AuditPage(
        title=found.unit or outcome.name,
        file=outcome.name,
        facts=facts,
        conclusion=conclusion(outcome),
        counts=counted(outcome),
        rows=tuple(_row(outcome, n, c) for n, c in enumerate(found.findings, start=1)),
        roundings=tuple(_row(outcome, n, c) for n, c in enumerate(roundings, start=1)),
        unread=tuple((place_of(outcome, u.spot), u.why) for u in found.unread),
    )


def _row(outcome: Audited, number: int, claim: Claim) -> AuditRow:
    before, mark, after = marked(claim)
    rounding = claim.verdict is Verdict.ROUNDING
    return AuditRow(
        number=number,
        severity=claim.severity.value,
        severity_word=claim.severity.chinese,
        kind_word=FAMILIES[claim.family],
        place=place_of(outcome, claim.spot),
        before=before,
        mark=claim.mark if rounding else mark,
        after=after,
        formula="" if claim.formula == claim.explanation else claim.formula,
        explanation=ROUNDINGS[claim.rounding] if rounding else claim.explanation,
        proposed=claim.proposed,
        others=others_of(outcome, claim),
    )


def place_of(outcome: Audited, spot: Spot) -> str:
    """A place by its line, and by what a reader of the document sees there."""
    where = outcome.audit.where.get(spot, "")
    return f"{spot}（{where}）" if where else str(spot)


def others_of(outcome: Audited, claim: Claim) -> str:
    """The other places that a finding touches, the first few of them."""
    own = place_of(outcome, claim.spot)
    others = dict.fromkeys(place for spot in claim.places[1:] if (place := place_of(outcome, spot)) != own)
    return "、".join(list(others)[:_TOLD]) + (" 等" if len(others) > _TOLD else "")

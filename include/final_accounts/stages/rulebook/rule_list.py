"""公开规则清单: generated from the rulebook, so that it cannot rot."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from final_accounts.model.edition import Edition
from final_accounts.model.rule import Rule
from final_accounts.publishing import rules_page


def write_rule_list(edition: Edition, out: TextIO, html: Path | None = None) -> None:
    """Print one block a rule; with ``html`` also write the page."""
    rules = edition.rulebook.rules
    out.write(f"{edition.title} 审核规则 {len(rules)} 条，规则库 {edition.rulebook.hash[:12]}\n")
    out.writelines(describe(rule) for rule in rules)
    if html:
        html.write_text(rules_page(edition), encoding="utf-8")


def describe(rule: Rule) -> str:
    """A rule in words: id, kind, severity, sentence, formula, what to do, basis."""
    lines = [f"\n{rule.id}〔{rule.kind.chinese}·{rule.phase}〕{rule.says}\n"]
    if rule.holds:
        premise = f"（前提：{rule.when}）" if rule.when else ""
        lines.append(f"  公式：{rule.holds}{premise}\n")
    if rule.hint:
        lines.append(f"  办法：{rule.hint}\n")
    basis = "；".join(f"{entry.title}{entry.number}{'' if entry.verified else '（未核实）'}" for entry in rule.basis)
    source = f"  依据：{basis}" if basis else "  依据：按栏目定义推得"
    lines.append(f"{source}{'' if rule.verified else '（本条未核实）'}\n")
    return "".join(lines)

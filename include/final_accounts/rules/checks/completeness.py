"""The account of what could not be checked, so that silence never means correctness.

Which table, row or cell is absent is told by the reader, who knows where it should stand (rules IN-…).
"""

from __future__ import annotations

from collections import defaultdict

from final_accounts.model.rule import Rule
from final_accounts.rules.checks.context import CheckContext
from final_accounts.rules.outcomes import CheckOutcome, FormulaOutcome, Hit

SHOWN = 12


def not_checkable(rule: Rule, context: CheckContext) -> CheckOutcome:
    """One notice per unit that names the formulas that could not be checked for want of its own figures."""
    gone: dict[int, list[str]] = defaultdict(list)
    for rule_id, outcome in context.outcomes.items():
        if isinstance(outcome, FormulaOutcome):
            for unit in context.unreported(rule_id, outcome):
                gone[unit].append(rule_id)
    hits = []
    for unit, rules in sorted(gone.items()):
        listed = "、".join(rules[:SHOWN]) + (" 等" if len(rules) > SHOWN else "")
        text = f"因缺少填报内容，有 {len(rules)} 条公式无法核对：{listed}"
        hits.append(Hit(unit, "", text, context={"rules": ",".join(rules)}))
    return CheckOutcome(rule, tuple(hits), len(context.chunk.units))

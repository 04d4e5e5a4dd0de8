"""Which figure of a sentence completes a budget, and which budget: found by what the rate names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from final_accounts.audit.book import OWN
from final_accounts.audit.clauses import OF, Role, Statement, Told
from final_accounts.audit.numbers import Kind

RELATION = re.compile(r"决算数?(?P<word>小于|低于|等于|大于|高于|超过)(?:年初|全年|调整)?预算")


def final_of(told: Told, place: int) -> Statement | None:
    """The figure that completes: the final account nearest before, else the value."""
    before = [s for s in told.statements[:place] if s.token.kind is Kind.AMOUNT and s.token.depth == 0]
    near = [s for s in before if s.sentence == told.statements[place].sentence]
    if told.statements[place].lead == OF:
        return next((s for s in reversed(near) if s.role in OWN), None)
    finals = [s for s in near if s.role is Role.FINAL] or [s for s in near if s.role is Role.VALUE and s.parent < 0]
    own = finals[-1] if finals else next((s for s in reversed(near) if s.role in OWN), None)
    return own or _final_above(before, near)


def _final_above(before: Sequence[Statement], near: Sequence[Statement]) -> Statement | None:
    """…（项）：406万元。比年初预算数318万元增加: the figure of the sentence before, when this one names no other."""
    if not near or near[0].role is not Role.BUDGET or near[0].label:
        return None
    return next((s for s in reversed(before) if s.role in OWN and s.parent < 0), None)


def budgets_of(told: Told, place: int) -> list[Statement]:
    """Budgets before the rate in its sentence, the one the rate names first."""
    rate = told.statements[place]
    if rate.lead == OF:
        return [told.statements[place - 1]]
    before = [s for s in told.statements[:place] if s.role is Role.BUDGET and s.sentence == rate.sentence]
    word = next((w for w in ("年初", "全年", "调整", "本年", "年度") if w in rate.whole), "")
    named = [s for s in before if word and (word in s.whole or word in s.lead)]
    return named[::-1] or before[::-1]

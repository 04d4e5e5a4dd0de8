"""Which of this year's figures and which change a rate belongs to that is told in a run, or once for a whole run."""

from __future__ import annotations

from final_accounts.audit.book import OWN
from final_accounts.audit.clauses import Role, Statement, Told
from final_accounts.audit.numbers import Kind


def twins(told: Told, place: int) -> tuple[Statement, Statement] | None:
    """This year's figure and the change of a rate; None where neither it nor its change stands in a run."""
    rate = told.statements[place]
    change = _nearest(told, place, frozenset({Role.CHANGE}), rate.run)
    if change is None or change.sentence != rate.sentence:
        return None
    nth = rate.nth if rate.run > 1 else change.run - 1  # 下降率均为4%: the last of each
    value = _nearest(told, place, OWN, change.run)
    if value is None:
        return None
    at = told.statements.index
    return told.statements[at(value) - value.nth + nth], told.statements[at(change) - change.nth + nth]


def _nearest(told: Told, end: int, roles: frozenset[Role], run: int) -> Statement | None:
    """The last amount in such a role before a place, when it stands in a run (of a length, when that is known)."""
    for each in reversed(told.statements[:end]):
        if each.role in roles and each.token.kind is Kind.AMOUNT:
            return each if each.run > 1 and run in (1, each.run) else None
    return None

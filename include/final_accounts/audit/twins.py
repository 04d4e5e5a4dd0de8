"""Two figures said at once: 收、支总计各是A，B万元，各减少C，D万元，各下降E%、F%; F belongs to B and D."""

from __future__ import annotations

from final_accounts.audit.book import OWN
from final_accounts.audit.clauses import Role, Statement, Told
from final_accounts.audit.numbers import Kind

Pair = tuple[Statement, Statement]


def twins(told: Told, place: int) -> Pair | None:
    """This year's figure and the change a rate of a pair belongs to; None where the rate stands alone."""
    second = told.statements[place].twin
    first = place - second
    if _pair(told, first) is None:
        return None
    changes = _nearest(told, first, frozenset({Role.CHANGE}))
    values = _nearest(told, first, OWN)
    return None if changes is None or values is None else (values[second], changes[second])


def _pair(told: Told, place: int) -> Pair | None:
    if not 0 <= place < len(told.statements) - 1:
        return None
    one, two = told.statements[place : place + 2]
    return (one, two) if two.twin else None


def _nearest(told: Told, end: int, roles: frozenset[Role]) -> Pair | None:
    pairs = (_pair(told, place) for place in range(end - 2, -1, -1))
    return next((p for p in pairs if p and p[0].role in roles and p[0].token.kind is Kind.AMOUNT), None)

"""One error, one finding: what follows from a wrong figure is told with it, and both readings are named.

A wrong amount also contradicts its rate, its share and its sum. Told one by one, these findings propose changes that
contradict one another: correct the amount, or correct what was computed from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from final_accounts.audit.claims import Claim
from final_accounts.audit.numbers import Quantity, tokens
from final_accounts.model.document import Spot
from final_accounts.model.finding import Severity, Verdict

_LEADS: Final = ("table", "tie", "change", "sum")
"""Families that say what a figure should be; a figure that several equations convict comes first."""
_TOLD: Final = 3


def told_once(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, findings that the correction of another one clears being told with that one."""
    errors = [c for c in claims if c.is_finding and c.severity is Severity.BLOCKING and c.printed is not None]
    leads = sorted((c for c in errors if c.family in _LEADS and c.recomputed), key=lambda c: _LEADS.index(c.family))
    using: dict[tuple[Spot, str], dict[int, Claim]] = {}  # the errors that print or use a figure, each once
    for each in errors:
        for figure in ((each.spot, each.stated[0]), *((o.spot, o.quantity.printed) for o in each.inputs)):
            using.setdefault(figure, {})[id(each)] = each
    gone: set[int] = set()
    merged: dict[int, Claim] = {}
    for lead in leads:
        right = _right(lead)
        if id(lead) in gone or right is None:
            continue
        touched = using[lead.spot, lead.stated[0]].values()
        cleared = [c for c in touched if c is not lead and id(c) not in gone and _cleared(c, lead, right)]
        cleared = [c for c in cleared if id(c) not in merged]
        if cleared:
            gone.update(id(c) for c in cleared)
            merged[id(lead)] = _with(lead, cleared)
    return [merged.get(id(c), c) for c in claims if id(c) not in gone]


def _right(lead: Claim) -> Quantity | None:
    """The right figure as a quantity."""
    found = tokens(lead.recomputed)
    return found[0].quantity if len(found) == 1 and lead.printed and found[0].kind is lead.printed.kind else None


def _cleared(other: Claim, lead: Claim, right: Quantity) -> bool:
    """Whether a finding that uses the wrong figure holds with the right one."""
    if other.again is None or other.printed is None:
        return False
    wrong = (lead.spot, lead.stated[0])
    own = (other.spot, other.stated[0]) == wrong and other.mark == lead.mark
    used = [(o.spot, o.quantity.printed) == wrong for o in other.inputs]
    if not own and not any(used):
        return False
    inputs = [right if hit else o.quantity for o, hit in zip(other.inputs, used, strict=True)]
    return other.again(right if own else other.printed, inputs) is not Verdict.ERROR


def _with(lead: Claim, cleared: Sequence[Claim]) -> Claim:
    """The finding with those it clears: where they stand, and what would have to change if its figure were right."""
    rates = [c for c in cleared if c.mark != lead.mark and c.recomputed]
    changes = "、".join(f"{c.stated[0]} 改为 {c.recomputed}" for c in rates[:_TOLD])
    more = f"等 {len(rates)} 处" if len(rates) > _TOLD else ""
    why = f"{lead.explanation}。按此改正后，相关的 {len(cleared)} 处计算也都相符"
    if changes:
        why += f"；如果 {lead.stated[0]} 没有错，就要把 {changes}{more}"
    spots = (*lead.spots, *(spot for c in cleared for spot in c.places))
    return replace(lead, explanation=why, spots=tuple(dict.fromkeys(spots)))

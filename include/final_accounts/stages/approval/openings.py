"""年初与上年年末的衔接 of a department's units that came of others: merged, renamed and split ones. Pure.

Units that kept their code are held to last year by the rules Y-01 and Y-02.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from final_accounts.model.edition import Edition
from final_accounts.model.facts import FactKey
from final_accounts.model.identity import Family
from final_accounts.model.rollup import OpeningCheck

OPENING: Final = FactKey("T1", "line:年初结转和结余", "amount")
CLOSING: Final = FactKey("T1", "line:年末结转和结余", "amount")
ADJUSTMENTS: Final = "CARRY"
"""The form whose lines tagged plus and minus are the named adjustments of the opening."""

Figures = Mapping[str, Mapping[FactKey, int]]
"""Unit code -> figure -> fen."""


def named_adjustments(edition: Edition) -> dict[FactKey, tuple[str, int]]:
    """Figure -> (name of the adjustment, its sign), in printed order; empty where the edition has no such form."""
    form = edition.forms.get(ADJUSTMENTS)
    lines = [line for block in form.blocks for line in block.lines] if form else []
    signs = {"plus": 1, "minus": -1}
    return {
        FactKey(ADJUSTMENTS, line.key, "total"): (line.label or line.key.partition(":")[2], signs[tag])
        for line in lines
        for tag in line.tags
        if tag in signs
    }


def changed_families(found: Iterable[Family], units: Iterable[str]) -> tuple[Family, ...]:
    """Families of these units in which something changed since last year and somebody was there before."""
    mine = set(units)
    return tuple(f for f in found if f.before and not f.unchanged and mine.intersection(f.now))


def opening_checks(
    edition: Edition, changed: Iterable[Family], changes: Mapping[str, str], now: Figures, before: Figures
) -> tuple[OpeningCheck, ...]:
    """Each family's openings against its closings; ``changes`` are the register's words for what happened. Pure."""
    adjustments = named_adjustments(edition)
    return tuple(
        OpeningCheck(
            change="、".join(dict.fromkeys(filter(None, (changes.get(code, "") for code in family.now)))),
            now=tuple((code, now[code].get(OPENING) if code in now else None) for code in family.now),
            before=tuple((code, before[code].get(CLOSING) if code in before else None) for code in family.before),
            adjustments=tuple(
                (name, sign * fen)
                for key, (name, sign) in adjustments.items()
                if (fen := sum(now.get(code, {}).get(key, 0) for code in family.now))
            ),
        )
        for family in changed
    )

"""审核规则的沿革: which rulebook, data and code a season runs under, told in its history whenever one of them changes.

Every rulebook that was used is kept in the content store under its own hash, the data rooms beside it, so that a review
can be done again by the rules of its day.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

from final_accounts.catalog.hashing import canonical_text
from final_accounts.history import Event, NewEvent
from final_accounts.model.finding import Severity
from final_accounts.stages.code_version import code_version
from final_accounts.stages.house import House, Season, now
from final_accounts.stages.sources import commit, data_archive, libraries

RUNNING: Final = "season.running"
CHANGED: Final = "rules.changed"
SUBJECT: Final = "season"
ACTOR: Final = "系统"
TRIAL: Final = "试行"

PlainRule = Mapping[str, object]


def note_rulebook(house: House, season: Season) -> None:
    """Tell the history what the season runs under from now on; nothing when that is what it was told last.

    A rulebook of another hash than before writes ``rules.changed`` as well, with every rule that differs.
    """
    edition = season.edition
    payload: dict[str, object] = {
        "edition": edition.id,
        "edition_hash": edition.hash,
        "rulebook_hash": house.store.put(canonical_text(edition.rulebook.rules).encode()),
        "code_version": code_version(),
        "commit": commit(),
        "libraries": libraries(),
        "rooms": house.store.put(data_archive()),
    }
    where = (season.city.id, season.fiscal_year)
    if _latest(house.history.events(*where, RUNNING, SUBJECT)) == payload:
        return

    def think(events: tuple[Event, ...]) -> Sequence[NewEvent]:
        before = _latest([event for event in events if event.kind == RUNNING])
        if before == payload:
            return []
        new = [NewEvent(RUNNING, SUBJECT, ACTOR, payload, now())]
        if before and before["rulebook_hash"] != payload["rulebook_hash"]:
            old, fresh = str(before["rulebook_hash"]), str(payload["rulebook_hash"])
            told = {"edition": edition.id, "old": old, "new": fresh, "changes": changes(house, old, fresh)}
            new.append(NewEvent(CHANGED, SUBJECT, ACTOR, told, now()))
        return new

    house.history.decide(*where, (SUBJECT,), think)


def rules_of(house: House, rulebook_hash: str) -> dict[str, PlainRule]:
    """Rule id -> the rule as kept, of a rulebook that was used; StoreError when the content store has lost it."""
    rules: list[PlainRule] = json.loads(house.store.get(rulebook_hash))
    return {str(rule["id"]): rule for rule in rules}


def changes(house: House, old: str, new: str) -> list[dict[str, str]]:
    """What differs between two rulebooks that were used, by their hashes."""
    return differences(rules_of(house, old) if house.store.has(old) else {}, rules_of(house, new))


def differences(before: Mapping[str, PlainRule], after: Mapping[str, PlainRule]) -> list[dict[str, str]]:
    """What differs between two rulebooks, in the order of the new one: rule, how it counted, how it counts now.

    ``was`` or ``now`` is "" where the rule is not in that rulebook; ``what`` names what else was changed.
    """
    ids = [*after, *(one for one in before if one not in after)]
    found = [(one, before.get(one), after.get(one)) for one in ids]
    return [
        {"rule": one, "was": phase(was), "now": phase(now_), "what": _what(was, now_)}
        for one, was, now_ in found
        if was != now_
    ]


def phase(rule: PlainRule | None) -> str:
    """How a kept rule counts, in Chinese; "" for none."""
    if rule is None:
        return ""
    return TRIAL if rule.get("shadow") else Severity(str(rule["severity"])).chinese


_PARTS: Final = {
    "says": "内容", "when": "前提", "holds": "公式", "each": "适用范围", "check": "检查", "parameters": "参数",
    "missing": "缺项处理", "exceptions": "例外", "hint": "办法", "basis": "依据", "kind": "类别",
}  # fmt: skip


def _what(was: PlainRule | None, after: PlainRule | None) -> str:
    if was is None or after is None:
        return ""
    return "、".join(word for part, word in _PARTS.items() if was.get(part) != after.get(part))


def _latest(events: Sequence[Event]) -> dict[str, object]:
    latest: dict[str, object] = json.loads(events[-1].payload) if events else {}
    return latest

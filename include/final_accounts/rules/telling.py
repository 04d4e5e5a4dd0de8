"""附列: tagged lines that a finding lists besides the figures of its formula, such as the named adjustments.

A rule says so in its parameters: ``tells: {已列明的调整: [CARRY@plus.total, CARRY@minus.total]}``. Those that the unit
reported, and not as zero, are told by name and amount; that there are none is told too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from final_accounts.model.errors import RulebookError
from final_accounts.model.facts import Fact
from final_accounts.model.rule import Rule
from final_accounts.rules.shapes import FormShape

_TAGGED: Final = re.compile(r"(?P<form>[A-Z][A-Z0-9_]*)@(?P<tag>\w+)\.(?P<column>\w+)")
_NONE: Final = "无"


class Told(NamedTuple):
    """A line to be told: its key, and what it is called."""

    form: str
    row: str
    column: str
    label: str


def told_lines(rule: Rule, shapes: Mapping[str, FormShape]) -> dict[str, tuple[Told, ...]]:
    """Words -> the lines they are followed by. RulebookError when the edition has no such form, tag or column."""
    tells = rule.parameters.get("tells", {})
    if not isinstance(tells, dict):
        message = f"rule {rule.id}: 'tells' is a mapping of words to tagged lines"
        raise RulebookError(message)
    return {str(words): tuple(_lines(rule, references, shapes)) for words, references in tells.items()}


def _lines(rule: Rule, references: object, shapes: Mapping[str, FormShape]) -> Iterator[Told]:
    for text in references if isinstance(references, list) else [references]:
        found = _TAGGED.fullmatch(str(text))
        shape = shapes.get(found["form"]) if found else None
        if found is None or shape is None or found["tag"] not in shape.tags or found["column"] not in shape.columns:
            message = f"rule {rule.id}: 'tells' names {text!r}; write FORM@tag.column of this edition"
            raise RulebookError(message)
        for row in shape.tags[found["tag"]]:
            yield Told(shape.id, row, found["column"], shape.labels[row])


def told(
    lines: Mapping[str, tuple[Told, ...]],
    facts: Mapping[tuple[str, str, str], Fact],
    shown: Callable[[int], str],
) -> str:
    """What is put behind the sentence of a finding, "" for a rule that tells nothing; ``shown`` words an amount."""
    parts = []
    for words, wanted in lines.items():
        known = [(line.label, fact.value) for line in wanted if (fact := facts.get((line.form, line.row, line.column)))]
        named = "、".join(f"{label} {shown(value)}" for label, value in known if isinstance(value, int) and value)
        parts.append(f"；{words}：{named or _NONE}")
    return "".join(parts)

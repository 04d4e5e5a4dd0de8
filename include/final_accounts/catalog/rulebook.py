"""The rulebook 审核规则 of an edition: every rule of ``expectations/`` in force for its year, region and forms.

A file is a list of rules, or a mapping of defaults and ``rules``. Besides the fields of
:class:`~final_accounts.model.rule.Rule` a rule (or the defaults) may say ``editions`` (regions whose editions, and
those extending them, have the rule; default: the region the folder is named after, else all) and ``forms`` (ids that
must exist in the edition; default: the forms its ``each``, ``when`` and ``holds`` name).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from final_accounts.catalog.caching import remembered
from final_accounts.catalog.checking import Fields, mapping_of
from final_accounts.catalog.hashing import content_hash
from final_accounts.catalog.layers import layers
from final_accounts.catalog.opening import open_yaml
from final_accounts.catalog.rooms import LAYOUTS, RULES, shown
from final_accounts.model.errors import CatalogError
from final_accounts.model.finding import Severity
from final_accounts.model.rule import Basis, Engine, Missing, Rule, Rulebook, RuleKind

RULE_KEYS = frozenset({
    "id", "says", "severity", "kind", "engine", "suite", "source_id", "each", "when", "holds", "check", "parameters",
    "missing", "since", "until", "basis", "hint", "exceptions", "verified", "note", "shadow", "editions", "forms",
})  # fmt: skip
DEFAULTS = RULE_KEYS - {"id", "says", "holds", "check", "shadow"}
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

Scoped = tuple[Rule, tuple[str, ...], tuple[str, ...]]


@remembered
def all_rules(root: Path) -> tuple[Scoped, ...]:
    """Every rule of every file, with the regions it is limited to and the forms it needs."""
    forms = {path.stem for path in (root / LAYOUTS).glob("*/*/forms/*.yaml")}
    found: list[Scoped] = []
    for path in sorted((root / RULES).rglob("*.yaml")):
        where = shown(path, root)
        data = open_yaml(path, root)
        head: dict[str, object] = {}
        if isinstance(data, dict):
            head = mapping_of(data, where)
            data = head.pop("rules", None)
            head = {**mapping_of(head.pop("defaults", {}), where), **head}
            head = Fields(head, where, DEFAULTS).data
        if not isinstance(data, list) or not data:
            raise CatalogError(f"{where}：应为审核规则的列表（或 rules: 列表），现在没有任何规则。")
        folder = path.relative_to(root / RULES).parts[0]
        if folder in layers(root):
            head.setdefault("editions", [folder])
        for number, item in enumerate(data, 1):
            entry = {**head, **mapping_of(item, f"{where} 第 {number} 条")}
            found.append(_rule(Fields(entry, f"{where} 第 {number} 条", RULE_KEYS), forms, root))
    return tuple(found)


def _rule(fields: Fields, forms: Collection[str], root: Path) -> Scoped:
    fields.where = f"{fields.where}（{fields.text('id')}）"
    rule = Rule(
        id=fields.text("id"),
        says=fields.text("says"),
        severity=fields.choice("severity", Severity),
        kind=fields.choice("kind", RuleKind),
        engine=fields.choice("engine", Engine, Engine.FORMULA),
        suite=fields.text("suite", "accounts"),
        source_id=fields.text("source_id", ""),
        each=fields.text("each", "unit"),
        when=fields.text("when", ""),
        holds=fields.text("holds", ""),
        check=fields.text("check", ""),
        parameters=fields.mapping("parameters"),
        missing=fields.choice("missing", Missing, Missing.ZERO),
        since=fields.number("since", 0),
        until=fields.number("until", 0),
        basis=tuple(_basis(b, fields.where) for b in fields.items("basis")),
        hint=fields.text("hint", ""),
        exceptions=fields.words("exceptions"),
        verified=fields.flag("verified", default=True),
        note=fields.text("note", ""),
        shadow=fields.flag("shadow"),
    )
    if (rule.engine is Engine.FORMULA) != bool(rule.holds) or (rule.engine is Engine.CHECK) != bool(rule.check):
        raise CatalogError(f"{fields.where}：engine 为 formula 时只写 holds，为 check 时只写 check，其他都不写。")
    if rule.until and rule.since > rule.until:
        raise CatalogError(f"{fields.where}：since {rule.since} 晚于 until {rule.until}。")
    regions = fields.words("editions")
    unknown = [r for r in regions if r not in layers(root)]
    if unknown:
        raise CatalogError(f"{fields.where}：editions 里没有这个地区：{'、'.join(unknown)}。")
    strangers = [f for f in fields.words("forms") if f not in forms]
    if strangers:  # a misspelt form would silently keep the rule out of every edition
        raise CatalogError(f"{fields.where}：forms 里没有这样的报表：{'、'.join(strangers)}。")
    named = set(WORD.findall(f"{rule.each} {rule.when} {rule.holds}"))
    needed = fields.words("forms") or tuple(sorted(named & set(forms)))
    return rule, regions, needed


def _basis(item: object, where: str) -> Basis:
    fields = Fields(item, f"{where}.basis", {"title", "number", "verified"})
    return Basis(fields.text("title"), fields.text("number", ""), fields.flag("verified", default=True))


def rulebook(root: Path, edition: str, regions: Collection[str], year: int, forms: Collection[str]) -> Rulebook:
    """The rules in force, in the order of the files; an id in force twice is a CatalogError."""
    rules: dict[str, Rule] = {}
    for rule, limited_to, needed in all_rules(root):
        if not rule.in_force(year) or (limited_to and not set(limited_to) & set(regions)):
            continue
        if not set(needed) <= set(forms):
            continue
        if rule.id in rules:
            raise CatalogError(f"{RULES}：审核规则 {rule.id} 在 {edition} 有两条同时有效。")
        rules[rule.id] = rule
    ordered = tuple(rules.values())
    return Rulebook(edition, ordered, content_hash(ordered))

"""公开规则清单的数据: the rulebook by official kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from final_accounts.model.edition import Edition
from final_accounts.model.rule import Rule, RuleKind
from final_accounts.publishing import figures
from final_accounts.publishing.figures import Figure


@dataclass(frozen=True, slots=True)
class BasisView:
    """Where a rule comes from."""

    text: str
    verified: bool


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule in words."""

    id: str
    says: str
    severity: str
    tone: str
    each: str
    formula: str
    premise: str
    hint: str
    exceptions: tuple[str, ...]
    basis: tuple[BasisView, ...]
    verified: bool
    note: str


@dataclass(frozen=True, slots=True)
class RuleSection:
    """The rules of one official kind."""

    kind: str
    id: str
    count: Figure
    rules: tuple[RuleView, ...]


def sections(edition: Edition) -> tuple[RuleSection, ...]:
    """Sections in the order 受理, 基本平衡, 逻辑性, 核实性; rules in rulebook order."""
    order = (RuleKind.INTAKE, RuleKind.BALANCE, RuleKind.LOGICAL, RuleKind.PLAUSIBLE)
    return tuple(_sections(edition, order))


def _sections(edition: Edition, order: tuple[RuleKind, ...]) -> Iterator[RuleSection]:
    for kind in order:
        rules = tuple(_rule(rule) for rule in edition.rulebook.rules if rule.kind is kind)
        if rules:
            yield RuleSection(kind.chinese, kind.value, figures.count(len(rules)), rules)


def _rule(rule: Rule) -> RuleView:
    return RuleView(
        id=rule.id,
        says=rule.says,
        severity=rule.phase,
        tone="notice" if rule.shadow else rule.severity.value,
        each=rule.each,
        formula=rule.holds or rule.check,
        premise=rule.when,
        hint=rule.hint,
        exceptions=rule.exceptions,
        basis=tuple(
            BasisView(f"{basis.title}（{basis.number}）" if basis.number else basis.title, basis.verified)
            for basis in rule.basis
        ),
        verified=rule.verified,
        note=rule.note,
    )

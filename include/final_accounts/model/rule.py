"""Rules 审核规则: one id, one sentence, one formula, its years, its basis. Data; compiled in ``rules``."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from final_accounts.model.finding import Severity


class RuleKind(StrEnum):
    """The official kind of formula."""

    BALANCE = "balance"  # 基本平衡
    LOGICAL = "logical"  # 逻辑性
    PLAUSIBLE = "plausible"  # 核实性
    INTAKE = "intake"  # 受理: what a file must be before formulas make sense

    @property
    def chinese(self) -> str:
        """The word on the public rule list."""
        return {"balance": "基本平衡", "logical": "逻辑性", "plausible": "核实性", "intake": "受理"}[self.value]


class Missing(StrEnum):
    """What a rule does when an input is absent (not blank: absent)."""

    FAIL = "fail"  # the absence is itself an error of this rule
    ZERO = "zero"  # the absent figure counts as zero
    NOT_CHECKABLE = "not_checkable"  # says which input is absent


class Engine(StrEnum):
    """Who evaluates the rule. Great Expectations asserts over all of them alike."""

    FORMULA = "formula"  # the formula language of rules
    CHECK = "check"  # a named check of rules, with parameters (codes, duplicates, completeness)
    READER = "reader"  # raised while reading a file
    SCORING = "scoring"  # raised while recomputing a self-evaluation
    NARRATIVE = "narrative"  # raised while telling the accounts in words


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a rule comes from."""

    title: str
    number: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """One audit formula as written in ``expectations/``.

    ``each`` names the domain ("unit", "row of T2", "parent of T3", "class of T1" …); ``when`` is the premise;
    ``holds`` the formula; ``check`` + ``parameters`` instead of ``holds`` for engine CHECK (a formula's ``parameters``
    may say what its findings tell besides). ``exceptions`` name the cells that may prove an official exception of a
    逻辑性 rule. ``suite`` is "accounts" or "performance".
    """

    id: str
    says: str
    severity: Severity
    kind: RuleKind
    engine: Engine = Engine.FORMULA
    suite: str = "accounts"
    source_id: str = ""
    each: str = "unit"
    when: str = ""
    holds: str = ""
    check: str = ""
    parameters: dict[str, object] = field(default_factory=dict)
    missing: Missing = Missing.ZERO
    since: int = 0
    until: int = 0
    basis: tuple[Basis, ...] = ()
    hint: str = ""
    exceptions: tuple[str, ...] = ()
    verified: bool = True
    note: str = ""
    shadow: bool = False  # 试行: it runs and is counted, is not told to units and decides nothing

    @property
    def phase(self) -> str:
        """How it counts now: 试行 while it is tried out, else its severity."""
        return "试行" if self.shadow else self.severity.chinese

    def in_force(self, year: int) -> bool:
        """Whether the rule applies to that fiscal year."""
        return self.since <= year and (self.until == 0 or year <= self.until)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules of an edition in force, dated and hashed; immutable once used."""

    edition: str
    rules: tuple[Rule, ...]
    hash: str

    def suite(self, name: str) -> tuple[Rule, ...]:
        """Rules of one suite in rulebook order."""
        return tuple(rule for rule in self.rules if rule.suite == name)

    @property
    def trial(self) -> frozenset[str]:
        """Ids of the rules that are tried out."""
        return frozenset(rule.id for rule in self.rules if rule.shadow)

    def __getitem__(self, rule_id: str) -> Rule:
        """The rule of that id; KeyError when unknown, so that a misspelt id never passes."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

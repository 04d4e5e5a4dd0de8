"""Compile a rulebook once per edition: names resolved, domains known, checks found. Anything unclear is our error."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from final_accounts.model.edition import Edition
from final_accounts.model.errors import RulebookError
from final_accounts.model.rule import Engine, Rule, Rulebook
from final_accounts.rules.checks import CHECKS
from final_accounts.rules.domains import Domain, parse_domain
from final_accounts.rules.grammar import parse_formula
from final_accounts.rules.nodes import CellOf, Compare, Node, SumOf, linear, walk
from final_accounts.rules.prior import REPEATS
from final_accounts.rules.scope import MissingFormError, Scope
from final_accounts.rules.shapes import FormShape, form_shapes
from final_accounts.rules.telling import Told, told_lines


@dataclass(frozen=True)
class CompiledFormula:
    """A rule of engine FORMULA. ``exceptions`` are (words, proof), ``tells`` words -> lines that a finding lists."""

    rule: Rule
    domain: Domain
    premise: Node | None
    claim: Node
    exceptions: tuple[tuple[str, Node], ...]
    tells: dict[str, tuple[Told, ...]] = field(default_factory=dict)

    @cached_property
    def equation(self) -> bool:
        """Whether it is an equality of sums of cells."""
        return isinstance(self.claim, Compare) and self.claim.operator == "==" and self._sums

    @cached_property
    def bound(self) -> bool:
        """Whether it is an inequality of sums of cells."""
        return isinstance(self.claim, Compare) and self.claim.operator in {"<=", ">=", "<", ">"} and self._sums

    @property
    def _sums(self) -> bool:
        claim = self.claim
        return isinstance(claim, Compare) and linear(claim.left) and linear(claim.right)


@dataclass(frozen=True)
class CompiledRulebook:
    """What ``review`` needs of an edition. ``not_in_edition``: rules left out, with the form that is not there."""

    edition: Edition
    rulebook: Rulebook
    shapes: dict[str, FormShape]
    formulas: dict[str, CompiledFormula]
    checks: dict[str, Rule]
    sides: dict[str, Rule]
    not_in_edition: dict[str, str]
    rows: tuple[str, ...]
    names: dict[str, str]

    def expected(self, suite: str) -> tuple[Rule, ...]:
        """Rules that must have a verdict in a run of ``suite`` ("all": every one)."""
        rules = self.rulebook.rules if suite == "all" else self.rulebook.suite(suite)
        if not rules:
            message = f"rulebook of {self.rulebook.edition} has no rule of suite {suite!r}: nothing would be checked"
            raise RulebookError(message)
        return rules


def compile_rulebook(edition: Edition) -> CompiledRulebook:
    """Compile every rule of the edition. RulebookError names the rule that is not understood, or an id used twice."""
    shapes = form_shapes(edition)
    formulas: dict[str, CompiledFormula] = {}
    checks: dict[str, Rule] = {}
    sides: dict[str, Rule] = {}
    absent: dict[str, str] = {}
    seen: set[str] = set()
    for rule in edition.rulebook.rules:
        if rule.id in seen:
            message = f"rule {rule.id} stands twice in the rulebook of {edition.id}"
            raise RulebookError(message)
        seen.add(rule.id)
        if rule.engine is Engine.FORMULA:
            try:
                formulas[rule.id] = compile_rule(rule, shapes)
            except MissingFormError as error:
                absent[rule.id] = str(error)
        elif rule.engine is Engine.CHECK:
            if rule.check not in CHECKS:
                message = f"rule {rule.id}: no check named {rule.check!r}; there are {', '.join(sorted(CHECKS))}"
                raise RulebookError(message)
            checks[rule.id] = rule
        else:
            sides[rule.id] = rule
    nodes = [n for f in formulas.values() for n in _nodes(f)]
    rows = {n.row.key for n in nodes if isinstance(n, CellOf) and n.row.key}
    rows |= {r for n in nodes if isinstance(n, SumOf) for r in n.rows}
    rows |= set(REPEATS.values())
    return CompiledRulebook(
        edition, edition.rulebook, shapes, formulas, checks, sides, absent, tuple(sorted(rows)), _names(edition)
    )


def compile_rule(rule: Rule, shapes: dict[str, FormShape]) -> CompiledFormula:
    """Compile one formula; MissingFormError when the edition lacks a form it names."""
    try:
        return _compiled(rule, shapes)
    except MissingFormError:
        raise
    except RulebookError as error:
        message = f"rule {rule.id}: {error}"
        raise RulebookError(message) from error


def _compiled(rule: Rule, shapes: dict[str, FormShape]) -> CompiledFormula:
    form = rule.each.partition(" of ")[2].partition("@")[0].partition(" ")[0]
    if form and form not in shapes:
        message = f"no form {form} in this edition"
        raise MissingFormError(message)
    domain = parse_domain(rule.each, shapes)
    scope = Scope(shapes, domain)
    premise = parse_formula(rule.when, scope) if rule.when else None
    claim = parse_formula(rule.holds, scope)
    exceptions = tuple(_exception(text, scope) for text in rule.exceptions)
    for node in (claim, *((premise,) if premise else ()), *(e[1] for e in exceptions)):
        if node.dimension != "truth":
            message = "a formula must be a yes or no"
            raise RulebookError(message)
    return CompiledFormula(rule, domain, premise, claim, exceptions, told_lines(rule, shapes))


def _exception(text: str, scope: Scope) -> tuple[str, Node]:
    words, colon, formula = text.partition(":")
    if not colon:
        message = f"exception {text!r}: write 'name: formula that proves it'"
        raise RulebookError(message)
    return words.strip(), parse_formula(formula, scope)


def _nodes(formula: CompiledFormula) -> list[Node]:
    roots = [formula.claim, *(e[1] for e in formula.exceptions)]
    if formula.premise is not None:
        roots.append(formula.premise)
    return [node for root in roots for node in walk(root)]


def _names(edition: Edition) -> dict[str, str]:
    """Register names by row key in the edition's year."""
    year = edition.fiscal_year
    names = {f"function:{c}": edition.functional.name(c, year) for c in edition.functional.codes}
    return names | {f"economic:{c}": edition.economic.name(c, year) for c in edition.economic.codes}

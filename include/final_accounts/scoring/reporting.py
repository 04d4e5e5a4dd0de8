"""Making findings: severity and hint from the rulebook, figures and cells from the check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from final_accounts.model.finding import Finding, Severity, Verdict
from final_accounts.model.money import in_measure
from final_accounts.model.place import Cell
from final_accounts.model.rule import Engine, Rule, Rulebook
from final_accounts.scoring.result import Result

RULES: Final = tuple(f"PF-{number:02}" for number in range(1, 31))
"""Every rule this room evaluates, in order."""

Findings = Iterator[Finding]


@dataclass(frozen=True)
class Reporter:
    """Builds findings of the rules in force; ``parameter`` reads a threshold from the rule."""

    rulebook: Rulebook

    def rule(self, rule_id: str) -> Rule | None:
        """The rule when it is in force in this edition, else None."""
        known = (rule for rule in self.rulebook.rules if rule.engine is Engine.SCORING)
        return next((rule for rule in known if rule.id == rule_id), None)

    def parameter(self, rule_id: str, key: str, default: str) -> Decimal:
        """A threshold of a rule."""
        rule = self.rule(rule_id)
        return Decimal(str(rule.parameters.get(key, default))) if rule is not None else Decimal(default)

    def finding(
        self,
        rule_id: str,
        result: Result,
        message: str,
        *,
        row: str = "",
        cells: Iterable[Cell | None] = (),
        value: Decimal | None = None,
        expected: Decimal | None = None,
        unit: str = "分",
        verdict: Verdict = Verdict.ERROR,
        label: str = "",
    ) -> Findings:
        """One finding, none when the rule is not in force. What cannot be checked is a notice, whatever the rule.

        ``label`` replaces the name of the form where several forms are meant.
        """
        rule = self.rule(rule_id)
        if rule is None:
            return
        form = result.evaluation.form
        difference = None if value is None or expected is None else value - expected
        yield Finding(
            rule=rule.id,
            severity=Severity.NOTICE if verdict is Verdict.NOT_CHECKABLE else rule.severity,
            verdict=verdict,
            message=f"{label or result.label}：{message}",
            hint=rule.hint,
            source_id=rule.source_id,
            cells=tuple(cell for cell in cells if cell is not None),
            value=value,
            expected=expected,
            difference=difference,
            unit_of_measure="" if value is None and expected is None else unit,
            row=f"{form}/{row}" if row else form,
        )


def yuan(fen: int) -> Decimal:
    """Fen as yuan for a finding's figures."""
    return in_measure(fen, "元")


def spoken(name: str) -> str:
    """A name to be put between quotation marks: its own become single.

    >>> spoken("“三公经费”变动率")
    '‘三公经费’变动率'
    """
    return name.translate(str.maketrans("“”", "‘’"))

"""Editions 年度编报口径: everything that depends on year and region, resolved once and hashed."""

from __future__ import annotations

from dataclasses import dataclass

from final_accounts.model.layout import FormKind, FormLayout
from final_accounts.model.register import Register
from final_accounts.model.rubric import Rubric
from final_accounts.model.rule import Rulebook


@dataclass(frozen=True, slots=True)
class Slot:
    """A text the unit writes itself 叙述. ``required`` as "always", "" or the words of a condition."""

    id: str
    title: str
    help: str = ""
    required: bool = False


@dataclass(frozen=True)
class Edition:
    """What ``catalog.edition("hubei-wuhan", 2021)`` returns.

    ``chain`` lists the overlays that were applied, first to last (national years, province, city).
    ``expenditure_lines`` are (line number 序号, class code, name) of the year's 类 lines in the summary tables.
    """

    id: str
    region: str
    fiscal_year: int
    title: str
    chain: tuple[str, ...]
    verified: bool
    forms: dict[str, FormLayout]
    rulebook: Rulebook
    rubrics: dict[str, Rubric]
    functional: Register
    economic: Register
    expenditure_lines: tuple[tuple[int, str, str], ...]
    slots: tuple[Slot, ...]
    hash: str
    template_version: str

    def tables(self) -> tuple[FormLayout, ...]:
        """The official public tables in order."""
        return tuple(f for f in self.forms.values() if f.kind is FormKind.TABLE)

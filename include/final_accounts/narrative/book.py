"""What the statements are made from: this year's facts, last year's, the evaluations and the unit's own texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from final_accounts.model.edition import Edition
from final_accounts.model.evaluation import Evaluation
from final_accounts.model.facts import Fact
from final_accounts.model.submission import Header

TOTAL: Final = "total"
CLASS, GROUP, ITEM = 3, 5, 7
"""Digits of 类, 款 and 项."""

_PRIOR: Final = {
    "T1 line:收入总计 amount": "line:收入总计",
    "T4 line:收入总计 amount": "line:财政拨款收入总计",
    "T5 total total": "line:一般公共预算支出",
    "T7 line:决算数 total": "line:三公决算合计",
    "OPERATING line:本年机关运行经费 amount": "line:机关运行经费",
}
"""Figure of last year's tables -> line of the sheet 上年数 that repeats it."""


@dataclass(frozen=True)
class Book:
    """Figures by address ``form row column``; None where nothing is known, which is not zero."""

    edition: Edition
    name: str
    header: Header
    facts: Mapping[str, Fact]
    prior: Mapping[str, Fact]
    nil: frozenset[str]
    evaluations: tuple[Evaluation, ...]
    texts: Mapping[str, str]

    @cached_property
    def _codes(self) -> dict[tuple[str, str], dict[str, int]]:
        """(form, column) -> code -> figure, in code order."""
        found: dict[tuple[str, str], dict[str, int]] = {}
        for fact in self.facts.values():
            code = fact.row.partition(":")[2]
            if code.isdigit() and isinstance(fact.value, int):
                found.setdefault((fact.form, fact.column), {})[code] = fact.value
        return {key: dict(sorted(codes.items())) for key, codes in found.items()}

    @classmethod
    def of(
        cls,
        edition: Edition,
        name: str,
        header: Header,
        facts: Iterable[Fact],
        *,
        prior: Iterable[Fact] = (),
        nil_forms: Iterable[str] = (),
        evaluations: Iterable[Evaluation] = (),
        texts: Mapping[str, str] | None = None,
    ) -> Book:
        """Facts indexed by where they stand."""
        return cls(
            edition,
            name,
            header,
            {address(fact): fact for fact in facts},
            {address(fact): fact for fact in prior},
            frozenset(nil_forms),
            tuple(evaluations),
            texts or {},
        )

    @property
    def year(self) -> int:
        """The fiscal year."""
        return self.edition.fiscal_year

    @property
    def scope(self) -> str:
        """单位 or 部门, as the cover says."""
        return self.header.report_scope or "单位"

    def whole(self, where: str) -> int | None:
        """The whole number at an address (fen or a count); zero in a form that was declared empty."""
        fact = self.facts.get(where)
        if fact is None:
            return 0 if where.partition(" ")[0] in self.nil else None
        return fact.value if isinstance(fact.value, int) else None

    def summed(self, addresses: Iterable[str]) -> int | None:
        """Sum of figures; None when none of them is known, an unprinted one among known ones is zero."""
        known = [value for where in addresses if (value := self.whole(where)) is not None]
        return sum(known) if known else None

    def before(self, where: str) -> int | None:
        """Last year's figure: from last year's accounts, else from the sheet 上年数, where a blank is not a zero."""
        fact = self.prior.get(where)
        if fact is None and where in _PRIOR:
            fact = self.facts.get(f"PRIOR {_PRIOR[where]} amount")
            if fact is not None and fact.blank:
                return None
        return fact.value if fact is not None and isinstance(fact.value, int) else None

    def coded(self, form: str, column: str, digits: int, under: str = "") -> dict[str, int]:
        """Code -> figure of the rows of one level, in code order."""
        codes = self._codes.get((form, column), {})
        return {code: fen for code, fen in codes.items() if len(code) == digits and code.startswith(under)}

    def subject(self, code: str) -> str:
        """Name of a functional or economic subject: as the unit printed it in its tables, else the register's."""
        economic = len(code) == GROUP and code[0] == "3"
        register = self.edition.economic if economic else self.edition.functional
        known = register.name(code, self.year)
        if known:
            return known
        row = f"{'economic' if economic else 'function'}:{code}"
        return next((fact.name for fact in self.facts.values() if fact.row == row and fact.name), code)

    def text(self, slot: str) -> str:
        """The unit's own text, "" when there is none."""
        return self.texts.get(slot, "").strip()


def address(fact: Fact) -> str:
    """``form row column`` of a fact."""
    return f"{fact.form} {fact.row} {fact.column}"

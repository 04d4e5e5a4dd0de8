"""Units as the city's pages name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from final_accounts.publishing.city.facts import CityFacts
from final_accounts.publishing.figures import MISSING


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit as pages name it; ``page`` "" when it has none."""

    code: str
    name: str
    page: str


@dataclass(frozen=True, slots=True)
class Refs:
    """Every unit that a page may name, by code."""

    by_code: Mapping[str, UnitRef]

    @classmethod
    def of(cls, facts: CityFacts) -> Refs:
        """Units of the register, and those that ended."""
        refs = {code: UnitRef(code, name, "") for code, name, _, _ in facts.merged}
        refs |= {s.unit.code: UnitRef(s.unit.code, s.unit.name, s.page) for s in facts.standings}
        return cls(refs)

    def of_code(self, code: str) -> UnitRef:
        """The unit; one that nobody registered is called by its code."""
        return self.by_code.get(code) or UnitRef(code, code, "")

    def named(self, code: str) -> str:
        """A counterparty as the unit wrote it, with its name when it is a unit of the register."""
        return f"{code} {self.by_code[code].name}" if code in self.by_code else code or MISSING

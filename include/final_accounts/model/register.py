"""Registers of codes 科目: since/until, source and a verified flag for every line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """What a register can say about a code in a year."""

    VALID = "valid"
    UNVERIFIED = "unverified"  # known only from memory, or its years are unknown: at most a notice
    NOT_IN_YEAR = "not_in_year"
    UNKNOWN = "unknown"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class Code:
    """One line of a register. Years are fiscal years, 0 = open or unknown."""

    code: str
    name: str
    level: str  # 类 | 款 | 项
    parent: str
    since: int
    until: int
    verified: bool
    successor: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class Register:
    """All lines of one classification. ``lengths`` are the digits of each level: (3, 5, 7) or (3, 5)."""

    id: str
    lengths: tuple[int, ...]
    codes: dict[str, tuple[Code, ...]]
    synonyms: dict[str, tuple[str, ...]]

    def parent_of(self, code: str) -> str:
        """Code of the level above by digits ("" for a 类 or a malformed code).

        Levels split at fixed digits, never by prefix luck.
        """
        if len(code) not in self.lengths:
            return ""
        place = self.lengths.index(len(code))
        return code[: self.lengths[place - 1]] if place else ""

    def line(self, code: str, year: int) -> Code | None:
        """The line in force in that year, else None."""
        for entry in self.codes.get(code, ()):
            if entry.since <= year and (entry.until == 0 or year <= entry.until):
                return entry
        return None

    def standing(self, code: str, year: int) -> Standing:
        """What can be said of ``code`` in ``year``."""
        if not code.isdigit() or not code.isascii() or len(code) not in self.lengths:
            return Standing.MALFORMED
        if code not in self.codes:
            return Standing.UNKNOWN
        entry = self.line(code, year)
        if entry is None:
            lines = self.codes[code]
            return Standing.NOT_IN_YEAR if any(c.verified for c in lines) else Standing.UNVERIFIED
        return Standing.VALID if entry.verified else Standing.UNVERIFIED

    def name(self, code: str, year: int) -> str:
        """Name in that year, or the latest known name, or ""."""
        entry = self.line(code, year) or (self.codes[code][-1] if code in self.codes else None)
        return entry.name if entry else ""

"""The hidden sheet 名录: what drop-downs choose from, straight from the edition's registers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from xlsxwriter.workbook import Workbook

from final_accounts.model.edition import Edition
from final_accounts.model.place import column_letters
from final_accounts.model.register import Register

SHEET: Final = "名录"
YES_NO: Final = ("是", "否")
UNIT_KINDS: Final = ("行政单位", "参公单位", "事业单位")


@dataclass
class RegistersSheet:
    """Lists written so far, and where each stands."""

    book: Workbook
    edition: Edition
    year: int
    _ranges: dict[tuple[str, ...], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """The sheet exists from the start, hidden."""
        self._sheet = self.book.add_worksheet(SHEET)
        self._sheet.hide()
        self._column = 0

    def source(self, choices: tuple[str, ...]) -> str:
        """Formula range of a list; ``("functional",)`` and ``("economic",)`` name a register."""
        if choices not in self._ranges:
            words = self._words(choices)
            letter = column_letters(self._column)
            self._sheet.write_string(0, self._column, choices[0] if len(choices) == 1 else "选项")
            for row, (word, name) in enumerate(words, 1):
                self._sheet.write_string(row, self._column, word)
                if name:
                    self._sheet.write_string(row, self._column + 1, name)
            self._ranges[choices] = f"={SHEET}!${letter}$2:${letter}${len(words) + 1}"
            self._column += 2
        return self._ranges[choices]

    def _words(self, choices: tuple[str, ...]) -> list[tuple[str, str]]:
        if len(choices) == 1 and choices[0] in (self.edition.functional.id, "functional", "function"):
            return in_force(self.edition.functional, self.year)
        if len(choices) == 1 and choices[0] in (self.edition.economic.id, "economic"):
            return in_force(self.edition.economic, self.year)
        if choices == ("yes_no",):
            return [(word, "") for word in YES_NO]
        if choices == ("unit_kinds",):
            return [(word, "") for word in UNIT_KINDS]
        return [(word, "") for word in choices]


def in_force(register: Register, year: int) -> list[tuple[str, str]]:
    """(code, name) of every line in force in that year, in order of codes."""
    found = ((code, register.line(code, year)) for code in sorted(register.codes))
    return [(code, line.name) for code, line in found if line is not None]

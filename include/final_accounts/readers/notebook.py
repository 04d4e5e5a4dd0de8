"""What one reading collects besides facts: findings, and where text had to be understood as numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from final_accounts.readers.intake import NORMALISED, SHOWN_CELLS, finding

if TYPE_CHECKING:
    from final_accounts.model.finding import Finding
    from final_accounts.model.place import Cell


@dataclass(slots=True)
class Notebook:
    """Mutable only while one file is read."""

    findings: list[Finding] = field(default_factory=list)
    normalised: list[Cell] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, found: Finding) -> None:
        """Keep a finding."""
        self.findings.append(found)

    def understood(self, cell: Cell, notes: tuple[str, ...]) -> None:
        """A cell was read as a number although it is not stored as one."""
        if notes:
            self.normalised.append(cell)
            self.kinds.update(notes)

    def close(self) -> tuple[Finding, ...]:
        """All findings; the understood cells as one aggregated notice at the end."""
        if not self.normalised:
            return tuple(self.findings)
        kinds = "、".join(f"{kind} {count} 处" for kind, count in self.kinds.most_common())
        first = "、".join(str(cell) for cell in self.normalised[:5])
        more = "等" if len(self.normalised) > 5 else ""  # noqa: PLR2004 - five are shown
        message = f"有 {len(self.normalised)} 个单元格不是规范的数字，已按数值理解并采用（{kinds}）：{first}{more}。"
        hint = "请核对理解是否正确；下次请在单元格中直接填写数字，例如 1234.50。"
        notice = finding(
            NORMALISED,
            message,
            hint,
            cells=self.normalised[:SHOWN_CELLS],
            row="workbook",
            count=len(self.normalised),
        )
        return (*self.findings, notice)

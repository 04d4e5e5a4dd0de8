"""Findings 审核疑点: what is wrong with a submission, where, by how much, and what to do. In Chinese for the unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from final_accounts.model.place import Cell


class Severity(StrEnum):
    """The ministry's split of audit formulas."""

    BLOCKING = "blocking"  # 基本平衡/逻辑性: must be corrected
    EXPLAIN = "explain"  # 核实性: needs an explanation a reviewer accepts
    NOTICE = "notice"  # 提示

    @property
    def chinese(self) -> str:
        """The word on pages."""
        return {"blocking": "必须更正", "explain": "需要说明", "notice": "提示"}[self.value]

    @property
    def rank(self) -> int:
        """0 is the gravest."""
        return list(Severity).index(self)


class Verdict(StrEnum):
    """What a rule says of one instance. Nothing is ever skipped silently."""

    OK = "ok"
    ROUNDING = "rounding"  # inside the envelope of the printed steps
    ERROR = "error"
    NOT_APPLICABLE = "not_applicable"  # the premise is false
    NOT_CHECKABLE = "not_checkable"  # an input is absent; the message says which


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule broken by one submission at one place.

    ``value``/``expected``/``difference`` are in ``unit_of_measure`` (元, 万元, 分, %, 人; "" when there is no figure).
    ``group`` orders cascades: 1 holds the fewest cells whose change clears the failed equations, 0 means not grouped.
    ``suspects`` are the cells of that group, best first. ``count`` > 1 marks an aggregated finding.
    """

    rule: str
    severity: Severity
    verdict: Verdict
    message: str
    hint: str = ""
    source_id: str = ""
    cells: tuple[Cell, ...] = ()
    value: Decimal | None = None
    expected: Decimal | None = None
    difference: Decimal | None = None
    unit_of_measure: str = ""
    group: int = 0
    suspects: tuple[Cell, ...] = ()
    count: int = 1
    row: str = ""  # row key of the instance inside the rule's domain; explanations refer to (rule, row)
    context: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Stable name of this finding inside its submission; an explanation in the workbook names it."""
        return f"{self.rule}@{self.row}" if self.row else self.rule

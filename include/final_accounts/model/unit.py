"""Budget units 预算单位, their departments and cities."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BudgetUnit:
    """A line of a city's register of units 单位名录. ``since``/``until`` are fiscal years, 0 = open."""

    code: str
    name: str
    kind: str  # 行政单位 | 参公单位 | 事业单位
    department: str  # department name 主管部门
    department_code: str
    since: int = 0
    until: int = 0
    predecessors: tuple[str, ...] = ()  # codes merged, split, moved or renamed into this one in its first year
    change: str = ""  # 合并 | 拆分 | 更名 | 新设 | 划转 | 撤销
    nil_return: bool = False
    exempt: str = ""  # reason, when the unit need not submit

    def exists_in(self, year: int) -> bool:
        """Whether the unit has to be accounted for in that fiscal year."""
        return self.since <= year and (self.until == 0 or year <= self.until)


@dataclass(frozen=True, slots=True)
class City:
    """A bureau's territory: one edition a year, a register of units, an inbox.

    ``reply`` is how the bureau signs its replies 批复文号代字, such as 江财决批; ``signing`` tells units and
    departments where and how they sign, "" for through the operator.
    """

    id: str
    name: str
    region: str  # edition region: "hubei-wuhan", "sichuan-ziyang", …
    made_up: bool
    units: tuple[BudgetUnit, ...]
    years: tuple[int, ...]
    reply: str = "决批"
    signing: str = ""

    def units_of(self, year: int) -> tuple[BudgetUnit, ...]:
        """Units of that fiscal year in register order."""
        return tuple(u for u in self.units if u.exists_in(year))

    def lines(self, year: int) -> dict[str, BudgetUnit]:
        """Every code the register ever held -> its line of that year, or its last one where it has none that year.

        A unit that was moved or renamed under its old code has several lines.
        """
        return {u.code: u for u in (*self.units, *self.units_of(year))}

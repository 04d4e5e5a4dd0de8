"""Last year's closing figures 上年数, put where this year's workbook asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from final_accounts.model.edition import Edition
from final_accounts.model.facts import Fact, FactKey, ValueKind
from final_accounts.model.money import in_measure
from final_accounts.workbooks.submission_data import FormRows

_SAME_PLACE: Final = {
    FactKey("PRIOR", "line:收入总计", "amount"): FactKey("T1", "line:收入总计", "amount"),
    FactKey("PRIOR", "line:本年收入合计", "amount"): FactKey("T1", "line:本年收入合计", "amount"),
    FactKey("PRIOR", "line:本年支出合计", "amount"): FactKey("T1", "line:本年支出合计", "amount"),
    FactKey("PRIOR", "line:结余分配", "amount"): FactKey("T1", "line:结余分配", "amount"),
    FactKey("PRIOR", "line:年末结转和结余", "amount"): FactKey("T1", "line:年末结转和结余", "amount"),
    FactKey("PRIOR", "line:财政拨款收入总计", "amount"): FactKey("T4", "line:收入总计", "amount"),
    FactKey("PRIOR", "line:年末财政拨款结转和结余", "amount"): FactKey("T4", "line:年末财政拨款结转和结余", "total"),
    FactKey("PRIOR", "line:一般公共预算支出", "amount"): FactKey("T5", "total", "total"),
    FactKey("PRIOR", "line:基本支出", "amount"): FactKey("T5", "total", "basic"),
    FactKey("PRIOR", "line:人员经费合计", "amount"): FactKey("T6", "line:人员经费合计", "amount"),
    FactKey("PRIOR", "line:公用经费合计", "amount"): FactKey("T6", "line:公用经费合计", "amount"),
    FactKey("PRIOR", "line:三公决算合计", "amount"): FactKey("T7", "line:决算数", "total"),
    FactKey("PRIOR", "line:三公预算合计", "amount"): FactKey("T7", "line:预算数", "total"),
    FactKey("PRIOR", "line:机关运行经费", "amount"): FactKey("OPERATING", "line:本年机关运行经费", "amount"),
    FactKey("T1", "line:年初结转和结余", "amount"): FactKey("T1", "line:年末结转和结余", "amount"),
    FactKey("T4", "line:年初财政拨款结转和结余", "amount"): FactKey("T4", "line:年末财政拨款结转和结余", "total"),
    FactKey("T4", "line:年初一般公共预算财政拨款", "amount"): FactKey("T4", "line:年末财政拨款结转和结余", "general"),
    FactKey("T4", "line:年初政府性基金预算财政拨款", "amount"): FactKey("T4", "line:年末财政拨款结转和结余", "fund"),
    FactKey("T4", "line:年初国有资本经营预算财政拨款", "amount"): FactKey(
        "T4", "line:年末财政拨款结转和结余", "capital"
    ),
    FactKey("CARRY", "line:上年末结转和结余", "total"): FactKey("CARRY", "line:年末结转和结余", "total"),
    FactKey("CARRY", "line:上年末结转和结余", "basic"): FactKey("CARRY", "line:年末结转和结余", "basic"),
    FactKey("CARRY", "line:上年末结转和结余", "project"): FactKey("CARRY", "line:年末结转和结余", "project"),
    FactKey("OPERATING", "line:上年机关运行经费", "amount"): FactKey("OPERATING", "line:本年机关运行经费", "amount"),
}
"""This year's place -> last year's fact. Openings are a starting point: the unit corrects what was adjusted."""


def prefilled(edition: Edition, prior: Iterable[Fact]) -> dict[str, FormRows]:
    """Rows to prefill, from last year's accepted facts; several units merged into one add up. Absent stays absent."""
    sums: dict[FactKey, int] = {}
    for fact in prior:
        if fact.kind is ValueKind.AMOUNT and isinstance(fact.value, int):
            sums[fact.key] = sums.get(fact.key, 0) + fact.value
    wanted = {place: sums[source] for place, source in _SAME_PLACE.items() if source in sums}
    wanted |= {
        FactKey("PRIOR", key.row, key.column): value
        for key, value in sums.items()
        if key.form == "T1" and key.row.startswith("function:")
    }
    found: dict[str, FormRows] = {}
    for place, value in wanted.items():
        if _printed(edition, place):
            found.setdefault(place.form, {}).setdefault(place.row, {})[place.column] = in_measure(value)
    return found


def _printed(edition: Edition, place: FactKey) -> bool:
    """Whether the edition prints that line."""
    layout = edition.forms.get(place.form)
    return layout is not None and any(line.key == place.row for block in layout.blocks for line in block.lines)

"""Property: every line of a roll-up is the sum over the units less the elimination, on made-up cities of any seed."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from final_accounts.catalog import edition
from final_accounts.model.facts import FactKey
from final_accounts.model.money import to_fen
from final_accounts.model.place import Cell
from final_accounts.model.unit import BudgetUnit, City
from final_accounts.publishing.city import Contribution
from final_accounts.publishing.city.wanted import consolidated_forms
from final_accounts.stages.approval.rolling import cells_of
from final_accounts.warehouse.elimination import Transfer, eliminate
from final_accounts.workbooks.made_up import made_up_city

if TYPE_CHECKING:
    from collections.abc import Iterator

    from final_accounts.workbooks import SubmissionData

UNITS = 4
PAYER = {"上级补助收入": "对附属单位补助支出", "附属单位上缴收入": "上缴上级支出"}
"""What the receiver calls a transfer -> what the payer calls it."""
COLUMNS = {
    "上级补助收入": "superior_subsidy",
    "附属单位上缴收入": "affiliated",
    "对附属单位补助支出": "to_affiliated",
    "上缴上级支出": "to_superior",
}
TOTAL_LINES = ("本年收入合计", "收入总计", "本年支出合计", "支出总计")


@cache
def department(region: str, seed: int) -> dict[str, SubmissionData]:
    """Accounts of a department of institutions: the first two pay each other."""
    units = tuple(BudgetUnit(f"10100{n}", f"示例单位{n}", "事业单位", "示例部门", "101") for n in range(1, UNITS + 1))
    town = City("property", "示例市", region, made_up=True, units=units, years=(2021,))
    return made_up_city(town, edition(region, 2021), seed)


def figures(forms: tuple[str, ...], unit: str, data: SubmissionData) -> Iterator[Contribution]:
    for form in forms:
        for row, columns in data.forms.get(form, {}).items():
            for column, value in columns.items():
                if isinstance(value, Decimal) and value:
                    yield Contribution(unit, FactKey(form, row, column), to_fen(value)[0], Cell(form, 1, 1))


def transfers(unit: str, data: SubmissionData) -> Iterator[Transfer]:
    for row in data.forms.get("TRANSFERS", {}).values():
        amount = row["amount"]
        assert isinstance(amount, Decimal)
        yield Transfer(unit, str(row["counterparty"]), str(row["kind"]), to_fen(amount)[0])


@settings(max_examples=30, deadline=None)
@given(
    region=st.sampled_from(["hubei-wuhan", "sichuan-ziyang"]),
    seed=st.integers(0, 5),
    members=st.sets(st.sampled_from([f"10100{n}" for n in range(1, UNITS + 1)]), min_size=1),
    silent=st.sampled_from(["", *COLUMNS]),
)
def test_every_line_is_the_sum_over_the_units_less_the_elimination(
    region: str, seed: int, members: set[str], silent: str
) -> None:
    found = edition(region, 2021)
    data = {unit: accounts for unit, accounts in department(region, seed).items() if unit in members}
    parts = [one for unit, each in data.items() for one in figures(consolidated_forms(found), unit, each)]
    told = [one for unit, each in data.items() for one in transfers(unit, each) if one.kind != silent]
    eliminated = eliminate(told, frozenset(data))
    cells = {cell.key: cell for cell in cells_of(found, parts, eliminated)}

    sums: dict[FactKey, int] = defaultdict(int)
    for part in parts:
        sums[part.key] += part.amount
    assert set(cells) >= set(sums)
    for key, cell in cells.items():
        assert (cell.total, cell.amount) == (sums[key], sums[key] - cell.eliminated), key
        assert cell.eliminated >= 0

    paid = {kind: sum(pair.amount for pair in eliminated.pairs if pair.kind == kind) for kind in PAYER.values()}
    assert any(paid.values()) == ({"101001", "101002"} <= members)
    whole = sum(paid.values())
    wanted = {FactKey("T1", f"line:{line}", "amount"): whole for line in TOTAL_LINES}
    wanted |= {FactKey(form, "total", "total"): whole for form in ("T2", "T3")}
    for kind, payer in PAYER.items():
        wanted[FactKey("T1", f"line:{kind}", "amount")] = paid[payer]
        wanted[FactKey("T2", "total", COLUMNS[kind])] = paid[payer]
        wanted[FactKey("T3", "total", COLUMNS[payer])] = paid[payer]
    taken = {key: cell.eliminated for key, cell in cells.items() if cell.eliminated}
    assert {key: taken.pop(key, 0) for key in wanted} == wanted
    assert all(key.row.startswith("function:") for key in taken), "nothing else is touched"


@settings(max_examples=20, deadline=None)
@given(region=st.sampled_from(["hubei-wuhan", "sichuan-ziyang"]), seed=st.integers(0, 5))
def test_what_balances_in_every_unit_balances_in_the_department(region: str, seed: int) -> None:
    found = edition(region, 2021)
    data = department(region, seed)
    parts = [one for unit, each in data.items() for one in figures(consolidated_forms(found), unit, each)]
    told = [one for unit, each in data.items() for one in transfers(unit, each)]
    amounts = {cell.key: cell.amount for cell in cells_of(found, parts, eliminate(told, frozenset(data)))}

    def of(form: str, row: str, column: str = "amount") -> int:
        return amounts.get(FactKey(form, row, column), 0)

    assert told
    assert of("T1", "line:收入总计") == of("T1", "line:支出总计") > 0
    assert of("T2", "total", "total") == of("T1", "line:本年收入合计")
    assert of("T3", "total", "total") == of("T1", "line:本年支出合计")
    assert of("T3", "total", "total") == sum(
        of("T3", "total", column) for column in ("basic", "project", "to_superior", "business", "to_affiliated")
    )
    assert of("T3", "total", "to_affiliated") == of("T3", "total", "to_superior") == 0
    classes = [key for key in amounts if key.form == "T1" and key.row.startswith("function:")]
    assert sum(amounts[key] for key in classes) == of("T1", "line:本年支出合计")

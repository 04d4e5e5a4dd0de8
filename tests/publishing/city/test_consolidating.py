"""Consolidation: every cell of the city is the sum of its list, and what is eliminated goes where the units show it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from final_accounts.model.errors import PublishingError
from final_accounts.model.facts import FactKey
from final_accounts.model.place import Cell
from final_accounts.publishing.city.consolidating import CityCell, consolidate
from final_accounts.publishing.city.eliminating import Eliminated, eliminate_cells
from final_accounts.publishing.city.facts import Contribution, TransferPair
from final_accounts.publishing.documents import Documents
from publishing.city.sample import CONTRIBUTIONS, SUBSIDY
from publishing.jianghan import EDITION

KINDS = Documents.of(EDITION).words["city_elimination"]


def eliminated(parts: tuple[Contribution, ...] = CONTRIBUTIONS, *pairs: TransferPair) -> Eliminated:
    return eliminate_cells(EDITION, parts, pairs or (SUBSIDY,), KINDS)


def cells(parts: tuple[Contribution, ...] = CONTRIBUTIONS, *pairs: TransferPair) -> dict[FactKey, CityCell]:
    return consolidate(parts, eliminated(parts, *pairs).adjustments)


def taken(found: dict[FactKey, CityCell]) -> dict[str, int]:
    return {" ".join(key): cell.eliminated for key, cell in found.items() if cell.eliminated}


def reported(unit: str, form: str, row: str, column: str, fen: int) -> Contribution:
    return Contribution(unit, FactKey(form, row, column), fen, Cell(form, 1, 1))


def test_a_matched_transfer_is_taken_off_every_cell_it_stands_in() -> None:
    amount = SUBSIDY.amount
    assert taken(cells()) == dict.fromkeys(
        (
            "T1 function:208 amount",
            "T1 line:上级补助收入 amount",
            "T1 line:支出总计 amount",
            "T1 line:收入总计 amount",
            "T1 line:本年支出合计 amount",
            "T1 line:本年收入合计 amount",
            "T2 function:208 superior_subsidy",
            "T2 function:20805 superior_subsidy",
            "T2 function:2080505 superior_subsidy",
            "T2 total superior_subsidy",
            "T2 total total",
            "T3 function:208 to_affiliated",
            "T3 function:208 total",
            "T3 function:20899 to_affiliated",
            "T3 function:20899 total",
            "T3 function:2089999 to_affiliated",
            "T3 function:2089999 total",
            "T3 total to_affiliated",
            "T3 total total",
            "T2 function:208 total",
            "T2 function:20805 total",
            "T2 function:2080505 total",
        ),
        amount,
    )


def test_the_citys_totals_still_balance() -> None:
    found = cells()
    income, expenditure = (found[FactKey("T1", f"line:{name}总计", "amount")].amount for name in ("收入", "支出"))
    assert income == expenditure == 443_004_900


def test_every_cell_is_the_sum_of_its_list_less_what_is_taken() -> None:
    for cell in cells().values():
        assert cell.total == sum(part.amount for part in cell.parts)
        assert cell.amount == cell.total - sum(line.amount for line in cell.taken)


def test_a_cell_that_does_not_add_up_stops_the_publication() -> None:
    cell = next(iter(cells().values()))
    with pytest.raises(PublishingError, match="汇总数与明细不符"):
        replace(cell, amount=cell.amount + 1)
    with pytest.raises(PublishingError, match="汇总数与明细不符"):
        replace(cell, parts=cell.parts[1:])


def test_two_rows_are_emptied_where_the_pairs_are_all_there_is() -> None:
    parts = (
        reported("101001", "T3", "function:20899", "to_affiliated", 12),
        reported("101001", "T3", "function:2089901", "to_affiliated", 5),
        reported("101001", "T3", "function:2089999", "to_affiliated", 7),
    )
    pairs = [replace(SUBSIDY, amount=fen) for fen in (8, 4)]
    found = taken(cells(parts, *pairs))
    assert (found["T3 function:2089901 to_affiliated"], found["T3 function:2089999 to_affiliated"]) == (5, 7)
    assert found["T3 function:20899 to_affiliated"] == found["T1 function:208 amount"] == 12


def test_what_no_row_can_be_told_from_is_taken_off_the_totals_alone() -> None:
    parts = (
        reported("101001", "T3", "total", "to_affiliated", 20),
        reported("101001", "T3", "function:2089901", "to_affiliated", 9),
        reported("101001", "T3", "function:2089999", "to_affiliated", 11),
    )
    pair = replace(SUBSIDY, amount=10)
    found = taken(cells(parts, pair))
    assert found["T3 total to_affiliated"] == 10
    assert not [key for key in found if "function" in key]
    assert [(item.form, item.unit, item.amount) for item in eliminated(parts, pair).unassigned] == [
        ("T3", "101001", 10),
        ("T1", "101001", 10),
        ("T2", "101002", 10),
    ]


def test_a_kind_that_the_words_do_not_know_is_our_error() -> None:
    with pytest.raises(PublishingError, match=r"city\.toml"):
        eliminate_cells(EDITION, CONTRIBUTIONS, (SUBSIDY,), {})

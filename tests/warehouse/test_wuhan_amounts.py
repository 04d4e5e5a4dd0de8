"""Every amount of the transcribed Wuhan document comes back from a query exactly."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import yaml
from sqlalchemy import select

from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.money import in_measure, step_of, to_fen
from final_accounts.model.place import Cell
from final_accounts.warehouse import Warehouse
from final_accounts.warehouse.derived_tables import fact
from warehouse.samples import received, record

DOCUMENT = Path(__file__).parents[2] / "include/examples/real/jianghan-2021.yaml"


def printed_amounts() -> dict[tuple[str, str, str], str]:
    tables = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))["tables"]
    return {
        (form, row, column): text
        for form, table in tables.items()
        for row, cells in table.get("rows", {}).items()
        for column, text in cells.items()
        if column in table["columns"]
    }


def test_every_amount_of_the_wuhan_document_comes_back_exactly(warehouse: Warehouse) -> None:
    printed = printed_amounts()
    assert len(printed) > 150
    facts = []
    for place, ((form, row, column), text) in enumerate(printed.items()):
        fen, exact = to_fen(Decimal(text), "万元")
        assert exact
        decimals = len(text.partition(".")[2])
        kind = ValueKind.AMOUNT
        facts.append(Fact(form, row, column, kind, fen, Cell(form, place, 0), text, step_of(decimals, "万元")))
    warehouse.load(record(received(warehouse, "101001"), facts))
    with warehouse.reading() as connection:
        rows = connection.execute(
            select(fact.c.form, fact.c.row_key, fact.c.column_key, fact.c.amount, fact.c.printed, fact.c.step)
        ).all()
    assert {(row.form, row.row_key, row.column_key): row.printed for row in rows} == printed
    for found in rows:
        assert in_measure(found.amount, "万元", 2) == Decimal(found.printed)
        assert found.step == step_of(len(found.printed.partition(".")[2]), "万元")

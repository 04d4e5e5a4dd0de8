"""Queries of the city summary and of the season."""

from __future__ import annotations

from dataclasses import replace

from final_accounts.model.facts import Fact, FactKey
from final_accounts.model.finding import Severity
from final_accounts.model.place import Cell
from final_accounts.model.submission import SubmissionState
from final_accounts.warehouse import Warehouse
from final_accounts.warehouse.elimination import Pair, Reason
from final_accounts.warehouse.queries_consolidation import (
    CountedVersion,
    ReportedAmount,
    counted_versions,
    reported_amounts,
)
from final_accounts.warehouse.queries_levels import accepted_values
from final_accounts.warehouse.queries_season import (
    FindingCount,
    findings_by_department,
    findings_by_rule,
    unit_statuses,
)
from final_accounts.warehouse.queries_transfers import elimination, transfers
from warehouse.samples import EXPLAIN, FINDING, UNITS, accepted, amount, received, record, sha, text


def test_every_amount_behind_a_table_comes_with_its_cell(warehouse: Warehouse) -> None:
    row = "function:208"
    accepted(warehouse, "101001", [amount("T1", row, "amount", 700, name="社保"), amount("T9", "total", "total", 1)])
    accepted(warehouse, "101002", [amount("T1", row, "amount", -55), amount("T1", "total", "amount", 0, blank=True)])
    with warehouse.reading() as connection:
        found = list(reported_amounts(connection, "mou", 2021, ("T1", "T2")))
    key, cell = FactKey("T1", row, "amount"), Cell("T1", len(row), len("amount"))
    assert found == [
        ReportedAmount("101001", key, 700, cell, "社保"),
        ReportedAmount("101002", key, -55, cell, ""),
    ]


def test_only_the_latest_accepted_version_counts(warehouse: Warehouse) -> None:
    states = [SubmissionState.ACCEPTED, SubmissionState.ACCEPTED, SubmissionState.RETURNED]
    for n, state in enumerate(states, start=1):
        item = received(warehouse, "101001", f"v{n}")
        warehouse.load(record(item, [amount("T1", "line:其他收入", "amount", n)], state=state))
    received(warehouse, "101002")
    with warehouse.reading() as connection:
        assert [a.amount for a in reported_amounts(connection, "mou", 2021, ("T1",))] == [2]
        assert list(reported_amounts(connection, "mou", 2022, ("T1",))) == []
        assert counted_versions(connection, "mou", 2021) == (CountedVersion("101001", 2, sha("101001v2")),)


def test_an_amount_beyond_the_databases_integers_counts_whole(warehouse: Warehouse) -> None:
    accepted(warehouse, "102001", [amount("T1", "function:201", "amount", 10**30)])
    with warehouse.reading() as connection:
        assert [a.amount for a in reported_amounts(connection, "mou", 2021, ("T1",))] == [10**30]


def test_asked_figures_come_for_every_unit_that_counts(warehouse: Warehouse) -> None:
    asked = FactKey("T1", "line:本年收入合计", "amount")
    others = [amount("T1", asked.row, "other", 1), amount("T2", asked.row, "amount", 2)]
    accepted(warehouse, "101001", [amount(*asked, 390), *others])
    accepted(warehouse, "101002", [amount("T1", asked.row, "amount", 0, blank=True)])
    accepted(warehouse, "102001", others)
    with warehouse.reading() as connection:
        values = accepted_values(connection, "mou", 2021, (asked, FactKey("STAFF", "total", "count")))
        assert accepted_values(connection, "mou", 2020, (asked,)) == {}
    assert values == {"101001": {asked: 390}, "101002": {asked: 0}, "102001": {}}


def test_internal_transfers_are_eliminated_in_pairs(warehouse: Warehouse) -> None:
    def item(n: int, counterparty: str, kind: str, fen: int) -> list[Fact]:
        row = f"item:{n}"
        return [
            text("TRANSFERS", row, "counterparty", counterparty),
            text("TRANSFERS", row, "kind", kind),
            amount("TRANSFERS", row, "amount", fen),
        ]

    blank = [amount("TRANSFERS", "item:3", "amount", 0, blank=True)]
    paid = [*item(1, "101002", "对附属单位补助支出", 500), *item(2, "102001", "上级补助收入", 8), *blank]
    accepted(warehouse, "101001", paid)
    accepted(warehouse, "101002", item(1, "101001", "上级补助收入", 500))
    with warehouse.reading() as connection:
        assert len(transfers(connection, "mou", 2021)) == 3
        result = elimination(connection, "mou", 2021)
    assert result.pairs == (Pair("101001", "101002", "对附属单位补助支出", 500),)
    assert (result.pairs[0].paid_at, result.pairs[0].received_at) == (("TRANSFERS!G7",), ("TRANSFERS!G7",))
    assert [(u.transfer.counterparty, u.reason) for u in result.unmatched] == [("102001", Reason.NOT_COUNTED)]


def test_every_unit_of_the_register_has_a_state(warehouse: Warehouse) -> None:
    warehouse.load(record(received(warehouse, "101001"), findings=(FINDING,), state=SubmissionState.RETURNED))
    warehouse.load(record(received(warehouse, "101001", "v2"), findings=(EXPLAIN, EXPLAIN)))
    received(warehouse, "101002")
    with warehouse.reading() as connection:
        first, second, third = unit_statuses(connection, "mou", 2021)
    assert (first.unit, first.version, first.state) == (UNITS[0], 2, SubmissionState.ACCEPTED)
    assert (first.blocking, first.explain, first.notice) == (0, 2, 0)
    assert (second.state, second.blocking, second.file_name) == (SubmissionState.RECEIVED, 0, "101002.xlsx")
    assert (third.unit, third.version, third.state, third.received_at) == (UNITS[3], 0, None, None)


def test_findings_are_counted_by_rule_and_by_department(warehouse: Warehouse) -> None:
    returned = SubmissionState.RETURNED
    warehouse.load(record(received(warehouse, "101001"), findings=(FINDING, FINDING, EXPLAIN), state=returned))
    warehouse.load(record(received(warehouse, "101002"), findings=(EXPLAIN,)))
    warehouse.load(record(received(warehouse, "102001"), findings=(replace(EXPLAIN, rule="V4"),)))
    with warehouse.reading() as connection:
        assert findings_by_rule(connection, "mou", 2021) == (
            FindingCount("T01-03", Severity.BLOCKING, 2, 1),
            FindingCount("V3", Severity.EXPLAIN, 2, 2),
            FindingCount("V4", Severity.EXPLAIN, 1, 1),
        )
        assert findings_by_department(connection, "mou", 2021) == (
            FindingCount("某局", Severity.BLOCKING, 2, 1),
            FindingCount("某局", Severity.EXPLAIN, 2, 2),
            FindingCount("某院", Severity.EXPLAIN, 1, 1),
        )

"""Queries of the city summary and of the season."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from final_accounts.model.facts import Fact
from final_accounts.model.finding import Severity
from final_accounts.model.submission import SubmissionState
from final_accounts.warehouse import Warehouse
from final_accounts.warehouse.elimination import Pair, Reason
from final_accounts.warehouse.queries_scores import scores_by_rating, unit_scores
from final_accounts.warehouse.queries_season import (
    FindingCount,
    findings_by_department,
    findings_by_rule,
    unit_statuses,
)
from final_accounts.warehouse.queries_totals import (
    Contribution,
    Execution,
    ThreePublic,
    Total,
    class_totals,
    class_totals_by_fund,
    execution,
    row_totals,
    three_public_expenses,
)
from final_accounts.warehouse.queries_transfers import elimination, transfers
from warehouse.samples import EXPLAIN, FINDING, SCORE, UNITS, accepted, amount, received, record, text

WELFARE = "社会保障和就业支出"


def test_totals_by_class_name_the_contributing_units(warehouse: Warehouse) -> None:
    row = "function:208"
    accepted(warehouse, "101001", [amount("T1", row, "amount", 700, name=WELFARE), amount("T1", "x", "amount", 1)])
    accepted(warehouse, "101002", [amount("T1", row, "amount", 55, name=WELFARE)])
    accepted(warehouse, "102001", [amount("T1", row, "amount", 0, name=WELFARE, blank=True)])
    with warehouse.reading() as connection:
        totals = class_totals(connection, "mou", 2021)
    assert totals == (Total(row, WELFARE, 755, (Contribution("101001", 700), Contribution("101002", 55))),)
    assert totals[0].code == "208"


def test_only_classes_are_totalled_not_their_parts(warehouse: Warehouse) -> None:
    rows = ("function:208", "function:20805", "function:2080505", "total")
    accepted(warehouse, "101001", [amount("T3", row, "basic", 9) for row in rows])
    with warehouse.reading() as connection:
        assert [t.code for t in class_totals(connection, "mou", 2021, "T3", "basic")] == ["208"]
        assert class_totals(connection, "mou", 2021, "T3", "project") == ()


def test_totals_by_class_are_split_by_fund(warehouse: Warehouse) -> None:
    figures = {"total": 12, "general": 10, "fund": 2}
    accepted(warehouse, "101001", [amount("T4", "function:208", c, fen) for c, fen in figures.items()])
    with warehouse.reading() as connection:
        by_fund = class_totals_by_fund(connection, "mou", 2021)
    assert {fund: sum(t.amount for t in totals) for fund, totals in by_fund.items()} == figures | {"capital": 0}


def test_only_the_latest_accepted_version_counts(warehouse: Warehouse) -> None:
    states = [SubmissionState.ACCEPTED, SubmissionState.ACCEPTED, SubmissionState.RETURNED]
    for n, state in enumerate(states, start=1):
        item = received(warehouse, "101001", f"v{n}")
        warehouse.load(record(item, [amount("T1", "line:其他收入", "amount", n)], state=state))
    with warehouse.reading() as connection:
        (total,) = row_totals(connection, "mou", 2021, "T1", "amount", rows="line:")
        assert total.amount == 2
        assert row_totals(connection, "mou", 2022, "T1", "amount") == ()


def test_totals_never_overflow(warehouse: Warehouse) -> None:
    for unit in ("101001", "101002"):
        accepted(warehouse, unit, [amount("T1", "function:201", "amount", 2**63 - 1)])
    accepted(warehouse, "102001", [amount("T1", "function:201", "amount", 10**30)])
    with warehouse.reading() as connection:
        assert class_totals(connection, "mou", 2021)[0].amount == 2 * (2**63 - 1) + 10**30


def test_execution_is_spending_over_the_adjusted_budget(warehouse: Warehouse) -> None:
    budget = [amount("BUDGET", "total", "initial", 300), amount("BUDGET", "total", "adjusted", 400)]
    lines = [amount("BUDGET", "function:208", "adjusted", 400), amount("T1", "line:本年支出合计", "amount", 390)]
    accepted(warehouse, "101001", [*budget, *lines])
    accepted(warehouse, "101002", [amount("BUDGET", "total", "adjusted", 0)])
    with warehouse.reading() as connection:
        first, second = execution(connection, "mou", 2021)
    assert (first, first.rate) == (Execution("101001", 300, 400, 390), Decimal("0.975"))
    assert (second, second.rate) == (Execution("101002", 0, 0, 0), None)


def test_three_public_expenses_stand_beside_their_budget(warehouse: Warehouse) -> None:
    facts = [
        amount("T7", "line:预算数", "total", 30),
        amount("T7", "line:预算数", "abroad", 10),
        amount("T7", "line:决算数", "total", 20),
        amount("T7", "line:决算数", "abroad", 5),
        amount("S12", "line:决算数", "total", 1),
    ]
    accepted(warehouse, "101001", facts)
    with warehouse.reading() as connection:
        assert three_public_expenses(connection, "mou", 2021) == (
            ThreePublic("101001", "S12", "total", 0, 1),
            ThreePublic("101001", "T7", "total", 30, 20),
            ThreePublic("101001", "T7", "abroad", 10, 5),
        )


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


def test_scores_are_grouped_by_rating(warehouse: Warehouse) -> None:
    fair = replace(SCORE, form="PP1", rating="良", indicators=())
    warehouse.load(record(received(warehouse, "101001"), scores=(SCORE, fair)))
    warehouse.load(record(received(warehouse, "101002"), scores=(fair,), state=SubmissionState.RETURNED))
    with warehouse.reading() as connection:
        by_rating = scores_by_rating(connection, "mou", 2021)
        assert len(unit_scores(connection, "mou", 2021, accepted=False)) == 3
    assert {rating: [(s.unit, s.form) for s in items] for rating, items in by_rating.items()} == {
        "优": [("101001", "PW")],
        "良": [("101001", "PP1")],
    }
    assert by_rating["优"][0].difference == Decimal("1.50")

"""Loading: what goes in comes out; a key stands for one content; a reload changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from final_accounts.model.errors import StoreError
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.place import Cell
from final_accounts.model.submission import Explanation, SubmissionState
from final_accounts.warehouse import Warehouse, facts_hash
from final_accounts.warehouse.content import content_held, content_of
from final_accounts.warehouse.derived_tables import DERIVED
from final_accounts.warehouse.queries_scores import evaluations_of_version, scores_of_version
from final_accounts.warehouse.queries_season import (
    explanations_of_version,
    findings_of_version,
    outcome_of_version,
)
from warehouse.samples import CITY, EVALUATION, EXPLAIN, FACTS, FINDING, SCORE, received, record

ROWS = len(FACTS) + 1 + 1 + 1 + 1 + 1 + 1


def rows_in(warehouse: Warehouse) -> dict[str, int]:
    with warehouse.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in DERIVED
        }


def test_everything_comes_back_as_it_was_given(warehouse: Warehouse) -> None:
    item = received(warehouse, "101001")
    counts = warehouse.load(record(item, findings=(EXPLAIN, replace(EXPLAIN, rule="V4", context={}))))
    assert (counts["fact"], counts["inserted"], counts["deleted"]) == (len(FACTS), ROWS + 1, 0)
    assert warehouse.facts("mou", 2021, "101001") == FACTS
    with warehouse.reading() as connection:
        where = (connection, "mou", 2021, "101001")
        assert evaluations_of_version(*where) == (EVALUATION,)
        assert scores_of_version(*where) == (SCORE,)
        assert findings_of_version(*where) == (EXPLAIN, replace(EXPLAIN, rule="V4", context={}))
        assert explanations_of_version(*where) == (Explanation("V3", "结转资金", "附件1"),)
        outcome = outcome_of_version(*where)
    assert outcome is not None
    assert outcome.header == record(item).header
    assert (outcome.forms_present, outcome.nil_forms, outcome.texts, outcome.sheets) == (
        ("T1", "T2"),
        ("T8",),
        {"overview": "概况"},
        {"T1": "表1"},
    )


def test_a_blocked_submission_is_kept_with_its_findings_and_returned(warehouse: Warehouse) -> None:
    item = received(warehouse, "101001")
    warehouse.load(record(item, findings=(FINDING,), state=SubmissionState.RETURNED))
    with warehouse.reading() as connection:
        assert findings_of_version(connection, "mou", 2021, "101001", 1) == (FINDING,)
        assert findings_of_version(connection, "mou", 2021, "101001") == ()
    assert warehouse.stored_submissions("mou", 2021)[0].state is SubmissionState.RETURNED


def test_reloading_the_same_outcome_changes_nothing(warehouse: Warehouse) -> None:
    item = received(warehouse, "101001")
    warehouse.load(record(item))
    before = rows_in(warehouse)
    with warehouse.reading() as connection:
        loaded = outcome_of_version(connection, "mou", 2021, "101001")
    counts = warehouse.load(record(item, run="run-2"))
    assert (counts["inserted"], counts["deleted"]) == (0, 0)
    with warehouse.reading() as connection:
        assert outcome_of_version(connection, "mou", 2021, "101001") == loaded
    assert rows_in(warehouse) == before


@pytest.mark.parametrize(
    "other",
    [
        {"facts": FACTS[1:]},
        {"findings": ()},
        {"state": SubmissionState.RETURNED},
        {"scores": (replace(SCORE, rating="良"),)},
        {"texts": {}},
        {"rulebook_hash": "r2"},
    ],
)
def test_another_content_under_the_same_key_is_refused_and_changes_nothing(
    warehouse: Warehouse, other: dict[str, Any]
) -> None:
    item = received(warehouse, "101001")
    warehouse.load(record(item))
    with pytest.raises(StoreError, match="same key"):
        warehouse.load(record(item, **other))
    assert warehouse.facts("mou", 2021, "101001") == FACTS


@pytest.mark.parametrize("key", ["edition_hash", "prior_hash", "code_version"])
def test_a_new_key_replaces_the_derived_rows_and_the_old_key_brings_them_back(warehouse: Warehouse, key: str) -> None:
    item = received(warehouse, "101001")
    warehouse.load(record(item))
    counts = warehouse.load(record(item, FACTS[:2], **{key: "another"}))
    assert (counts["inserted"], counts["deleted"]) == (ROWS - len(FACTS) + 2, ROWS)
    assert warehouse.facts("mou", 2021, "101001") == FACTS[:2]
    warehouse.load(record(item))
    assert warehouse.facts("mou", 2021, "101001") == FACTS


def test_a_later_outcome_does_not_take_back_an_approval(warehouse: Warehouse) -> None:
    item = received(warehouse, "101001")
    warehouse.load(record(item))
    warehouse.set_state("mou", [item], SubmissionState.APPROVED)
    warehouse.load(record(item, findings=(FINDING,), state=SubmissionState.RETURNED, code_version="c2"))
    assert warehouse.stored_submissions("mou", 2021)[0].state is SubmissionState.APPROVED
    with warehouse.reading() as connection:
        outcome = outcome_of_version(connection, "mou", 2021, "101001")
    assert outcome is not None
    assert outcome.decision is SubmissionState.RETURNED


def test_a_load_that_fails_half_way_leaves_nothing(warehouse: Warehouse) -> None:
    item = received(warehouse, "101001")
    with warehouse.engine.begin() as connection:
        connection.execute(text("DROP TABLE explanation"))
    with pytest.raises(SQLAlchemyError):
        warehouse.load(record(item))
    with warehouse.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM fact")).scalar_one() == 0
        assert connection.execute(text("SELECT count(*) FROM result")).scalar_one() == 0
    assert warehouse.stored_submissions("mou", 2021)[0].state is SubmissionState.RECEIVED


def test_a_file_that_was_never_received_is_refused(warehouse: Warehouse) -> None:
    item = received(warehouse, "101001")
    with pytest.raises(StoreError, match="never received"):
        warehouse.load(record(replace(item, version=2)))
    with pytest.raises(StoreError, match="not bbbb"):
        warehouse.load(record(replace(item, sha256="b" * 64)))


def test_last_years_facts_are_those_of_the_latest_accepted_version(warehouse: Warehouse) -> None:
    warehouse.register(CITY, 2020)
    versions = [received(warehouse, "101009", words, year=2020) for words in ("v1", "v2", "v3")]
    states = (SubmissionState.ACCEPTED, SubmissionState.ACCEPTED, SubmissionState.RETURNED)
    for n, (item, state) in enumerate(zip(versions, states, strict=True)):
        warehouse.load(record(item, FACTS[n : n + 1], state=state))
    warehouse.load(record(received(warehouse, "101001"), FACTS))
    prior = warehouse.prior_facts("mou", ["101002", "101009", "101001"], 2021)
    assert prior == {"101009": FACTS[1:2]}


def test_the_name_of_facts_does_not_depend_on_their_order_or_place() -> None:
    moved = tuple(replace(fact, cell=Cell("别处", 0, 0), printed="") for fact in reversed(FACTS))
    assert facts_hash(moved) == facts_hash(FACTS)
    assert facts_hash(FACTS[1:]) != facts_hash(FACTS)


_values = st.one_of(
    st.tuples(st.just(ValueKind.AMOUNT), st.integers()),
    st.tuples(st.just(ValueKind.AMOUNT), st.sampled_from([2**63 - 1, 2**63, -(2**63), 10**40])),
    st.tuples(st.just(ValueKind.COUNT), st.integers()),
    st.tuples(st.just(ValueKind.RATIO), st.decimals(allow_nan=False, allow_infinity=False)),
    st.tuples(st.just(ValueKind.POINTS), st.decimals(allow_nan=False, allow_infinity=False, places=2)),
    st.tuples(st.just(ValueKind.DATE), st.dates()),
    st.tuples(st.just(ValueKind.TEXT), st.text()),
)


@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.lists(st.tuples(_values, st.text(max_size=3000), st.booleans()), min_size=1, max_size=20))
def test_whatever_a_unit_writes_is_kept_exactly(
    warehouse: Warehouse, data: list[tuple[tuple[ValueKind, int | Decimal | date | str], str, bool]]
) -> None:
    facts = tuple(
        Fact("T1", f"item:{words}", words, kind, value, Cell(words, 3, 4), words, 1, blank, words)
        for (kind, value), words, blank in data
    )
    item = received(warehouse, "101001", facts_hash(facts))
    loaded = record(item, facts, texts={"overview": "".join(words for _, words, _ in data)})
    warehouse.load(loaded)
    assert warehouse.facts("mou", 2021, "101001", item.version) == tuple(_kept(fact) for fact in facts)
    with warehouse.reading() as connection:
        assert content_held(connection, "mou", 2021, "101001", item.version) == content_of(loaded)


def _kept(fact: Fact) -> Fact:
    """The one thing no database keeps is NUL (hypothesis makes no lone surrogates)."""

    def plain(words: str) -> str:
        return words.replace("\x00", "\ufffd")

    value = plain(fact.value) if isinstance(fact.value, str) else fact.value
    words = plain(fact.printed)
    return replace(
        fact,
        row=plain(fact.row),
        column=words,
        value=value,
        cell=replace(fact.cell, sheet=words),
        printed=words,
        name=words,
    )

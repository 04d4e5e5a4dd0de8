"""Which units a change of rules sent back, as their verdicts tell it."""

from __future__ import annotations

from datetime import UTC, datetime

from final_accounts.season.rule_changes import sent_back
from final_accounts.season.standing import Happened

AT = datetime(2022, 3, 1, tzinfo=UTC)


def verdict(word: str, rulebook: str, unit: str = "101001", version: int = 1) -> Happened:
    return Happened(f"submission.{word}", unit, version, "审核规则", AT, {"rulebook_hash": rulebook})


def places(*events: Happened) -> list[tuple[str, int, str, str]]:
    return [(one.unit, one.version, one.old, one.new) for one in sent_back(events)]


def test_accepted_by_one_rulebook_and_returned_by_the_next() -> None:
    assert places(verdict("accepted", "a"), verdict("returned", "b")) == [("101001", 1, "a", "b")]


def test_what_the_same_rulebook_returns_is_not_the_rules_doing() -> None:
    assert places(verdict("accepted", "a"), verdict("returned", "a")) == []


def test_what_was_returned_already_or_is_accepted_again_is_left_out() -> None:
    assert places(verdict("returned", "a"), verdict("returned", "b")) == []
    assert places(verdict("accepted", "a"), verdict("returned", "b"), verdict("accepted", "a")) == []


def test_each_version_of_each_unit_has_its_own_verdicts() -> None:
    events = (verdict("accepted", "a"), verdict("returned", "b", version=2), verdict("returned", "b", unit="102001"))
    assert places(*events) == []
    assert places(*events, verdict("returned", "b")) == [("101001", 1, "a", "b")]

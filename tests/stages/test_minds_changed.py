"""Minds that change: a reviewer's the same day, a unit's whose next version waits, the bureau's about a correction."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from final_accounts.catalog import person
from final_accounts.history import NewEvent
from final_accounts.season.acts import Act
from final_accounts.season.states import UnitState
from final_accounts.stages.acting.acts import act, standing_of
from final_accounts.stages.acting.explanations import accept, send_back
from final_accounts.stages.house import now
from final_accounts.stages.settings import Settings
from stages.bad_files import CITY
from stages.decided_town import (
    GENERAL,
    REVIEWER,
    SAID_GENERAL,
    SAID_TOTAL,
    TELLER,
    WRITTEN_ANEW,
    YEAR,
    without_reasons,
)
from stages.small_town import SmallTown

if TYPE_CHECKING:
    from pathlib import Path

    from final_accounts.season.standing import Standing

WHY = "没有写明原因本身"


@pytest.fixture
def town(tmp_path: Path) -> SmallTown:
    """The unit gave its two reasons and was accepted."""
    made = SmallTown(Settings.at(tmp_path), YEAR)
    made.house.warehouse.migrate()
    made.sent(TELLER, without_reasons(TELLER, SAID_TOTAL, SAID_GENERAL))
    made.reviewed()
    assert standing(made).state is UnitState.ACCEPTED
    return made


def standing(town: SmallTown) -> Standing:
    return standing_of(town.house, town.season, TELLER)


def sent_back(town: SmallTown, why: str = WHY) -> Standing:
    return send_back(town.house, town.season, TELLER, GENERAL, person=REVIEWER, reason=why)


def accepted(town: SmallTown) -> Standing:
    return accept(town.house, town.season, TELLER, GENERAL, person=REVIEWER, reason="再看一遍，说明充分")


def test_before_the_next_review_the_unit_is_accepted_again_at_once_and_stays_so(town: SmallTown) -> None:
    assert sent_back(town).state is UnitState.RETURNED
    assert accepted(town).state is UnitState.ACCEPTED
    town.reviewed()
    assert standing(town).state is UnitState.ACCEPTED
    town.signed(TELLER)
    assert standing(town).state is UnitState.CERTIFIED


def test_the_unit_is_told_each_time_that_its_explanation_is_sent_back(town: SmallTown) -> None:
    sent_back(town)
    accepted(town)
    sent_back(town, "金额与合同不符，请补充")
    sent_back(town, "这一次没有人退回")  # again without anybody having accepted it: nothing is decided
    told = [path.read_bytes() for path in town.settings.outbox(CITY, YEAR).rglob("*explanation_sent_back.eml")]
    assert len(told) == 4  # the accountant and the head
    texts = [_text(one) for one in told]
    assert sum(WHY in text for text in texts) == sum("金额与合同不符，请补充" in text for text in texts) == 2


def _text(letter: bytes) -> str:
    body = message_from_bytes(letter, policy=default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_after_the_next_review_the_one_that_follows_accepts_it(town: SmallTown) -> None:
    sent_back(town)
    town.reviewed()
    assert accepted(town).state is UnitState.RETURNED, "the rules have returned it"
    town.reviewed()
    assert standing(town).state is UnitState.ACCEPTED


def test_what_waits_takes_the_place_of_what_is_sent_back_and_the_letter_is_about_that(town: SmallTown) -> None:
    town.signed(TELLER)
    town.sent(TELLER, without_reasons(TELLER, SAID_TOTAL, replace(WRITTEN_ANEW, finding=GENERAL)), "决算-2.xlsx")
    town.reviewed()
    assert (standing(town).state, standing(town).version, standing(town).waiting) == (UnitState.CERTIFIED, 1, 2)
    after = sent_back(town)
    assert (after.state, after.version, after.waiting, after.signatures) == (UnitState.ACCEPTED, 2, 0, ())
    told = [event.subject for event in town.house.history.events(CITY, YEAR, "message.sent")]
    assert f"{TELLER}/v1/{GENERAL}" in told
    assert f"{TELLER}/v2/{GENERAL}" not in told
    town.reviewed()
    town.signed(TELLER)
    assert standing(town).state is UnitState.CERTIFIED


def test_what_was_sent_back_during_a_correction_that_was_called_off_is_judged_no_more(town: SmallTown) -> None:
    town.signed(TELLER)
    signed = standing(town)
    says: dict[str, object] = {"unit": TELLER, "version": 1, "sha256": signed.sha256, "number": "示例批复1号"}
    for kind in ("submission.approved", "submission.published"):
        town.house.history.append(CITY, YEAR, [NewEvent(kind, f"{TELLER}/v1", "qs-d101", says, now())])

    def did(kind: str, **said: str) -> Standing:
        return act(town.house, town.season, Act(kind, TELLER, person(CITY, "qs-operator"), payload=said))

    did("submission.corrected", reason="单位来文申请更正", materiality="一般")
    sent_back(town)
    town.reviewed()
    assert standing(town).verdicts == {1: "returned"}
    off = did("correction.called_off", reason="更正申请是另一家单位的")
    assert (off.state, off.sent_back) == (UnitState.PUBLISHED, frozenset())
    town.reviewed()
    assert standing(town).verdicts == {1: "accepted"}
    other = replace(SAID_TOTAL, reason=f"{SAID_TOTAL.reason}，另附清单")
    town.sent(TELLER, without_reasons(TELLER, other, SAID_GENERAL), "决算-2.xlsx")
    town.reviewed()
    assert standing(town).verdicts == {1: "accepted", 2: "returned"}, "of a new version the text was sent back"

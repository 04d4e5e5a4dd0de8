"""An answer to a batch is acted on once, by whoever did not propose it, while what it was given to still stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from final_accounts.catalog import person
from final_accounts.model.errors import SeasonError
from final_accounts.season.states import UnitState
from final_accounts.stages.approval.approve import Asking, approve_department, approve_units
from final_accounts.stages.approval.settle_batch import settle_batch
from final_accounts.stages.publication.to_publish import to_publish
from stages.bad_files import CITY
from stages.batched import (
    ALONE,
    APPROVER,
    BOTH,
    CULTURE_APPROVER,
    CULTURE_REVIEWER,
    OPERATOR,
    PARTS,
    REFUSE,
    YEAR,
    answered,
    copied,
    proposed,
    published,
    request,
    states,
    told,
)

if TYPE_CHECKING:
    from pathlib import Path

    from stages.small_town import SmallTown


@pytest.fixture
def town(waiting_town: SmallTown, tmp_path: Path) -> SmallTown:
    return copied(waiting_town, tmp_path)


def signed_again(town: SmallTown) -> None:
    """The unit that is alone in its department is reopened and signed again: the same bytes, other signatures."""
    town.done(ALONE, "submission.reopened", town.person(ALONE, "head"), reason="发现文件有误需要重新核对")
    town.signed(ALONE)


def test_an_answer_is_acted_on_once(town: SmallTown) -> None:
    """Clearing the last task of an old run approves nothing again that was taken back meanwhile."""
    answered(town, proposed(town, request("", "107")), APPROVER)
    first = settle_batch(town.settings, request(), "run")
    signed_again(town)
    assert settle_batch(town.settings, request(), "run") == first
    assert states(town)[ALONE] is UnitState.CERTIFIED
    assert len(told(town, "submission.approved")) == 1
    assert to_publish(town.settings, {"run": "run", "city": CITY, "fiscal_year": YEAR}, None) == []


def test_an_answer_does_not_outlive_the_signatures_it_was_given_to(town: SmallTown) -> None:
    """Its step died before it settled; meanwhile the unit was reopened and signed again."""
    answered(town, proposed(town, request("", "107")), APPROVER)
    signed_again(town)
    with pytest.raises(SeasonError, match="107001 答复之后重新签过字，须另提一个批次"):
        settle_batch(town.settings, request(), "run")
    assert told(town, "submission.approved") == told(town, "department.approved") == []
    approve_department(town.house, town.season, "105", Asking(person(CITY, APPROVER)))
    answered(town, proposed(town, request("105"), CULTURE_REVIEWER, "second"), CULTURE_APPROVER)
    town.done(PARTS[0], "submission.reopened", person(CITY, OPERATOR), reason="收到举报，暂停批复并核实")
    town.signed(PARTS[0])
    assert published(settle_batch(town.settings, request("105"), "second")) == [PARTS[1]]
    (settled,) = told(town, "batch.approved")
    assert settled["refused"] == {PARTS[0]: "答复之后重新签过字，须另提一个批次"}


def test_a_later_no_takes_back_an_earlier_yes_that_had_no_effect(town: SmallTown) -> None:
    answered(town, proposed(town, request("", "107"), run="first"), APPROVER)
    answered(town, proposed(town, request("", "107"), run="second"), APPROVER, REFUSE, "汇总口径有误，请核对")
    assert settle_batch(town.settings, request(), "second") == []
    with pytest.raises(SeasonError, match="002号批次对同一份报表答复了不批准"):
        settle_batch(town.settings, request(), "first")
    assert set(states(town).values()) == {UnitState.CERTIFIED}


def test_what_was_refused_is_not_approved_later_by_the_same_answer(town: SmallTown) -> None:
    question = proposed(town, request("", "107"))
    town.done(ALONE, "submission.reopened", town.person(ALONE, "head"), reason="发现附表漏填一行")
    answered(town, question, APPROVER)
    for _ in range(2):
        with pytest.raises(SeasonError, match="主管部门须重新签审汇总"):
            settle_batch(town.settings, request(), "run")
        town.signed(*({ALONE} if states(town)[ALONE] is UnitState.ACCEPTED else ()))
    assert len(told(town, "batch.refused")) == 1
    answered(town, question, "")  # the question was cleared and asked again, and nobody answered in time
    assert settle_batch(town.settings, request(), "run") == []
    answered(town, question, APPROVER)  # and once more: the same word of the same person is a new answer
    assert published(settle_batch(town.settings, request(), "run")) == [ALONE]
    kinds = [event.kind for event in town.house.history.events(CITY, YEAR) if event.kind.startswith("batch.")]
    assert kinds == [f"batch.{one}" for one in ("proposed", "answered", "refused", "expired", "answered", "approved")]


def test_who_proposed_a_batch_does_not_answer_it_at_a_terminal(town: SmallTown) -> None:
    proposed(town, request("", "107"), BOTH)
    with pytest.raises(SeasonError, match=r"提请过001号批次，不能自己批复"):
        approve_department(town.house, town.season, "107", Asking(person(CITY, BOTH)))
    approve_department(town.house, town.season, "107", Asking(person(CITY, APPROVER)))
    answer = approve_units(town.house, town.season, "107", Asking(person(CITY, BOTH)))
    assert answer.approved == ()
    assert "提请过001号批次，不能自己批复" in answer.refused[ALONE]

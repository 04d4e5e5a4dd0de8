"""A small town whose departments wait for a reply, and what people do about it: propose, answer, and be told."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from final_accounts.stages.approval.departments import certify_department
from final_accounts.stages.approval.propose_batch import propose_batch
from final_accounts.stages.approval.settle_batch import note_answer
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import standings
from stages.bad_files import CITY
from stages.registers import own_register
from stages.small_town import SmallTown, small_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from final_accounts.season.states import UnitState

YEAR = 2021
ALONE, PARTS = "107001", ("105001", "105002")
OPERATOR, APPROVER, BOTH = "qs-operator", "qs-approver", "qs-both"
CULTURE_REVIEWER, CULTURE_APPROVER = "qs-105-reviewer", "qs-105-approver"
GRANT, REFUSE = "批准", "不批准"


@contextmanager
def certified_town(place: Path, data: Path) -> Iterator[SmallTown]:
    """Two departments, of one unit and of two, signed and certified by real persons."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINAL_ACCOUNTS_DATA", str(own_register(data)))
        town = small_town(Settings.at(place), YEAR, (ALONE, *PARTS))
        town.signed(ALONE, *PARTS)
        for code in ("107", "105"):
            certify_department(town.house, town.season, code, town.person(code, "reviewer"), {0: "核对后确认无误"})
        yield town


def copied(town: SmallTown, place: Path) -> SmallTown:
    """The same town for one test."""
    shutil.copytree(town.settings.var, place / "var")
    return SmallTown(Settings.at(place / "var"), YEAR)


def request(department: str = "", *departments: str) -> dict[str, object]:
    return {"city": CITY, "fiscal_year": YEAR, "department": department, "departments": list(departments)}


def proposed(town: SmallTown, asked: dict[str, object], preparer: str = OPERATOR, run: str = "run") -> dict[str, Any]:
    (question,) = propose_batch(town.settings, asked, preparer, run)
    return question


def answered(town: SmallTown, question: dict[str, Any], account: str, option: str = GRANT, reason: str = "") -> None:
    by = {"id": account, "name": account} if account else None
    said = {"chosen_options": [option], "params_input": {"reason": reason}, "responded_by_user": by}
    note_answer(town.settings, question["about"], said)


def published(started: list[dict[str, Any]]) -> object:
    """The units with which the one run of the publication is started."""
    (one,) = started
    return one["conf"]["units"]


def states(town: SmallTown) -> dict[str, UnitState]:
    return {code: one.state for code, one in standings(town.house, town.season).items() if code in {ALONE, *PARTS}}


def told(town: SmallTown, kind: str) -> list[dict[str, Any]]:
    return [json.loads(event.payload) | {"actor": event.actor} for event in town.house.history.events(CITY, YEAR, kind)]

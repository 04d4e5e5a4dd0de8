"""A batch is approved inside a really running Airflow: by a named approver who neither prepared nor signed, or not."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from airflow_api import AirflowApi
from embedded import EmbeddedAirflow
from final_accounts.catalog import data_root
from final_accounts.season.states import UnitState
from final_accounts.stages.approval.departments import certify_department
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import standings
from stages.bad_files import CITY
from stages.registers import own_register
from stages.small_town import SmallTown, small_town

if TYPE_CHECKING:
    from collections.abc import Iterator

YEAR = 2021
GOES_OUT, STAYS = "107001", "104001"
OPERATOR, APPROVER, BOTH, CLERK = "qs-operator", "qs-approver", "qs-both", "qs-clerk"
ACCOUNTS = ",".join(["admin:admin", *(f"{account}:user" for account in (OPERATOR, APPROVER, BOTH, CLERK))])
SECONDS = 300
PEOPLE_READ = 3.0
"""Before anybody answers: an answer within the second in which the step begins to wait makes Airflow ask again."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallTown]:
    """Two departments of one unit each, signed and certified, in a city whose register has real persons only."""
    with pytest.MonkeyPatch.context() as patch:
        data = own_register(tmp_path_factory.mktemp("data"))
        patch.setenv("FINAL_ACCOUNTS_DATA", str(data))
        town = small_town(Settings.at(tmp_path_factory.mktemp("approval")), YEAR, (GOES_OUT, STAYS))
        town.signed(GOES_OUT, STAYS)
        for unit in (GOES_OUT, STAYS):
            certify_department(town.house, town.season, unit[:3], town.person(unit[:3], "reviewer"))
        yield town


@pytest.fixture(scope="module")
def airflow(town: SmallTown) -> Iterator[EmbeddedAirflow]:
    embedded = EmbeddedAirflow(town.settings.var)
    embedded.environment |= {
        "FINAL_ACCOUNTS_CITY": CITY,
        "FINAL_ACCOUNTS_DATA": str(data_root()),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ACCOUNTS,
    }
    with embedded as running:
        for dag in ("approval", "publication"):
            running.api.unpause(dag)
        yield running


@pytest.fixture(scope="module")
def accounts(airflow: EmbeddedAirflow) -> Iterator[dict[str, Account]]:
    with ExitStack() as stack:
        found = {name: Account(airflow, name) for name in (OPERATOR, APPROVER, BOTH, CLERK)}
        for account in found.values():
            stack.callback(account.api.close)
        yield found


class Account:
    """Somebody who is signed in to Airflow."""

    def __init__(self, airflow: EmbeddedAirflow, name: str) -> None:
        passwords: dict[str, str] = json.loads((airflow.home / "passwords.json").read_text())
        self.api = AirflowApi(airflow.address)
        self.api.log_in(name, passwords[name])
        self.client = self.api._client

    def proposes(self, department: str) -> str:
        return self.api.trigger("approval", {"city": CITY, "fiscal_year": YEAR, "departments": [department]})

    def answers(self, run: str, option: str, reason: str = "") -> int:
        said = {"chosen_options": [option], "params_input": {"reason": reason}}
        return self.client.patch(step(run, "/hitlDetails"), json=said).status_code

    def marks_as_success(self, run: str) -> int:
        return self.client.patch(step(run), json={"new_state": "success"}).status_code

    def writes_result(self, run: str, result: object) -> int:
        """An answer forged as the result of the step."""
        address = f"/api/v2/dags/approval/dagRuns/{run}/taskInstances/decide/xcomEntries"
        entry = {"key": "return_value", "value": result, "map_index": 0}
        return self.client.post(address, json=entry).status_code


def step(run: str, tail: str = "") -> str:
    return f"/api/v2/dags/approval/dagRuns/{run}/taskInstances/decide/0{tail}"


def questions(api: AirflowApi, runs: list[str]) -> dict[str, Any]:
    """Run -> what it asks, once all of them wait for a person."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        found = api._client.get("/api/v2/dags/approval/dagRuns/~/hitlDetails").json()["hitl_details"]
        waiting = {one["task_instance"]["dag_run_id"]: one for one in found}
        if waiting.keys() >= set(runs) and all(waiting[r]["task_instance"]["state"] == "awaiting_input" for r in runs):
            return waiting
        time.sleep(0.3)
    raise AssertionError("not every batch is asked about")


def ended(api: AirflowApi, dag: str, run: str) -> str:
    until = time.monotonic() + SECONDS
    while (state := api.state(dag, run)) not in {"success", "failed"} and time.monotonic() < until:
        time.sleep(0.3)
    return state


def told(town: SmallTown, kind: str) -> list[dict[str, Any]]:
    return [json.loads(event.payload) | {"actor": event.actor} for event in town.house.history.events(CITY, YEAR, kind)]


def test_only_the_answer_of_a_named_approver_approves_and_publishes(
    town: SmallTown, airflow: EmbeddedAirflow, accounts: dict[str, Account]
) -> None:
    operator, approver, both, clerk = accounts.values()
    good, forged, own = operator.proposes(GOES_OUT[:3]), operator.proposes(STAYS[:3]), both.proposes(STAYS[:3])
    asked = questions(airflow.api, [good, forged, own])

    assert "1 个部门、1 家单位" in asked[good]["subject"]
    assert "107 青石市示例农业农村局" in asked[good]["body"]
    assert {one["id"] for one in asked[good]["assigned_users"]} == {APPROVER, BOTH}
    assert {one["id"] for one in asked[own]["assigned_users"]} == {APPROVER}, "whoever prepared it does not approve it"

    time.sleep(PEOPLE_READ)
    assert both.answers(own, "批准") == 403
    assert clerk.answers(good, "批准") == 403
    assert clerk.marks_as_success(forged) == 200, "Airflow's own hole"
    answer = {"chosen_options": ["批准"], "params_input": {}, "responded_by_user": {"id": APPROVER, "name": APPROVER}}
    assert clerk.writes_result(forged, answer) < 300, "Airflow's own hole"
    assert approver.answers(good, "批准") == 200
    assert approver.answers(own, "不批准", "汇总口径有误，请主管部门核对") == 200

    assert [ended(airflow.api, "approval", run) for run in (good, forged, own)] == ["success", "failed", "success"]
    assert ended(airflow.api, "publication", f"{CITY}-{YEAR}-batch-{batch(town, good)}-1") == "success"

    known = standings(town.house, town.season)
    assert (known[GOES_OUT].state, known[STAYS].state) == (UnitState.PUBLISHED, UnitState.CERTIFIED)
    pages = {path.stem for path in (town.settings.site(CITY, YEAR) / "units").glob("*.html")}
    assert pages == {GOES_OUT}

    (approved,) = told(town, "batch.approved")
    assert (approved["actor"], approved["units"]) == (APPROVER, [GOES_OUT])
    (department,) = told(town, "department.approved")
    (unit,) = told(town, "submission.approved")
    for one in (department, unit):
        assert (one["actor"], one["prepared_by"], one["automatic"]) == (APPROVER, OPERATOR, False)
    (refused,) = told(town, "batch.refused")
    assert refused["batch"] == batch(town, forged)
    assert "没有人答复这一批次" in refused["why"]
    (rejected,) = told(town, "batch.rejected")
    assert (rejected["actor"], rejected["reason"]) == (APPROVER, "汇总口径有误，请主管部门核对")
    assert town.house.history.verify(CITY, YEAR) == ()


def batch(town: SmallTown, run: str) -> str:
    return next(str(one["batch"]) for one in told(town, "batch.proposed") if one["run"] == run)

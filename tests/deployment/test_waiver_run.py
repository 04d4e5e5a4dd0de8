"""A waiver is decided inside a really running Airflow: by a named approver, or not at all."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from airflow_api import AirflowApi
from embedded import EmbeddedAirflow
from final_accounts.catalog import person
from final_accounts.season.waivers import WaiverState
from final_accounts.stages.acting.waivers import request_waiver, waivers_of
from final_accounts.stages.house import House, Season
from final_accounts.stages.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CITY, YEAR = "qingshi", 2021
UNITS = ("101001", "103001", "104001", "106001")
APPROVER, REVIEWER = "qs-approver", "qs-reviewer"
LATEST = "2099-12-31"
SECONDS = 300
PEOPLE_READ = 3.0
"""Before anybody answers: an answer within the second in which the step begins to wait makes Airflow ask again."""


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAirflow]:
    """Airflow in which the bureau's approver and reviewer have accounts; four heads have asked for a waiver."""
    embedded = EmbeddedAirflow(tmp_path_factory.mktemp("waivers"))
    embedded.environment |= {
        "FINAL_ACCOUNTS_CITY": CITY,
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"admin:admin,{APPROVER}:user,{REVIEWER}:user",
    }
    house = House.open(Settings.at(embedded.var))
    house.warehouse.migrate()
    for unit in UNITS:
        head = person(CITY, f"qs-{unit}-head")
        request_waiver(
            house,
            Season.named(CITY, YEAR),
            unit,
            "V-04",
            person=head,
            reason="口径不同，已经核实 {{ params }}",
            basis="示例文件〔2022〕1号",
            until=LATEST,
        )
    with embedded as running:
        for dag in ("waiver", "waiver_requests"):
            running.api.unpause(dag)
        yield running


def run_of(unit: str) -> str:
    return f"{CITY}-{YEAR}-{unit}-1"


def signed_in(airflow: EmbeddedAirflow, account: str) -> AirflowApi:
    passwords: dict[str, str] = json.loads((airflow.home / "passwords.json").read_text())
    api = AirflowApi(airflow.address)
    api.log_in(account, passwords[account])
    return api


def step(unit: str, tail: str = "/hitlDetails") -> str:
    return f"/api/v2/dags/waiver/dagRuns/{run_of(unit)}/taskInstances/decide/0{tail}"


def answered(api: AirflowApi, unit: str, option: str, **form: object) -> int:
    """Status of the reply to an answer; a database that a loaded machine keeps busy is asked again."""
    said = {"chosen_options": [option], "params_input": form}
    until = time.monotonic() + SECONDS
    while (status := api._client.patch(step(unit), json=said).status_code) >= 500 and time.monotonic() < until:
        time.sleep(0.5)
    return status


def ended(api: AirflowApi, unit: str, answer: Callable[[], int]) -> str:
    """How the run ended. A loaded machine may lose a task once: the question is then asked again, and answered."""
    until = time.monotonic() + SECONDS
    while (state := api.state("waiver", run_of(unit))) not in {"success", "failed"} and time.monotonic() < until:
        if not api._client.get(step(unit)).json().get("response_received", True):
            answer()
        time.sleep(0.3)
    return state


def why(api: AirflowApi, unit: str, task: str) -> str:
    """What the step said when it failed."""
    found = next(one for one in api.task_instances("waiver", run_of(unit)) if one["task_id"] == task)
    return "\n".join(line.text for line in api.log("waiver", run_of(unit), found))


def waiting(api: AirflowApi) -> dict[str, Any]:
    """Run id -> its question, once all four wait for a person."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        answer = api._client.get("/api/v2/dags/waiver/dagRuns/~/hitlDetails").json()
        found = {one["task_instance"]["dag_run_id"]: one for one in answer["hitl_details"]}
        asked = [found.get(run_of(unit)) for unit in UNITS]
        if all(one and one["task_instance"]["state"] == "awaiting_input" for one in asked):
            time.sleep(PEOPLE_READ)
            return found
        time.sleep(0.3)
    raise AssertionError("not every request is asked")


def states(var: Path) -> dict[str, WaiverState]:
    return {one.unit: one.state for one in waivers_of(House.open(Settings.at(var)), Season.named(CITY, YEAR))}


def test_each_request_waits_for_a_named_approver_and_nothing_but_an_answer_of_one_is_written(
    airflow: EmbeddedAirflow,
) -> None:
    api = airflow.api
    approver, reviewer = signed_in(airflow, APPROVER), signed_in(airflow, REVIEWER)
    api.trigger("waiver_requests", {"city": CITY})
    questions = waiting(api)
    granted, empty, marked, refused = UNITS

    question = questions[run_of(granted)]
    assert "申请豁免 V-04" in question["subject"]
    assert "口径不同，已经核实 {{ params }}" in question["body"], "a unit's words are no template"
    assert [one["id"] for one in question["assigned_users"]] == [APPROVER]

    assert answered(reviewer, granted, "批准", reason="我不是批复人", until="") == 403
    assert answered(api, granted, "批准", reason="管理员也不行", until="") == 403

    def grant() -> int:
        return answered(approver, granted, "批准", reason="同意，明年统一口径", until="2098-06-30")

    def say_nothing() -> int:
        return answered(approver, empty, "批准", reason="", until="永久")

    def mark() -> int:
        return reviewer._client.patch(step(marked, ""), json={"new_state": "success"}).status_code

    def refuse() -> int:
        return answered(approver, refused, "不批准", reason="依据不足，请更正", until="")

    assert grant() == 200
    assert answered(approver, granted, "不批准", reason="第二次答复", until="") == 409
    assert [say_nothing(), mark(), refuse()] == [200, 200, 200], "whoever may use Airflow may mark a task: its own hole"
    answers = dict(zip(UNITS, (grant, say_nothing, mark, refuse), strict=True))
    assert [ended(api, unit, answers[unit]) for unit in UNITS] == ["success", "failed", "failed", "success"]
    assert states(airflow.var) == {
        granted: WaiverState.GRANTED,
        empty: WaiverState.REQUESTED,
        marked: WaiverState.REQUESTED,
        refused: WaiverState.REFUSED,
    }
    one = waivers_of(House.open(Settings.at(airflow.var)), Season.named(CITY, YEAR), granted)[0]
    assert (one.decided_by, one.decision, str(one.until)) == (APPROVER, "同意，明年统一口径", "2098-06-30")
    assert "有效期应是日期" in why(api, empty, "decide")
    assert "没有人答复这一步" in why(api, marked, "settle_waiver")

    again = api.trigger("waiver_requests", {"city": CITY})
    for _ in api.follow("waiver_requests", [again], pause=0.3):
        pass
    assert len(api._client.get("/api/v2/dags/waiver/dagRuns").json()["dag_runs"]) == len(UNITS)
    approver.close()
    reviewer.close()

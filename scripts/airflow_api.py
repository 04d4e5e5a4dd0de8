"""The few calls of Airflow's REST API that the drivers and the deployment test need."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMPONENTS = ("metadatabase", "scheduler", "triggerer", "dag_processor")
FINAL = frozenset({"success", "failed"})
AT_WORK = ("scheduled", "queued", "running", "up_for_retry", "restarting")
LOCKED = "Database error"
BUSY = (0.5, 1.0, 2.0, 4.0)
"""Seconds to wait when Airflow's SQLite is locked by another writer: nothing was done, and it can be asked again."""
SHOWN = frozenset({"success", "failed", "upstream_failed", "up_for_retry"})


class ApiError(RuntimeError):
    """Airflow refused a call or a DAG file does not load; the message is Airflow's own."""


@dataclass(frozen=True)
class LogLine:
    """One line of a task's log: who wrote it (`error` for an exception) and what."""

    logger: str
    text: str


class AirflowApi:
    """A client of one api-server; log in before anything but the health check."""

    def __init__(self, address: str) -> None:
        """Nothing is sent yet."""
        self._client = httpx.Client(base_url=address, timeout=60, trust_env=False)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def is_healthy(self) -> bool:
        """All four components report healthy; False also while nobody listens yet."""
        try:
            answer = self._client.get("/api/v2/monitor/health", timeout=5)
        except httpx.TransportError:
            return False
        return answer.is_success and all(
            (answer.json().get(name) or {}).get("status") == "healthy" for name in COMPONENTS
        )

    def log_in(self, user: str, password: str) -> None:
        """Get a token for the calls that follow."""
        token = self._call("POST", "/auth/token", json={"username": user, "password": password})["access_token"]
        self._client.headers["Authorization"] = f"Bearer {token}"

    def _call(self, method: str, path: str, **arguments: Any) -> Any:  # noqa: ANN401 # JSON in, JSON out
        for pause in BUSY:
            with suppress(httpx.RemoteProtocolError):  # a connection that the server had just closed
                answer = self._client.request(method, path, **arguments)
                if answer.status_code != httpx.codes.INTERNAL_SERVER_ERROR or LOCKED not in answer.text:
                    break
            time.sleep(pause)
        else:
            answer = self._client.request(method, path, **arguments)
        if not answer.is_success:
            raise ApiError(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json() if answer.content else None

    def set_pool(self, name: str, slots: int, description: str) -> None:
        """Create a pool or change its size."""
        size = {"slots": slots, "description": description, "include_deferred": False}
        if self._client.get(f"/api/v2/pools/{name}").is_success:
            self._call("PATCH", f"/api/v2/pools/{name}", json={"pool": name, **size})
        else:
            self._call("POST", "/api/v2/pools", json={"name": name, **size})

    def unpause(self, dag: str, seconds: float = 120) -> None:
        """Wait until the DAG is known, then let it run; a file that does not load is told at once."""
        until = time.monotonic() + seconds
        while not self._client.get(f"/api/v2/dags/{dag}").is_success:
            for error in self._call("GET", "/api/v2/importErrors")["import_errors"]:
                raise ApiError(f"{error['filename']}: {error['stack_trace']}")
            if time.monotonic() > until:
                raise ApiError(f"Airflow does not know the DAG {dag} after {seconds} s")
            time.sleep(0.3)
        self._call("PATCH", f"/api/v2/dags/{dag}", json={"is_paused": False})

    def trigger(self, dag: str, conf: dict[str, object]) -> str:
        """Start a run; its id."""
        run: str = self._call("POST", f"/api/v2/dags/{dag}/dagRuns", json={"logical_date": None, "conf": conf})[
            "dag_run_id"
        ]
        return run

    def state(self, dag: str, run: str) -> str:
        """State of a run."""
        state: str = self._call("GET", f"/api/v2/dags/{dag}/dagRuns/{run}")["state"]
        return state

    def states(self, dag: str) -> dict[str, str]:
        """Run id -> state, of every run of the DAG."""
        return {run["dag_run_id"]: run["state"] for run in self._all(f"/api/v2/dags/{dag}/dagRuns", "dag_runs")}

    def unfinished(self) -> list[str]:
        """Task instances of any DAG that are at work, or about to be; one that waits for a person is not."""
        query = "&".join(f"state={state}" for state in AT_WORK)
        found = self._call("GET", f"/api/v2/dags/~/dagRuns/~/taskInstances?limit=100&{query}")["task_instances"]
        queued = self._call("GET", "/api/v2/dags/~/dagRuns?limit=100&state=queued")["dag_runs"]
        return [one["task_display_name"] for one in found] + [run["dag_run_id"] for run in queued]

    def questions(self, dag: str) -> list[dict[str, Any]]:
        """Steps of the DAG's runs that wait for a person."""
        address = f"/api/v2/dags/{dag}/dagRuns/~/hitlDetails?response_received=false&state=awaiting_input"
        return self._all(address, "hitl_details")

    def answer(self, instance: dict[str, Any], option: str, form: dict[str, object]) -> None:
        """Answer such a step in the name of whoever is logged in."""
        where = f"/api/v2/dags/{instance['dag_id']}/dagRuns/{instance['dag_run_id']}/taskInstances"
        said = {"chosen_options": [option], "params_input": form}
        self._call("PATCH", f"{where}/{instance['task_id']}/{instance['map_index']}/hitlDetails", json=said)

    def _all(self, address: str, key: str) -> list[dict[str, Any]]:
        """Every page of a list."""
        found: list[dict[str, Any]] = []
        while True:
            mark = "&" if "?" in address else "?"
            page = self._call("GET", f"{address}{mark}limit=100&offset={len(found)}")
            found += page[key]
            if not page[key] or len(found) >= page["total_entries"]:
                return found

    def task_instances(self, dag: str, run: str) -> list[dict[str, Any]]:
        """Every task instance of a run, mapped ones too."""
        return self._all(f"/api/v2/dags/{dag}/dagRuns/{run}/taskInstances", "task_instances")

    def follow(self, dag: str, runs: Sequence[str], *, pause: float = 1.0) -> Iterator[tuple[str, dict[str, Any]]]:
        """Task instances of these runs as they reach a state worth showing, until all runs have ended.

        Gives (run, instance), each state of each try once; a task that was skipped because nothing asked for it is not
        shown.
        """
        told: set[tuple[str, str, int]] = set()
        going = list(runs)
        while going:
            ended = [run for run in going if self.state(dag, run) in FINAL]
            for run in going:
                for instance in sorted(self.task_instances(dag, run), key=lambda one: one["end_date"] or ""):
                    mark = (instance["id"], instance["state"], instance["try_number"])
                    if instance["state"] in SHOWN and mark not in told:
                        told.add(mark)
                        yield run, instance
            going = [run for run in going if run not in ended]
            if going:
                time.sleep(pause)

    def log(self, dag: str, run: str, instance: dict[str, Any]) -> list[LogLine]:
        """What a task instance's last try wrote."""
        address = f"/api/v2/dags/{dag}/dagRuns/{run}/taskInstances/{instance['task_id']}/logs/{instance['try_number']}"
        content = self._call(
            "GET", address, params={"map_index": instance["map_index"]}, headers={"Accept": "application/json"}
        )["content"]
        lines: list[LogLine] = []
        for entry in content:
            if isinstance(entry, str):
                lines.append(LogLine("", entry))
                continue
            lines.append(LogLine(str(entry.get("logger", "")), str(entry.get("event", ""))))
            lines.extend(
                LogLine("error", f"{error['exc_type']}: {error['exc_value']}")
                for error in entry.get("error_detail") or ()
            )
        return lines

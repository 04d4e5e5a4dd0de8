"""Airflow on this machine for one folder: `airflow standalone` on free loopback ports, in its own process group.

Everything it writes stands below `var/`. Standalone ends before its children when it gets a SIGTERM, so the whole
group is stopped. One at a time per folder: SQLite holds one scheduler.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

import psutil

from airflow_api import AirflowApi

if TYPE_CHECKING:
    from types import TracebackType

ROOT = Path(__file__).resolve().parent.parent
DAG = "season"
USER = "admin"
START_SECONDS = 300
STOP_SECONDS = 30


class EmbeddedError(RuntimeError):
    """Airflow did not start, or already runs on this folder."""


def free_ports(count: int) -> list[int]:
    """Ports of the loopback address that nobody listens on; held together while choosing, so that they differ."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def slots() -> int:
    """Tasks at once: two a core, at least four, because the overhead of a task falls with the number of slots."""
    return max(4, 2 * (os.cpu_count() or 2))


def shared_settings(var: Path) -> dict[str, str]:
    """What every Airflow process of this product is told, embedded or not: where things stand, and to be quiet."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return {
        "PATH": path,
        "PYTHONPATH": str(ROOT / "config"),
        "AIRFLOW_HOME": str(var / "airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DEFAULT_TIMEZONE": "Asia/Shanghai",
        "AIRFLOW__CORE__MP_START_METHOD": "fork",
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "30",
        "FINAL_ACCOUNTS_DATA": str(ROOT),
        "FINAL_ACCOUNTS_VAR": str(var),
        "GX_ANALYTICS_ENABLED": "false",
        "NO_COLOR": "1",
    }


def members(group: int) -> list[psutil.Process]:
    """The living processes of a process group; their environment cannot be asked, Airflow overwrites it with titles."""
    found = []
    for process in psutil.process_iter():
        with suppress(ProcessLookupError, psutil.Error):
            if os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


@dataclass
class EmbeddedAirflow:
    """A context manager: entered, all four components are healthy; left, none of its processes remains."""

    var: Path
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    port: int = 0

    def __post_init__(self) -> None:
        """Choose the ports; three settings must agree on the first one or every task fails."""
        self.var = self.var.resolve()
        self.home = self.var / "airflow"
        self.port, worker_logs, trigger_logs = [self.port or free_ports(1)[0], *free_ports(2)]
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = (
            os.environ
            | shared_settings(self.var)
            | {
                "AIRFLOW__API__HOST": "127.0.0.1",
                "AIRFLOW__API__PORT": str(self.port),
                "AIRFLOW__API__BASE_URL": self.address,
                "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_urlsafe(64),
                "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{self.address}/execution/",
                "AIRFLOW__CORE__PARALLELISM": str(slots()),
                "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
                "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(self.home / "passwords.json"),
                "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(worker_logs),
                "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(trigger_logs),
                "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.2",
                "FINAL_ACCOUNTS_LOG_HOST": "127.0.0.1",
            }
        )

    def __enter__(self) -> Self:
        """Start, wait until the four components say that they are healthy, and let the season's DAG run."""
        self.home.mkdir(parents=True, exist_ok=True)
        self._lock = (self.home / "one-at-a-time.lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise EmbeddedError(
                f"Airflow already runs on {self.var} (make up or make run): stop that one first"
            ) from None
        passwords = self.home / "passwords.json"
        passwords.touch(mode=0o600)
        passwords.write_text(json.dumps({USER: self.password}))
        self.end_leftover()
        self._log = (self.home / "standalone.log").open("w")
        self._process = subprocess.Popen(
            ["airflow", "standalone"],
            env=self.environment,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.group = self._process.pid
        self._group_file.write_text(str(self.group))
        try:
            self._healthy_api()
            self.api.set_pool("warehouse", 1, "入库：SQLite 同时只容一个写者")
            self.api.unpause(DAG)
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the group, also after an error or Ctrl-C."""
        self._stop()

    def _healthy_api(self) -> None:
        self.api = api = AirflowApi(self.address)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise EmbeddedError(f"Airflow ended while starting; its log: {self._log.name}")
            if api.is_healthy():
                api.log_in(USER, self.password)
                return
            time.sleep(0.3)
        raise EmbeddedError(f"Airflow was not healthy within {START_SECONDS} s; its log: {self._log.name}")

    @property
    def _group_file(self) -> Path:
        return self.home / "process-group"

    def end_leftover(self) -> None:
        """A driver that was killed could not stop its Airflow: end what is left of that one, and of nothing else."""
        if not self._group_file.exists():
            return
        group = int(self._group_file.read_text())
        if any("airflow" in " ".join(process.cmdline()) for process in members(group)):
            os.killpg(group, signal.SIGKILL)

    def wait(self) -> None:
        """Until it ends by itself."""
        self._process.wait()

    def _stop(self) -> None:
        self.api.close()
        for how in (signal.SIGTERM, signal.SIGKILL):
            until = time.monotonic() + STOP_SECONDS
            with suppress(ProcessLookupError):
                os.killpg(self.group, how)
            while time.monotonic() < until and (self._process.poll() is None or members(self.group)):
                time.sleep(0.1)
        self._group_file.unlink(missing_ok=True)
        self._log.close()
        self._lock.close()

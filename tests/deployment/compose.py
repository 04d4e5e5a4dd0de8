"""docker-compose.yaml on this machine without an engine: its own commands and environments, run as processes.

The file is read at test time through Debian's `docker-compose config`, so that anchors, interpolation and required
variables mean what they mean in a deployment. What containers give is given otherwise: host names become loopback
ports, each container's file system a folder of its own, the image's ENV comes from the Dockerfile.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

import make_env
import servers
from airflow_api import AirflowApi

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
AIRFLOW_SERVICES = ("api-server", "scheduler", "dag-processor", "triggerer", "worker")
HEALTHY_SECONDS = 180


def configured(environment_file: Path) -> dict[str, Any]:
    """The services as docker-compose understands them, with the variables of that file."""
    shown = subprocess.run(
        ["docker-compose", "--file", str(ROOT / "docker-compose.yaml"), "--env-file", str(environment_file), "config"],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    services: dict[str, Any] = yaml.safe_load(shown.stdout.replace("$$", "$"))["services"]
    return services


def image_environment() -> dict[str, str]:
    """What the last ENV of the Dockerfile sets in every container."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    line = re.findall(r"^ENV (.*)$", text, re.MULTILINE)[-1]
    return dict(pair.split("=", 1) for pair in line.split())


@dataclass
class Deployment:
    """The running services; `processes` by container name, `logs` beside them."""

    folder: Path
    services: dict[str, Any]
    ports: dict[str, int]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """The client of its REST API, not logged in."""
        self.api = AirflowApi(self.address)

    @property
    def address(self) -> str:
        """Where the pages and the REST API answer."""
        return f"http://127.0.0.1:{self.ports['api-server:8080']}"

    def native(self, text: str, container: str) -> str:
        """A value of the compose file as it reads on this machine."""
        for host, port in self.ports.items():
            text = text.replace(host, f"127.0.0.1:{port}")
        places = {
            "/var/lib/final-accounts": self.folder / "data",
            "/var/lib/airflow": self.folder / container,
            "/opt/final-accounts": ROOT,
            "/opt/venv/bin": Path(sys.executable).parent,
        }
        for place, here in places.items():
            text = text.replace(place, str(here))
        return text

    def environment(self, service: str, container: str) -> dict[str, str]:
        """Image, then service, as in a container; nothing of this test's own environment but where programs are."""
        image = {name: self.native(value, container) for name, value in image_environment().items()}
        image["PATH"] = image["PATH"].replace("$PATH", os.environ["PATH"])
        own = {
            name: self.native(str(value), container) for name, value in self.services[service]["environment"].items()
        }
        network = {
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(self.ports["api-server:8080"]),
            "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(servers.free_port()),
            "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(servers.free_port()),
        }
        (self.folder / "logs").mkdir(exist_ok=True)
        home = self.folder / container
        if not home.exists():
            home.mkdir()
            (home / "logs").symlink_to(self.folder / "logs")  # the volume that all containers share
        return image | {"HOME": str(home)} | own | network

    def run(self, service: str) -> None:
        """A service that ends by itself and must succeed."""
        result = subprocess.run(
            self.services[service]["command"],
            env=self.environment(service, service),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise RuntimeError(f"{service} ended with {result.returncode}:\n{result.stdout}\n{result.stderr}"[-6000:])

    def start(self, service: str) -> None:
        """All containers of a service, each the leader of a process group."""
        for number in range(1, self.services[service].get("deploy", {}).get("replicas", 1) + 1):
            container = f"{service}-{number}"
            command = list(self.services[service]["command"])
            if service == "worker":  # every container has a host name of its own
                command += ["--celery-hostname", f"celery@{container}"]
            with (self.folder / f"{container}.log").open("wb") as log:
                self.processes[container] = subprocess.Popen(
                    command,
                    env=self.environment(service, container),
                    cwd=ROOT,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )

    def wait_healthy(self) -> None:
        """Until the four components and the workers report healthy; the logs' ends are in the error."""
        until = time.monotonic() + HEALTHY_SECONDS
        while not self.api.is_healthy() or self.health("worker").returncode:
            ended = [name for name, process in self.processes.items() if process.poll() is not None]
            if ended or time.monotonic() > until:
                tails = "\n".join((self.folder / f"{name}.log").read_text()[-1500:] for name in ended or self.processes)
                raise RuntimeError(f"not healthy; ended: {ended}\n{tails}")
            time.sleep(0.5)

    def health(self, service: str) -> subprocess.CompletedProcess[str]:
        """The service's own health check, in its first container."""
        container = f"{service}-1"
        kind, *test = self.services[service]["healthcheck"]["test"]
        command = [self.native(part, container).replace("$(hostname)", container) for part in test]
        return subprocess.run(
            ["sh", "-c", *command] if kind == "CMD-SHELL" else command,
            env=self.environment(service, container),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def stop(self) -> None:
        """Ask every group to end, then make it."""
        self.api.close()
        for how, seconds in ((signal.SIGTERM, 20), (signal.SIGKILL, 10)):
            until = time.monotonic() + seconds
            for process in self.processes.values():
                try:
                    os.killpg(process.pid, how)
                except ProcessLookupError:
                    continue
            while time.monotonic() < until and any(one.poll() is None for one in self.processes.values()):
                time.sleep(0.1)


def variables(file: Path) -> dict[str, str]:
    """The lines of an environment file."""
    return dict(line.split("=", 1) for line in file.read_text().splitlines())


@contextmanager
def deployed(folder: Path) -> Iterator[tuple[Deployment, dict[str, str]]]:
    """The whole file running: PostgreSQL, Redis, init to its end, then all others; gives its secrets too."""
    secrets_file = folder / ".env"
    make_env.main(secrets_file)
    services = configured(secrets_file)
    with ExitStack() as stack:
        program, *arguments = services["postgres"]["command"]
        if program != "postgres":
            raise RuntimeError(f"the service postgres starts {program}")
        password = services["postgres"]["environment"]["POSTGRES_PASSWORD"]
        postgres = stack.enter_context(servers.postgresql(password, "postgres", arguments))
        redis = stack.enter_context(_redis(services["redis"]))
        ports = {"postgres:5432": postgres, "redis:6379": redis, "api-server:8080": servers.free_port()}
        deployment = Deployment(folder, services, ports)
        stack.callback(deployment.stop)
        deployment.run("init")
        for service in AIRFLOW_SERVICES:
            deployment.start(service)
        deployment.wait_healthy()
        yield deployment, variables(secrets_file)


@contextmanager
def _redis(service: dict[str, Any]) -> Iterator[int]:
    port = servers.free_port()
    here = f"redis-server --bind 127.0.0.1 --port {port}"
    command = [part.replace("exec redis-server", f"exec {here}") for part in service["command"]]
    environment = {"PATH": os.environ["PATH"], **service["environment"]}
    with (
        servers.folder() as home,
        servers.running(command, lambda: servers.listens(port), home / "server.log", environment),
    ):
        yield port

"""The deployment files say what they mean, as far as that can be known without an engine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.fernet import Fernet

import make_env
from deployment import compose

if TYPE_CHECKING:
    from pathlib import Path

BIN = os.path.dirname(sys.executable)  # noqa: PTH120 # a string for commands
SERVICES = {"postgres", "redis", "init", "api-server", "scheduler", "dag-processor", "triggerer", "worker"}


@pytest.fixture
def environment_file(tmp_path: Path) -> Path:
    file = tmp_path / ".env"
    assert make_env.main(file) == 0
    return file


@pytest.fixture
def services(environment_file: Path) -> dict[str, Any]:
    return compose.configured(environment_file)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=compose.ROOT)


def test_the_compose_file_follows_the_compose_specification() -> None:
    result = run(f"{BIN}/check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yaml")
    assert result.returncode == 0, result.stdout


def test_the_dockerfile_has_no_lint() -> None:
    result = run(f"{BIN}/hadolint", "Dockerfile")
    assert result.returncode == 0, result.stdout


def test_docker_compose_knows_every_service(services: dict[str, Any]) -> None:
    assert set(services) == SERVICES


@pytest.mark.parametrize("name", ["POSTGRES_PASSWORD", "REDIS_PASSWORD", "AIRFLOW_JWT_SECRET", "FINAL_ACCOUNTS_CITY"])
def test_a_missing_secret_stops_the_start(environment_file: Path, name: str) -> None:
    lines = environment_file.read_text().splitlines(keepends=True)
    environment_file.write_text("".join(line for line in lines if not line.startswith(f"{name}=")))
    with pytest.raises(subprocess.CalledProcessError) as refused:
        compose.configured(environment_file)
    assert "Missing mandatory value" in refused.value.stderr


def test_no_password_stands_in_the_files() -> None:
    text = (compose.ROOT / "docker-compose.yaml").read_text(encoding="utf-8")
    for name, value in re.findall(r"^\s+(\w*(?:PASSWORD|SECRET|KEY|AUTH)\w*): (.+)$", text, re.MULTILINE):
        assert value.startswith("${") or name in {"AIRFLOW__CORE__AUTH_MANAGER", "AIRFLOW__FAB__AUTH_ROLE_PUBLIC"}
    assert ":-" not in "".join(re.findall(r"\$\{\w*(?:PASSWORD|SECRET|KEY)[^}]*\}", text))


def test_no_service_has_roots_rights(services: dict[str, Any]) -> None:
    for service in services.values():
        assert service["user"].split(":")[0] not in {"0", "root"}
        assert service["cap_drop"] == ["ALL"]


def test_every_lasting_service_has_a_health_check(services: dict[str, Any]) -> None:
    assert {name for name, service in services.items() if "healthcheck" not in service} == {"init"}


def test_only_the_pages_are_reached_from_outside_and_only_from_this_host(services: dict[str, Any]) -> None:
    published = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert published == {"api-server": ["127.0.0.1:8080:8080/tcp"]}


def test_secrets_are_the_same_in_every_airflow_process(services: dict[str, Any]) -> None:
    airflow = [services[name]["environment"] for name in ("init", *compose.AIRFLOW_SERVICES)]
    for key in ("AIRFLOW__CORE__FERNET_KEY", "AIRFLOW__API__SECRET_KEY", "AIRFLOW__API_AUTH__JWT_SECRET"):
        assert len({environment[key] for environment in airflow}) == 1


def test_written_secrets_are_fresh_long_and_private(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    make_env.main(one)
    make_env.main(other)
    first, second = compose.variables(one), compose.variables(other)
    secret = set(first) - {make_env.CITY}
    assert all(first[name] != second[name] and len(first[name]) >= 43 for name in secret)
    assert len(first["AIRFLOW_JWT_SECRET"]) >= 64
    fernet = Fernet(first["AIRFLOW_FERNET_KEY"])
    assert fernet.decrypt(fernet.encrypt(b"kept")) == b"kept"
    assert one.stat().st_mode & 0o077 == 0


def test_written_secrets_are_never_overwritten(environment_file: Path) -> None:
    before = environment_file.read_text()
    assert make_env.main(environment_file) == 1
    assert environment_file.read_text() == before


def test_the_image_gets_locked_versions_only(tmp_path: Path) -> None:
    dockerfile = (compose.ROOT / "Dockerfile").read_text(encoding="utf-8")
    (arguments,) = re.findall(r"uv pip install --no-cache --python /opt/venv (--require-hashes .+)", dockerfile)
    uv = str(compose.ROOT / ".bootstrap" / "bin" / "uv")
    result = run(uv, "pip", "install", "--dry-run", "--target", str(tmp_path), *arguments.split())
    assert result.returncode == 0, result.stderr
    assert " + apache-airflow==3.3.2" in result.stderr
    assert "hadolint" not in result.stderr


def test_everything_the_image_copies_is_there_and_not_ignored() -> None:
    dockerfile = (compose.ROOT / "Dockerfile").read_text(encoding="utf-8")
    allowed = {line[1:] for line in (compose.ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {
        source for line in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE) for source in line.split()
    }
    assert copied == allowed
    assert all((compose.ROOT / source).exists() for source in copied)

"""Real servers from Debian's packages for the tests: PostgreSQL and Redis on free loopback ports, gone afterwards.

PostgreSQL refuses to run as root; then it runs as the account `nobody`, in a folder of its own.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

START_SECONDS = 60
USER = "final_accounts"


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def listens(port: int) -> bool:
    """Somebody accepts connections on that loopback port."""
    with socket.socket() as one:
        one.settimeout(1)
        return one.connect_ex(("127.0.0.1", port)) == 0


def wait_for(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server is ready; its own log is in the error when it does not become so."""
    until = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"{log.parent}: the server did not start:\n{log.read_text()[-3000:]}")
        time.sleep(0.05)


def program(name: str) -> str:
    """The program on PATH or in Debian's versioned PostgreSQL folder, the newest first."""
    found = shutil.which(name)
    if found:
        return found
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if not beside:
        raise RuntimeError(f"{name} is not installed; run scripts/debian_packages.py")
    return str(beside[-1])


def unprivileged() -> dict[str, Any]:
    """Settings for subprocess that leave root's rights behind; nothing when there are none."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@contextmanager
def folder() -> Iterator[Path]:
    """A temporary folder that the unprivileged account owns."""
    path = Path(tempfile.mkdtemp(prefix="final-accounts-server-"))
    try:
        rights = unprivileged()
        if rights:
            os.chown(path, rights["user"], rights["group"])
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def running(
    command: list[str], ready: Callable[[], bool], log: Path, environment: dict[str, str] | None = None
) -> Iterator[None]:
    """The server runs inside the block; it is asked to end, and after ten seconds made to."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=log.parent,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            **unprivileged(),
        )
    try:
        wait_for(ready, process, log)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def postgresql(password: str = "", user: str = USER, arguments: Sequence[str] = ()) -> Iterator[int]:
    """A fresh PostgreSQL cluster with this superuser; gives its port. Without a password everybody local is trusted."""
    port = free_port()
    with folder() as home:
        data, secret = home / "data", home / "password"
        how = ["--auth=trust"]
        if password:
            secret.write_text(password)
            secret.chmod(0o644)
            how = ["--auth=scram-sha-256", f"--pwfile={secret}"]
        initialise = [program("initdb"), "-D", str(data), "-U", user, "-E", "UTF8", "--locale=C", "--no-sync", *how]
        subprocess.run(initialise, check=True, cwd=home, capture_output=True, **unprivileged())
        quick = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        serve = [program("postgres"), "-D", str(data), "-h", "127.0.0.1", "-p", str(port), "-k", str(home), *quick]
        ready = [program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port), "-U", user]
        with running(
            [*serve, *arguments], lambda: subprocess.run(ready, check=False).returncode == 0, home / "server.log"
        ):
            yield port


@contextmanager
def redis(password: str) -> Iterator[int]:
    """A fresh Redis server that asks for the password and keeps an append-only file; gives its port."""
    port = free_port()
    with folder() as home:
        serve = [program("redis-server"), "--bind", "127.0.0.1", "--port", str(port), "--dir", str(home)]
        with running(
            [*serve, "--requirepass", password, "--appendonly", "yes"], lambda: listens(port), home / "server.log"
        ):
            yield port

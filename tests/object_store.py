"""A real server that speaks S3 on a free loopback port, in a process of its own; and keys as a client writes them."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servers import free_port, listens, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from upath import UPath

SERVER = Path(sys.executable).with_name("moto_server")


@contextmanager
def s3(log: Path) -> Iterator[dict[str, str]]:
    """The server runs inside the block; gives what the environment of its clients says."""
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [SERVER, "-H", "127.0.0.1", "-p", str(port)], stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        wait_for(lambda: listens(port), process, log)
        yield {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "AWS_ACCESS_KEY_ID": "bureau",
            "AWS_SECRET_ACCESS_KEY": "only-for-this-test",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def put_key(folder: UPath, key: str, data: bytes) -> None:
    """An object whose key is the folder's and these characters, which no path folds."""
    ask(folder, "put_object", key, Body=data)


def ask(folder: UPath, operation: str, key: str, **more: object) -> dict[str, Any]:
    """One operation of the S3 protocol on that key below the folder."""
    bucket, _, prefix = folder.path.partition("/")
    answer: dict[str, Any] = folder.fs.call_s3(operation, Bucket=bucket, Key=f"{prefix}/{key}", **more)
    return answer

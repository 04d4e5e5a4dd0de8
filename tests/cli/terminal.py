"""The program as somebody at a terminal meets it: arguments in, exit code and two streams out."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from final_accounts.cli import main

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAM = Path(sys.executable).with_name("final-accounts")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the program printed
        return json.loads(self.out)


def run(*arguments: object) -> Answer:
    """The entry point in this process."""
    out, err = StringIO(), StringIO()
    code, before = 0, sys.argv
    sys.argv = ["final-accounts", *map(str, arguments)]
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        sys.argv = before
    return Answer(code, out.getvalue(), err.getvalue())


def start(*arguments: object, environment: Mapping[str, str] | None = None) -> Answer:
    """The installed program in a process of its own."""
    ended = subprocess.run(
        [str(PROGRAM), *map(str, arguments)],
        capture_output=True,
        check=False,
        timeout=120,
        env=None if environment is None else dict(environment),
    )
    return Answer(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

"""Build the private environment `.venv` from the hash-checked lock, on a machine that has only Python and pip.

uv is fetched with pip into a folder of the repository (no right to write anywhere else is needed, and neither
python3-venv nor ensurepip), makes the environment and installs the lock. Where uv cannot work, pip itself
installs the same lock, slower. Nothing is done when the environment already answers to the lock.

Standard library only; the syntax stays old enough for an old Python to print the message below.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

OLDEST, TOO_NEW = (3, 11), (3, 15)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "lock.sha256"
UV_HOME = ROOT / ".bootstrap"
LOCK = ROOT / "requirements.lock"
LOOK_FOR = ("python3", "python3.13", "python3.12", "python3.11", "python3.14")
VERSION = f"import sys; sys.exit(not ({OLDEST} <= sys.version_info[:2] < {TOO_NEW}))"
PROBE = f"import pip; {VERSION}"


def say(message: str) -> None:
    """Print at once, also into a pipe."""
    print(message, flush=True)


def quiet(*command: object, **settings: Any) -> bool:  # noqa: ANN401 # subprocess's own
    """Run a command without terminal input; True when it succeeded."""
    try:
        return subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL, **settings).returncode == 0  # noqa: PLW1510
    except OSError:
        return False


def suitable_python() -> str:
    """This interpreter or another one on PATH that is supported and has pip."""
    for candidate in (sys.executable, *LOOK_FOR):
        if quiet(candidate, "-c", PROBE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            return candidate
    here = f"{sys.version_info[0]}.{sys.version_info[1]} ({sys.executable})"
    say(f"final-accounts needs Python 3.11, 3.12, 3.13 or 3.14 with pip; this is {here}; no other on PATH fits.")
    say("Install one (Debian: apt-get install python3 python3-pip) or name it: make PYTHON=/path/python3.12")
    raise SystemExit(2)


def fingerprint() -> str:
    """What the environment depends on: the lock, the package's declaration, and where it stands."""
    parts = (LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_current() -> bool:
    """The stamp matches and the interpreter still runs (its base Python may have been removed)."""
    return (
        STAMP.exists()
        and STAMP.read_text().strip() == fingerprint()
        and quiet(VENV_PYTHON, "-c", "import final_accounts", stderr=subprocess.DEVNULL)
    )


def with_uv(python: str) -> bool:
    """Fetch uv beside the repository and let it install; False when any step fails."""
    uv = UV_HOME / "bin" / "uv"
    if not quiet(uv, "--version", stdout=subprocess.DEVNULL):
        fetch = (python, "-m", "pip", "install", "-qq", "--no-input", "--upgrade", "--target", UV_HOME, "uv>=0.9")
        if not quiet(*fetch, env=dict(os.environ, PIP_ROOT_USER_ACTION="ignore")):
            return False
    environment = dict(os.environ, VIRTUAL_ENV=str(VENV), UV_PYTHON_DOWNLOADS="never", UV_NO_PROGRESS="1")
    mirror = subprocess.run(  # noqa: PLW1510
        [python, "-m", "pip", "config", "get", "global.index-url"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    if mirror.returncode == 0 and mirror.stdout.strip():  # a bureau's own mirror, known to pip, is known to uv too
        environment.setdefault("UV_DEFAULT_INDEX", mirror.stdout.strip())
    install = (uv, "pip", "install", "--quiet")
    venv = (uv, "venv", "--quiet", "--clear", "--python", python, VENV)
    return (
        (quiet(VENV_PYTHON, "-c", VERSION) or quiet(*venv, env=environment))
        and quiet(*install, "--require-hashes", "-r", LOCK, env=environment)
        and quiet(*install, "--no-deps", "--no-build-isolation", "--editable", ROOT, env=environment)
    )


def with_pip(python: str) -> bool:
    """The same by venv and pip, for machines where uv has no build."""
    install = (python, "-m", "pip", "--python", VENV_PYTHON, "install", "--quiet", "--no-input")
    return (
        quiet(python, "-m", "venv", "--clear", "--without-pip", VENV)
        and quiet(*install, "--require-hashes", "-r", LOCK)
        and quiet(*install, "--no-deps", "--no-build-isolation", "--editable", ROOT)
    )


def main() -> None:
    """Make `.venv` answer to the lock; exit 2 with what to do when that is not possible."""
    if is_current():
        return
    python = suitable_python()
    say("Setting up .venv from requirements.lock (once; well under a minute with a good line) ...")
    if not with_uv(python):
        say("uv did not manage; the same lock with pip now, which takes a minute or two ...")
        if not with_pip(python):
            say("The environment could not be built: see the message above (no network, or no room on the disk?).")
            raise SystemExit(2)
    STAMP.write_text(fingerprint() + "\n")


main()

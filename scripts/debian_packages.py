"""Install the Debian packages that the tests need, or fail naming them; nothing is skipped silently.

A package counts as present when the thing we use from it is there, however it came: the tests also run where the
servers were built by hand.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

FONTS = "fonts-noto-cjk"
"""What the PDF is set in; `make run` asks for nothing else."""
APT = ("apt-get", "-o", "DPkg::Lock::Timeout=120", "-qq")


def on_path(*names: str) -> Callable[[], bool]:
    """Any of these programs is on PATH."""
    return lambda: any(shutil.which(name) for name in names)


def file_below(folder: str, pattern: str) -> Callable[[], bool]:
    """A file matching the pattern stands below the folder."""
    return lambda: next(Path(folder).glob(pattern), None) is not None


NEEDED: dict[str, Callable[[], bool]] = {
    "postgresql": lambda: on_path("postgres")() or file_below("/usr/lib/postgresql", "*/bin/postgres")(),
    "redis-server": on_path("redis-server"),
    "chromium": on_path("chromium", "chromium-browser", "google-chrome"),
    "libreoffice-writer": lambda: on_path("soffice")() and file_below("/usr/lib/libreoffice/program", "libsw*lo.so")(),
    "libreoffice-calc": lambda: on_path("soffice")() and file_below("/usr/lib/libreoffice/program", "libsc*lo.so")(),
    FONTS: lambda: all(file_below("/usr/share/fonts", f"**/Noto{kind}CJK*")() for kind in ("Sans", "Serif")),
    "docker-compose": on_path("docker-compose"),
}


def missing() -> list[str]:
    """Packages of NEEDED whose content is not on this machine."""
    return [name for name, present in NEEDED.items() if not present()]


def privilege() -> list[str] | None:
    """The prefix that lets apt-get write: nothing for root, `sudo -n` where it asks no password, None otherwise."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def install(packages: list[str], prefix: list[str]) -> None:
    """Install without recommended extras, without questions; the package lists are refreshed first."""
    quiet_debian = ["env", "DEBIAN_FRONTEND=noninteractive"]
    for verb in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run([*prefix, *quiet_debian, *APT, *verb], check=False, stdin=subprocess.DEVNULL, stdout=sys.stderr)


def obtain(wanted: list[str]) -> list[str]:
    """Install those of the packages that are not here, where this user may; the ones that are absent all the same."""
    absent = [name for name in missing() if name in wanted]
    prefix = privilege()
    if absent and shutil.which("apt-get") and prefix is not None:
        print(f"Installing Debian packages: {', '.join(absent)} ...", flush=True)
        install(absent, prefix)
        absent = [name for name in missing() if name in wanted]
    return absent


def main() -> int:
    """0 when everything is there (perhaps after installing it), 2 with the list otherwise."""
    absent = obtain(list(NEEDED))
    if absent:
        print(
            f"make test needs these Debian packages, and they could not be installed here: {' '.join(absent)}\n"
            f"Run as root: apt-get install --no-install-recommends {' '.join(absent)}",
            file=sys.stderr,
        )
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Write `.env` for docker-compose.yaml: a fresh random secret for every variable that the file demands.

Never overwrites: losing the fernet key makes stored connections unreadable, and a new database password locks out the
old database.
"""

from __future__ import annotations

import base64
import os
import re
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMANDED = re.compile(r"\$\{([A-Z_]+):\?make env")
CITY = "FINAL_ACCOUNTS_CITY"


def secret(name: str) -> str:
    """Letters, digits, - and _ only, because it stands inside URLs; a fernet key is 32 bytes in base64."""
    if name.endswith("FERNET_KEY"):
        return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    return secrets.token_urlsafe(64 if name.endswith("JWT_SECRET") else 32)


def content(compose: str, city: str) -> str:
    """One line a demanded secret, in alphabetical order, then the home city."""
    names = sorted(set(DEMANDED.findall(compose)))
    return "".join(f"{name}={secret(name)}\n" for name in names) + f"{CITY}={city}\n"


def main(target: Path) -> int:
    """0 when written, 1 when a file was there before."""
    text = content((ROOT / "docker-compose.yaml").read_text(encoding="utf-8"), os.environ.get(CITY, "wuhan-jianghan"))
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        print(f"{target} is there already and stays as it is", file=sys.stderr)
        return 1
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    print(f"{target} written (only you can read it); keep a copy in a safe place")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else ROOT / ".env"))

"""The shape of the house: rooms know only whom they may, files stay small, names say what a thing is."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
LONGEST = 300
EMPTY_NAMES = re.compile(r"(^|_)(utils?|helpers?|managers?|handlers?)(_|$)", re.IGNORECASE)
UNFINISHED = re.compile(
    r"\b(TODO|FIXME|XXX|raise NotImplementedError)\b|pytest\.(skip|importorskip)\(|mark\.(skip|xfail)"
)
SWALLOWED = re.compile(r"except[^\n]*:\s*(#[^\n]*)?\n?\s*pass\b")
MACHINE = re.compile(r"(?<![\w.{}$*)\]-])/(home|Users|root|work|farm|tmp|mnt)/\w")
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".csv", ".html", ".css", ".js", ".json", ".cfg", ".sh", ".lock", ""}


def in_repository(*patterns: str) -> list[Path]:
    """Files that git knows or would add; a clone without git has none, and then this fails."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


PYTHON = in_repository("*.py")


def shown(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_the_house_has_files() -> None:
    assert len(PYTHON) > 50


def test_rooms_import_only_what_they_may() -> None:
    result = subprocess.run([BIN / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_no_module_is_longer_than_three_hundred_lines() -> None:
    long = [path for path in PYTHON if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST]
    assert shown(long) == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert shown([path for path in PYTHON if EMPTY_NAMES.search(path.stem)]) == []


def code_of(path: Path) -> str:
    """The file without its strings, so that a pattern can be named in a test."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    return tokenize.untokenize((t.type, '""' if t.type == tokenize.STRING else t.string) for t in tokens)


@pytest.mark.parametrize("pattern", [UNFINISHED, SWALLOWED], ids=["unfinished", "swallowed errors"])
def test_nothing_unfinished_stands_in_the_code(pattern: re.Pattern[str]) -> None:
    assert shown([path for path in PYTHON if pattern.search(code_of(path))]) == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    texts = [path for path in in_repository() if path.suffix in TEXT and path != Path(__file__)]
    found = [path for path in texts if MACHINE.search(path.read_text(encoding="utf-8", errors="replace"))]
    assert shown(found) == []


def test_the_lock_has_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^[a-z0-9].*==.* \\$", lock, re.MULTILINE)
    assert len(pinned) > 150
    assert lock.count("--hash=sha256:") >= len(pinned)
    assert not re.search(r"https?://|--index-url|--extra-index-url|--find-links|file:", lock)


def test_bare_make_prints_every_command() -> None:
    said = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for verb in ("run", "up", "test", "check", "bench", "clean"):
        assert f"make {verb} " in said

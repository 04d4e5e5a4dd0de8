# ruff: noqa: INP001  a program, not a package
"""How long does a unit wait? Seconds from a file's arrival to its answer, through a real Airflow on this machine.

``python benchmarks/waiting.py [--singles N] [--json FILE]``. Workbooks of the made-up cities are laid into the inbox:
first one after the other, then those of two cities at once. The answer is there when the letter to the unit's
accountant has been sent, which is after its marked workbook and page. The inbox is looked at as often as in a
deployment; PostgreSQL and workers of a deployment are not here: SQLite, four tasks at once.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from sqlalchemy.exc import OperationalError

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from embedded import EmbeddedAirflow  # noqa: E402  its folder is no package
from final_accounts.stages.examples import prepare_examples  # noqa: E402
from final_accounts.stages.house import House  # noqa: E402
from final_accounts.stages.settings import Settings  # noqa: E402

YEAR = 2021
CITIES = ("qingshi", "luxi")
LONGEST = 900
STEPS = {"received": "submission.received", "reviewed": "submission.reviewed", "answered": "message.sent"}

Waits = dict[str, list[float]]
"""Step -> seconds from arrival, one a file."""


def files(examples: Settings) -> list[Path]:
    """One workbook a unit of both cities, in order of city and unit."""
    folders = (folder for city in CITIES for folder in sorted(examples.inbox(city, YEAR).iterdir()))
    return [min(folder.iterdir()) for folder in folders]


def told(settings: Settings, city: str) -> dict[tuple[str, str], int]:
    """(unit, step) -> how many events of it there are."""
    counts: dict[tuple[str, str], int] = {}
    try:
        events = House.open(settings).history.events(city, YEAR)
    except OperationalError:  # before the first claimer there are no tables
        return counts
    for event in events:
        for step, kind in STEPS.items():
            if event.kind == kind:
                key = (event.subject.split("/")[0], step)
                counts[key] = counts.get(key, 0) + 1
    return counts


def lay(settings: Settings, sources: Sequence[Path]) -> Waits:
    """Lay the files into the inbox at once; how long each waited for each step."""
    began = time.monotonic()
    waiting: dict[tuple[str, str], set[str]] = {}
    for source in sources:
        city, unit = source.parts[-4], source.parts[-2]
        target = settings.inbox(city, YEAR) / unit
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target / source.name)
        waiting[city, unit] = set(STEPS)
    waits: Waits = {step: [] for step in STEPS}
    while any(waiting.values()):
        if time.monotonic() - began > LONGEST:
            sys.exit(f"not answered within {LONGEST} s: {waiting}")
        time.sleep(0.2)
        for city in {city for city, _ in waiting}:
            counts = told(settings, city)
            for (where, unit), steps in waiting.items():
                for step in sorted(steps) if where == city else ():
                    if counts.get((unit, step)):
                        waits[step].append(time.monotonic() - began)
                        steps.discard(step)
    return waits


def measured(folder: Path, singles: int, say: Callable[[str], None]) -> dict[str, Waits]:
    """What was measured, by what arrived."""
    examples, settings = Settings.at(folder / "examples"), Settings.at(folder / "var")
    for line in prepare_examples(examples):
        say(line)
    sources = files(examples)
    for city in CITIES:
        settings.inbox(city, YEAR).mkdir(parents=True)
    found: dict[str, Waits] = {}
    with EmbeddedAirflow(folder / "var") as airflow:
        airflow.api.unpause("arrivals")
        warm = lay(settings, sources[:1])
        say(f"first file, with the tables to be made: {warm['answered'][0]:.0f} s")
        one_by_one = [lay(settings, [source]) for source in sources[1 : 1 + singles]]
        name = f"one file, {singles} times"
        found[name] = {step: [wait for waits in one_by_one for wait in waits[step]] for step in STEPS}
        rest = sources[1 + singles :]
        found[f"{len(rest)} files at once"] = lay(settings, rest)
    return found


def table(found: Mapping[str, Waits]) -> str:
    """Markdown: seconds to each step, the median and the longest."""
    lines = ["| arrived | " + " | ".join(f"{step}, median (longest)" for step in STEPS) + " |", "|---|---|---|---|"]
    for name, waits in found.items():
        told_waits = (f"{median(waits[step]):.0f} s ({max(waits[step]):.0f} s)" for step in STEPS)
        lines.append(f"| {name} | {' | '.join(told_waits)} |")
    return "\n".join(lines)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--singles", type=int, default=3)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), asked.singles, _say)
    sys.stdout.write(f"{table(found)}\n")
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

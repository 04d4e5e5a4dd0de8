# ruff: noqa: INP001  a program, not a package
"""How many files a minute go from the inbox to the answer? Through the verbs of the DAG `arrivals`, without Airflow.

``python benchmarks/arrivals.py [FILES] [--json FILE]``. Every file is another made-up unit's workbook; all arrive at
once. Every other one has something wrong, so that it comes back marked. Wall seconds, and the processor seconds of all
processes, because a shared machine disturbs the first; who waits inside a real Airflow is measured by waiting.py.
Exits 1 when a file was missed, taken twice, or judged otherwise than it must be.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from final_accounts.catalog import city, edition  # noqa: E402  the folder of scripts is no package
from final_accounts.stages.house import Chunk, House  # noqa: E402
from final_accounts.stages.intake.claim import claim  # noqa: E402
from final_accounts.stages.intake.conclude import conclude  # noqa: E402
from final_accounts.stages.judgement.load import load  # noqa: E402
from final_accounts.stages.judgement.review import review  # noqa: E402
from final_accounts.stages.judgement.score import score  # noqa: E402
from final_accounts.stages.letters.feedback import feedback  # noqa: E402
from final_accounts.stages.letters.notify import notify  # noqa: E402
from final_accounts.stages.settings import Settings  # noqa: E402
from final_accounts.warehouse.claims import Claims  # noqa: E402
from final_accounts.workbooks.defects import Defect, write_defective  # noqa: E402
from final_accounts.workbooks.made_up import accounts  # noqa: E402
from simulated.city import CITY, FISCAL_YEAR, Days, write_data_room  # noqa: E402

FILES = 200
DAYS = 40
VERBS = (review, score, feedback, load, notify, conclude)
WRONG: tuple[dict[str, object], ...] = (
    {"form": "T1", "row": "line:本年支出合计", "column": "amount", "add": "100.00"},
    {"form": "T2", "row": "total", "column": "appropriation", "set": "见附件"},
    {"form": "T4", "row": "line:收入总计", "column": "amount", "set": "#REF!"},
)
"""One of these in every other file."""


@dataclass(frozen=True)
class Spent:
    """Step -> wall and processor seconds."""

    wall: dict[str, float] = field(default_factory=dict)
    processor: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def on(self, step: str) -> Iterator[None]:
        """What happens inside is that step's."""
        began, worked = time.perf_counter(), _processor_seconds()
        yield
        self.wall[step] = self.wall.get(step, 0) + time.perf_counter() - began
        self.processor[step] = self.processor.get(step, 0) + _processor_seconds() - worked


@dataclass(frozen=True)
class Found:
    """One run: ``amiss`` is empty when every file was answered once and as it must be."""

    files: int
    returned: int
    chunks: int
    spent: Spent
    amiss: list[str]


def lay_all(settings: Settings, count: int) -> dict[str, bool]:
    """A workbook of each unit in its inbox; unit -> whether something is wrong in it."""
    town = city(CITY)
    form = edition(town.region, FISCAL_YEAR)
    wrong = {}
    for number, unit in enumerate(town.units_of(FISCAL_YEAR)[:count]):
        wrong[unit.code] = number % 2 == 1
        edits = (WRONG[number // 2 % len(WRONG)],) if wrong[unit.code] else ()
        target = settings.inbox(CITY, FISCAL_YEAR) / unit.code / "决算.xlsx"
        target.parent.mkdir(parents=True)
        write_defective(form, accounts(town, unit, form), (Defect("", unit.code, "", "", edits, ()),), target)
    contents = {path.read_bytes() for path in settings.inbox(CITY, FISCAL_YEAR).rglob("*.xlsx")}
    if len(contents) != count:
        raise SystemExit(f"{count} files are {len(contents)} different ones")
    return wrong


def answered(settings: Settings) -> tuple[Spent, int]:
    """Claimers come until nothing is left; what each step took, and in how many chunks."""
    spent, chunks = Spent(), 0
    while True:
        with spent.on("claim"):
            taken: list[Chunk] = claim(settings, f"run {chunks}", {}, CITY, FISCAL_YEAR)
        if not taken:
            return spent, chunks
        chunks += len(taken)
        for chunk in taken:
            for verb in VERBS:
                with spent.on(verb.__name__):
                    verb(settings, chunk)


def amiss(settings: Settings, wrong: dict[str, bool]) -> list[str]:
    """What the history and the claims tell otherwise than they must: missed, twice, or the wrong answer."""
    house = House.open(settings)
    events = house.history.events(CITY, FISCAL_YEAR)
    told = Counter((event.kind, event.subject) for event in events)
    sent = [event for event in events if event.kind == "message.sent"]
    letters = Counter((event.subject, json.loads(event.payload)["kind"]) for event in sent)
    found = []
    for unit, is_wrong in wrong.items():
        version, verdict, readers = f"{unit}/v1", "returned" if is_wrong else "accepted", 1 if is_wrong else 2
        kinds = ("submission.received", "submission.reviewed", f"submission.{verdict}")
        if [told[kind, version] for kind in kinds] != [1, 1, 1]:
            found.append(f"{version}: {[(kind, told[kind, version]) for kind in kinds]}")
        if letters[version, verdict] != readers:
            found.append(f"{version}: letters {letters[version, verdict]}, not {readers}")
    ends = Counter(one.outcome for one in Claims(house.warehouse.engine).all(CITY, FISCAL_YEAR))
    if ends != {"received": len(wrong)}:
        found.append(f"claims: {dict(ends)}")
    twice = [key for key, times in told.items() if times > 1 and key[0] != "message.sent"]
    return [*found, *(f"told more than once: {key}" for key in twice)]


def measured(folder: Path, count: int) -> Found:
    """The figures of one run."""
    write_data_room(folder / "data", count, Days(DAYS))
    os.environ["FINAL_ACCOUNTS_DATA"] = str(folder / "data")
    settings = Settings.at(folder / "var")
    wrong = lay_all(settings, count)
    spent, chunks = answered(settings)
    return Found(count, sum(wrong.values()), chunks, spent, amiss(settings, wrong))


def table(found: Found) -> str:
    """Markdown: what each step took of the whole."""
    spent = found.spent
    wall, worked = sum(spent.wall.values()), sum(spent.processor.values())
    lines = ["| step | wall s | share | processor s | share |", "|---|---|---|---|---|"]
    for step, seconds in spent.wall.items():
        mine = spent.processor[step]
        lines.append(f"| {step} | {seconds:.1f} | {seconds / wall:.0%} | {mine:.1f} | {mine / worked:.0%} |")
    lines.append(f"| all | {wall:.1f} |  | {worked:.1f} |  |")
    minute = 60 * found.files
    lines.append(f"| files a minute | {minute / wall:.0f} |  | {minute / worked:.0f} a core |  |")
    return "\n".join(lines)


def _processor_seconds() -> float:
    """Of this process, the readers it started, and those that have ended."""
    me = psutil.Process()
    total = sum(me.cpu_times()[:4])
    for child in me.children(recursive=True):
        try:
            total += sum(child.cpu_times()[:4])
        except psutil.NoSuchProcess:  # it ended just now, and counts as ended the next time
            continue
    return total


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="?", type=int, default=FILES)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), asked.files)
    told = f"{found.files} different workbooks, {found.returned} of them wrong; {found.chunks} chunks"
    sys.stdout.write(f"{told} (Python {platform.python_version()})\n\n{table(found)}\n\n")
    held = "each answered once and as it must be: none missed, none twice"
    sys.stdout.write("\n".join(found.amiss or [held]) + "\n")
    if asked.json:
        asked.json.write_text(json.dumps(asdict(found), indent=1, ensure_ascii=False) + "\n")
    return 1 if found.amiss else 0


if __name__ == "__main__":
    sys.exit(main())

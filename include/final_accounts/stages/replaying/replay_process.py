"""Starting the process that does reviews again: with which code, over which data rooms, in which folder."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import final_accounts
from final_accounts.model.errors import HistoryError
from final_accounts.stages.code_version import version_of
from final_accounts.stages.replaying.replay_order import ANSWER, ORDER, Answer, Order, answer_in, write
from final_accounts.stages.replaying.replay_past import Under
from final_accounts.stages.sources import SOURCE, checked_out

SECONDS: Final = 120
"""Longest for the start of the process, and for each job."""
NOT_INHERITED: Final = (
    "FINAL_ACCOUNTS_VAR",
    "FINAL_ACCOUNTS_WAREHOUSE",
    "FINAL_ACCOUNTS_STORE",
    "FINAL_ACCOUNTS_CLOCK",
)
_TOLD: Final = 300


@dataclass(frozen=True, slots=True)
class Code:
    """The code to run: the folder to import from (None: what runs here), and whether it is the recorded one."""

    folder: Path | None
    recorded: bool
    note: str


def code_for(under: Under, rooms: Path, folder: Path) -> Code:
    """The recorded code where it can be had: what runs here, or its commit checked out below ``folder``."""
    here = Path(final_accounts.__file__).parent
    today = version_of(here, rooms)
    if today == under.code_version:
        return Code(None, recorded=True, note=f"程序与当时相同（{today}）")
    place = folder / "code"
    if checked_out(under.commit, place) and version_of(place / SOURCE, rooms) == under.code_version:
        note = f"程序与今天不同，已检出当时的提交 {under.commit[:12]}（{under.code_version}）来运行"
        return Code(place / Path(SOURCE).parent, recorded=True, note=note)
    why = f"代码库里取不出提交 {under.commit[:12]}" if under.commit else "没有记录提交号"
    note = f"当时的程序 {under.code_version} 无法取得（{why}），按今天的程序 {today} 重演"
    return Code(None, recorded=False, note=note)


def done_again(folder: Path, order: Order, rooms: Path, code: Path | None = None) -> Answer:
    """Do the jobs in a process of its own; inputs are in the content store below ``folder`` already.

    HistoryError with the end of what the process said when it gives no answer.
    """
    write(folder, ORDER, order)
    (folder / ANSWER).unlink(missing_ok=True)
    seconds = SECONDS * (1 + len(order.jobs))
    try:
        ended = run_apart("reenact", folder, rooms, code, seconds=seconds)
    except TimeoutError as error:
        raise HistoryError(f"重演的进程 {seconds} 秒内没有完成。") from error
    answer = answer_in(folder)
    if answer is None or len(answer.outcomes) != len(order.jobs):
        raise HistoryError(f"重演的进程没有给出结果：{ended}")
    return answer


def run_apart(module: str, folder: Path, rooms: Path, code: Path | None = None, *, seconds: int) -> str:
    """Run a module of ``stages`` on a folder, in a process of its own over these data rooms; the end of what it said.

    It is given nothing of this installation: no warehouse, no content store, no clock. TimeoutError when it takes
    longer than ``seconds``: what was to be done the caller knows.
    """
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    environment = {**inherited, "FINAL_ACCOUNTS_DATA": str(rooms)}
    if code is not None:
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(code), inherited.get("PYTHONPATH", ""))))
    command = [sys.executable, "-m", f"final_accounts.stages.{module}", str(folder)]
    try:
        ended = subprocess.run(  # noqa: S603 - our own module
            command, env=environment, cwd=folder, capture_output=True, check=False, timeout=seconds
        )
    except subprocess.TimeoutExpired as error:
        raise TimeoutError from error
    said = ended.stderr.decode(errors="replace").strip()[-_TOLD:]
    return f"返回码 {ended.returncode}，{said or '没有任何输出'}"

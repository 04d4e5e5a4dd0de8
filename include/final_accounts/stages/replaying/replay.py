"""重演: past reviews are done again from what was kept, and every result is held against the one of that day.

A replay changes nothing but the history, which gets an event of it.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from final_accounts.history import Event, NewEvent
from final_accounts.model.clock import china_day, day_in_words
from final_accounts.model.errors import HistoryError, SeasonError, StoreError
from final_accounts.stages.code_version import code_version
from final_accounts.stages.house import House, now, progress
from final_accounts.stages.replaying.replay_compare import files_differ, published_files, review_differs
from final_accounts.stages.replaying.replay_jobs import Task, tasks_of
from final_accounts.stages.replaying.replay_order import STORE, Answer, Order, Outcome
from final_accounts.stages.replaying.replay_past import PastReview, Under, past_reviews
from final_accounts.stages.replaying.replay_process import code_for, done_again
from final_accounts.stages.sources import libraries, unpack
from final_accounts.warehouse import ContentStore

DONE: Final = "replay.done"
ACTOR: Final = "重演"
KEPT: Final = 20
"""Differences that an event names."""
LOST: Final = "内容库里的留存不全：{error}"


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay came to. ``files`` were compared, ``notes`` say with which code it was done."""

    past: PastReview
    differences: tuple[str, ...]
    notes: tuple[str, ...]
    files: int

    @property
    def same(self) -> bool:
        """Whether findings, scores, verdict and published files are the same, hash for hash."""
        return not self.differences

    @property
    def lines(self) -> tuple[str, ...]:
        """The same in Chinese."""
        day = china_day(datetime.fromisoformat(self.past.event.at))
        what = f"疑点、得分、结论{f'和 {self.files} 个公开文件' if self.files else ''}"
        head = f"{self.past.subject}（第{self.past.event.sequence}号事件，{day_in_words(day)}的审核）："
        verdict = f"{what}与当时逐字节一致" if self.same else f"与当时不一致，{len(self.differences)} 处"
        return (f"{head}{verdict}。", *(f"  · {one}" for one in (*self.differences, *self.notes)))

    @property
    def document(self) -> dict[str, object]:
        """For machines, and for the event."""
        return {
            "review": self.past.event.hash,
            "sequence": self.past.event.sequence,
            "outcome": "same" if self.same else "differs",
            "differences": list(self.differences[:KEPT]),
            "why": "；".join((*self.differences[:KEPT], *self.notes)),
            "files": self.files,
        }


def replay_reviews(
    house: House, city: str, fiscal_year: int, chosen: Sequence[PastReview], seed: str = ""
) -> tuple[Replayed, ...]:
    """Do these reviews of a season again and tell the history; in the order of ``chosen``."""
    events = house.history.events(city, fiscal_year)
    with tempfile.TemporaryDirectory(prefix="final-accounts-replay-", ignore_cleanup_errors=True) as folder:
        found = _replayed(house, city, fiscal_year, chosen, events, Path(folder))
    told = [
        NewEvent(DONE, one.past.subject, ACTOR, {**one.document, "code_version": code_version(), "seed": seed}, now())
        for one in found
    ]
    house.history.append(city, fiscal_year, told)
    for one in found:
        progress.info("重演 %s：%s", one.past.subject, "一致" if one.same else "；".join(one.differences))
    return found


def chosen_at_random(events: Sequence[Event], count: int, seed: str) -> tuple[PastReview, ...]:
    """``count`` past reviews that can be done again, chosen by ``seed``; SeasonError when there is none."""
    known = [one for one in past_reviews(events) if one.recorded]
    if not known:
        raise SeasonError("这个编报季还没有可以重演的审核（没有审核，或审核时还没有留存规则和上年数）。")
    return tuple(random.Random(seed).sample(known, min(count, len(known))))  # noqa: S311 - not a secret


def latest_review(events: Sequence[Event], subject: str) -> PastReview:
    """The last review of a unit's version; SeasonError when there is none."""
    mine = [one for one in past_reviews(events) if one.subject == subject]
    if not mine:
        raise SeasonError(f"审计轨迹里没有 {subject} 的审核；请核对预算单位编码、版本和年度。")
    return mine[-1]


@dataclass(slots=True)
class _Finding:
    """What is found out about one review, bit by bit."""

    differences: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def _replayed(  # noqa: PLR0917 - a step of one function
    house: House, city: str, fiscal_year: int, chosen: Sequence[PastReview], events: Sequence[Event], folder: Path
) -> tuple[Replayed, ...]:
    found = [_Finding() for _ in chosen]
    by_under: dict[Under, list[tuple[int, Task]]] = {}
    for number, past in enumerate(chosen):
        try:
            tasks = tasks_of(house, city, fiscal_year, past, events)
        except StoreError as error:
            found[number].differences.append(str(error))
            continue
        for task in tasks:
            by_under.setdefault(task.under, []).append((number, task))
    for place, (under, numbered) in enumerate(by_under.items()):
        ours = folder / str(place)
        ours.mkdir()
        ran = _run(house, under, [task for _, task in numbered], events, ours)
        again = ContentStore(ours / STORE)
        for (number, task), outcome in zip(numbered, ran.outcomes, strict=True):
            found[number].differences += _differs(house, again, task, outcome)
            found[number].notes += _noted(ran, under, differs=bool(found[number].differences))
    return tuple(
        Replayed(past, tuple(one.differences), tuple(one.notes), len(published_files(past)))
        for past, one in zip(chosen, found, strict=True)
    )


def _differs(house: House, again: ContentStore, task: Task, outcome: Outcome) -> tuple[str, ...]:
    review = review_differs(task.past, outcome, house.store.get, again.get) if task.review else ()
    files = files_differ(task.past, outcome) if task.job.publish and not (task.review and outcome.error) else ()
    return (*review, *files)


def _noted(ran: _Ran, under: Under, *, differs: bool) -> tuple[str, ...]:
    code = ("差异可能出自程序改动",) if differs and not ran.recorded else ()
    others = ("所装的程序库与当时不同",) if under.libraries != libraries() else ()
    return (ran.note, *code, *others)


@dataclass(frozen=True, slots=True)
class _Ran:
    outcomes: tuple[Outcome, ...]
    note: str
    recorded: bool = True


def _run(house: House, under: Under, tasks: Sequence[Task], events: Sequence[Event], folder: Path) -> _Ran:
    """Everything that was done under the same code and data rooms, in one process."""
    rooms = folder / "rooms"
    try:
        unpack(house.store.get(under.rooms), rooms)
    except StoreError as error:
        return _Ran((Outcome(error=LOST.format(error=error)),) * len(tasks), "没有重演")
    lost = _put_inputs(house, tasks, ContentStore(folder / STORE))
    jobs = tuple(task.job for number, task in enumerate(tasks) if number not in lost)
    if not jobs:
        return _Ran(tuple(lost[number] for number in range(len(tasks))), "没有重演")
    until = max(job.until for job in jobs)
    order = Order(jobs, tuple(event for event in events if event.sequence < until))
    code = code_for(under, rooms, folder)
    answer, note, recorded = _answer(folder, order, rooms, code.folder), code.note, code.recorded
    if isinstance(answer, str) and code.folder is not None:
        recorded = False
        answer, note = _answer(folder, order, rooms, None), f"{note}，但它不能重演（{answer}），改按今天的程序重演"
    came = iter((Outcome(error=answer),) * len(jobs) if isinstance(answer, str) else answer.outcomes)
    return _Ran(tuple(lost.get(number) or next(came) for number in range(len(tasks))), note, recorded)


def _put_inputs(house: House, tasks: Sequence[Task], inputs: ContentStore) -> dict[int, Outcome]:
    """Put the file and last year of every task where its process finds them; the tasks of which something is lost."""
    lost: dict[int, Outcome] = {}
    for number, task in enumerate(tasks):
        try:
            inputs.put(house.store.get(task.job.past))
            inputs.put(house.store.get(task.job.versions[-1].sha256))
        except StoreError as error:
            lost[number] = Outcome(error=LOST.format(error=error))
    return lost


def _answer(folder: Path, order: Order, rooms: Path, code: Path | None) -> Answer | str:
    try:
        return done_again(folder, order, rooms, code)
    except HistoryError as error:
        return str(error)

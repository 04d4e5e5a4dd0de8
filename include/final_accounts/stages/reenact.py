"""重演: what a replay's own process does, with the code and the data rooms of that day. ``python -m … FOLDER``.

Each job gets a house of its own: an empty warehouse that knows the unit's versions, the history up to that day, the
clock stopped there. The verbs of the season then do what they did.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from final_accounts.history import Event
from final_accounts.model.errors import FinalAccountsError
from final_accounts.model.submission import Submission, SubmissionState
from final_accounts.stages.code_version import code_version
from final_accounts.stages.codec import encode
from final_accounts.stages.house import Chunk, House, Season
from final_accounts.stages.judgement.considered import considered
from final_accounts.stages.judgement.load import load
from final_accounts.stages.judgement.review import review
from final_accounts.stages.judgement.score import score
from final_accounts.stages.publication.bundles import make_bundle
from final_accounts.stages.publication.candidates import candidates
from final_accounts.stages.replaying.replay_order import ANSWER, STORE, Answer, Job, Order, Outcome, order_in, write
from final_accounts.stages.results import keys_of, reviewed, scored, version_name
from final_accounts.stages.settings import Settings
from final_accounts.warehouse import ContentStore

STOPPED: Final = 1e15
"""Seconds that a day lasts on a clock that stands still."""


def main() -> None:
    """Do every job of the order in the folder, and leave the answer there."""
    folder = Path(sys.argv[1])
    order = order_in(folder)
    outcomes = tuple(_tried(folder / str(number), order, job) for number, job in enumerate(order.jobs))
    write(folder, ANSWER, Answer(code_version(), outcomes))


def _tried(place: Path, order: Order, job: Job) -> Outcome:
    """The outcome; what goes wrong with one job is its outcome and stops no other."""
    os.environ["FINAL_ACCOUNTS_CLOCK"] = f"{job.at}/{time.time()!r}/{STOPPED!r}"
    try:
        return reenact(place, order, job)
    except FinalAccountsError as error:
        return Outcome(error=str(error))
    except Exception as error:  # noqa: BLE001 - it is told with the job, and the others are done
        return Outcome(error=f"重演时程序出错（{type(error).__name__}：{error}），请把这句话交给系统维护人员")


def reenact(place: Path, order: Order, job: Job) -> Outcome:
    """One review done again in a house below ``place``; StoreError when an input is not in the store."""
    season = Season.named(job.city, job.fiscal_year, "replay")
    mine = [e for e in order.events if (e.city, e.fiscal_year) == (job.city, job.fiscal_year)]
    before = [event for event in mine if event.sequence < job.until]
    house = house_apart(place, season, job.versions, {job.versions[-1].unit: job.past}, before)
    chunk = _chunk(house, season, job)
    review(house.settings, chunk)
    score(house.settings, chunk)
    ((_, key),) = keys_of(house, season, chunk)
    record, result = reviewed(house, key), scored(house, key)
    files: dict[str, str] = {}
    unpublished = ""
    if job.publish:
        accepted = result.state is SubmissionState.ACCEPTED
        files, unpublished = _published(house, season, chunk, job, accepted=accepted)
    return Outcome(
        edition_hash=record.edition_hash,
        rulebook_hash=record.rulebook_hash,
        judged_with=record.prior_hash,
        reviewed=house.store.put(encode(record.findings)),
        findings=house.store.put(encode(result.findings)),
        scores=house.store.put(encode(result.scores)),
        state=result.state.value,
        files=files,
        unpublished=unpublished,
    )


def house_apart(
    place: Path, season: Season, versions: Sequence[Submission], past: Mapping[str, str], events: Sequence[Event]
) -> House:
    """A house below ``place`` in which only these versions were received and only these events happened.

    ``past`` (unit -> name of its last year) and the files are in the content store beside ``place``.
    """
    store = place.parent / STORE
    told = ContentStore(store).put(encode(dict(past)))
    settings = Settings(var=place, warehouse=f"sqlite:///{place / 'warehouse.db'}", store=str(store), past=told)
    house = House.open(settings)
    house.warehouse.migrate()
    where = (season.city.id, season.fiscal_year)
    house.warehouse.register(season.city, season.fiscal_year)
    for one in versions:
        house.warehouse.receive(*where, one.unit, one.sha256, one.file_name, one.size)
    house.history.copy(*where, events)
    return house


def _chunk(house: House, season: Season, job: Job) -> Chunk:
    """The version, judged by the first moment at which persons' decisions were those of that day."""
    version = job.versions[-1]
    chunks: list[Chunk] = [
        {
            "run": season.run,
            "chunk": 0,
            "city": job.city,
            "fiscal_year": job.fiscal_year,
            "units": [version.unit],
            "submissions": [version_name(version)],
            "known": known,
            "day": day,
        }
        for known, day in job.moments
    ]
    for chunk in chunks:
        told = considered(house, season, chunk, [version])[version.unit, version.version]
        if told.onto(job.past) == job.judged_with:
            return chunk
    return chunks[0]


def _published(house: House, season: Season, chunk: Chunk, job: Job, *, accepted: bool) -> tuple[dict[str, str], str]:
    """Path -> sha256 of the files that publication makes now; and why there are none."""
    load(house.settings, chunk)
    approved = [job.versions[-1]] if accepted else []
    house.warehouse.set_state(job.city, approved, SubmissionState.APPROVED)  # what the warehouse knew by then
    ready, refused = candidates(house, season, [job.versions[-1].unit])
    if not ready:
        return {}, refused[0].why if refused else "重演时没有找到批复"
    bundle = make_bundle(house, season, ready[0])
    return {path: house.store.put(data) for path, data in bundle.files.items()}, ""


if __name__ == "__main__":
    main()

"""试算: stored submissions judged by the data rooms of this process, apart from everything. ``python -m … FOLDER``."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from final_accounts.history import Event
from final_accounts.model.errors import CatalogError, FinalAccountsError, RulebookError
from final_accounts.model.finding import Finding
from final_accounts.model.submission import Submission
from final_accounts.stages.chunks import UNITS_PER_CHUNK
from final_accounts.stages.house import Chunk, Season
from final_accounts.stages.judgement.review import review
from final_accounts.stages.judgement.score import score
from final_accounts.stages.reenact import house_apart
from final_accounts.stages.results import keys_of, scored, version_name

ASKED: Final = "trial.json"
TOLD: Final = "verdicts.json"


@dataclass(frozen=True, slots=True)
class Trial:
    """Which versions to judge (``judged``, of all ``versions`` of their units), and what they are judged with.

    ``past`` is unit -> name of its last year; ``known`` and ``day`` are the moment, ``events`` those of the season.
    """

    city: str
    fiscal_year: int
    versions: tuple[Submission, ...]
    judged: tuple[str, ...]
    past: dict[str, str]
    events: tuple[Event, ...]
    known: int
    day: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a version would be judged."""

    state: str
    findings: tuple[Finding, ...]
    shadow: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """Verdicts by version (``101001/v2``), and the rulebook as rule id -> the rule's fields; or why there are none.

    ``broken``: the data rooms or their rules are why; otherwise it is our error.
    """

    rules: dict[str, dict[str, object]]
    verdicts: dict[str, Verdict]
    error: str = ""
    broken: bool = False


def main() -> None:
    """Judge what the folder asks for, and leave the verdicts there."""
    folder = Path(sys.argv[1])
    trial = msgspec.json.decode((folder / ASKED).read_bytes(), type=Trial)
    try:
        judged = tried(folder / "house", trial)
    except FinalAccountsError as error:
        judged = Judged({}, {}, error=str(error), broken=isinstance(error, CatalogError | RulebookError))
    (folder / TOLD).write_bytes(msgspec.json.encode(judged))


def tried(place: Path, trial: Trial) -> Judged:
    """Every version asked for, judged in a house below ``place``."""
    season = Season.named(trial.city, trial.fiscal_year, "trial")
    house = house_apart(place, season, trial.versions, trial.past, trial.events)
    units = sorted({name.partition("/")[0] for name in trial.judged})
    verdicts: dict[str, Verdict] = {}
    for start in range(0, len(units), UNITS_PER_CHUNK):
        chunk: Chunk = {
            "run": season.run,
            "chunk": start // UNITS_PER_CHUNK,
            "city": trial.city,
            "fiscal_year": trial.fiscal_year,
            "units": units[start : start + UNITS_PER_CHUNK],
            "submissions": list(trial.judged),
            "known": trial.known,
            "day": trial.day,
        }
        review(house.settings, chunk)
        score(house.settings, chunk)
        for submission, key in keys_of(house, season, chunk):
            result = scored(house, key)
            verdicts[version_name(submission)] = Verdict(result.state.value, result.findings, result.shadow)
    rules = {rule.id: msgspec.to_builtins(rule) for rule in season.edition.rulebook.rules}
    return Judged(rules, verdicts)


if __name__ == "__main__":
    main()

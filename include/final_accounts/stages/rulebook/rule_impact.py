"""规则改动的影响: which stored submissions would be judged otherwise under a proposed rulebook. Writes nothing.

The latest version of every unit is judged twice by the code that runs here, under the data rooms in use and under the
proposed ones, each in a process and a house of its own.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from final_accounts.catalog.rooms import REQUIRED
from final_accounts.model.clock import china_day
from final_accounts.model.errors import InputError, RefusedError, RulebookError, SeasonError
from final_accounts.model.finding import Finding, Severity
from final_accounts.model.submission import SubmissionState
from final_accounts.stages.codec import encode
from final_accounts.stages.house import House, Season, now
from final_accounts.stages.judgement.prior import last_year
from final_accounts.stages.replaying.replay_order import STORE
from final_accounts.stages.replaying.replay_process import SECONDS, run_apart
from final_accounts.stages.results import version_name
from final_accounts.stages.rule_trial import ASKED, TOLD, Judged, Trial, Verdict
from final_accounts.stages.rulebook.proposal_mistakes import mistake
from final_accounts.stages.rulebook.rulebooks import differences
from final_accounts.stages.settings import Settings
from final_accounts.stages.sources import ROOMS, data_archive, unpack
from final_accounts.warehouse import ContentStore

EACH: Final = 6
"""Seconds that judging a version may take besides."""
COUNTS: Final = frozenset({Severity.BLOCKING, Severity.EXPLAIN})


@dataclass(frozen=True, slots=True)
class Because:
    """A rule whose findings differ: how many it had (``was``) and would have (``now``), and how it would count."""

    rule: str
    says: str
    phase: str
    was: int
    now: int


@dataclass(frozen=True, slots=True)
class Change:
    """A unit's latest version that would be judged otherwise."""

    unit: str
    name: str
    version: int
    was: SubmissionState
    now: SubmissionState
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What a proposal comes to: ``rules`` that differ, and the ``changes`` of state among the versions ``judged``.

    ``otherwise`` counts versions whose findings differ while their state does not; ``shadow`` (rule -> units) what
    rules on trial would have found.
    """

    city: str
    fiscal_year: int
    rules: tuple[dict[str, str], ...]
    changes: tuple[Change, ...]
    judged: int
    otherwise: int
    shadow: dict[str, int]

    @property
    def document(self) -> dict[str, object]:
        """For machines."""
        plain: dict[str, object] = msgspec.to_builtins(self)
        return plain


def rule_impact(settings: Settings, city: str, fiscal_year: int, data: Path) -> Impact:
    """Compare the rulebook in use with that of the data rooms at ``data``, which may hold only the files that differ.

    SeasonError when nothing was submitted, ``data`` holds no data room, or the judging takes too long; InputError
    when the proposal cannot be read or compiled.
    """
    season = Season.named(city, fiscal_year)
    house = House.open(settings)
    with tempfile.TemporaryDirectory(prefix="final-accounts-impact-", ignore_cleanup_errors=True) as folder:
        before, after = Path(folder) / "before", Path(folder) / "after"
        for place in (before, after):
            unpack(data_archive(), place / "rooms")
        _propose(data, after / "rooms")
        trial = _trial(house, season, ContentStore(before / STORE))
        shutil.copytree(before / STORE, after / STORE)
        proposed = _judged(after, trial)  # first: a proposal that cannot be compiled says so at once
        if proposed.broken:
            raise InputError(mistake(proposed.error, after / "rooms"))
        return _compared(season, _sound(_judged(before, trial)), _sound(proposed))


def _trial(house: House, season: Season, inputs: ContentStore) -> Trial:
    """The latest version of every unit, with everything it is judged with in ``inputs``."""
    where = (season.city.id, season.fiscal_year)
    registered = {unit.code for unit in season.city.units_of(season.fiscal_year)}
    versions = tuple(one for one in house.warehouse.submissions(*where) if one.unit in registered)
    latest = {one.unit: one for one in versions}
    if not latest:
        raise RefusedError(
            f"{season.city.name} {season.fiscal_year} 年度", "试算规则改动", ("还没有收到报送，没有可以试算的",)
        )
    past: dict[str, str] = {}
    for unit, before in last_year(house, season.city, season.fiscal_year, latest.values()).items():
        past[unit] = inputs.put(before.text)
        inputs.put(house.store.get(latest[unit].sha256))
    events = house.history.events(*where)
    judged = tuple(version_name(one) for one in latest.values())
    return Trial(*where, versions, judged, past, events, len(events), china_day(now()).isoformat())


def _propose(data: Path, rooms: Path) -> None:
    """Lay the proposed files over the data rooms in use, or put whole data rooms in their place."""
    given = [room for room in ROOMS if (data / room).is_dir()]
    if not given:
        raise SeasonError(f"{data} 里没有数据目录；应有 {'、'.join(ROOMS)} 中的至少一个。")
    if set(REQUIRED) <= set(given):
        shutil.rmtree(rooms)
    for room in given:
        shutil.copytree(data / room, rooms / room, dirs_exist_ok=True)


def _judged(place: Path, trial: Trial) -> Judged:
    (place / ASKED).write_bytes(encode(trial))
    seconds = SECONDS + EACH * len(trial.judged)
    try:
        ended = run_apart("rule_trial", place, place / "rooms", seconds=seconds)
    except TimeoutError as error:
        late = f"{len(trial.judged)} 份报送，{seconds} 秒内没有完成，请在空闲时再试"
        raise RefusedError(f"{trial.city} {trial.fiscal_year} 年度", "试算规则改动", (late,)) from error
    if not (place / TOLD).is_file():
        raise RulebookError(f"试算没有完成：{ended}")
    return msgspec.json.decode((place / TOLD).read_bytes(), type=Judged)


def _sound(judged: Judged) -> Judged:
    if judged.error:
        raise RulebookError(f"试算没有完成：{judged.error}")
    return judged


def _compared(season: Season, before: Judged, after: Judged) -> Impact:
    names = {unit.code: unit.name for unit in season.city.units_of(season.fiscal_year)}
    changes: list[Change] = []
    otherwise = 0
    for subject, was in before.verdicts.items():
        then = after.verdicts[subject]
        if was.state == then.state:
            otherwise += _counted(was) != _counted(then)
            continue
        unit, _, version = subject.partition("/v")
        because = _because(was, then, before, after)
        states = SubmissionState(was.state), SubmissionState(then.state)
        changes.append(Change(unit, names.get(unit, unit), int(version), *states, because))
    tried = Counter(rule for one in after.verdicts.values() for rule in {finding.rule for finding in one.shadow})
    return Impact(
        season.city.name,
        season.fiscal_year,
        tuple(one | {"says": _says(one["rule"], before, after)} for one in differences(before.rules, after.rules)),
        tuple(sorted(changes, key=lambda change: change.unit)),
        len(before.verdicts),
        otherwise,
        dict(sorted(tried.items())),
    )


def _because(was: Verdict, then: Verdict, before: Judged, after: Judged) -> tuple[Because, ...]:
    """Rules with other findings than before, among those that decide."""
    old, new = _counted(was), _counted(then)
    rules = dict.fromkeys(rule for rule, _ in (*new, *old) if _of(rule, old) != _of(rule, new))
    return tuple(
        Because(
            rule,
            _says(rule, before, after),
            next((f.severity.chinese for f in (*then.findings, *was.findings) if f.rule == rule), ""),
            sum(_of(rule, old).values()),
            sum(_of(rule, new).values()),
        )
        for rule in rules
    )


def _says(rule: str, before: Judged, after: Judged) -> str:
    """The rule's sentence, as proposed where it is proposed at all."""
    return str((after.rules.get(rule) or before.rules[rule])["says"])


def _counted(verdict: Verdict) -> Counter[tuple[str, Severity]]:
    """(rule, severity) -> findings that decide."""
    return Counter(_pair(finding) for finding in verdict.findings if finding.severity in COUNTS)


def _of(rule: str, counts: Mapping[tuple[str, Severity], int]) -> dict[Severity, int]:
    return {severity: count for (one, severity), count in counts.items() if one == rule}


def _pair(finding: Finding) -> tuple[str, Severity]:
    return finding.rule, finding.severity

"""Where a unit stands, folded from the events of its season: nobody keeps a state that the history does not tell.

The fold believes what the chain holds and applies the table of transitions; an event that the table does not allow
from where the unit stands changes nothing and is counted in ``strange``, for the auditors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from final_accounts.model.person import Role
from final_accounts.model.unit import BudgetUnit
from final_accounts.season.states import CLOSED, UnitState
from final_accounts.season.transitions import BY_KIND, Clears, Need, Transition, When


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as the season reads it; ``version`` 0 when it is about no version, ``payload`` plain JSON values."""

    kind: str
    unit: str
    version: int
    actor: str
    at: datetime
    payload: Mapping[str, object] = field(default_factory=dict)
    hash: str = ""

    def says(self, key: str) -> str:
        """A text of the payload, "" when it is silent."""
        return str(self.payload.get(key, ""))


@dataclass(frozen=True, slots=True)
class Signature:
    """签字: who signed the current version as what, and when."""

    role: Role
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Approval:
    """批复 of the current version: by whom, when, under which number, and the event that says so."""

    person: str
    at: datetime
    number: str
    event: str


@dataclass(frozen=True, slots=True)
class Grounds:
    """What stood behind the public version when it was published: a correction that is called off brings it back."""

    signatures: tuple[Signature, ...]
    approval: Approval | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit in its season.

    ``version`` and ``sha256`` are the current version; ``waiting`` is one that came while the unit was closed and
    becomes current when the unit leaves that state. ``verdicts`` (version -> returned | accepted) are the last ones of
    the rules; ``sent_back`` (version, finding key) are explanations that a reviewer sent back and that no verdict has
    taken in yet. ``public`` is the version the public reads, 0 for none, on its ``grounds``; ``correcting`` says how
    grave its correction is, "" when none is open. ``withheld`` is the basis on which nothing of the unit may be public,
    whatever its version, until somebody lifts it; ``first_received`` when the first file arrived, ``since`` when the
    unit came into its state.
    """

    unit: str
    state: UnitState
    version: int = 0
    sha256: str = ""
    waiting: int = 0
    hashes: Mapping[int, str] = field(default_factory=dict)
    verdicts: Mapping[int, str] = field(default_factory=dict)
    sent_back: frozenset[tuple[int, str]] = frozenset()
    signatures: tuple[Signature, ...] = ()
    approval: Approval | None = None
    public: int = 0
    grounds: Grounds | None = None
    withheld: str = ""
    correcting: str = ""
    reason: str = ""
    first_received: datetime | None = None
    since: datetime | None = None
    strange: int = 0

    @property
    def bucket(self) -> UnitState:
        """Where the daily ledger counts it: what is public stays published until its replacement is complete."""
        return UnitState.PUBLISHED if self.public else self.state

    @property
    def in_correction(self) -> bool:
        """Whether what is public is to be replaced, and its replacement is not public yet."""
        return bool(self.public and self.correcting)

    @property
    def signed(self) -> frozenset[Role]:
        """The roles in which the current version is signed."""
        return frozenset(signature.role for signature in self.signatures)

    def judged_as(self, version: int) -> UnitState:
        """Where a version stands by what the rules and reviewers said of it, before anybody signs.

        What is public already is never accepted again: its correction is another version.
        """
        verdict = self.verdicts.get(version)
        if verdict is None:
            return UnitState.RECEIVED
        refused = verdict == "returned" or any(number == version for number, _ in self.sent_back)
        return UnitState.RETURNED if refused or version == self.public else UnitState.ACCEPTED


BOTH: Final = frozenset({Role.ACCOUNTANT, Role.HEAD})
NOTICED: Final = timedelta(days=1)
"""How long after its arrival a file is noticed at the latest, when nothing stands still."""
_HAVING: Final[Mapping[Need, Callable[[Standing], bool]]] = {
    Need.PUBLIC_VERSION: lambda now: bool(now.public),
    Need.CORRECTION_OPEN: lambda now: now.in_correction,
    Need.WITHHELD: lambda now: bool(now.withheld),
    Need.NOT_WITHHELD: lambda now: not now.withheld,
}
"""What the fold itself asks of an event, whoever wrote it; the other needs are asked before an event is written."""
_MOVES: Final[Mapping[When, Callable[[Standing], bool]]] = {
    When.BOTH_SIGNED: lambda now: now.signed >= BOTH,
    When.ACCEPTABLE: lambda now: now.judged_as(now.version) is UnitState.ACCEPTED,
}
_CLEARED: Final[Mapping[Clears, Callable[[Standing], dict[str, Any]]]] = {
    Clears.SIGNATURES: lambda _: {"signatures": ()},
    Clears.APPROVAL: lambda _: {"approval": None},
    Clears.PUBLIC: lambda _: {"public": 0, "grounds": None},
    Clears.WITHHELD: lambda _: {"withheld": ""},
    Clears.CORRECTION: lambda _: {"correcting": ""},
    Clears.SENT_BACK: lambda now: {"sent_back": _but_of(now.version, now.sent_back)},
    Clears.SENT_BACK_OF_PUBLIC: lambda now: {"sent_back": _but_of(now.public, now.sent_back)},
}


def _but_of(version: int, sent_back: frozenset[tuple[int, str]]) -> frozenset[tuple[int, str]]:
    return frozenset(one for one in sent_back if one[0] != version)


def at_the_start(unit: BudgetUnit) -> Standing:
    """Before anything happened: what the register says of the unit."""
    if unit.exempt:
        return Standing(unit.code, UnitState.EXEMPT, reason=unit.exempt)
    if unit.nil_return:
        return Standing(unit.code, UnitState.NIL_DECLARED)
    return Standing(unit.code, UnitState.NOT_STARTED)


def fold(units: Iterable[BudgetUnit], events: Iterable[Happened]) -> dict[str, Standing]:
    """Unit code -> its standing after all events, in register order; events of unknown units are not ours."""
    standings = {unit.code: at_the_start(unit) for unit in units}
    for event in events:
        if event.unit in standings:
            standings[event.unit] = step(standings[event.unit], event)
    return standings


def step(now: Standing, event: Happened) -> Standing:
    """The standing after the event."""
    line = BY_KIND.get(event.kind)
    if line is None:
        return now
    arrives = _ARRIVES.get(event.kind)
    if arrives:
        return arrives(now, event, line)
    absent = any(need in line.needs and not has(now) for need, has in _HAVING.items())
    if now.state not in line.sources or (event.version and event.version != now.version) or absent:
        return replace(now, strange=now.strange + 1)
    return _led(_told(_cleared(now, line), event), event, line)


def _told(now: Standing, event: Happened) -> Standing:
    """With what the event itself says, before it moves anybody."""
    told = _TOLD.get(event.kind)
    return replace(now, **told(now, event)) if told else now


def _signed(now: Standing, event: Happened) -> dict[str, Any]:
    return {"signatures": (*now.signatures, Signature(Role(event.says("role")), event.actor, event.at))}


_TOLD: Final[Mapping[str, Callable[[Standing, Happened], dict[str, Any]]]] = {
    "submission.signed": _signed,
    "submission.approved": lambda _, event: {
        "approval": Approval(event.actor, event.at, event.says("number"), event.hash)
    },
    "submission.published": lambda now, event: {
        "public": event.version,
        "grounds": Grounds(now.signatures, now.approval),
    },
    "submission.corrected": lambda _, event: {"correcting": event.says("materiality")},
    "disclosure.withheld": lambda _, event: {"withheld": event.says("basis")},
    "explanation.accepted": lambda now, event: {"sent_back": now.sent_back - {(event.version, event.says("finding"))}},
    "explanation.sent_back": lambda now, event: {"sent_back": now.sent_back | {(event.version, event.says("finding"))}},
}


def _received(now: Standing, event: Happened, _: Transition) -> Standing:
    """A new version is current at once while the unit is open, otherwise it waits; the same one again is nothing."""
    if event.version in now.hashes:
        return now
    known = replace(
        now,
        hashes={**now.hashes, event.version: event.says("sha256")},
        first_received=now.first_received or _arrived(event),
    )
    if now.state is UnitState.MERGED_AWAY:
        return replace(known, waiting=event.version, strange=now.strange + 1)
    if now.state in CLOSED:
        return replace(known, waiting=event.version)
    return _current(known, event, event.version)


def _repeated(now: Standing, event: Happened, line: Transition) -> Standing:
    """The same bytes again are nothing, but for a unit of which no version counts: then they are handed in again."""
    if event.version not in now.hashes:
        return now
    if now.state is UnitState.MERGED_AWAY:
        return replace(now, waiting=event.version)
    return _current(now, event, event.version) if now.state in line.sources else now


def _arrived(event: Happened) -> datetime:
    """When the file lay in the inbox, as far as it was noticed within a day: a copied file may bear an older time."""
    at = datetime.fromisoformat(event.says("arrived")) if event.says("arrived") else event.at
    return at if timedelta(0) <= event.at - at <= NOTICED else event.at


def _judged(now: Standing, event: Happened, line: Transition) -> Standing:
    """The rules' verdict of a version. Acceptance of what is signed, approved or public already changes nothing."""
    known = replace(now, verdicts={**now.verdicts, event.version: event.kind.removeprefix("submission.")})
    if event.version != now.version or now.state not in line.sources:
        return known
    return _led(_cleared(known, line), event, line)


_ARRIVES: Final[Mapping[str, Callable[[Standing, Happened, Transition], Standing]]] = {
    "submission.received": _received,
    "submission.repeated": _repeated,
    "submission.returned": _judged,
    "submission.accepted": _judged,
}
"""What the house itself writes about a version, current or not."""


def _led(now: Standing, event: Happened, line: Transition) -> Standing:
    """Where the line leads, if it moves the unit; out of a closed state what waited becomes the current version."""
    if line.target is None or now.state in line.stays or (line.when and not _MOVES[line.when](now)):
        return now
    if line.reinstates:
        return _moved(_reinstated(now), event, line.target)
    opened = now.waiting and now.state in CLOSED and line.target not in CLOSED
    return _current(now, event, now.waiting) if opened else _moved(now, event, line.target)


def _current(now: Standing, event: Happened, version: int) -> Standing:
    """That version is handed in and stands as it was judged, whatever became of others before it."""
    bare = _cleared(now, BY_KIND["submission.received"])
    fresh = replace(bare, version=version, sha256=now.hashes[version], waiting=0)
    return _moved(fresh, event, fresh.judged_as(version))


def _reinstated(now: Standing) -> Standing:
    """The public version is the current one again, as it was published, and what came meanwhile waits.

    What counted no more does not wait: its unit had withdrawn it, was exempted, …
    """
    counts = now.state not in BY_KIND["submission.repeated"].sources | {UnitState.MERGED_AWAY}
    came = now.waiting or (now.version if counts else 0)
    return replace(
        now,
        version=now.public,
        sha256=now.hashes[now.public],
        waiting=came if came != now.public else 0,
        signatures=now.grounds.signatures if now.grounds else (),
        approval=now.grounds.approval if now.grounds else None,
    )


def _cleared(now: Standing, line: Transition) -> Standing:
    gone = {name: empty for what in line.clears for name, empty in _CLEARED[what](now).items()}
    return replace(now, **gone) if gone else now


def _moved(now: Standing, event: Happened, target: UnitState) -> Standing:
    if target is now.state:
        return now
    return replace(now, state=target, since=event.at, reason=event.says("reason"))

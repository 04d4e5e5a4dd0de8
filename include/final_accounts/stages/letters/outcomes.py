"""批复的结果: what became of a roll-up or a batch is told to those it concerns, with the reason and what to do next.

Only the last word of a batch counts, and only as long as it holds: what was approved since is not told as refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from final_accounts.history import Event
from final_accounts.model.clock import china_day
from final_accounts.model.person import OF_DEPARTMENT, Person, Role, holders, name_of, people_of_unit
from final_accounts.model.unit import BudgetUnit
from final_accounts.season.alerts import NAMED
from final_accounts.season.calendar import Deadlines
from final_accounts.season.departments import APPROVED as DEPARTMENT_APPROVED
from final_accounts.season.departments import DepartmentStanding, department_subject, reply_due
from final_accounts.season.standing import Happened, Standing
from final_accounts.season.states import REPLIED_TO, UnitState
from final_accounts.stages.approval.batches import (
    ANSWERED,
    APPROVED,
    EXPIRED,
    REFUSED,
    Batch,
    Part,
    batch_of,
)
from final_accounts.stages.approval.proposals import REJECTED
from final_accounts.stages.approval.refused_because import told_of
from final_accounts.stages.house import House, Season
from final_accounts.stages.letters.sending import Letter

WORDS: Final = frozenset({ANSWERED, APPROVED, REJECTED, EXPIRED, REFUSED})
"""Events after which the word before does not count any more; an answer alone is not one yet."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What is known of a season when its replies are told."""

    house: House
    season: Season
    standings: Mapping[str, Standing]
    departments: Mapping[str, DepartmentStanding]
    persons: Sequence[Person]
    dates: Deadlines

    def of_replies(self, happened: Sequence[Happened]) -> Iterator[Letter]:
        """Of every reply of the bureau that holds: to the department, and to its units whose turn it is."""
        for event in happened:
            known = self.departments.get(event.unit)
            if event.kind != DEPARTMENT_APPROVED or known is None or known.event != event.hash:
                continue
            waiting = [
                one
                for one in self.standings.values()
                if one.state is UnitState.CERTIFIED and known.covers(one.unit, one.sha256)
            ]
            words: dict[str, object] = {
                "number": event.says("number"),
                "by": event.says("name") or self._name(event.actor),
                "at": event.at,
                "within": self.dates.reply_within,
                "until": self.dates.reply_by(china_day(event.at)),
            }
            to = self._of_department(event.unit)
            once = event.hash[:16]
            units = self._units(event.unit)
            alone = len(units) == 1 and self.standings[units[0].code].state in REPLIED_TO
            said = words | {"units": len(waiting), "alone": alone}
            yield Letter("department_approved", department_subject(event.unit), to, said, once)
            department = units[0].department
            for one in waiting:
                said = words | {"version": one.version, "department": department}
                to = people_of_unit(self.persons, one.unit)
                yield Letter("unit_in_turn", f"{one.unit}/v{one.version}", to, said, once)

    def of_batches(self, events: Sequence[Event]) -> Iterator[Letter]:
        """Of every batch that ended without the reply that was asked for: to its preparer and its departments."""
        last = {event.subject: event for event in events if event.kind in WORDS}
        for event in last.values():
            batch = batch_of(self.house, self.season, str(json.loads(event.payload)["batch"]))
            if event.kind == REJECTED:
                yield from self._rejected(batch, event)
            elif event.kind == EXPIRED:
                yield from self._expired(batch, event)
            elif event.kind in {REFUSED, APPROVED}:
                yield from self._refused(batch, event)

    def _rejected(self, batch: Batch, event: Event) -> Iterator[Letter]:
        reason = str(json.loads(event.payload)["reason"]).rstrip("。")
        for about, to, parts, mine in self._concerned(batch):
            words = self._words(batch, event, parts, mine=mine) | {"by": self._name(event.actor), "reason": reason}
            yield Letter("batch_rejected", about, to, words, event.hash[:16])

    def _expired(self, batch: Batch, event: Event) -> Iterator[Letter]:
        role = Role.DEPARTMENT_APPROVER if batch.level else Role.APPROVER
        asked = [one for one in holders(self.persons, role, batch.level) if one.id != batch.prepared_by]
        names = "、".join(one.name for one in asked) or "（人员名录里没有别人）"
        for about, to, parts, mine in self._concerned(batch):
            words = self._words(batch, event, parts, mine=mine) | {"asked": names}
            yield Letter("batch_expired", about, to, words, event.hash[:16])

    def _refused(self, batch: Batch, event: Event) -> Iterator[Letter]:
        """Also of an approval that left something out: ``refused`` says of each unit or department why."""
        says = json.loads(event.payload)
        refused = {str(code): str(why).rstrip("。") for code, why in says.get("refused", {}).items()}
        if event.kind == APPROVED and not refused:
            return
        more = {
            "part": event.kind == APPROVED,
            "valid": bool(refused),
            "by": self._answered(event, str(says.get("account") or "")),
        }
        once = event.hash[:16]
        for about, to, parts, mine in self._concerned(batch, frozenset(refused)):
            codes = {code for part in parts for code in (part.department, *(one.unit for one in part.versions))}
            lines = [self._line(code, why) for code, why in refused.items() if code in codes] or [str(says["why"])]
            words = self._words(batch, event, parts, mine=mine) | more | {"lines": lines}
            yield Letter("batch_refused", about, to, words, once)
            if mine and not refused:
                answered = tuple(one for one in self.persons if one.id == says.get("account") and one not in to)
                yield Letter("batch_refused", about, answered, words | {"mine": False}, once)
        for part in batch.parts:
            for one in part.versions:
                why = refused.get(one.unit) or refused.get(part.department, "")
                standing = self.standings.get(one.unit)
                if why and standing is not None and standing.state not in REPLIED_TO:
                    words = {
                        "version": one.version,
                        "standing": standing.state.reached,
                        "batch": batch.id,
                        "reason": why,
                        "until": self.dates.approval,
                    }
                    to = people_of_unit(self.persons, one.unit)
                    yield Letter("not_approved", f"{one.unit}/v{one.version}", to, words, once)

    def _answered(self, event: Event, account: str) -> str:
        """Who gave the answer that was refused, "" when nobody did."""
        return self._name(event.actor if event.kind == APPROVED else account)

    def _concerned(
        self, batch: Batch, only: frozenset[str] = frozenset()
    ) -> Iterator[tuple[str, tuple[Person, ...], tuple[Part, ...], bool]]:
        """Subject, readers and parts of each letter, and whether it is to the preparer; departments see their own part.

        ``only`` are the departments and units that it is about, empty for all. A batch of the machine has no preparer:
        the operators are told instead.
        """
        parts = tuple(part for part in batch.parts if self._open(batch, part) and _names(part, only))
        if not parts:
            return
        prepared = tuple(one for one in self.persons if one.id == batch.prepared_by)
        yield f"batch/{batch.id}", prepared or holders(self.persons, Role.OPERATOR), parts, True
        for part in parts:
            to = tuple(one for one in self._of_department(part.department) if one not in prepared)
            yield department_subject(part.department), to, (part,), False

    def _open(self, batch: Batch, part: Part) -> bool:
        """Whether what was asked for has not been given since, in another batch or at a terminal."""
        known = self.departments.get(part.department)
        replied = known is not None and known.rollup == part.rollup and bool(known.approved_at)
        done = all(one.unit in self.standings and self.standings[one.unit].state in REPLIED_TO for one in part.versions)
        several = len(self._units(part.department)) > 1
        return not (done or (replied and several and not batch.level))

    def _words(self, batch: Batch, event: Event, parts: Sequence[Part], *, mine: bool) -> dict[str, object]:
        return {
            "batch": batch.id,
            "concerned": self._list(parts),
            "at": datetime.fromisoformat(event.at),
            "until": reply_due(self.departments.get(batch.level), self.dates),
            "mine": mine,
            "prepared_by": self._name(batch.prepared_by) if batch.prepared_by else "编报季管理员",
        }

    def _list(self, parts: Sequence[Part]) -> str:
        told = "、".join(
            f"{part.department} {self._units(part.department)[0].department}（{len(part.versions)} 家单位）"
            for part in parts[:NAMED]
        )
        return f"{told}等 {len(parts)} 个部门" if len(parts) > NAMED else told

    def _line(self, code: str, why: str) -> str:
        """The reason with whose it is, as a sentence."""
        names = {unit.code: unit.name for unit in self.season.city.units_of(self.season.fiscal_year)}
        return f"{told_of(code, why, names.get(code, ''))}。"

    def _units(self, department: str) -> tuple[BudgetUnit, ...]:
        units = self.season.city.units_of(self.season.fiscal_year)
        return tuple(unit for unit in units if unit.department_code == department)

    def _of_department(self, code: str) -> tuple[Person, ...]:
        return tuple(one for one in self.persons if any(one.holds(role, code) for role in OF_DEPARTMENT))

    def _name(self, account: str) -> str:
        return name_of(self.persons, account) or account


def _names(part: Part, only: frozenset[str]) -> bool:
    return not only or part.department in only or any(one.unit in only for one in part.versions)

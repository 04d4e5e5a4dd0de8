"""告知: what was done is told, from the history and each once, to those who have to know it or to go on."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from final_accounts.catalog import calendar
from final_accounts.catalog.persons import persons
from final_accounts.model.clock import china_day
from final_accounts.model.money import format_amount
from final_accounts.model.person import Person, Role, holders, name_of, people_of_unit
from final_accounts.model.rollup import TOTALS, Rollup
from final_accounts.season.calendar import Deadlines, deadlines
from final_accounts.season.departments import DepartmentStanding, department_subject, fold_departments, reply_due
from final_accounts.season.standing import Happened, Standing, fold
from final_accounts.season.states import SIGNED
from final_accounts.season.taken import taken
from final_accounts.stages.acting.respondents import ANSWER_WITHIN
from final_accounts.stages.approval.batches import batch_of
from final_accounts.stages.approval.departments import department_now
from final_accounts.stages.approval.proposals import PROPOSED
from final_accounts.stages.approval.rollups import kept_rollup, rollup
from final_accounts.stages.house import House, Season, SeasonDict, progress
from final_accounts.stages.letters.outcomes import Outcomes
from final_accounts.stages.letters.sending import Letter, send
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import read
from final_accounts.stages.watching.seasons import watched

TOLD: Final = {
    "submission.approved": "approved",
    "submission.published": "published",
    "submission.reopened": "reopened",
    "submission.corrected": "correction_opened",
    "correction.called_off": "correction_called_off",
}
"""Events of units of which a letter tells, and its kind. Of one that the table did not allow none tells."""

SPENDING: Final = TOTALS["本年支出合计"]


def announce(settings: Settings, season_item: SeasonDict) -> dict[str, int]:
    """Send what the history gives reason for and was not sent yet; how many were ``sent`` and ``already`` sent.

    Letters about units go first: a roll-up that cannot be made raises, and keeps none of them back. What could not be
    delivered raises in the end, and is tried again.
    """
    house = House.open(settings)
    counts: Counter[str] = Counter()
    for season in watched(season_item):
        counts.update(_announced(house, season))
    return dict(counts)


def _announced(house: House, season: Season) -> dict[str, int]:
    """Of one season."""
    events = house.history.events(season.city.id, season.fiscal_year)
    happened = read(events)
    registered = season.city.units_of(season.fiscal_year)
    stand = fold(registered, happened)
    known = persons(season.city.id)
    dates = deadlines(calendar(season.city.id, season.fiscal_year))
    departments = fold_departments(happened)
    desk = _Desk(house, season, stand, departments, known, dates)
    outcomes = Outcomes(house, season, stand, departments, known, dates)
    units = [desk.of_unit(event) for event, _ in taken(registered, happened) if event.kind in TOLD]
    told = (units, outcomes.of_replies(happened), outcomes.of_batches(events), desk.of_batches(), desk.of_departments())
    sent = [send(house, season, tuple(letters)) for letters in told]
    counts = {key: sum(one[key] for one in sent) for key in sent[0]}
    progress.info("%s %d 年度：告知 %d 件", season.city.name, season.fiscal_year, counts["sent"])
    return counts


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is known of a season when letters are written."""

    house: House
    season: Season
    standings: Mapping[str, Standing]
    departments: Mapping[str, DepartmentStanding]
    persons: Sequence[Person]
    dates: Deadlines

    def of_unit(self, event: Happened) -> Letter:
        """To accountant and head: what became of their accounts, and what they have to do now."""
        stand = self.standings[event.unit]
        by, reason = self._name(event), event.says("reason").rstrip("。")
        version = event.version or stand.public or stand.version
        words: Mapping[str, Mapping[str, object]] = {
            "submission.approved": {
                "number": event.says("number"),
                "at": event.at,
                "publish_by": self.dates.publish_by(china_day(event.at)),
            },
            "submission.published": {"at": event.at, "head": event.hash[:16], "page": self._page(event.unit)},
            "submission.reopened": {"reason": reason, "until": self.dates.correct_by},
            "submission.corrected": {
                "reason": reason,
                "materiality": event.says("materiality"),
                "until": self.dates.closes,
            },
            "correction.called_off": {"reason": reason, "waiting": stand.waiting},
        }
        about = f"{event.unit}/v{event.version}" if event.version else event.unit
        to = people_of_unit(self.persons, event.unit)
        return Letter(
            TOLD[event.kind], about, to, {"version": version, "by": by, **words[event.kind]}, once=event.hash[:16]
        )

    def of_departments(self) -> Iterator[Letter]:
        """To the reviewers of a department whose units are all certified, and whose certificate is not of them."""
        units = self.season.city.units_of(self.season.fiscal_year)
        for code in dict.fromkeys(unit.department_code for unit in units):
            signed = [
                self.standings[unit.code]
                for unit in units
                if unit.department_code == code and self.standings[unit.code].state in SIGNED
            ]
            now = department_now(self.house, self.season, code)
            if not signed or now.unsigned or now.in_force:
                continue
            made = rollup(self.house, self.season, code)
            words = {
                "units": len(made.versions),
                "expenditure": format_amount(_spent([made])),
                "unmatched": len(made.unmatched),
                "until": self.dates.approval,
                "page": "",
            }
            to = holders(self.persons, Role.DEPARTMENT_REVIEWER, code)
            # what it certified last belongs to it: after a correction was called off the same versions are due again
            versions = "\n".join([now.standing.rollup, *sorted(f"{one.unit} {one.sha256}" for one in made.versions)])
            once = hashlib.sha256(versions.encode()).hexdigest()[:16]
            yield Letter("department_to_certify", department_subject(code), to, words, once)

    def of_batches(self) -> Iterator[Letter]:
        """To everybody who may answer a batch that nobody has answered yet, but for who prepared it."""
        for event in self.house.history.events(self.season.city.id, self.season.fiscal_year, PROPOSED):
            batch = batch_of(self.house, self.season, str(json.loads(event.payload)["batch"]))
            if batch.answer or batch.ended:
                continue
            role = Role.DEPARTMENT_APPROVER if batch.level else Role.APPROVER
            rolled = [kept_rollup(self.house, part.rollup) for part in batch.parts if not batch.level and part.rollup]
            words = {
                "batch": batch.id,
                "departments": 0 if batch.level else len(batch.parts),
                "units": len(batch.units),
                "expenditure": format_amount(_spent(rolled)) if rolled else "",
                "prepared_by": name_of(self.persons, batch.prepared_by) or "系统",
                "until": reply_due(self.departments.get(batch.level), self.dates),
                "answer_by": china_day(datetime.fromisoformat(event.at) + ANSWER_WITHIN),
                "page": "",
            }
            to = tuple(one for one in holders(self.persons, role, batch.level) if one.id != batch.prepared_by)
            yield Letter("batch_to_approve", event.subject, to, words, batch.id)

    def _name(self, event: Happened) -> str:
        return event.says("name") or name_of(self.persons, event.actor) or event.actor

    def _page(self, unit: str) -> str:
        """The public page on this machine, where letters stay on it too; a mail says where the page is by its unit."""
        page = self.house.settings.site(self.season.city.id, self.season.fiscal_year) / "units" / f"{unit}.html"
        return page.absolute().as_uri() if page.is_file() and not self.house.settings.delivery else ""


def _spent(rolled: Sequence[Rollup]) -> int:
    return sum(cell.amount for made in rolled for cell in made.cells if cell.key == SPENDING)

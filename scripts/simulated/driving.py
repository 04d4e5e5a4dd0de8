"""A simulated season day by day: files and deeds of people, runs of a real Airflow, answers of those who are asked."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from airflow_api import FINAL, AirflowApi
from final_accounts.catalog import forget
from final_accounts.history import Head
from final_accounts.history.event import GENESIS
from final_accounts.model.clock import CHINA, SimulatedClock, china_day
from final_accounts.season.states import SIGNED, UnitState
from final_accounts.stages.approval.batches import ready
from final_accounts.stages.house import now
from final_accounts.stages.standings import department_standings, standings
from simulated.city import CITY, FISCAL_YEAR, OPENS
from simulated.people import Deed, Sends, Today, day_of
from simulated.plan import Special
from simulated.reading import Reader
from simulated.rules import make_stricter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from embedded import EmbeddedAirflow
    from final_accounts.season.standing import Standing
    from simulated.city import Days
    from simulated.office import Office
    from simulated.plan import Course
    from simulated.sending import Desk

MORNING = 0.35
"""Part of a day after which people have come to work."""
ONE_DAY = 0.999
"""Where a page of the calendar ends."""
ASKING = ("approval", "waiver")
BATCH_EVERY = 30
"""A batch goes to the bureau every this part of the season."""
WAIT_SECONDS = 1800
"""A day whose work takes longer is stuck: the season ends with what it waits for."""
PUBLISHED_WITHIN = 2
"""Days in which a publication ends, as it does where a day has 24 hours: the calendar waits for it."""
QUIET = 2
APPROVER, OPERATOR = "approver", "operator"
WATCH = "watch"
DAGS = ("arrivals", "season", WATCH, "approval", "publication", "waiver", "waiver_requests", "replay")


@dataclass
class Simulation:
    """Everything that a day needs.

    ``done`` is what happened once to a unit, ``runs`` (DAG, run) what was started, ``publications`` the runs on their
    way and the day on which they were first seen. ``overlap`` is how many tasks may still be at work when a page of the
    calendar is turned; 0: a day ends its work.
    """

    airflow: EmbeddedAirflow
    clock: Path
    page: SimulatedClock
    days: Days
    office: Office
    desk: Desk
    courses: Mapping[str, Course]
    data_room: Path
    say: Callable[[str], None]
    overlap: int = 0
    done: dict[str, set[str]] = field(default_factory=dict)
    runs: list[tuple[str, str]] = field(default_factory=list)
    runs_of_watch: list[str] = field(default_factory=list)
    publications: dict[str, int] = field(default_factory=dict)
    reader: Reader = field(default_factory=Reader)
    files: int = 0
    woken: int = 0
    batches: int = 0
    granted: bool = False
    kept: Head = field(default_factory=lambda: Head(0, GENESIS))
    _accounts: dict[str, AirflowApi] = field(default_factory=dict)

    def season(self) -> None:
        """Opened, all days, then until every run has ended. In the middle the head of the chain is kept for later."""
        self.start("season", {"city": CITY, "fiscal_year": FISCAL_YEAR})
        self.settle()
        for day in range(self.days.total):
            self.turn_to(day)
            self.today(day)
            if day == self.days.total // 2:
                self.kept = self.office.house.history.head(CITY, FISCAL_YEAR)
        self.turn_to(self.days.total)
        self.settle()
        self.start(WATCH, {"city": CITY, "fiscal_year": FISCAL_YEAR})
        self.settle()

    def turn_to(self, day: int) -> None:
        """The next page of the calendar, once its day has passed and not too much of it is at work; then the morning.

        The calendar stands still at the end of a day, so that a slow machine makes days longer and loses nothing.
        """
        time.sleep(max(0.0, self.page.began + self.page.seconds - time.time()))
        self.settle(self.overlap)
        self.published(day)
        midnight = datetime.combine(OPENS + timedelta(days=day), datetime.min.time(), CHINA)
        self.page = SimulatedClock(midnight, time.time(), self.page.seconds, ONE_DAY)
        written = self.clock.with_suffix(".new")
        written.write_text(self.page.text, encoding="utf-8")
        written.replace(self.clock)
        time.sleep(self.page.seconds * MORNING)

    def today(self, day: int) -> None:
        """What happens on one day, in the order of a day's work."""
        if day == 1:
            self.desk.stray(now())
            self.files += 1
        if day == self.days.submit_by - self.days.total // 12:
            self.change_the_rules()
        self.answer()
        stand = standings(self.office.house, self.office.season)
        for unit, course in self.courses.items():
            self.unit(day, course, stand[unit])
        self.departments(day, stand)
        if day >= self.days.correct_by and (day - self.days.correct_by) % max(1, self.days.total // BATCH_EVERY) == 0:
            self.propose()
        if self.files > self.woken:  # besides an inbox that stirs, the clock wakes it: every few minutes of a real day
            self.woken = self.files
            self.start("arrivals", {})
        if self.granted:  # one run a day judges anew all whose waivers were granted
            self.granted = False
            self.start("season", {"city": CITY, "fiscal_year": FISCAL_YEAR})
        self.watch()
        counts = {state: sum(one.bucket is state for one in stand.values()) for state in UnitState}
        told = "、".join(f"{state.chinese} {count}" for state, count in counts.items() if count)
        self.say(f"{china_day(now())}：{told}")

    def unit(self, day: int, course: Course, standing: Standing) -> None:
        """One unit's day."""
        done = self.done.setdefault(course.unit, set())
        since = (china_day(standing.since) - OPENS).days if standing.since else 0
        for what in day_of(Today(day, since, course, standing, frozenset(done))):
            happened = self.office.do(what) if isinstance(what, Deed) else self.send(what, course)
            if happened and what.once:
                done.add(what.once)
            if not happened or not isinstance(what, Deed):
                continue
            if what.kind in _SHOWN_BY_PUBLICATION:
                self.start("publication", {"city": CITY, "fiscal_year": FISCAL_YEAR, "units": [course.unit]})
            if what.kind == "waiver.requested":  # the DAG's own ten minutes may be days of this calendar
                self.start("waiver_requests", {"city": CITY})

    def send(self, sends: Sends, course: Course) -> bool:
        """A file into the inbox; what was sent already (and not yet taken) is not sent again."""
        key = f"file {sends.number}"
        if key in self.done[course.unit]:
            return False
        target = self.desk.put(sends, now())
        self.files += 1
        if course.special is Special.TWICE and sends.number == 1:
            again = target.with_name(f"{target.stem}-再发.xlsx")
            again.write_bytes(target.read_bytes())
            self.desk.arrive(again, again, now() + timedelta(minutes=1))
        if course.special is Special.HALF and sends.number == 1:
            target.with_name(f"{target.stem}-上传中.xlsx.part").write_bytes(target.read_bytes()[:2000])
        self.done[course.unit].add(key)
        return True

    def departments(self, day: int, stand: Mapping[str, Standing]) -> None:
        """Departments certify when their units have; after the date of corrections who never came holds up nobody."""
        units = self.office.season.city.units_of(FISCAL_YEAR)
        known = department_standings(self.office.house, self.office.season)
        replied: list[str] = []
        for code in dict.fromkeys(unit.department_code for unit in units):
            mine = {unit.code: stand[unit.code] for unit in units if unit.department_code == code}
            there = known.get(code)
            current = {one.unit: one.sha256 for one in mine.values() if one.state in SIGNED}
            if there and there.approved_at and any(one.state is UnitState.CERTIFIED for one in mine.values()):
                replied += self.office.reply(code)
            if there and dict(there.versions) == current:
                continue
            late = {one.unit: "逾期未报，不再等候" for one in mine.values() if one.state in _MISSING}
            open_ones = [one for one in mine.values() if one.state in _OPEN]
            if current and not open_ones and (not late or day > self.days.correct_by):
                self.office.certify(code, late)
        if replied:
            self.start("publication", {"city": CITY, "fiscal_year": FISCAL_YEAR, "units": replied})

    def propose(self) -> None:
        """The operator puts before the bureau what waits for it."""
        if ready(self.office.house, self.office.season, ""):
            self.start("approval", {"city": CITY, "fiscal_year": FISCAL_YEAR}, by=OPERATOR)

    def answer(self) -> None:
        """The approver answers every question that waits: the first batch with no, some waivers too, else with yes."""
        api = self.account(APPROVER)
        for dag in ASKING:
            for question in api.questions(dag):
                if not self.reader.has_read(question):
                    continue
                unit = _unit_of(question)
                if dag == "waiver":
                    refuses = self.courses[unit].special is Special.WAIVER_REFUSED
                    self.done[unit].add("refused" if refuses else "granted")
                    self.granted |= not refuses
                else:
                    refuses, self.batches = not self.batches, self.batches + 1
                option = question["options"][1 if refuses else 0]
                said = "依据不足，请核实后再报" if refuses else "情况属实，同意"
                form: dict[str, object] = {**dict.fromkeys(question["params"], ""), "reason": said}
                api.answer(question["task_instance"], option, form)

    def change_the_rules(self) -> None:
        """A rule that asked for an explanation blocks from today; everything is reviewed again under it."""
        self.settle()
        changed = make_stricter(self.data_room)
        forget()
        self.office.season = type(self.office.season).named(CITY, FISCAL_YEAR)
        self.say(f"审核规则改为更严：{changed}")
        self.start("season", {"city": CITY, "fiscal_year": FISCAL_YEAR})
        self.settle()

    def watch(self) -> None:
        """The watch, unless the one before is still looking: it closes every day that is open."""
        if not self.runs_of_watch or self.airflow.api.state(WATCH, self.runs_of_watch[-1]) in FINAL:
            self.start(WATCH, {"city": CITY, "fiscal_year": FISCAL_YEAR})
            self.runs_of_watch.append(self.runs[-1][1])

    def account(self, who: str) -> AirflowApi:
        """Airflow as that person."""
        if who not in self._accounts:
            passwords: dict[str, str] = json.loads((self.airflow.home / "passwords.json").read_text())
            self._accounts[who] = AirflowApi(self.airflow.address)
            self._accounts[who].log_in(who, passwords[who])
        return self._accounts[who]

    def start(self, dag: str, conf: dict[str, object], *, by: str = "") -> None:
        """Start a run in somebody's name."""
        api = self.account(by) if by else self.airflow.api
        self.runs.append((dag, api.trigger(dag, conf)))

    def settle(self, most: int = 0) -> None:
        """Until at most so many tasks are at work but those that wait for a person.

        With ``most`` 0 nothing at all, nor a question: twice in a row, because a watcher looks every second.
        """
        until = time.monotonic() + WAIT_SECONDS
        quiet = 0
        while quiet < QUIET and time.monotonic() < until:
            self.answer()
            busy = len(self.airflow.api.unfinished())
            busy += 0 if most else sum(len(self.account(APPROVER).questions(dag)) for dag in ASKING)
            if most and busy <= most:
                return
            quiet = 0 if busy else quiet + 1
            time.sleep(1.0)
        if quiet < QUIET:
            raise TimeoutError(f"after {WAIT_SECONDS} s still at work: {self.airflow.api.unfinished()}")

    def published(self, day: int) -> None:
        """Every publication has ended that was on its way ``PUBLISHED_WITHIN`` days ago, whoever started it."""
        until = time.monotonic() + WAIT_SECONDS
        while True:
            at_work = [run for run, state in self.airflow.api.states("publication").items() if state not in FINAL]
            self.publications = {run: self.publications.get(run, day) for run in at_work}
            if all(since > day - PUBLISHED_WITHIN for since in self.publications.values()):
                return
            if time.monotonic() > until:
                raise TimeoutError(f"after {WAIT_SECONDS} s still at work: {at_work}")
            self.answer()
            time.sleep(1.0)

    def failures(self) -> list[str]:
        """Runs of the season's own DAGs that failed or never ended; not the watch: it is red while anything is open."""
        return [
            f"{dag} {run} {state}"
            for dag in DAGS
            if dag != WATCH
            for run, state in self.airflow.api.states(dag).items()
            if state != "success"
        ]


_SHOWN_BY_PUBLICATION = frozenset({"disclosure.released", "disclosure.withdrawn"})
_MISSING = frozenset(
    {UnitState.NOT_STARTED, UnitState.RETURNED, UnitState.WITHDRAWN, UnitState.RECEIVED, UnitState.ACCEPTED}
)
_OPEN = frozenset({UnitState.RECEIVED, UnitState.ACCEPTED})


def _unit_of(question: dict[str, Any]) -> str:
    """The unit that a waiver's run is about: `<city>-<year>-<unit>-<number>`."""
    parts = str(question["task_instance"]["dag_run_id"]).split("-")
    return parts[2] if len(parts) > 2 else ""  # noqa: PLR2004 - city, year, unit

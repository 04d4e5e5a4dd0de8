"""Every alert as an operator reads it; run as a program, this file writes the snapshot anew, to be read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pytest

from final_accounts.season import alerts as module
from final_accounts.season.alerts import Alert, AlertKind, alerts, undecided
from final_accounts.season.duties import Duty
from final_accounts.season.ledger import DayLedger
from final_accounts.season.standing import Standing
from final_accounts.season.states import UnitState
from final_accounts.season.waiting import QUESTIONS, WaitsFor
from final_accounts.stages.house import House, Season
from final_accounts.stages.intake.open_season import open_season
from final_accounts.stages.settings import Settings
from final_accounts.stages.watching import watch as watching
from final_accounts.stages.watching.ledger import book, ledger
from final_accounts.stages.watching.watch import open_alerts
from pinned import pin, pinned, unsaid
from season.told import DATES, NAMES, A, B, C, accepted, approved, as_new, frozen, published

ALERTS: Final = Path(__file__).resolve().parent / "snapshots" / "alerts.txt"
CITY, YEAR = "qingshi", 2021
MANY: Final = tuple(f"10{number}001" for number in range(1, 8))
"""More units than a sentence names."""


def on(day: date = DATES.submit_by, **other: object) -> Callable[[], tuple[Alert, ...]]:
    """The alerts of a day of three units that adds up, but for what ``other`` says."""
    counts: dict[str, object] = {
        "register": 3,
        "buckets": {UnitState.NOT_STARTED: 3},
        "duties": {Duty.IN_PROGRESS: 3},
        **other,
    }
    return lambda: alerts(DayLedger(day, **counts), NAMES)  # type: ignore[arg-type]


def waiting(*questions: WaitsFor) -> Callable[[], tuple[Alert, ...]]:
    """What nobody has decided on the last day of the season."""
    return lambda: undecided(dict.fromkeys(questions, (A, B)), DATES.closes, DATES, NAMES)


STATES: Final = {A: UnitState.ACCEPTED, B: UnitState.CERTIFIED, C: UnitState.CERTIFIED}
DAYS: Final[dict[str, Callable[[], tuple[Alert, ...]]]] = {
    "register: one more than was opened with": on(register=2, unregistered=(C,)),
    "register: nobody can say who": on(register=4),
    "duties": on(duties={Duty.IN_PROGRESS: 2}),
    "unknown": on(unknown=("999001",)),
    "overdue": on(overdue=(A, B)),
    "overdue: many": on(overdue=MANY),
    "approval": on(unapproved=(A, B, C), standings={code: Standing(code, state) for code, state in STATES.items()}),
    "publication": on(approved=3, published=1, withheld=1, unpublished=(C,)),
    "decisions: one kind": waiting(WaitsFor.DISPUTE),
    "decisions: every kind": waiting(*QUESTIONS),
}
"""What a day's ledger says."""


def told(found: tuple[Alert, ...]) -> list[str]:
    return [f"{one.kind.value} {one.kind.chinese}：{one.says}" for one in found]


def looked(folder: Path) -> dict[str, list[str]]:
    """What only the whole house shows: its history, and its pages."""
    lines: dict[str, list[str]] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("01-10"))
        settings = Settings.at(folder)
        open_season(settings, CITY, YEAR, {}, "run")
        house, season = House.open(settings), Season.named(CITY, YEAR)

        def look(day: str) -> list[str]:
            patch.setenv("FINAL_ACCOUNTS_CLOCK", frozen(day))
            ledger(settings, CITY, None, {}, "watch")
            return told(open_alerts(house, season, book(house, season)))

        look("01-15")
        house.history.append(CITY, YEAR, [as_new(one) for one in accepted("102001", "01-14")])
        lines["changed"] = look("01-15")
        look("01-22")
        house.history.append(CITY, YEAR, [as_new(one) for one in accepted("102002", "01-12")])
        lines["changed: many days"] = look("01-22")
        for unit in ("102001", "102002"):
            house.history.append(
                CITY, YEAR, [as_new(one) for one in (*approved(unit, "01-23"), published(unit, "01-23"))]
            )
        lines["pages"] = look("01-26")
        units = settings.site(CITY, YEAR) / "units"
        units.mkdir(parents=True)
        for name in ("102003.html", "102003-v1.html", "102004"):
            (units / name).touch()
        lines["exposed"] = look("01-26")[1:]
        with house.warehouse.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE event_head SET sequence = sequence + 1")
        patch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("01-26"))
        lines["chain"] = told(open_alerts(house, season, book(house, season)))[:1]
    return lines


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    return {name: told(found()) for name, found in DAYS.items()} | looked(tmp_path_factory.mktemp("watched"))


def test_every_alert_reads_as_it_was_approved(said: dict[str, list[str]]) -> None:
    assert said == pinned(ALERTS)
    assert all(said.values())


def test_every_kind_of_alert_has_a_sample(said: dict[str, list[str]]) -> None:
    shown = {line.partition(" ")[0] for lines in said.values() for line in lines}
    assert shown == {kind.value for kind in AlertKind}, "samples are added in tests/season/test_alerts_told.py"


def test_every_sentence_of_an_alert_is_told(said: dict[str, list[str]]) -> None:
    lines = [line for lines in said.values() for line in lines]
    assert unsaid(Path(str(module.__file__)), lines) == []
    left = unsaid(Path(str(watching.__file__)), lines, ("_of_history", "_of_questions", "_of_pages"))
    assert [text for text in left if "项警报" not in text] == [], "the task's own error lists them one below the other"


def test_no_day_before_the_last_rings_for_a_question() -> None:
    assert undecided({WaitsFor.DISPUTE: (A,)}, DATES.closes - timedelta(days=1), DATES, NAMES) == ()


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        pin(ALERTS, {name: told(found()) for name, found in DAYS.items()} | looked(Path(place)))

"""Every bad input, in one run over one small inbox: its exact findings, clear words, nothing lost, nobody stopped."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from final_accounts.model.finding import Severity
from final_accounts.model.submission import SubmissionState
from final_accounts.warehouse.queries_season import findings_of_version
from stages.bad_files import CITY, UNIT, YEAR, Case, cases
from stages.conftest import OTHER_UNIT, STRANGER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from final_accounts.history import Event
    from final_accounts.model.finding import Finding
    from final_accounts.stages.judgement.check import Checked
    from final_accounts.warehouse import StoredSubmission
    from stages.conftest import BadSeason

every_case = pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)


def rules(findings: Iterable[Finding], *, notices: bool) -> tuple[str, ...]:
    return tuple(sorted({found.rule for found in findings if (found.severity is Severity.NOTICE) is notices}))


def stored(season: BadSeason, name: str) -> StoredSubmission:
    versions = season.house.warehouse.stored_submissions(CITY, YEAR, (UNIT,))
    return next(entry for entry in versions if entry.submission.file_name == name)


def findings_of(season: BadSeason, name: str) -> tuple[Finding, ...]:
    version = stored(season, name).submission.version
    with season.house.warehouse.reading() as connection:
        return findings_of_version(connection, CITY, YEAR, UNIT, version)


def events(season: BadSeason, kind: str, subject: str) -> tuple[Event, ...]:
    return season.house.history.events(CITY, YEAR, kind, subject)


@every_case
def test_in_a_season_it_raises_exactly_what_was_written_by_hand(bad_season: BadSeason, case: Case) -> None:
    found = findings_of(bad_season, case.file_name)
    assert rules(found, notices=False) == tuple(sorted(case.season))
    assert rules(found, notices=True) == case.notices
    assert stored(bad_season, case.file_name).state is SubmissionState.RETURNED


@every_case
def test_its_message_says_what_where_how_much_and_what_to_do(bad_season: BadSeason, case: Case) -> None:
    found = findings_of(bad_season, case.file_name)
    messages = "\n".join(f.message for f in found if f.rule == case.season[0])
    assert [word for word in case.words if word not in messages] == []
    assert messages.startswith(case.season[0])


@every_case
def test_at_the_terminal_it_raises_exactly_what_was_written_by_hand(
    bad_checked: dict[str, Checked], case: Case
) -> None:
    outcome = bad_checked[case.file_name]
    assert rules(outcome.findings, notices=False) == tuple(sorted(case.check))
    assert rules(outcome.findings, notices=True) == (case.check_notices if case.check else ())
    assert outcome.state is (SubmissionState.RETURNED if case.check else SubmissionState.ACCEPTED)
    assert outcome.executed == outcome.expected > 0


@every_case
def test_nothing_of_it_is_lost(bad_season: BadSeason, case: Case) -> None:
    submission = stored(bad_season, case.file_name).submission
    assert bad_season.house.store.get(submission.sha256) == bad_season.files[case.file_name]
    subject = f"{UNIT}/v{submission.version}"
    received = [json.loads(event.payload) for event in events(bad_season, "submission.received", subject)]
    assert [(one["sha256"], one["file_name"]) for one in received] == [(submission.sha256, case.file_name)]
    (reviewed,) = events(bad_season, "submission.reviewed", subject)
    assert json.loads(reviewed.payload)["rules_executed"] == json.loads(reviewed.payload)["rules_expected"] > 0
    (returned,) = events(bad_season, "submission.returned", subject)
    assert bad_season.house.store.get(json.loads(returned.payload)["findings_hash"])
    answer = bad_season.settings.feedback(CITY, YEAR) / UNIT / f"v{submission.version}-审核反馈.xlsx"
    assert answer.is_file()


def test_the_list_of_the_issue_is_complete() -> None:
    known = {case.id for case in cases()}
    wanted = {
        *("future-edition", "edition-of-another-region", "edition-of-another-year", "wrong-unit-code"),
        *("another-units-code", "not-a-spreadsheet", "encrypted", "macro-workbook", "zip-bomb"),
        *("a-million-formatted-empty-rows", "missing-sheet", "renamed-label", "text-in-a-number-cell"),
        *("formula-without-cached-value", "ref-error", "merged-header", "negative", "three-decimals-of-yuan"),
        *("two-units-in-one-file", "empty-file", "truncated-upload"),
    }
    assert known == wanted


def test_the_same_submission_twice_is_one_version(bad_season: BadSeason) -> None:
    versions = bad_season.house.warehouse.submissions(CITY, YEAR, (UNIT,))
    assert [item.version for item in versions] == list(range(1, len(cases()) + 2))
    assert [item.file_name for item in versions] == [*(case.file_name for case in cases()), "clean.xlsx"]
    assert len(events(bad_season, "submission.received", f"{UNIT}/v{len(versions)}")) == 1


def test_bad_files_stop_nobody(bad_season: BadSeason) -> None:
    everything = bad_season.house.warehouse.stored_submissions(CITY, YEAR)
    accepted = [(e.submission.unit, e.submission.version) for e in everything if e.state is SubmissionState.ACCEPTED]
    assert accepted == [(UNIT, len(cases()) + 1), (OTHER_UNIT, 1)]
    assert bad_season.house.history.verify(CITY, YEAR) == ()


def test_half_written_files_wait(bad_season: BadSeason) -> None:
    names = {item.file_name for item in bad_season.house.warehouse.submissions(CITY, YEAR)}
    assert not [name for name in names if name[0] in ".~"]


def test_a_folder_of_no_registered_unit_is_quarantined_and_left_where_it_is(bad_season: BadSeason) -> None:
    (event,) = events(bad_season, "submission.quarantined", f"{STRANGER}/somebody.xlsx")
    told = json.loads(event.payload)
    assert (told["folder"], told["file_name"]) == (STRANGER, "somebody.xlsx")
    assert "登记" in told["reason"]
    assert (bad_season.settings.inbox(CITY, YEAR) / STRANGER / "somebody.xlsx").is_file()
    assert STRANGER not in {item.unit for item in bad_season.house.warehouse.submissions(CITY, YEAR)}

"""The two real units: Wuhan as printed is returned, corrected it is accepted; Ziyang's answer says what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from final_accounts.catalog import city, data_root, edition
from final_accounts.model.facts import FactKey
from final_accounts.model.submission import SubmissionState
from final_accounts.workbooks import SubmissionData, write_submission
from final_accounts.workbooks.real import corrected, real_submission, transcription

if TYPE_CHECKING:
    from examples.conftest import Audit

REAL = data_root() / "include" / "examples" / "real"


def submission(city_id: str, name: str) -> tuple[str, str, SubmissionData]:
    town = city(city_id)
    unit = town.units[0]
    return town.region, unit.code, real_submission(transcription(REAL / name), edition(town.region, 2021), unit)


def test_the_wuhan_unit_as_printed_is_returned_and_corrected_is_accepted(tmp_path: Path, audit: Audit) -> None:
    region, code, first = submission("wuhan-jianghan", "jianghan-2021.yaml")
    second = corrected(first, transcription(REAL / "jianghan-2021-corrections.yaml"))
    states = []
    for place, data in enumerate((first, second), 1):
        path = tmp_path / f"v{place}.xlsx"
        write_submission(edition(region, 2021), data, path)
        states.append(audit(region, 2021, {code: path})[code])
    assert states[0].state is SubmissionState.RETURNED
    assert {"IN-36", "PF-07", "PF-08", "V-04", "V-05-1", "V-06"} <= states[0].open_rules
    assert states[1].open_rules == set()
    assert states[1].state is SubmissionState.ACCEPTED


def test_every_amount_the_wuhan_document_prints_comes_back_exactly(tmp_path: Path, audit: Audit) -> None:
    region, code, data = submission("wuhan-jianghan", "jianghan-2021.yaml")
    path = tmp_path / "v1.xlsx"
    write_submission(edition(region, 2021), data, path)
    facts = {fact.key: fact for fact in audit(region, 2021, {code: path})[code].parsed.facts}
    printed = transcription(REAL / "jianghan-2021.yaml")["tables"]
    checked = 0
    for form, table in printed.items():
        for row, cells in table.get("rows", {}).items():
            for column, text in cells.items():
                if column != "name":
                    assert facts[FactKey(form, row, column)].value == round(float(text) * 1_000_000), (
                        form,
                        row,
                        column,
                    )
                    checked += 1
    assert checked > 150


def test_ziyang_is_returned_with_the_list_of_its_missing_tables_and_still_has_its_evaluations(
    tmp_path: Path, audit: Audit
) -> None:
    region, code, data = submission("ziyang", "ziyang-2021.yaml")
    path = tmp_path / "v1.xlsx"
    write_submission(edition(region, 2021), data, path)
    judged = audit(region, 2021, {code: path})[code]
    assert judged.state is SubmissionState.RETURNED
    missing = {finding.row for finding in judged.findings if finding.rule == "IN-20"}
    assert missing == {"T1", "T2", "T3", "T4", "T5", "T8", "T9", "S5", "S7", "S9", "S12", "S13"}
    scores = {each.form: str(each.self_score) for each in judged.parsed.evaluations if each.self_score is not None}
    assert scores == {"PW": "85.07", "PP1": "89.53", "PP2": "97.53", "PP3": "97.53"}


def test_a_correction_that_does_not_fit_is_refused() -> None:
    _, _, first = submission("wuhan-jianghan", "jianghan-2021.yaml")
    wrong = {"corrections": [{"form": "PW", "row": "line:自评总分", "column": "value", "was": "1", "now": "2"}]}
    with pytest.raises(ValueError, match="the submission has"):
        corrected(first, wrong)

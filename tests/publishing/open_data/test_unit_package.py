"""A unit's data package: every figure with its source, valid for Frictionless, safe in a spreadsheet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from final_accounts.model.errors import PublishingError
from final_accounts.model.facts import Fact
from final_accounts.model.safe_text import restored
from final_accounts.publishing import Replaced, UnitReport, count
from final_accounts.publishing.disclosure import compose
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.open_data import unit_package
from publishing.disclosures import made_up_report, wuhan_report
from publishing.open_data.packages import objects_of, problems, resources_of, rows_of

REPORTS: dict[str, Callable[[], UnitReport]] = {
    "wuhan": wuhan_report,
    "hubei": lambda: made_up_report("hubei-wuhan"),
    "sichuan": made_up_report,
}


def package_of(report: UnitReport) -> dict[str, bytes]:
    return unit_package(report, compose(report))


@pytest.fixture(scope="module")
def wuhan() -> dict[str, bytes]:
    return package_of(wuhan_report())


@pytest.fixture(scope="module")
def sichuan() -> dict[str, bytes]:
    return package_of(made_up_report())


@pytest.mark.parametrize("region", REPORTS)
def test_frictionless_finds_nothing_against_it(region: str, tmp_path: Path) -> None:
    files = package_of(REPORTS[region]())
    assert problems(files, tmp_path) == []
    assert set(files) == {"datapackage.json", "data.json"} | {f"{name}.csv" for name in resources_of(files)} - {
        "data.csv"
    }
    assert all(len(rows_of(files, name)) > 0 for name in resources_of(files) if name != "data")


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        (b",349.56,", b",349.57,", {("facts", "hash-count")}),
        (b",amount,3495600.00,", b",amount,many,", {("facts", "type-error"), ("facts", "hash-count")}),
        (b",amount,3495600.00,", b",money,3495600.00,", {("facts", "constraint-error")}),
        (b",T1,", b",T99,", {("facts", "foreign-key")}),
        (b",wanyuan,", b",wan,", {("facts", "incorrect-label")}),
    ],
)
def test_a_changed_value_is_found(
    wuhan: dict[str, bytes], tmp_path: Path, before: bytes, after: bytes, wanted: set[tuple[str, str]]
) -> None:
    content = wuhan["facts.csv"]
    assert before in content
    found = set(problems(wuhan | {"facts.csv": content.replace(before, after, 1)}, tmp_path))
    assert wanted <= found


def test_a_changed_digit_of_the_json_is_found(wuhan: dict[str, bytes], tmp_path: Path) -> None:
    changed = wuhan["data.json"].replace(b"3495600.00", b"3495601.00", 1)
    assert problems(wuhan | {"data.json": changed}, tmp_path) == [("data", "hash-count")]


def test_a_wrong_hash_is_found(wuhan: dict[str, bytes], tmp_path: Path) -> None:
    package = json.loads(wuhan["datapackage.json"])
    package["resources"][1]["hash"] = "sha256:" + "0" * 64
    assert problems(wuhan | {"datapackage.json": json.dumps(package).encode()}, tmp_path) == [("forms", "hash-count")]


def test_every_figure_of_the_official_tables_stands_there_once_with_its_cell(wuhan: dict[str, bytes]) -> None:
    report = wuhan_report()
    tables = {form.id for form in report.edition.tables()}
    wanted = {
        (*fact.key, Decimal(int(fact.value)) / 100, str(fact.cell))
        for fact in report.reported.facts
        if fact.form in tables and isinstance(fact.value, int)
    }
    rows = rows_of(wuhan, "facts")
    found = {
        (
            row["form_id"],
            row["row_key"],
            row["column_key"],
            Decimal(row["value"]),
            f"{row['source_sheet']}!{row['source_cell']}",
        )
        for row in rows
    }
    assert len(rows) == len(wanted) > 400
    assert found == wanted


def test_what_the_document_prints_is_what_the_data_say_in_wanyuan(wuhan: dict[str, bytes]) -> None:
    said = {(row["form_id"], row["row_key"], row["column_key"]): row["wanyuan"] for row in rows_of(wuhan, "facts")}
    printed = [
        (tuple(cell.figure.fact), cell.figure.text.replace(",", ""))
        for table in wuhan_report().tables
        for part in table.parts
        for row in part.body
        for cell in row.cells
        if cell.figure is not None and cell.figure.fact is not None and cell.figure.text
    ]
    assert len(printed) > 150
    assert [(key, said[key[0], key[1], key[2]]) for key, _ in printed] == printed


def test_rows_and_columns_are_named(sichuan: dict[str, bytes]) -> None:
    rows = rows_of(sichuan, "facts")
    crossed = next(row for row in rows if row["column_key"] == "economic:30101")
    assert crossed["column_name"] == "基本工资"
    three_public = [row["column_name"] for row in rows if row["form_id"] == "T7" and row["column_key"] == "total"]
    assert three_public == ["预算数/合计", "决算数/合计"]
    assert all(row["row_name"] and row["column_name"] for row in rows)


def test_blank_is_not_missing_and_the_precision_is_told(wuhan: dict[str, bytes]) -> None:
    rows = rows_of(wuhan, "facts")
    blank = next(row for row in rows if row["row_key"] == "line:政府性基金预算财政拨款收入")
    assert (blank["value"], blank["blank"], blank["unit_of_measure"]) == ("0.00", "true", "元")
    assert {row["step"] for row in rows} == {"100.00"}


def test_the_scores_are_the_units_own_and_ours(wuhan: dict[str, bytes]) -> None:
    whole = next(row for row in rows_of(wuhan, "evaluations") if row["form_id"] == "PW")
    scored = next(score for score in wuhan_report().reported.scores if score.form == "PW")
    assert (Decimal(whole["self_score"]), Decimal(whole["recomputed_score"])) == (scored.self_score, scored.recomputed)
    lines = [row for row in rows_of(wuhan, "indicators") if row["form_id"] == "PW"]
    assert [row["path"] for row in lines[: len(scored.indicators)]] == [line.path for line in scored.indicators]
    execution = lines[0]
    assert (execution["name"], execution["weight"], execution["recomputed_score"]) == ("预算执行情况", "20", "19.52")


def test_every_number_of_the_narrative_stands_there_in_order(wuhan: dict[str, bytes]) -> None:
    told = wuhan_report().narrative
    assert told is not None
    rows = rows_of(wuhan, "narrative")
    assert [(row["name"], row["text"]) for row in rows] == [(v.name, v.text) for v in told.variables()]
    total = next(row for row in rows if row["name"] == "total")
    assert (total["value"], total["unit_of_measure"], total["kind"]) == ("3495600.00", "元", "amount")
    growth = next(row for row in rows if row["name"] == "total-growth")
    assert growth["value"] == "0.3625414149"


def test_json_holds_what_csv_holds_and_texts_as_they_were(sichuan: dict[str, bytes]) -> None:
    objects = objects_of(sichuan)
    assert list(objects) == [name for name in resources_of(sichuan) if name != "data"]
    for name, rows in objects.items():
        texts = {
            field["name"] for field in resources_of(sichuan)[name]["schema"]["fields"] if field["type"] == "string"
        }
        flat = [{key: flattened(value) for key, value in row.items()} for row in rows]
        read = [
            {key: restored(value) if key in texts else value for key, value in row.items()}
            for row in rows_of(sichuan, name)
        ]
        assert flat == read
        assert rows


def flattened(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def changed(report: UnitReport, key: tuple[str, str, str], **values: object) -> UnitReport:
    """The report with one fact changed."""

    def of(fact: Fact) -> Fact:
        return replace(fact, **values) if fact.key == key else fact  # type: ignore[arg-type] # fields of a fact

    facts = tuple(of(fact) for fact in report.reported.facts)
    assert facts != report.reported.facts
    return replace(report, reported=replace(report.reported, facts=facts))


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5%", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'已引'"])
def test_texts_are_defused_in_csv_and_come_back_as_they_were(text: str, tmp_path: Path) -> None:
    report = changed(wuhan_report(), wuhan_report().reported.facts[0].key, name=text)
    files = unit_package(report, compose(wuhan_report()))
    name = rows_of(files, "facts")[0]["row_name"]
    assert name == f"'{text}"
    assert restored(name) == text
    assert objects_of(files)["facts"][0]["row_name"] == text
    assert problems(files, tmp_path) == []


def test_numbers_below_zero_stay_numbers(tmp_path: Path) -> None:
    report = changed(wuhan_report(), wuhan_report().reported.facts[0].key, value=-123_456)
    files = unit_package(report, compose(wuhan_report()))
    first = rows_of(files, "facts")[0]
    assert (first["value"], first["wanyuan"]) == ("-1234.56", "-0.12")
    assert problems(files, tmp_path) == []


def test_csv_has_a_mark_for_spreadsheets_and_lines_as_the_standard_has_them(wuhan: dict[str, bytes]) -> None:
    for name, content in wuhan.items():
        if name.endswith(".csv"):
            assert content.startswith(b"\xef\xbb\xbf")
            assert content.endswith(b"\r\n")
            assert content.count(b"\n") == content.count(b"\r\n")
    assert not wuhan["data.json"].startswith(b"\xef\xbb\xbf")


def test_the_description_names_licence_sources_versions_and_every_field(wuhan: dict[str, bytes]) -> None:
    report = wuhan_report()
    package = json.loads(wuhan["datapackage.json"])
    assert package["name"] == "final-accounts-420103001-2021"
    assert package["version"] == "2021.1"
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert [source["hash"] for source in package["sources"]] == [
        f"sha256:{report.submission.sha256}",
        f"sha256:{report.approval.hash}",
    ]
    for resource in package["resources"]:
        assert resource["hash"] == f"sha256:{hashlib.sha256(wuhan[resource['path']]).hexdigest()}"
        assert resource["title"]
        assert resource["description"]
        for field in resource.get("schema", {}).get("fields", ()):
            assert field["title"]
            assert field["type"]
    fields = {field["name"]: field for field in resources_of(wuhan)["facts"]["schema"]["fields"]}
    assert fields["wanyuan"]["unitOfMeasure"] == "万元"
    assert fields["source_cell"]["constraints"]["required"]


def test_the_submission_says_what_was_approved_and_what_it_replaces() -> None:
    report = replace(wuhan_report(), replaced=Replaced(count(1), "2022年9月1日", "数字有误"))
    row = rows_of(unit_package(report, compose(wuhan_report())), "submission")[0]
    assert (row["sha256"], row["approval_event"]) == (report.submission.sha256, report.approval.hash)
    assert (row["approval_date"], row["rulebook_hash"]) == ("2022-09-30", report.rulebook_hash)
    assert (row["replaced_version"], row["correction_reason"]) == ("1", "数字有误")


def test_the_same_report_gives_the_same_bytes(wuhan: dict[str, bytes]) -> None:
    assert package_of(wuhan_report()) == wuhan


def test_a_bureau_changes_licence_and_words_as_data() -> None:
    report = wuhan_report()
    words = report.documents.words | {"open_data_licence": {"name": "ODC-BY-1.0", "title": "署名", "path": "x"}}
    other = replace(report, documents=with_words(report.documents, words))
    package = json.loads(unit_package(other, compose(report))["datapackage.json"])
    assert package["licenses"] == [{"name": "ODC-BY-1.0", "title": "署名", "path": "x"}]


def test_data_that_describe_other_columns_are_refused_by_name() -> None:
    report = wuhan_report()
    fields = report.documents.words["open_data_fields"]
    words = report.documents.words | {"open_data_fields": {**fields, "forms": fields["forms"][1:]}}
    other = replace(report, documents=with_words(report.documents, words))
    with pytest.raises(PublishingError, match=r"open_data_fields.* forms"):
        unit_package(other, compose(report))


def with_words(documents: Documents, words: dict[str, dict[str, object]]) -> Documents:
    return replace(documents, words=words)

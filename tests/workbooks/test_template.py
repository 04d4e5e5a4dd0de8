"""The blank workbook has everything its edition asks for, where a unit expects it, and nothing that calculates."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from final_accounts.catalog import city, edition, edition_of, known_editions
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.layout import BlockKind
from final_accounts.model.place import Cell
from final_accounts.workbooks import write_template

PROJECTS = 2


def template_of(edition_id: str, folder: Path, prior: tuple[Fact, ...] = ()) -> Workbook:
    region, _, year = edition_id.partition("/")
    found = edition(region, int(year))
    units = city("qingshi").units
    path = folder / "template.xlsx"
    write_template(found, units[2], path, prior=prior, projects=PROJECTS)
    return load_workbook(path)


def texts_of(sheet: Worksheet) -> set[str]:
    return {str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None}


@pytest.mark.parametrize("edition_id", known_editions())
def test_every_form_of_the_edition_is_a_sheet_with_every_printed_label(edition_id: str, tmp_path: Path) -> None:
    book = template_of(edition_id, tmp_path)
    for layout in edition_of(edition_id).forms.values():
        names = [f"{layout.sheet}{n}" for n in range(1, PROJECTS + 1)] if layout.repeats else [layout.sheet]
        for name in names:
            sheet = book[name]
            assert sheet["A1"].value == layout.title
            printed = texts_of(sheet)
            for block in layout.blocks:
                assert {line.label for line in block.lines if line.label} <= printed
                assert {column.header for column in block.columns if column.header} <= printed
                assert {column.group for column in block.columns if column.group} <= printed
                if block.kind is not BlockKind.FIXED and block.total:
                    assert block.total in printed


def test_a_cross_table_offers_every_economic_item_of_the_year(tmp_path: Path) -> None:
    book = template_of("sichuan-ziyang/2021", tmp_path)
    found = edition("sichuan-ziyang", 2021)
    codes = {code for code in found.economic.codes if found.economic.line(code, 2021)}
    assert codes <= texts_of(book[found.forms["S7"].sheet])


def test_the_cover_is_stamped_with_edition_version_and_unit(tmp_path: Path) -> None:
    book = template_of("hubei-wuhan/2021", tmp_path)
    cover = {row[0].value: row[1].value for row in book["封面"].iter_rows(min_row=3, max_col=2)}
    unit = city("qingshi").units[2]
    assert cover["编报口径"] == "hubei-wuhan/2021"
    assert cover["模板版本"] == edition("hubei-wuhan", 2021).template_version
    assert cover["单位名称"] == unit.name
    properties = {each.name: each.value for each in book.custom_doc_props.props}  # type: ignore[attr-defined] # the stubs are behind
    assert properties["final-accounts edition"] == "hubei-wuhan/2021"


def test_labels_are_locked_and_cells_for_the_unit_are_open(tmp_path: Path) -> None:
    sheet = template_of("hubei-wuhan/2021", tmp_path)["表1 收支总表"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    label = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "本年收入合计")
    amount = label.offset(0, 2)
    assert label.protection.locked
    assert not amount.protection.locked
    assert amount.number_format == "#,##0.00"


def test_drop_downs_take_their_codes_from_the_hidden_register(tmp_path: Path) -> None:
    book = template_of("hubei-wuhan/2021", tmp_path)
    assert book["名录"].sheet_state == "hidden"
    lists = [each for each in book["表3 支出决算表"].data_validations.dataValidation if each.type == "list"]
    assert any("名录" in str(each.formula1) for each in lists)
    assert "2080505" in texts_of(book["名录"])


def test_there_is_no_formula_and_no_outside_link(tmp_path: Path) -> None:
    book = template_of("sichuan-ziyang/2021", tmp_path)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert not [cell.coordinate for cell in cells if cell.hyperlink and cell.hyperlink.target]


def test_instructions_come_from_layouts_and_rules(tmp_path: Path) -> None:
    found = edition("hubei-wuhan", 2021)
    printed = texts_of(template_of("hubei-wuhan/2021", tmp_path)["填报说明"])
    assert {rule.says for rule in found.rulebook.rules} <= printed
    assert {"\n".join(layout.instructions) for layout in found.forms.values() if layout.instructions} <= printed


def test_last_years_closing_is_prefilled_also_for_merged_units(tmp_path: Path) -> None:
    cell = Cell("x", 0, 0)
    closing = [
        Fact("T1", "line:年末结转和结余", "amount", ValueKind.AMOUNT, fen, cell, step=1) for fen in (123_456, 44)
    ]
    book = template_of("hubei-wuhan/2022", tmp_path, tuple(closing))

    def beside(sheet: Worksheet, label: str) -> object:
        found = next(c for row in sheet.iter_rows() for c in row if c.value == label)
        return next(c.value for c in sheet[found.row][found.column :] if isinstance(c.value, (int, float)))

    assert beside(book["附 上年数"], "年末结转和结余") == 1235
    assert beside(book["表1 收支总表"], "年初结转和结余") == 1235


def test_the_same_template_has_the_same_bytes(tmp_path: Path) -> None:
    found = edition("hubei-wuhan", 2021)
    paths = [tmp_path / name for name in ("a.xlsx", "b.xlsx")]
    for path in paths:
        write_template(found, None, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()

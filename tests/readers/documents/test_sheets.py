"""Workbooks: every visible cell with the text that it shows."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from final_accounts.model.document import ReadDocument, ReadTable, TextLine
from final_accounts.readers.documents import read_document


def book() -> ReadDocument:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet("表1 收入")
        money = made.add_format({"num_format": "#,##0.00"})
        sheet.merge_range(0, 0, 0, 2, "收入决算表")
        sheet.write_row(1, 0, ["项目", "行次"])
        sheet.write_number(1, 2, 1349.5, money)
        sheet.write_number(2, 2, 0.9761, made.add_format({"num_format": "0.00%"}))
        sheet.write_number(3, 2, 0, made.add_format({"num_format": '0.00;-0.00;""'}))
        sheet.write_number(4, 2, -3, made.add_format({"num_format": "+0.0;−0.0;0"}))
        sheet.write_formula(5, 2, "=1+1", money, 2)
        sheet.write_boolean(6, 2, True)  # noqa: FBT003
        sheet.write_string(7, 0, "隐藏行 5")
        sheet.set_row(7, None, None, {"hidden": True})
        sheet.write_string(8, 4, "隐藏列 6")
        sheet.set_column(4, 4, None, None, {"hidden": True})
        away = made.add_worksheet("藏")
        away.write(0, 0, 7)
        away.hide()
    return read_document(out.getvalue(), "a.xlsx")


def test_cells_are_read_as_they_are_shown_and_with_their_address() -> None:
    name, table = book().blocks
    assert isinstance(name, TextLine)
    assert (name.text, name.level) == ("表1 收入", 1)
    assert isinstance(table, ReadTable)
    shown = {str(cell.spot): cell.text for row in table.rows for cell in row if cell.text}
    assert shown == {
        "表1 收入!A1": "收入决算表",
        "表1 收入!A2": "项目",
        "表1 收入!B2": "行次",
        "表1 收入!C2": "1,349.50",
        "表1 收入!C3": "97.61%",
        "表1 收入!C5": "−3.0",
        "表1 收入!C6": "2.00",
        "表1 收入!C7": "TRUE",
    }
    assert table.rows[0][0].columns == 3


def test_hidden_sheets_rows_and_columns_are_told_as_unread() -> None:
    told = {str(missed.spot): missed.why for missed in book().unread}
    assert "隐藏" in told["藏!A1"]
    assert "这一行" in told["表1 收入!A8"]
    assert "这一列" in told["表1 收入!E1"]


@pytest.mark.parametrize(
    ("data", "why"), [(b"PK\x03\x04broken", "损坏"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "")]
)
def test_a_broken_workbook_says_so(data: bytes, why: str) -> None:
    read = read_document(data, "a.xlsx")
    assert read.blocks == ()
    assert why in read.unread[0].why

"""Tables fit their paper: no number sticks out, no page is turned for a row or two."""

from __future__ import annotations

import pytest

from final_accounts.publishing.charts.measure import width
from final_accounts.publishing.docx.fitting import CROWDED, SIDE, SIZES, SMALLEST
from final_accounts.publishing.docx.tables import Table, laid_out
from final_accounts.publishing.figures import amount
from final_accounts.publishing.table_view import BodyCell, BodyRow, HeadCell, TablePart, TableView


def table(rows: int, fen: int = 1_000_000, columns: int = 3, *, own_page: bool = True, words: str = "收入") -> Table:
    widths = ("10",) * (columns - 1) + (str(100 - 10 * (columns - 1)),)
    figures = tuple(BodyCell("figure", (amount(fen),)) for _ in range(columns - 1))
    body = tuple(BodyRow((*figures, BodyCell("label", (words,)))) for _ in range(rows))
    part = TablePart(widths, (tuple(HeadCell("栏") for _ in widths),), body)
    view = TableView("t", "", "表", (part,), own_page=own_page)
    return laid_out(view, "表", 450, 400, 450)


def test_a_small_table_keeps_its_columns_and_its_size() -> None:
    own = table(5).fit
    assert own.size == SIZES["official"]
    assert own.columns[0] == pytest.approx((45, 45, 360))


@pytest.mark.parametrize("fen", [1, 10**9, 10**12, 10**15])
def test_no_figure_is_wider_than_its_column(fen: int) -> None:
    own = table(5, fen, 6).fit
    for column in own.columns[0][:5]:
        assert width(amount(fen).text, own.size) + 2 * SIDE <= column + 1e-6
    assert sum(own.columns[0]) == pytest.approx(450)
    assert own.size >= SMALLEST


def test_type_is_set_smaller_where_that_saves_a_page_and_not_further() -> None:
    sizes = [table(rows).fit.size for rows in range(15, 60)]
    assert sizes[0] == SIZES["official"]
    assert min(sizes) >= CROWDED
    assert len(set(sizes)) > 2
    one_page = [rows for rows in range(15, 60) if table(rows).fit.height <= 400]
    assert max(one_page) > 400 / (1.64 * SIZES["official"] + 0.5)


def test_a_table_inside_the_text_keeps_its_size() -> None:
    assert table(60, own_page=False).fit.size == SIZES["official"]


def test_words_that_wrap_make_their_row_higher() -> None:
    short, long = table(1).fit, table(1, words="很长的说明文字，" * 20).fit
    assert long.height > 2 * short.height


def test_small_tables_never_break_and_large_ones_may() -> None:
    assert table(5).whole == (True,)
    assert table(30).whole == (False,)

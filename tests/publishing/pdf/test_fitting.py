"""Type and columns of a table: figures never stick out, columns keep their shares while the type stays readable."""

from __future__ import annotations

from typing import Literal

import pytest

from final_accounts.publishing.charts.measure import width
from final_accounts.publishing.figures import Figure, amount
from final_accounts.publishing.pdf.fitting import SIDES, Fitted, fitted
from final_accounts.publishing.table_view import BodyCell, BodyRow, HeadCell, Own, TablePart, TableView

ROOM = 450.0


def table(
    *rows: tuple[BodyCell, ...], widths: tuple[str, ...], look: Literal["official", "form", "plain"] = "official"
) -> TableView:
    head = (tuple(HeadCell(f"栏{i}") for i in range(len(widths))),)
    return TableView("t", "表1", "试", (TablePart(widths, head, tuple(BodyRow(row) for row in rows)),), look=look)


def figures(*fen: int) -> tuple[BodyCell, ...]:
    return tuple(BodyCell("figure", (amount(one),)) for one in fen)


def holds(found: Fitted, column: int, figure: Figure) -> bool:
    return found.columns[0][column] >= width(figure.text, found.size) + SIDES - 0.01


def test_columns_have_exactly_their_shares_of_the_page() -> None:
    found = fitted(table(figures(100, 100, 100), widths=("20", "30", "50")), ROOM, 600)
    assert found.columns == ((90.0, 135.0, 225.0),)
    assert found.size == 10


def test_type_is_set_smaller_before_a_figure_sticks_out_and_the_columns_stay() -> None:
    found = fitted(table(figures(*[123_456_789_00] * 10), widths=("10",) * 10), ROOM - 60, 600)
    assert found.columns == ((39.0,) * 10,)
    assert found.size < 10
    assert holds(found, 0, amount(123_456_789_00)) or found.size == 8


def test_where_type_would_get_too_small_columns_with_room_give_way() -> None:
    huge = 98_765_432_109_876_00
    found = fitted(table((BodyCell("label", ("项目",)), *figures(huge)), widths=("90", "10")), ROOM, 600)
    assert found.size == 8
    assert holds(found, 1, amount(huge))
    assert sum(found.columns[0]) == pytest.approx(ROOM)


def test_even_a_page_full_of_huge_figures_holds_them() -> None:
    huge = 98_765_432_109_876_00
    found = fitted(table(figures(*[huge] * 8), widths=("12.5",) * 8), ROOM, 600)
    assert 5 <= found.size < 8
    assert all(holds(found, column, amount(huge)) for column in range(8))


def test_a_list_in_the_text_keeps_its_type_and_lets_columns_give_way() -> None:
    found = fitted(table(figures(123_456_789_00, 1), widths=("8", "92"), look="plain"), ROOM, 600)
    assert found.size == 9
    assert holds(found, 0, amount(123_456_789_00))


def test_a_table_of_its_own_page_that_nearly_fits_is_set_to_fit() -> None:
    rows = [figures(i, i) for i in range(40)]
    roomy = fitted(table(*rows, widths=("50", "50")), ROOM, 1000)
    tight = fitted(table(*rows, widths=("50", "50")), ROOM, 600)
    assert roomy.size == 10
    assert 8 <= tight.size < 10
    assert tight.height <= 600 < roomy.height
    assert fitted(table(*rows, widths=("50", "50")), ROOM, 300).size == 10  # no hope: it runs over pages


def test_cells_below_one_that_reaches_down_are_measured_in_their_own_column() -> None:
    down = BodyCell("head", ("产出",), rows=2)
    wide = BodyCell("figure", (Figure("1,234,567,890.12"),))
    found = fitted(table((down, *figures(1, 1)), (wide, *figures(1)), widths=("10", "50", "40")), ROOM, 600)
    assert found.size == 10  # the wide figure stands in the second column, not in the first


def test_a_units_endless_word_counts_only_as_far_as_it_may_not_break() -> None:
    endless = (BodyCell("words", (Own("A" * 500),)), *figures(1))
    assert fitted(table(endless, widths=("50", "50")), ROOM, 600).size == 10

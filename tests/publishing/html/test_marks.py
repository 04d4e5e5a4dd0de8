"""Figures on a page: amounts keep their fen, reported figures their cell and one anchor; words cannot become markup."""

from __future__ import annotations

from final_accounts.model.facts import Fact, FactKey, ValueKind
from final_accounts.model.place import Cell
from final_accounts.publishing import Figure, amount
from final_accounts.publishing.html import Marks, grid
from final_accounts.publishing.table_view import BodyCell, BodyRow, HeadCell, TablePart, TableView
from publishing.pages import read

KEY = FactKey("T3", "function:208", "total")
STAFF = FactKey("STAFF", "line:离休人员", "total")


def fact(key: FactKey, cell: str) -> Fact:
    return Fact(*key, ValueKind.AMOUNT, 100, Cell.parse(cell))


def reported(key: FactKey) -> Figure:
    return Figure("0.01", fen=100, fact=key)


FACTS = (fact(KEY, "表3!C7"), fact(STAFF, "人员<表>!B2"))


def table(*rows: BodyRow, head: tuple[tuple[HeadCell, ...], ...] = (), look: str = "official") -> str:
    part = TablePart(("50.0", "50.0"), head, rows)
    view = TableView("T3", "表3", "支出", (part,), look=look)  # type: ignore[arg-type] # one of its three
    marks = Marks(FACTS, ["T3"])
    return str(grid(view, part, marks, marks.sheet(view)))


def test_a_reported_figure_carries_anchor_cell_and_fen() -> None:
    marks = Marks(FACTS, ["T3"])
    assert (
        marks.attributes(reported(KEY), "表3")
        == ' id="T3-function-208-total" data-cell="表3!C7" data-at="C7" data-fen="100"'
    )


def test_a_figure_from_another_sheet_than_its_table_shows_the_whole_address() -> None:
    assert 'data-at="表3!C7"' in Marks(FACTS, ["T3"]).attributes(reported(KEY), "表1")


def test_an_anchor_is_given_once() -> None:
    marks = Marks(FACTS, ["T3"])
    assert 'id="' in marks.attributes(reported(KEY), "表3")
    assert 'id="' not in marks.attributes(reported(KEY), "表3")


def test_text_leaves_the_anchor_to_the_table_that_prints_the_figure() -> None:
    marks = Marks(FACTS, ["T3"])
    assert marks.say((reported(KEY),)) == '<span data-cell="表3!C7" data-fen="100">0.01</span>'
    assert 'id="T3-function-208-total"' in marks.attributes(reported(KEY), "表3")
    assert 'id="STAFF-line-离休人员-total"' in marks.say((reported(STAFF),))


def test_a_form_counts_as_the_table_of_its_figures() -> None:
    assert "id=" not in Marks(FACTS, ["form-STAFF"]).say((reported(STAFF),))


def test_a_figure_that_was_not_reported_has_no_anchor() -> None:
    marks = Marks(FACTS, ["T3"])
    assert marks.say(("共", amount(100), "万元")) == '共<span data-fen="100">0.00</span>万元'
    assert marks.say((Figure("97.61%"),)) == "97.61%"
    assert marks.attributes(reported(FactKey("T3", "total", "total")), "表3") == ' id="T3-total-total" data-fen="100"'


def test_words_and_sheet_names_cannot_become_markup() -> None:
    marks = Marks(FACTS, ["T3"])
    assert marks.say(("<b>&\"'",)) == "&lt;b&gt;&amp;&#34;&#39;"
    assert 'data-cell="人员&lt;表&gt;!B2"' in marks.say((reported(STAFF),))
    hostile = BodyRow((BodyCell("name", ("<i>",)), BodyCell("words", ("<i>", Figure("<i>")))))
    assert "<i>" not in table(hostile, head=((HeadCell("<i>", 2),),))


def test_names_are_headers_of_their_row_and_heads_of_their_columns() -> None:
    body = BodyRow((BodyCell("name", ("社会保障",), indent=1), BodyCell("figure", (reported(KEY),))))
    shown = read(f"<table>{table(body, head=((HeadCell('项目'), HeadCell('合计')),))}</table>")
    assert [(th.get("scope"), th.text) for th in shown.iter("th")] == [
        ("col", "项目"),
        ("col", "合计"),
        ("row", "社会保障"),
    ]
    assert shown.xpath("//td/@id") == ["T3-function-208-total"]


def test_a_head_over_several_columns_or_rows_says_so() -> None:
    head = ((HeadCell("本年支出", 2),),)
    assert '<th scope="colgroup" colspan="2">本年支出</th>' in table(head=head)
    tall = BodyRow((BodyCell("head", ("产出",), rows=2), BodyCell("words", ("一",))))
    assert '<th scope="rowgroup" class="head" rowspan="2">产出</th>' in table(tall, look="form")


def test_a_row_of_heads_inside_a_form_heads_its_columns() -> None:
    row = BodyRow((BodyCell("head", ("指标",)), BodyCell("head", ("得分",))))
    assert table(row, look="form").count('scope="col"') == 2


def test_the_only_column_of_names_stays_in_sight_with_its_head() -> None:
    head = (
        (HeadCell("项目", 2), HeadCell("合计", rows=2)),
        (HeadCell("编码"), HeadCell("名称")),
    )
    total = BodyRow((BodyCell("label", ("合计",), columns=2), BodyCell("figure")), total=True)
    line = BodyRow((BodyCell("code", ("208",)), BodyCell("name", ("社会保障",)), BodyCell("figure")))
    shown = read(f"<table>{table(total, line, head=head)}</table>")
    assert [th.text for th in shown.find_class("kept")] == ["名称", "合计", "社会保障"]
    assert [th.text for th in shown.find_class("across")] == ["合计"]


def test_names_on_both_sides_do_not_cover_each_other() -> None:
    line = BodyRow((BodyCell("label", ("收入",)), BodyCell("figure"), BodyCell("label", ("支出",)), BodyCell("figure")))
    assert "kept" not in table(line)

"""Which papers and pages blocks stand on, and which page the contents will tell."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from final_accounts.publishing.disclosure.nouns import Block, Disclosure, Heading, Paragraph, Part
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.docx.look import Look
from final_accounts.publishing.docx.paging import pages_of
from final_accounts.publishing.docx.planning import Piece, pieces
from final_accounts.publishing.table_view import BodyCell, BodyRow, TablePart, TableView
from publishing.disclosures import wuhan

LINE = Paragraph(("一行字。",))
LEAD = Paragraph(("单位：万元。",), look="lead")
NOTE = Paragraph(("注。",), look="note")


def head(name: str, *, level: int = 2) -> Heading:
    return Heading(2 if level == 2 else 3, name, name)


def table(name: str, *, wide: bool = False, own_page: bool = False) -> TableView:
    part = TablePart(("50", "50"), (), (BodyRow((BodyCell("words", ("甲",)), BodyCell("words", ("乙",)))),))
    return TableView(name, "", name, (part,), wide=wide, own_page=own_page)


def document(*parts: tuple[Block, ...]) -> Disclosure:
    made = tuple(Part(f"part{n}", "", f"第{n}部分", blocks) for n, blocks in enumerate(parts))
    return replace(wuhan(), parts=made)


def plan(*blocks: Block) -> list[tuple[bool, bool]]:
    """Wide and fresh of the title and of every block of one part."""
    return [(piece.wide, piece.fresh) for piece in pieces(document(blocks))]


def told(*parts: tuple[Block, ...]) -> dict[str, int]:
    disclosure = document(*parts)
    return pages_of(disclosure, Look.of(Documents.of()), pieces(disclosure), {}, [])


UPRIGHT, FRESH, LYING, LYING_FRESH = (False, False), (False, True), (True, False), (True, True)


def test_a_part_begins_a_page_and_ordinary_blocks_do_not() -> None:
    assert plan(head("a"), LINE, table("t")) == [FRESH, UPRIGHT, UPRIGHT, UPRIGHT]


def test_a_heading_goes_along_with_the_wide_table_below_it() -> None:
    found = plan(LINE, head("a"), LEAD, table("t", wide=True), LINE)
    assert found == [FRESH, UPRIGHT, LYING, LYING, LYING, UPRIGHT]
    found = plan(table("t", wide=True), head("a"), table("u", wide=True, own_page=True))
    assert found == [LYING_FRESH, LYING, LYING_FRESH, LYING]


def test_the_title_of_a_part_and_its_lead_stand_on_the_page_of_its_first_table() -> None:
    assert plan(LEAD, table("t", own_page=True), table("u", own_page=True)) == [FRESH, UPRIGHT, UPRIGHT, FRESH]
    assert plan(table("t", wide=True)) == [LYING_FRESH, LYING]


def test_a_note_stays_on_the_paper_of_the_table_above_it() -> None:
    assert plan(LINE, table("t", wide=True), NOTE, NOTE, LINE)[2:] == [LYING, LYING, LYING, UPRIGHT]


def test_what_is_bound_to_a_table_is_counted() -> None:
    found: list[Piece] = list(pieces(document((LINE, head("a"), LEAD, table("t", own_page=True), table("u")))))
    assert [piece.bound for piece in found] == [0, 0, 0, 0, 2, 0]


def test_parts_stand_on_pages_of_their_own_behind_cover_and_contents() -> None:
    assert told((LINE,), (LINE,)) == {"part0": 3, "part1": 4}


def test_a_long_part_takes_as_many_pages_as_its_lines_need() -> None:
    pages = told((LINE,) * 100, (LINE,))
    assert pages["part1"] - pages["part0"] == 5


def test_a_heading_is_never_left_at_the_foot_of_a_page() -> None:
    """One more line above it at a time: the heading turns the page no later than the line that follows it would."""
    turned = [told((LINE,) * count + (head("a"), LINE))["a"] for count in range(15, 26)]
    assert sorted(set(turned)) == [3, 4]
    assert all(before <= after for before, after in pairwise(turned))
    alone = [told((LINE,) * count + (head("a"),))["a"] for count in range(15, 26)]
    assert turned.index(4) < alone.index(4)

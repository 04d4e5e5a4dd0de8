"""What only paper does: heads repeated over pages, cells that reach over a page's end, lists of tables left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from final_accounts.model.document import DocumentKind, ReadDocument, Spot, TextLine
from final_accounts.publishing.disclosure import Disclosure
from final_accounts.publishing.disclosure.nouns import Part
from final_accounts.publishing.proof import prove
from final_accounts.publishing.table_view import BodyCell, BodyRow, HeadCell, TablePart, TableView
from publishing.proof.files import disclosure_of

HEAD = ((HeadCell("项目"), HeadCell("2021年决算数")), (HeadCell("栏次"), HeadCell("1")))


def row(name: str, *words: str, rows: int = 1) -> BodyRow:
    return BodyRow((BodyCell("name", (name,), rows=rows), *(BodyCell("words", (text,)) for text in words)))


def disclosure(*rows: BodyRow, after: tuple[TablePart, ...] = ()) -> Disclosure:
    """A document of one table."""
    table = TableView("t", "", "表", (TablePart(("50", "50"), HEAD, rows), *after), look="form")
    whole = disclosure_of("wuhan")
    cover = replace(whole.cover, label="", title=(), unit="", date="", notices=())
    return replace(whole, cover=cover, contents_title="", parts=(Part("p", "", "", (table,)),))


def read(*pages: str) -> ReadDocument:
    """Pages of lines, behind a first page whose contents name page 2."""
    lines = (
        TextLine(Spot(number, line), text)
        for number, page in enumerate(("2", *pages), start=1)
        for line, text in enumerate(page.split("\n"), start=1)
    )
    return ReadDocument(DocumentKind.PDF, "a.pdf", len(pages) + 1, tuple(lines))


def test_a_head_stands_again_on_every_page() -> None:
    told = disclosure(row("甲", "11"), row("乙", "12"), row("丙", "丁"))
    head = "项目\t2021年决算数\n栏次\t1"
    assert prove(told, read(f"{head}\n甲\t11", f"{head}\n乙\t12\n丙\t丁")) == ()
    assert prove(told, read(f"{head}\n甲\t11\n乙\t12", f"{head}\n丙\t丁")) == ()
    (found,) = prove(told, read(f"{head}\n甲\t11", "项目\t2021年决算数\n栏次\t2\n乙\t12\n丙\t丁"))[:1]
    assert found.spot is not None
    assert found.spot.page == 3
    assert prove(told, read(f"{head}\n甲\t11\n{head}\n乙\t12\n丙\t丁"))


def test_a_head_repeated_right_before_the_next_part_with_the_same_head() -> None:
    told = disclosure(row("甲", "11"), row("丙", "丁"), after=(TablePart(("50", "50"), HEAD, (row("戊", "15"),)),))
    head = "项目\t2021年决算数\n栏次\t1"
    assert prove(told, read(f"{head}\n甲\t11", f"{head}\n丙\t丁\n{head}\n戊\t15")) == ()
    assert prove(told, read(f"{head}\n甲\t11\n丙\t丁", f"{head}\n戊\t15")) == ()


@pytest.mark.parametrize(
    ("pages", "clean"),
    [
        (("项目2021\n栏次1\n11\n过程30分\n12",), True),  # when its last row comes
        (("项目2021\n栏次1\n11\n过程30分", "项目2021\n栏次1\n12"), True),  # at the end of its first page
        (("项目2021\n栏次1\n过程30分\n11\n12",), False),
        (("项目2021\n栏次1\n11\n过程31分", "项目2021\n栏次1\n12"), False),
        (("项目2021\n栏次1\n11\n过程30分", "项目2021\n栏次1\n过程30分\n12"), False),
        (("项目2021\n栏次1\n11\n12",), False),
    ],
)
def test_a_cell_over_rows_is_printed_with_its_last_row_or_at_the_end_of_its_first_page(
    pages: tuple[str, ...], *, clean: bool
) -> None:
    told = disclosure(row("过程30分", "11", rows=2), BodyRow((BodyCell("words", ("12",)),)))
    assert (prove(told, read(*pages)) == ()) is clean

"""What must hold in every disclosure: whole tables, one anchor each, nothing raw, nothing empty, figures with names."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from final_accounts.publishing.disclosure import Disclosure, Heading, Paragraph, words_of
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.table_view import Own, TableView, plain
from publishing.disclosure.reading import SAMPLES, standing, tables, uncovered


@pytest.fixture(params=SAMPLES, ids=list(SAMPLES), scope="module")
def document(request: pytest.FixtureRequest) -> Disclosure:
    return SAMPLES[request.param]()


def test_the_cells_of_every_row_cover_exactly_its_columns(document: Disclosure) -> None:
    found = {table.id: gaps for table in tables(document).values() for part in table.parts if (gaps := uncovered(part))}
    assert found == {}
    assert any(table.look == "form" for table in tables(document).values())


def test_columns_fill_the_page(document: Disclosure) -> None:
    for table in tables(document).values():
        for part in table.parts:
            near = 1.0 if table.look == "official" else 0.001  # official columns are shares of what stands beside them
            assert sum(float(width) for width in part.widths) == pytest.approx(100, abs=near), table.id


def test_every_anchor_is_its_own(document: Disclosure) -> None:
    ids = [part.id for part in document.parts]
    for _, block in document.blocks():
        if isinstance(block, (Heading, TableView)):
            ids.append(block.id)
    assert sorted(ids) == sorted(set(ids))
    assert all(re.fullmatch(r"[\w-]+", anchor) for anchor in ids)


def test_nothing_raw_is_printed(document: Disclosure) -> None:
    for _, block in document.blocks():
        for words in words_of(block):
            ours = "".join(word for word in words if not isinstance(word, (Figure, Own)))
            assert not re.search(r"[{}]|None|nan|line:|function:|performance_|_points", ours), ours


def test_no_heading_stands_alone(document: Disclosure) -> None:
    for part in document.parts:
        assert part.title
        assert not isinstance(part.blocks[-1], Heading), part.id
        for block, following in pairwise(part.blocks):
            if isinstance(block, Heading):
                assert block.text.strip()
                deeper = isinstance(following, Heading) and following.level > block.level
                assert deeper or not isinstance(following, Heading), block.shown


def test_no_paragraph_and_no_table_is_empty(document: Disclosure) -> None:
    for _, block in document.blocks():
        if isinstance(block, Paragraph):
            assert block.text.strip()
        if isinstance(block, TableView):
            assert block.title.strip()
            assert any(part.body for part in block.parts), block.id


def test_every_figure_says_which_it_is(document: Disclosure) -> None:
    nameless = [
        stands for stands in standing(document) if stands.table.startswith(("form-", "scores-", "list-"))
        if not stands.figure.name and stands.figure.fact is None
    ]  # fmt: skip
    assert nameless == []


def test_one_name_is_one_value(document: Disclosure) -> None:
    known: dict[str, str] = {}
    for stands in standing(document):
        figure = stands.figure
        if figure.name and not figure.name.endswith((" rule", " note")):
            value = f"{figure.fen} {figure.value}"
            assert known.setdefault(figure.name, value) == value, figure.name


def test_what_a_form_prints_reads_as_a_sentence(document: Disclosure) -> None:
    for table in tables(document).values():
        for part in table.parts:
            for row in part.body:
                for cell in row.cells:
                    assert "\n" not in plain(cell.words)

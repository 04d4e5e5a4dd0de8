"""Reading pages back: visible tables, figures with their fen, links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass

from lxml import html

from final_accounts.model.money import format_amount
from final_accounts.publishing import Figure, UnitReport, unit_page
from final_accounts.publishing.disclosure import compose
from final_accounts.publishing.html import FileLink, VersionLink


def read(page: str) -> html.HtmlElement:
    document: html.HtmlElement = html.fromstring(page)
    return document


def figures_of(element: html.HtmlElement) -> dict[str, str]:
    """Fen -> printed text of every amount below ``element``."""
    return {node.get("data-fen", ""): node.text_content().strip() for node in element.xpath(".//*[@data-fen]")}


def row_with(element: html.HtmlElement, words: str) -> list[str]:
    """Texts of the cells from the one that reads ``words`` to the end of its row."""
    for row in element.xpath(".//tr"):
        texts = [cell.text_content().strip() for cell in row.xpath("./td|./th")]
        if words in texts:
            return texts[texts.index(words) :]
    message = f"no row with {words}"
    raise AssertionError(message)


def amounts_in(value: object) -> Iterator[Figure]:
    """Every Figure of amount anywhere in a report."""
    if isinstance(value, Figure):
        if value.fen is not None:
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from amounts_in(item)
    elif is_dataclass(value) and type(value).__name__ not in {"Edition", "Documents"}:
        for field in fields(value):
            yield from amounts_in(getattr(value, field.name))


def printed(fen: int) -> str:
    return format_amount(fen, "万元")


def links(document: html.HtmlElement) -> list[str]:
    return [str(link) for link in document.xpath("//@href|//@src")]


def page_of(report: UnitReport, files: Sequence[FileLink] = (), versions: Sequence[VersionLink] = ()) -> str:
    """The page of a report, composed first."""
    return unit_page(compose(report), report, files, versions)

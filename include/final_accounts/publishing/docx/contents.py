"""The contents 目录 as Word makes them: a TOC field in its frame, filled in, every line leading to a bookmark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from final_accounts.publishing.disclosure.nouns import Disclosure
from final_accounts.publishing.docx.look import Look
from final_accounts.publishing.docx.text import attribute, field, paragraph, run

_BEGIN: Final = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
_SEPARATE: Final = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
_END: Final = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
FIRST: Final = 100_000_000
"""Bookmarks are counted on from here, in the form that Word gives those of its own contents."""


def bookmarks(disclosure: Disclosure) -> dict[str, int]:
    """A number for the bookmark of everything that the contents name, by id."""
    return {entry.id: number for number, entry in enumerate(disclosure.contents(), start=1)}


def bookmark(number: int) -> str:
    """A bookmark's name."""
    return f"_Toc{FIRST + number}"


def marked(inside: str, number: int | None) -> str:
    """Runs that a bookmark stands around."""
    if number is None:
        return inside
    return f'<w:bookmarkStart w:id="{number}" w:name="{bookmark(number)}"/>{inside}<w:bookmarkEnd w:id="{number}"/>'


def contents(disclosure: Disclosure, look: Look, numbers: Mapping[str, int], pages: Mapping[str, int]) -> str:
    """Title and field. A page that ``pages`` does not tell stays blank until the field is brought up to date."""
    style = look.styles["TableTitle"].name
    code = (
        f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h \\z \\t "{attribute(style)},2" </w:instrText></w:r>'
    )
    lines = [
        paragraph(
            f"TOC{entry.level}",
            (
                f"{_BEGIN}{code}{_SEPARATE}" if place == 0 else "",
                f'<w:hyperlink w:anchor="{bookmark(numbers[entry.id])}" w:history="1">{run(entry.text)}',
                "<w:r><w:tab/></w:r>",
                field(f"PAGEREF {bookmark(numbers[entry.id])} \\h", str(pages.get(entry.id, ""))),
                "</w:hyperlink>",
            ),
        )
        for place, entry in enumerate(disclosure.contents())
    ]
    return (
        "<w:sdt><w:sdtPr><w:docPartObj>"
        '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>'
        f"{paragraph('TOCHeading', run(disclosure.contents_title))}{''.join(lines)}"
        f"{paragraph('Gap', _END if lines else '')}</w:sdtContent></w:sdt>"
    )

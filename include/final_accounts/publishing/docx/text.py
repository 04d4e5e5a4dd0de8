"""Text as runs of WordprocessingML. Whatever stands in it, the result parses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from final_accounts.publishing.figures import Figure
from final_accounts.publishing.table_view import Words

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that XML 1.0 cannot hold."""
_MARKED: Final = re.compile(r"[&<>\t\n\r]")
_SPECIAL: Final = re.compile("[\x00- &<>\ud800-\udfff\ufffe\uffff]")
"""Signs that cannot stand as they are; spaces among them, which are kept only where it is asked for."""
_MARKS: Final = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "\t": '</w:t><w:tab/><w:t xml:space="preserve">',
    "\n": '</w:t><w:br/><w:t xml:space="preserve">',
    "\r": "",
}
BOLD: Final = "<w:rPr><w:b/><w:bCs/></w:rPr>"


def run(text: str, look: str = "") -> str:
    """One run; ``look`` is its ``<w:rPr>``. Nothing where there is no text."""
    if not text:
        return ""
    if _SPECIAL.search(text):
        return f'<w:r>{look}<w:t xml:space="preserve">{_inside(text)}</w:t></w:r>'
    return f"<w:r>{look}<w:t>{text}</w:t></w:r>"


def runs(words: Words, look: str = "") -> str:
    """Words and figures in one run, so that whoever edits or reads them meets whole sentences."""
    return run("".join(part.text if isinstance(part, Figure) else part for part in words), look)


def paragraph(style: str, inside: Iterable[str] | str, *, more: str = "") -> str:
    """A paragraph. ``more`` stands behind ``<w:pStyle>`` in the order of the schema."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{"".join(inside)}</w:p>'


def attribute(text: str) -> str:
    """Text inside a quoted attribute; line breaks stand as spaces."""
    clean = _FORBIDDEN.sub("", text)
    return (
        clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("\n", " ")
    )


def plain_text(text: str) -> str:
    """Text as the content of an element that is no run."""
    return _FORBIDDEN.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def field(code: str, cached: str, look: str = "") -> str:
    """A complex field with what it said last; Word and LibreOffice work it out anew where they lay out pages."""
    return (
        f'<w:r>{look}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{look}<w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{look}<w:t>{cached}</w:t></w:r>"
        f'<w:r>{look}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def _inside(text: str) -> str:
    return _MARKED.sub(lambda sign: _MARKS[sign.group()], _FORBIDDEN.sub("", text))

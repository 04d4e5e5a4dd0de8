"""Numbers as a cell shows them: the format codes of a workbook, as far as accounts use them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from final_accounts.readers.documents.word import part
from final_accounts.readers.grid import as_text

if TYPE_CHECKING:
    from final_accounts.readers.archive import Archive

_BUILT_IN: Final = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 49: "@",
}  # fmt: skip
_TOKEN: Final = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|(General)|([0#?.,]+)|(.)', re.DOTALL)
_DIGITS_EXACT: Final = 15
"""A cell shows no more digits than these."""
_LARGEST: Final = 10.0**18
_MOST_DECIMALS: Final = 30


class Section(NamedTuple):
    """One section of a format. ``pattern`` "" shows only words; ``general`` shows the number as it is."""

    before: str
    pattern: str
    after: str
    general: bool
    percent: bool


def formats_of(archive: Archive) -> list[str]:
    """Format codes by the number a cell's ``s`` gives; "" where the code is not known."""
    name = archive.find("xl/styles.xml")
    root = None if name is None else part(archive, name)
    if root is None:
        return []
    own = {e.get("numFmtId", ""): e.get("formatCode", "") for e in root.iterfind("{*}numFmts/{*}numFmt")}
    found = []
    for style in root.iterfind("{*}cellXfs/{*}xf"):
        number = style.get("numFmtId", "0")
        code = own.get(number)
        found.append(code if code is not None else _BUILT_IN.get(int(number), "") if number.isdigit() else "")
    return found


def shown(value: float, code: str) -> str:
    """The number as the cell shows it; a code that we do not know shows it as it is.

    >>> shown(349.56, "0.00"), shown(1829.5, "#,##0.00"), shown(-3.0, '0.00;-0.00;""'), shown(0.0, '0.00;-0.00;""')
    ('349.56', '1,829.50', '-3.00', '')
    >>> shown(0.9761, "0.00%"), shown(12.0, '0"人"'), shown(12.0, "General"), shown(0.125, "0.00")
    ('97.61%', '12人', '12', '0.13')
    """
    if code in {"", "General", "@"} or abs(value) >= _LARGEST:
        return as_text(value)
    sections = _sections(code)
    if sections is None:
        return as_text(value)
    if value < 0 and len(sections) > 1:
        return _set(-value, sections[1])
    if value == 0 and len(sections) > 2:  # noqa: PLR2004 - positive, negative, zero
        return _set(value, sections[2])
    if value < 0:
        text = _set(-value, sections[0])
        return f"-{text}" if re.search(r"[1-9]", text) else text
    return _set(value, sections[0])


def _set(value: float, section: Section) -> str:
    if section.general:
        return section.before + as_text(value) + section.after
    if not section.pattern:
        return section.before + section.after
    whole, _, decimals = section.pattern.partition(".")
    least = whole.count("0")
    exact = Decimal(f"{value:.{_DIGITS_EXACT}g}") * (100 if section.percent else 1)
    text = f"{exact.quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP):f}"
    whole_text, _, decimal_text = text.partition(".")
    optional = len(decimals) - len(decimals.rstrip("#?"))
    while optional and decimal_text.endswith("0"):
        decimal_text, optional = decimal_text[:-1], optional - 1
    whole_text = whole_text.lstrip("0").rjust(least, "0")
    if "," in whole:
        whole_text = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", whole_text)
    point = "." if decimals else ""
    return section.before + whole_text + (point + decimal_text if decimal_text else point) + section.after


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[Section, ...] | None:
    """The sections of a code; None when it is one for dates, fractions, powers or conditions."""
    sections: list[Section] = []
    before, pattern, after, general, percent = "", "", "", False, False
    for literal, escaped, bracket, named, digits, sign in _TOKEN.findall(code):
        if sign == ";":
            sections.append(Section(before, pattern, after, general, percent))
            before, pattern, after, general, percent = "", "", "", False, False
        elif digits:
            if pattern:
                return None
            pattern = digits
        elif named:
            general = True
        elif bracket:
            if not re.fullmatch(r"[A-Za-z]+\d*|\$[^\]]*", bracket) or bracket.lower() in {
                "h",
                "hh",
                "m",
                "mm",
                "s",
                "ss",
            }:
                return None
        elif sign and (sign in "/E@" or sign in "ymdhs"):
            return None
        else:
            percent = percent or sign == "%"
            words = literal or escaped or sign
            if pattern or general:
                after += words
            else:
                before += words
    sections.append(Section(before, pattern, after, general, percent))
    odd = any(s.pattern.count(".") > 1 or s.pattern.endswith(",") or len(s.pattern) > _MOST_DECIMALS for s in sections)
    return None if odd else tuple(sections)

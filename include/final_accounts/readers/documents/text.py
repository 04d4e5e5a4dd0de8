"""Plain text: encoding found by what it can be, tab-separated lines that stand together are a table."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from final_accounts.model.document import ReadCell, Spot

if TYPE_CHECKING:
    from final_accounts.readers.documents.record import Record

_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
REPLACED: Final = "\ufffd"


def decode(data: bytes, stated: str = "") -> str:
    """Bytes as text: byte order mark, ``stated`` encoding, UTF-16 by its zero bytes, UTF-8, GB 18030.

    What fits nothing is read as GB 18030 with U+FFFD where it does not fit.

    >>> decode("决算".encode("gb18030")), decode("决算 1".encode("utf-16-le")), decode("决算".encode())
    ('决算', '决算 1', '决算')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    for encoding in (stated, _zeros(data), "utf-8", "gb18030"):
        try:
            if encoding:
                return data.decode(encoding)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return data.decode("gb18030", errors="replace")


def _zeros(data: bytes) -> str:
    """UTF-16 without a mark: digits, spaces and line ends have their zero byte always on the same side."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if even == odd:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def read_text(data: bytes, record: Record) -> None:
    """Every line with its number; rows of a table are lines with a tab, one below the other."""
    lines = decode(data).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    numbered = list(enumerate(lines, start=1))
    for tabbed, group in groupby(numbered, key=lambda entry: "\t" in entry[1].strip()):
        found = list(group)
        for number, line in found:
            if REPLACED in line:
                record.miss("这一行有无法识别的字符，可能是编码混杂。", Spot(line=number))
        if tabbed and len(found) > 1:
            rows = (tuple(ReadCell(Spot(line=n), cell) for cell in line.split("\t")) for n, line in found)
            record.table(Spot(line=found[0][0]), tuple(rows))
            continue
        for number, line in found:
            record.line(Spot(line=number), line)

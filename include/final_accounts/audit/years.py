"""Year words: a year's final accounts are compared with the year before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from final_accounts.audit.book import Book
from final_accounts.audit.claims import Claim
from final_accounts.audit.forms import Form
from final_accounts.audit.own_year import own_year
from final_accounts.audit.report_years import report_years
from final_accounts.audit.writing import finding
from final_accounts.model.finding import Severity

_YEAR: Final = r"(?P<year>20[0-9]{2})年(?:度)?"
_FIGURE: Final = r"[0-9.]+[万亿]?元"
_TOLD: Final = rf"[^，。；0-9]{{0,12}}?（?(?:均|各|分别)?为?{_FIGURE}）?"
_MOVED: Final = "相比|比较|对比|比，|增|减|升|降|持平|多|少|提高|上涨|下滑"
_AGAINST: Final = "(?:与|较之?|比|同|对照|(?:上|去)年度?（)"
_WORDS: Final = "[^，。；0-9较比与]"
_COMPARED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # 较2020年度（1000万元）增加, 与2020年度相比，收、支总计各增加, 较上年（2020年度）增加
        rf"{_AGAINST}{_YEAR}(?![^，。；]{{0,8}}预算)(?:{_TOLD})?{_WORDS}{{0,12}}?(?:，{_WORDS}{{0,16}}?)?(?:{_MOVED})",
        rf"和{_YEAR}[^，。；0-9]{{0,8}}(?:相比|比较)",
        rf"(?:在|从|由){_YEAR}{_TOLD}的?(?:基础上|{_MOVED})",
        # 收、支总计1200万元（2020年度1000万元），增加200万元
        rf"元（{_YEAR}[^（）。0-9]{{0,10}}{_FIGURE}）[^。；]{{0,10}}?(?:{_MOVED})",
    )
)
_BESIDE: Final = re.compile(  # 2021年决算3万元，2020年决算2万元，同比增加1万元
    rf"(?P<own>20[0-9]{{2}})年(?:度)?[^，。；0-9]{{0,8}}{_FIGURE}，{_YEAR}[^，。；0-9]{{0,8}}{_FIGURE}，"
    r"(?:同比|相比)?(?:增加|减少|增长|下降|持平|上升)"
)


def years(book: Book, forms: Sequence[Form]) -> Iterator[Claim]:
    """Every year word: whose figures a sentence tells, and what they are compared with."""
    own = list(own_year(book))
    said = {(c.spot, c.stated) for c in own}
    yield from own
    yield from (c for c in report_years(book, forms) if (c.spot, c.stated) not in said)
    yield from _compared(book)


def _compared(book: Book) -> Iterator[Claim]:
    """The comparison year must be the year before the document's."""
    if not book.year:
        return
    for told in book.told:
        if told.placed.part not in ("narrative", ""):
            continue
        text = told.passage.text
        matches = [m for p in (*_COMPARED, _BESIDE) for m in p.finditer(text)]
        for found in {m.start("year"): m for m in matches}.values():
            own = int(found.groupdict().get("own") or book.year)  # 2020年决算2万元，2021年决算3万元: last year first
            if own == book.year and int(found["year"]) != book.year - 1:
                right = f"{book.year - 1}年"
                yield finding(
                    told.passage.spot(found.start("year")),
                    told.sentence_at(found.start()),
                    "year",
                    f"{book.year}年度决算应与{right}比较，写的是{found['year']}年",
                    stated=f"{found['year']}年",
                    severity=Severity.BLOCKING,
                    right=right,
                    proposed=f"{right}{text[found.end('year') + 1 : found.end()]}",
                )

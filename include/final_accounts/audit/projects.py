"""The number of projects a text names against the projects it then lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from final_accounts.audit.book import Book
from final_accounts.audit.claims import Claim
from final_accounts.audit.clauses import Told
from final_accounts.audit.outline import chinese_number
from final_accounts.audit.writing import finding
from final_accounts.model.document import Spot
from final_accounts.model.finding import Severity

_COUNT: Final = re.compile(
    r"(?:项目(?:共|共计|数|数量)?(?:为|有|是)?|(?:共有?|对|组织|开展|完成|实施)了?(?:20[0-9]{2}年度?)?[^，。；0-9]{0,12}?"
    r"|，[^，。；0-9其中]{0,8}?)(?P<n>[0-9]+|[一二两三四五六七八九十]{1,3})(?:个(?!百分点)|项(?!目标|指标))"
)
_ABOUT: Final = re.compile(r"自评|评价")
_BUDGET: Final = re.compile(
    r"(?:预算|资金|安排|批复|下达|到位)(?:数|额|安排|资金|金额|总额)*(?:为|是|：|共|合计)?[0-9]"
)
_DONE: Final = re.compile(
    r"(?:执行|支出|决算|支付|使用|完成)(?:数|额|资金|金额)*(?:为|是|：|共|合计|了)?[0-9]"
    r"|执行率|支出率|完成(?:年初|全年|调整)?预算的?[0-9]"
)
_SIGN: Final = (
    r"(?:[0-9]+[.、．]|（[0-9一二三四五六七八九十]+）|[①-⑳]|其?[一二三四五六七八九十]+(?:是|、)"
    r"|其[一二三四五六七八九十])"
)
_NAMED: Final = re.compile(
    rf"^{_SIGN}?(?:“[^”]+”|[^，。；：0-9“]{{2,30}}(?:项目|经费|资金|补助|专项))(?:项目)?(?:支出)?(?:绩效)?(?:自评|评价)?"
    r"(?:综述|情况|结果)?[：，”]?"
)
_ITEM: Final = re.compile(rf"^{_SIGN}")
_SUMMED: Final = re.compile("整体支出|[0-9两]个项目|项目(?:共|合计|总)|(?:各|所有|全部|以上)项目|合计")


def listed_projects(book: Book) -> Iterator[Claim]:
    """绩效自评的项目共3个, with four projects told below, each with its budget and what was spent of it."""
    for place, told in enumerate(book.told):
        text = told.passage.text
        if told.placed.section != "performance" or book.inside_form(told) or not re.search("项目|项绩效", text):
            continue
        found = _COUNT.search(text)
        if found is None or not _ABOUT.search(text):
            continue
        count = int(found["n"]) if found["n"].isdigit() else chinese_number(found["n"].replace("两", "二"))
        own = [told.passage.spot(found.end())] * _in_clauses(text[found.end() :])
        listed = [*own, *_listed(book, book.told[place + 1 :])]
        if len(listed) > count > 0:
            yield finding(
                told.passage.spot(found.start("n")),
                told.sentence_at(found.start("n")),
                "positive",
                f"正文说 {count} 个项目，下文列出 {len(listed)} 个项目的自评情况",
                stated=text[found.start("n") : found.end()],
                severity=Severity.EXPLAIN,
                spots=tuple(listed),
                proposed=f"{len(listed)}个",
            )


def _listed(book: Book, below: Sequence[Told]) -> Iterator[Spot]:
    """A place for each project told in the paragraphs of the section below."""
    for told in below:
        text = told.passage.text
        if told.placed.section != "performance":
            return
        if book.inside_form(told) or _SUMMED.search(text) or not (_BUDGET.search(text) and _DONE.search(text)):
            continue
        several = _in_clauses(text)
        whole = bool(_ITEM.search(text) or _NAMED.search(text))
        yield from [told.passage.lines[0].spot] * max(several, whole)


def _in_clauses(text: str) -> int:
    """How many clauses name a project and tell its budget and what was spent of it."""
    clauses = re.split("[；。]|：(?=[“①（一])", text)
    return sum(
        bool(_NAMED.search(c) and _BUDGET.search(c) and _DONE.search(c) and not _SUMMED.search(c)) for c in clauses
    )

"""The number of projects a text names against the projects it then lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from final_accounts.audit.book import Book
from final_accounts.audit.claims import Claim
from final_accounts.audit.clauses import Told
from final_accounts.audit.indicators import finding
from final_accounts.model.finding import Severity

_COUNT: Final = re.compile(
    r"(?:项目(?:共|共计|数|数量)?(?:为)?|(?:共有?|对|组织)(?:20[0-9]{2}年度?)?[^，。；0-9]{0,12}|，[^，。；0-9其中]{0,8})"
    r"(?P<n>[0-9]+)个(?!百分点)"
)
_ABOUT: Final = re.compile(r"自评|评价")
_BUDGET: Final = re.compile(r"预算(?:数|安排|资金|金额)?(?:为|是|：|共|合计)?[0-9]")
_DONE: Final = re.compile(
    r"(?:执行数?|支出|决算数?)(?:为|是|：|共|合计)?[0-9]|执行率|完成(?:年初|全年|调整)?预算的?[0-9]"
)
_ITEM: Final = re.compile(r"^(?:[0-9]+[.、．]|（[0-9一二三四五六七八九十]+）|[①-⑳]|[一二三四五六七八九十]+是|“)")


def listed_projects(book: Book) -> Iterator[Claim]:
    """绩效自评的项目共3个, with four projects told below, each with its budget and what was spent of it."""
    for place, told in enumerate(book.told):
        if told.placed.section != "performance" or book.inside_form(told) or "项目" not in told.passage.text:
            continue
        found = _COUNT.search(told.passage.text)
        if found is None or not _ABOUT.search(told.passage.text):
            continue
        listed = list(_listed(book, book.told[place + 1 :]))
        if len(listed) > int(found["n"]):
            yield finding(
                told.passage.spot(found.start("n")),
                told.sentence_at(found.start("n")),
                "positive",
                f"正文说 {found['n']} 个项目，下文列出 {len(listed)} 个项目的自评情况",
                stated=f"{found['n']}个",
                severity=Severity.EXPLAIN,
                spots=tuple(t.passage.lines[0].spot for t in listed),
                proposed=f"{len(listed)}个",
            )


def _listed(book: Book, below: Sequence[Told]) -> Iterator[Told]:
    """The numbered paragraphs of the section that tell one project each."""
    for told in below:
        text = told.passage.text
        if told.placed.section != "performance":
            return
        if book.inside_form(told) or not _ITEM.search(text) or "整体支出" in text:
            continue
        if _BUDGET.search(text) and _DONE.search(text):
            yield told

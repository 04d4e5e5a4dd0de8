"""The unit's own texts in their slots 原因说明: trimmed to fit behind our words, never invented."""

from __future__ import annotations

import re
from typing import Final

from final_accounts.model.narrative import Run
from final_accounts.model.submission import says_something
from final_accounts.narrative.book import Book
from final_accounts.narrative.voice import Gap, Pieces, Voice

_OPENING: Final = re.compile(
    r"^(?:(?:主要)?(?:变动|增减|差异)?(?:的)?(?:主要)?原因(?:是|为|：|:)|主要(?:是|为)(?=因|由于))\s*"
)
_LINE: Final = re.compile(r"^[（(]?([\w（）()、]+?)[）)]?\s*[：:]\s*(.+)$")


def plain(text: str) -> str:
    r"""A reason as it can follow 主要原因是: its own opening and closing words are taken off.

    >>> plain("主要原因是人员增加，经费变动。"), plain("人员增加。\n项目减少。")
    ('人员增加，经费变动', '人员增加；项目减少')
    """
    lines = [_OPENING.sub("", line.strip()).rstrip("。；;. ") for line in text.splitlines()]
    return "；".join(line for line in lines if line)


def reason(book: Book, voice: Voice, slot: str, subject: str) -> Pieces:
    """``，主要原因是…`` in the unit's words; without them a gap, and the sentence stands alone."""
    return because(voice, slot, subject, plain(book.text(slot)))


def because(voice: Voice, slot: str, subject: str, given: str, pattern: str = "reason") -> Pieces:
    """As :func:`reason`, for words already at hand; ``pattern`` says whether it goes on or begins a sentence.

    Empty words (无, 见附件 …) are no reason: the sentence stands alone and the gap is told.
    """
    if not says_something(given):
        return (Gap(subject, slot),)
    return voice.say(pattern, reason=(Run(given, slot=slot),))


def sentence(book: Book, slot: str) -> Pieces:
    """A text as sentences of its own, closed by a full stop; nothing when the slot is empty."""
    lines = [line.strip().rstrip("。；;. ") for line in book.text(slot).splitlines()]
    told = "；".join(line for line in lines if line)
    return (Run(f"{told}。", slot=slot),) if told else ()


def by_subject(text: str, subjects: dict[str, str]) -> tuple[dict[str, str], str]:
    r"""Reasons written line by line for single subjects, and what is left for all of them.

    ``subjects``: code -> name. A line belongs to a subject when it opens with its code or name and a colon.

    >>> by_subject("2081006：合同尾款未付。\n其余因人员增加。", {"2081006": "养老服务"})
    ({'2081006': '合同尾款未付'}, '其余因人员增加')
    """
    keys = {key: code for code, name in subjects.items() for key in (code, name)}
    own: dict[str, list[str]] = {}
    rest: list[str] = []
    for line in text.splitlines():
        match = _LINE.match(line.strip())
        code = keys.get(match[1]) if match else None
        if match and code:
            own.setdefault(code, []).append(match[2])
        else:
            rest.append(line)
    return {code: plain("\n".join(lines)) for code, lines in own.items()}, plain("\n".join(rest))

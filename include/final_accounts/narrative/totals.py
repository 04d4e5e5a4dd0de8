"""Totals against last year (K1, K4, K5), the carry-over behind them (K17)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from final_accounts.narrative.book import Book
from final_accounts.narrative.comparison import change, share, years
from final_accounts.narrative.voice import Draft, Gap, Piece, Voice

TOTAL: Final = "T1 line:收入总计 amount"
FISCAL: Final = "T4 line:收入总计 amount"
GENERAL: Final = "T5 total total"
SPENT: Final = "T1 line:本年支出合计 amount"


def total(book: Book, voice: Voice) -> Iterator[Draft]:
    """K1 收支总计."""
    yield from _total(book, voice, "total", TOTAL, "reason_total")


def fiscal_total(book: Book, voice: Voice) -> Iterator[Draft]:
    """K4 财政拨款收支总计."""
    yield from _total(book, voice, "fiscal-total", FISCAL, "reason_appropriation")


def general(book: Book, voice: Voice) -> Iterator[Draft]:
    """K5 一般公共预算财政拨款支出: amount, its share of all expenditure, change."""
    fen, whole = book.whole(GENERAL), book.whole(SPENT)
    if fen is None:
        yield Draft((Gap(GENERAL),))
        return
    amount, portion = voice.style.amount("general", fen), share(voice, "general", fen, whole)
    said: list[Piece] = []
    if portion is None:
        said.extend(voice.say("general_without_share", amount=amount, **years(book)))
    else:
        said.extend(voice.say("general", amount=amount, share=portion, **years(book)))
    yield Draft((*said, *change(book, voice, "general", GENERAL, "reason_general")))


def carry_over(book: Book, voice: Voice) -> Iterator[Draft]:
    """K17 财政拨款结转结余: from last year's closing over each adjustment to this year's opening and closing."""
    begun, left = book.whole("CARRY line:上年末结转和结余 total"), book.whole("CARRY line:年末结转和结余 total")
    opening = book.whole("CARRY line:调整后年初结转和结余 total")
    if begun is None or left is None or opening is None or not (begun or left or opening):
        return
    steps = [
        voice.say("item", label=entry["label"], amount=voice.style.amount(f"carry-{entry['id']}", fen))
        for entry in voice.entry("lists", "carry_steps")
        if (fen := book.whole(entry["at"]))
    ]
    amounts = {
        "begun": voice.style.amount("carry-begun", begun),
        "opening": voice.style.amount("carry-opening", opening),
        "left": voice.style.amount("carry-left", left),
    }
    between = voice.say("carry_between", steps=voice.listed(steps)) if steps else ()
    yield Draft(voice.say("carry", steps=between, **amounts, **years(book)))


def _total(book: Book, voice: Voice, name: str, where: str, slot: str) -> Iterator[Draft]:
    fen = book.whole(where)
    if fen is None:
        yield Draft((Gap(where),))
        return
    said = voice.say(name, amount=voice.style.amount(name, fen), **years(book))
    yield Draft((*said, *change(book, voice, name, where, slot)))

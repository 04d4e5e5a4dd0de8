"""Change, share and completion: each computed from fen, with its base or whole named, or not said at all.

A zero or negative base gives no rate; a change that prints as zero is 基本持平 and asks for no reason.
"""

from __future__ import annotations

from fractions import Fraction

from final_accounts.model.narrative import Variable
from final_accounts.narrative import printing
from final_accounts.narrative.book import Book
from final_accounts.narrative.reasons import reason
from final_accounts.narrative.voice import Filling, Gap, Pieces, Voice


def years(book: Book) -> dict[str, Filling]:
    """This year and the one it is compared with."""
    return {"year": printing.year("year", book.year), "prior_year": printing.year("prior-year", book.year - 1)}


def change(book: Book, voice: Voice, name: str, where: str, slot: str = "") -> Pieces:
    """The sentence against last year's figure at ``where``: direction, amount, rate, and the reason out of ``slot``."""
    now, then = book.whole(where), book.before(where)
    if now is None or then is None:
        return (Gap(f"上年 {where}"),)
    subject = voice.word(f"subject_{name}")
    each = voice.entry("words", "each") if voice.entry("words", "subjects_of_two").count(name) else ""
    common = {**years(book), "subject": subject, "each": each}
    difference = now - then
    if difference == 0:
        return voice.say("change_none", **common)
    if not voice.style.shows(difference):
        return voice.say("change_small", **common)
    moved = "up" if difference > 0 else "down"
    why = reason(book, voice, slot, subject) if slot else ()
    amount = voice.style.amount(f"{name}-change", abs(difference))
    words = {"direction": voice.word(moved), "change": amount, "reason": why, **common}
    if then <= 0:
        state = voice.word("base_zero" if then == 0 else "base_negative")
        return voice.say("change_without_rate", state=state, **words)
    growth = voice.style.percent(f"{name}-growth", Fraction(abs(difference), then))
    return voice.say("change", moves=voice.word(f"{moved}_rate"), growth=growth, **words)


def share(voice: Voice, name: str, part: int, whole: int | None) -> Variable | None:
    """``part`` of a named whole; None when the whole is unknown or not positive."""
    return voice.style.percent(f"{name}-share", Fraction(part, whole)) if whole is not None and whole > 0 else None


def with_share(
    voice: Voice, name: str, label: Filling, *, part: int, whole: int | None, pattern: str = "item_share"
) -> Pieces:
    """An item of a list: name, amount and, where the whole allows, its share; ``pattern`` may name the whole."""
    amount = voice.style.amount(name, part)
    portion = share(voice, name, part, whole)
    if portion is None:
        return voice.say("item", label=label, amount=amount)
    return voice.say(pattern, label=label, amount=amount, share=portion)


def relation(final: int, budget: int) -> str:
    """Word of the final amount against its base: ``equal``, ``above`` or ``below``."""
    return "equal" if final == budget else "above" if final > budget else "below"


def completion(voice: Voice, name: str, final: int, budget: int) -> Variable | None:
    """Rate of completion; None on a base that is zero or negative."""
    return voice.style.percent(f"{name}-rate", Fraction(final, budget)) if budget > 0 else None

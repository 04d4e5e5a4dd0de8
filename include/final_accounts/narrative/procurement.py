"""Government procurement 政府采购 (K13): total by kind, then small enterprises with shares of named wholes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from final_accounts.narrative.book import Book
from final_accounts.narrative.comparison import share, years
from final_accounts.narrative.reasons import sentence
from final_accounts.narrative.voice import Draft, Filling, Gap, Pieces, Voice


def procurement(book: Book, voice: Voice) -> Iterator[Draft]:
    """K13, or the 'none' sentence."""
    whole = _amount(book, "采购总额")
    if whole is None:
        yield Draft((Gap("PROCUREMENT line:采购总额 amount"),))
        return
    if not whole:
        yield Draft(voice.say("procurement_none", name=book.name, **years(book)))
        return
    kinds: list[Mapping[str, Any]] = voice.entry("lists", "procurement")
    items: list[Filling] = [
        voice.say("procurement_kind", label=kind["label"], amount=voice.style.amount(f"procurement-{kind['id']}", fen))
        for kind in kinds
        if (fen := _amount(book, kind["label"])) is not None and (fen or voice.flag("procurement_zeros"))
    ]
    amount = voice.style.amount("procurement", whole)
    said = voice.say("procurement", name=book.name, amount=amount, items=voice.listed(items), **years(book))
    small = _small(book, voice, whole)
    within = _within(book, voice, kinds) if voice.flag("procurement_within") else ()
    yield Draft((*said, *sentence(book, "procurement"), *small, *within))


def _small(book: Book, voice: Voice, whole: int) -> Pieces:
    """SME amount of the total; micro amount of the whole that the region names."""
    medium, micro = _amount(book, "授予中小企业"), _amount(book, "授予小微企业")
    if medium is None:
        return (Gap("PROCUREMENT line:授予中小企业 amount"),)
    tail: Pieces = ()
    if micro is not None:
        base = medium if voice.entry("style", "micro_share_of") == "sme" else whole
        portion = share(voice, "procurement-micro", micro, base)
        amount = voice.style.amount("procurement-micro", micro)
        if portion is None:
            tail = voice.say("procurement_micro_without_share", amount=amount)
        else:
            tail = voice.say("procurement_micro", amount=amount, share=portion)
    portion = share(voice, "procurement-sme", medium, whole)
    amount = voice.style.amount("procurement-sme", medium)
    return voice.say("procurement_small", amount=amount, share=portion or (), micro=tail)


def _within(book: Book, voice: Voice, kinds: list[Mapping[str, Any]]) -> Pieces:
    """SME share inside goods, works and services, each of its own kind's total."""
    items: list[Filling] = []
    for kind in kinds:
        part, whole = _amount(book, f"{kind['label']}授予中小企业"), _amount(book, kind["label"])
        portion = share(voice, f"procurement-{kind['id']}-sme", part, whole) if part is not None else None
        if portion is not None:
            items.append(voice.say("procurement_within_kind", label=kind["label"], share=portion))
    return voice.say("procurement_within", items=voice.listed(items, "，")) if items else ()


def _amount(book: Book, label: str) -> int | None:
    return book.whole(f"PROCUREMENT line:{label} amount")

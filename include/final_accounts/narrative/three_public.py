"""The three public expenses 三公 (K10, K11): budget, final, completion, change, and the quantities behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from final_accounts.narrative import printing
from final_accounts.narrative.book import Book
from final_accounts.narrative.comparison import change, completion, relation, with_share, years
from final_accounts.narrative.reasons import because, plain, sentence
from final_accounts.narrative.voice import Draft, Filling, Gap, Pieces, Voice

FINAL, PLANNED = "T7 line:决算数 total", "T7 line:预算数 total"


def three_public(book: Book, voice: Voice) -> Iterator[Draft]:
    """K10 in total: against the full-year budget and last year; the 'none' sentence where there is neither."""
    final, planned = book.whole(FINAL), book.whole(PLANNED)
    if final is None:
        yield Draft((Gap(FINAL),))
        return
    if not final and not planned:
        yield Draft((*voice.say("three_public_none", scope=book.scope, **years(book)), *_funds(book, voice)))
        return
    against = _against(voice, "three-public", (final, planned))
    compared = change(book, voice, "three-public", FINAL)
    before = book.before(FINAL)
    why: Pieces = ()
    if final != planned or (before is not None and voice.style.shows(final - before)):
        given = plain(book.text("reason_three_public"))
        why = because(voice, "reason_three_public", voice.word("subject_three-public"), given, "reason_sentence")
    yield Draft((*voice.say("three_public", against=against, **years(book)), *compared, *why, *_funds(book, voice)))


def three_public_kinds(book: Book, voice: Voice) -> Iterator[Draft]:
    """K10 and K11 by kind: share of the total, budget, final, quantities. Nothing where there is nothing."""
    whole = book.whole(FINAL)
    if not whole and not book.whole(PLANNED):
        return
    kinds: list[Mapping[str, Any]] = voice.entry("lists", "three_public")
    finals = {kind["id"]: book.whole(f"T7 line:决算数 {kind['id']}") for kind in kinds}
    parts: list[Filling] = [
        with_share(voice, kind["id"], kind["label"], part=fen, whole=whole)
        for kind in kinds
        if (fen := finals[kind["id"]]) is not None
    ]
    yield Draft(voice.say("three_public_shares", items=voice.listed(parts, "；"), **years(book)))
    for kind in kinds:
        final = finals[kind["id"]]
        if final is None:
            yield Draft((Gap(f"T7 line:决算数 {kind['id']}"),))
            continue
        planned = book.whole(f"T7 line:预算数 {kind['id']}")
        against = _against(voice, kind["id"], (final, planned))
        where = f"T7 line:决算数 {kind['id']}"
        compared = change(book, voice, kind["id"], where) if book.before(where) is not None else ()
        facts = _quantities(book, voice, kind)
        told = sentence(book, kind["slot"]) if kind.get("slot") and final else ()
        said = voice.say("three_public_kind", label=kind["label"], against=against, **years(book))
        yield Draft((*said, *compared, *facts, *told), item=True)


def _funds(book: Book, voice: Voice) -> Pieces:
    """What government funds paid beside table 7, where a region has a table for it."""
    fen = book.whole("S12 line:决算数 total")
    return voice.say("three_public_funds", amount=voice.style.amount("three-public-funds", fen)) if fen else ()


def _against(voice: Voice, name: str, amounts: tuple[int, int | None]) -> Pieces:
    final, planned = amounts
    spent = voice.style.amount(name, final)
    if planned is None:
        return (*voice.say("three_public_final", final=spent), Gap(f"T7 line:预算数 {name}"))
    budget, rate = voice.style.amount(f"{name}-budget", planned), completion(voice, name, final, planned)
    words: dict[str, Filling] = {"final": spent, "budget": budget, "relation": voice.word(relation(final, planned))}
    if rate is not None:
        return voice.say("three_public_completion", rate=rate, **words)
    return voice.say("three_public_unplanned" if final == planned else "three_public_without_rate", **words)


def _quantities(book: Book, voice: Voice, kind: Mapping[str, Any]) -> Pieces:
    """The kind's sentence of counts and of table 7's amounts; left out where one of them is unknown."""
    found: dict[str, Filling] = {}
    for hole, where in kind["counts"].items():
        number = book.whole(where)
        name = f"{kind['id']}-{hole}"
        if number is None:
            return (Gap(where),)
        found[hole] = voice.style.amount(name, number) if where.startswith("T7 ") else printing.count(name, number)
    return voice.say(f"kind_{kind['id']}", **found)

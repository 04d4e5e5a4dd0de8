"""Government funds and state capital (K16): amounts and what they were spent on, or the 'none' sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from final_accounts.narrative.book import ITEM, Book
from final_accounts.narrative.comparison import years
from final_accounts.narrative.reasons import sentence
from final_accounts.narrative.voice import Draft, Filling, Gap, Pieces, Voice


def government_fund(book: Book, voice: Voice) -> Iterator[Draft]:
    """K16 政府性基金: opening, income, expenditure, closing."""
    places = {column: f"T8 total {column}" for column in ("opening", "income", "total", "closing")}
    yield from _fund(book, voice, "fund", places, "T8")


def state_capital(book: Book, voice: Voice) -> Iterator[Draft]:
    """K16 国有资本经营: income of the year and expenditure."""
    places = {"income": "T4 line:国有资本经营预算财政拨款 amount", "total": "T9 total total"}
    yield from _fund(book, voice, "capital", places, "T9")


def _fund(book: Book, voice: Voice, name: str, places: Mapping[str, str], form: str) -> Iterator[Draft]:
    amounts = {column: book.whole(where) for column, where in places.items()}
    spent = amounts["total"]
    if spent is None:
        yield Draft((Gap(places["total"]),))
        return
    if not any(amounts.values()):
        yield Draft(voice.say(f"{name}_none", scope=book.scope, **years(book)))
        return
    figures: dict[str, Filling] = {
        column: voice.style.amount(f"{name}-{column}", fen or 0) for column, fen in amounts.items()
    }
    said = voice.say(name, **figures, **years(book))
    items: list[Filling] = [
        voice.say("item", label=book.subject(code), amount=voice.style.amount(f"{name}-{code}", fen))
        for code, fen in book.coded(form, "total", ITEM).items()
        if fen
    ]
    used: Pieces = voice.say("fund_use", items=voice.listed(items)) if items else ()
    yield Draft((*said, *used, *sentence(book, f"reason_{name}")))

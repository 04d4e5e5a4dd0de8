"""Basic expenditure (K9): staff and running costs, every item that is not zero, by name or with its amount."""

from __future__ import annotations

from collections.abc import Iterator

from final_accounts.narrative.book import GROUP, Book
from final_accounts.narrative.comparison import years
from final_accounts.narrative.voice import Draft, Filling, Gap, Voice

_TOTALS = {"personnel": "T6 line:人员经费合计 amount", "public": "T6 line:公用经费合计 amount"}


def basic(book: Book, voice: Voice) -> Iterator[Draft]:
    """K9 一般公共预算财政拨款基本支出."""
    whole = book.whole("T5 total basic")
    if whole is None:
        yield Draft((Gap("T5 total basic"),))
        return
    yield Draft(voice.say("basic", amount=voice.style.amount("basic", whole), **years(book)))
    personnel = tuple(voice.entry("lists", "personnel_classes"))
    items = book.coded("T6", "amount", GROUP)
    for name, where in _TOTALS.items():
        fen = book.whole(where)
        if fen is None:
            yield Draft((Gap(where),))
            continue
        mine = {c: a for c, a in items.items() if a and (c[:3] in personnel) == (name == "personnel")}
        named: list[Filling] = []
        for code, cost in mine.items():
            if voice.flag("basic_item_amounts"):
                amount = voice.style.amount(f"basic-{code}", cost)
                named.append(voice.say("item", label=book.subject(code), amount=amount))
            else:
                named.append(book.subject(code))
        listed = voice.say("basic_items", items=voice.listed(named)) if named else ()
        amount = voice.style.amount(f"basic-{name}", fen)
        yield Draft(voice.say("basic_kind", label=voice.word(f"basic_{name}"), amount=amount, items=listed))

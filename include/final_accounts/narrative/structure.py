"""What a total consists of (K2, K3, K6): its parts with their share of the named whole, and what there was none of."""

from __future__ import annotations

from collections.abc import Iterator

from final_accounts.narrative.book import CLASS, GROUP, ITEM, Book
from final_accounts.narrative.comparison import with_share, years
from final_accounts.narrative.voice import Draft, Filling, Gap, Pieces, Voice


def income(book: Book, voice: Voice) -> Iterator[Draft]:
    """K2 本年收入合计 by source, and the sources that brought nothing."""
    yield from _parts(book, voice, "income", "T1 line:本年收入合计 amount")


def expenditure(book: Book, voice: Voice) -> Iterator[Draft]:
    """K3 本年支出合计 by kind, and the kinds that did not occur."""
    yield from _parts(book, voice, "expenditure", "T1 line:本年支出合计 amount")


def income_classes(book: Book, voice: Voice) -> Iterator[Draft]:
    """Income by functional 类, where a region lists it."""
    yield from _classes(book, voice, "income", "T2")


def expenditure_classes(book: Book, voice: Voice) -> Iterator[Draft]:
    """Expenditure by functional 类, where a region lists it."""
    yield from _classes(book, voice, "expenditure", "T3")


def structure(book: Book, voice: Voice) -> Iterator[Draft]:
    """K6 一般公共预算 by 类 with shares; below each 类 its 款 and 项 where a region lists them."""
    whole = book.whole("T5 total total")
    if whole is None:
        yield Draft((Gap("T5 total total"),))
        return
    amount = voice.style.amount("general", whole)
    classes = {code: fen for code, fen in book.coded("T5", "total", CLASS).items() if fen}
    if not classes:
        yield Draft(voice.say("structure_none", amount=amount, **years(book)))
        return
    deep = voice.flag("structure_below_class")
    items = [
        (
            *with_share(voice, f"structure-{code}", class_name(book, voice, code), part=fen, whole=whole),
            *(_below(book, voice, code) if deep else ()),
        )
        for code, fen in classes.items()
    ]
    yield Draft(voice.say("structure", amount=amount, items=voice.listed(items, "；"), **years(book)))


def class_name(book: Book, voice: Voice, code: str) -> Pieces:
    """``社会保障和就业（类）支出``: the level stands before the closing 支出, which is not said twice."""
    return voice.say("class_name", name=book.subject(code).removesuffix("支出"))


def _parts(book: Book, voice: Voice, name: str, where: str) -> Iterator[Draft]:
    whole = book.whole(where)
    if whole is None:
        yield Draft((Gap(where),))
        return
    entries = voice.entry("lists", name)
    amounts = [(entry, book.summed(entry["at"])) for entry in entries]
    shown: list[Filling] = [
        with_share(voice, f"{name}-{entry['id']}", entry["label"], part=fen, whole=whole, pattern=f"{name}_share")
        for entry, fen in amounts
        if fen
    ]
    amount = voice.style.amount(name, whole)
    listed = voice.say("of_which", items=voice.listed(shown, "；")) if shown else ()
    yield Draft(voice.say(name, amount=amount, parts=listed, **years(book)))
    absent: list[Filling] = [entry["label"] for entry, fen in amounts if fen == 0]
    if absent:
        yield Draft(voice.say(f"{name}_none", items=voice.listed(absent, "、", "和"), **years(book)))


def _classes(book: Book, voice: Voice, name: str, form: str) -> Iterator[Draft]:
    items: list[Filling] = [
        voice.say("item", label=book.subject(code), amount=voice.style.amount(f"{name}-{code}", fen))
        for code, fen in book.coded(form, "total", CLASS).items()
        if fen
    ]
    if items:
        yield Draft(voice.say(f"{name}_classes", items=voice.listed(items)))


def _below(book: Book, voice: Voice, code: str) -> Pieces:
    """The 款 of a 类, and in brackets the 项 of a 款 that has several."""
    groups: list[Filling] = []
    for group, fen in book.coded("T5", "total", GROUP, code).items():
        if not fen:
            continue
        said = voice.say("item", label=_named(book, voice, group), amount=_amount(voice, group, fen))
        items = {item: cost for item, cost in book.coded("T5", "total", ITEM, group).items() if cost}
        if len(items) > 1:
            inside = voice.listed(
                [voice.say("item", label=book.subject(i), amount=_amount(voice, i, cost)) for i, cost in items.items()]
            )
            said = (*said, *voice.say("in_brackets", items=inside))
        groups.append(said)
    return voice.say("of_which_inside", items=voice.listed(groups)) if groups else ()


def _named(book: Book, voice: Voice, group: str) -> Pieces:
    return voice.say("group_name", name=book.subject(group))


def _amount(voice: Voice, code: str, fen: int) -> Filling:
    return voice.style.amount(f"structure-{code}", fen)

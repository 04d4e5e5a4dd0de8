"""Operating funds 机关运行经费 (K12) and state assets 国有资产 (K14)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from final_accounts.narrative import printing
from final_accounts.narrative.book import Book
from final_accounts.narrative.comparison import change, years
from final_accounts.narrative.reasons import sentence
from final_accounts.narrative.voice import Draft, Filling, Gap, Voice

INSTITUTION: Final = "事业单位"
OPERATING: Final = "OPERATING line:本年机关运行经费 amount"
VEHICLES: Final = "ASSETS line:车辆合计 count"


def operating(book: Book, voice: Voice) -> Iterator[Draft]:
    """K12: institutions have none and say so; the others state amount, change and reason."""
    fen, before = book.whole(OPERATING), book.before(OPERATING)
    if book.header.unit_kind == INSTITUTION and not fen and not before:
        zero = {"amount": voice.style.amount("operating", 0), "prior": voice.style.amount("operating-prior", 0)}
        yield Draft(voice.say("operating_none", scope=book.scope, name=book.name, **zero, **years(book)))
        return
    if fen is None:
        yield Draft((Gap(OPERATING),))
        return
    said = voice.say("operating", name=book.name, amount=voice.style.amount("operating", fen), **years(book))
    yield Draft((*said, *change(book, voice, "operating", OPERATING, "reason_operating")))


def assets(book: Book, voice: Voice) -> Iterator[Draft]:
    """K14: vehicles by use, and equipment above the price lines, at the end of the year."""
    vehicles = book.whole(VEHICLES)
    if vehicles is None:
        yield Draft((Gap(VEHICLES),))
        return
    day = printing.last_day(book.year)
    entries = voice.entry("lists", "equipment")
    lines: dict[str, Filling] = {
        f"{entry['id']}_price": printing.count(f"price-{entry['id']}", int(entry["above"])) for entry in entries
    }
    equipment = {entry["id"]: book.whole(f"ASSETS line:{entry['label']} count") or 0 for entry in entries}
    if not vehicles and not any(equipment.values()):
        yield Draft(voice.say("assets_none", name=book.name, day=day, **lines))
        return
    uses: list[Filling] = [
        voice.say("vehicles_of", label=label, number=printing.count(f"vehicles-{label}", number))
        for label in voice.entry("lists", "vehicles")
        if (number := book.whole(f"ASSETS line:{label} count")) is not None and (number or voice.flag("vehicle_zeros"))
    ]
    listed = voice.say("of_which", items=voice.listed(uses)) if uses and vehicles else ()
    owned = printing.count("vehicles-total", vehicles)
    told = sentence(book, "assets") if vehicles else ()
    yield Draft((*voice.say("assets", name=book.name, day=day, number=owned, uses=listed), *told))
    counts: dict[str, Filling] = {id_: printing.count(f"equipment-{id_}", n) for id_, n in equipment.items()}
    yield Draft(voice.say("equipment", **counts, **lines))

"""Groups, cars and visits of the three public expenses against each other and against the money told beside them.

Fewer persons than visits cannot be. Money without cars or cars without money can: it asks for a word, and stays
unremarked where the passage has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from final_accounts.audit.book import OWN, Book
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.clauses import Statement, Told
from final_accounts.audit.numbers import Kind
from final_accounts.audit.writing import finding_in
from final_accounts.model.finding import Severity

_KIND: Final = "K11"
_NEAR: Final = 10
_NOTHING: Final = 10_000  # fen: a zero of whole 万元 may be several thousand yuan
_BATCHES: Final = frozenset({"批次", "批", "个批次"})
_PERSONS: Final = frozenset({"人次", "人", "名"})
_CARS: Final = frozenset({"辆", "台"})


def quantities(book: Book) -> Iterator[Claim]:
    """Every passage of the section on the three public expenses that counts something."""
    for told in book.told:
        if told.placed.section != "three_public" or told.placed.part == "annex" or book.inside_form(told):
            continue
        own = (s for s in told.statements if s.role in OWN and s.token.kind is Kind.COUNT)
        counts = [s for s in own if not s.why and not s.quantity.about]
        if not counts:
            continue
        explained = book.lexicon.counted["explained"].search(told.passage.text) is not None
        yield from _persons(book, told, counts)
        if not explained:
            yield from _groups(book, told, counts)
            yield from _cars(book, told, counts)
            yield from _visits(book, told, counts)


def _ask(
    told: Told, statement: Statement, why: str, other: Operand, right: str, *, severity: Severity = Severity.EXPLAIN
) -> Claim:
    return finding_in(
        told,
        statement.token.start,
        statement.token.end,
        "quantity",
        why,
        severity=severity,
        spots=[other.spot],
        proposed=right,
        kind=_KIND,
    )


def _before(told: Told, statement: Statement, size: int = 16) -> str:
    """The words right before a count, back to the figure or the sign before it."""
    text = told.passage.text[max(statement.token.start - size, 0) : statement.token.start]
    return re.split(r"[；。]|[0-9]", text)[-1]


def _is_group(book: Book, told: Told, statement: Statement) -> bool:
    before, behind = _before(told, statement), told.passage.text[statement.token.end : statement.token.end + 6]
    words = book.lexicon.counted
    if statement.quantity.measure == "团组":
        return "来访" not in before
    named = words["group"].search(before.rpartition("，")[2]) is not None
    return named or (statement.quantity.measure in ("个", "批", "批次") and behind.startswith(("团组", "出国", "因公")))


def _persons(book: Book, told: Told, counts: list[Statement]) -> Iterator[Claim]:
    """Every group has a traveller and every visit a guest: 20批次、15人次 cannot be."""
    for first, second in pairwise(counts):
        if first.chunk != second.chunk or first.token.depth != second.token.depth:
            continue
        between = told.passage.text[first.token.end : second.token.start]
        group = _is_group(book, told, first)
        batch = first.quantity.measure in _BATCHES or group
        if not batch or second.quantity.measure != "人次" or len(between) > _NEAR or "其中" in between:
            continue
        if group and "参加" in _before(told, first):
            continue  # of another unit's group one has only one's own travellers
        if second.quantity.value < first.quantity.value:
            what = "团组" if group else "批次"
            why = f"{first.quantity.printed}至少有同样多的人次，写的是 {second.quantity.printed}"
            other = book.operand(told, first)
            yield _ask(told, second, why, other, f"核对{what}数和人次数", severity=Severity.BLOCKING)


def _none(money: Operand) -> bool:
    """Whether a printed zero is nothing: 0万元 among whole figures may be a small amount."""
    return not money.quantity.value and money.quantity.step <= _NOTHING


def _money(book: Book, told: Told, column: str) -> Operand | None:
    """What the passage tells was spent, else the table."""
    key = f"T7 line:决算数 {column}"
    for other, statement in book.by_key.get(key, ()):
        if other.index == told.index:
            return book.operand(other, statement)
    return book.table_cell(key)


def _groups(book: Book, told: Told, counts: list[Statement]) -> Iterator[Claim]:
    groups = [s for s in counts if _is_group(book, told, s)]
    money = _money(book, told, "abroad")
    if len(groups) != 1 or money is None or _paid_elsewhere(book, "abroad"):
        return
    group = groups[0]
    behind = [s for s in counts if s.token.start > group.token.end and s.quantity.measure in _PERSONS]
    persons = behind[0].quantity.value if behind and behind[0].chunk == group.chunk else None
    if group.quantity.value > 0 and _none(money):
        why = f"有{group.quantity.printed}团组，因公出国（境）费为 {money.quantity.printed}"
        yield _ask(told, group, why, money, "说明费用由谁承担，或更正团组数")
    elif not group.quantity.value and money.quantity.value > 0 and not persons:
        why = f"没有团组，因公出国（境）费为 {money.quantity.printed}"
        yield _ask(told, group, why, money, "说明费用的由来，或更正团组数")


def _cars(book: Book, told: Told, counts: list[Statement]) -> Iterator[Claim]:
    words = book.lexicon.counted
    cars = [s for s in counts if s.quantity.measure in _CARS]
    bought = [s for s in cars if words["bought"].search(_before(told, s).rpartition("，")[2])]
    held = [s for s in cars if words["held"].search(_before(told, s).rpartition("，")[2])]
    price, running = _money(book, told, "vehicle_purchase"), _money(book, told, "vehicle_operation")
    if len(bought) == 1 and price is not None and not _paid_elsewhere(book, "vehicle_purchase"):
        count = bought[0]
        if count.quantity.value > 0 and _none(price):
            why = f"购置公务用车 {count.quantity.printed}，购置费为 {price.quantity.printed}"
            yield _ask(told, count, why, price, "说明购车款的来源，或更正购置数")
        elif not count.quantity.value and price.quantity.value > 0:
            why = f"没有购置公务用车，购置费为 {price.quantity.printed}"
            yield _ask(told, count, why, price, "说明购置费的由来，或更正购置数")
    if len(held) != 1:
        return
    count = held[0]
    if not count.quantity.value and running is not None and running.quantity.value > 0:
        why = f"公务用车保有量为零，运行维护费为 {running.quantity.printed}"
        yield _ask(told, count, why, running, "说明运行维护费的由来，或更正保有量")
    if len(bought) == 1 and bought[0].quantity.value > count.quantity.value:
        why = f"年末保有 {count.quantity.printed}，少于本年购置的 {bought[0].quantity.printed}"
        yield _ask(told, count, why, book.operand(told, bought[0]), "核对购置数和保有量")


def _visits(book: Book, told: Told, counts: list[Statement]) -> Iterator[Claim]:
    """Visits without money and money without visits; several pairs of counts may be of several kinds of guests."""
    visits = [s for s in counts if s.quantity.measure in _BATCHES and not _is_group(book, told, s)]
    money = _money(book, told, "reception")
    if not visits or money is None or _paid_elsewhere(book, "reception"):
        return
    together = sum(s.quantity.value for s in visits)
    if together > 0 and _none(money):
        why = f"接待 {visits[0].quantity.printed}，公务接待费为 {money.quantity.printed}"
        yield _ask(told, visits[0], why, money, "说明费用由谁承担，或更正批次")
    elif not together and money.quantity.value > 0:
        why = f"接待 {visits[0].quantity.printed}，公务接待费为 {money.quantity.printed}"
        yield _ask(told, visits[0], why, money, "更正批次和人次，或说明费用的由来")


def _paid_elsewhere(book: Book, column: str) -> bool:
    """Whether the government fund pays for such expenses too: counts may be of both."""
    cell = book.table_cell(f"S12 line:决算数 {column}")
    return cell is not None and cell.quantity.value > 0

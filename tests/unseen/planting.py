"""How an error is put into a document: where it may stand, and how far from the truth it must be to be provable."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from fractions import Fraction

from unseen.pieces import Paper, Para, Slot
from unseen.wording import Writer


class Planting:
    """One document while errors are planted; a paragraph takes one error, so that each can be told from the others."""

    def __init__(self, paper: Paper, writer: Writer, rng: random.Random) -> None:
        self.paper, self.writer, self.rng = paper, writer, rng
        self.used: set[int] = set()
        self.keys: set[str] = set()

    def candidates(self, *aspects: str, keys: Iterable[str] | None = None) -> list[tuple[Para, Slot]]:
        """Statements that the document proves, in paragraphs without an error yet, in random order."""
        found = [
            (p, s)
            for p, s in self.paper.slots()
            if s.aspect in aspects and s.verdict in {"ok", "rounding"} and id(p) not in self.used
            and s.key not in self.keys and (keys is None or s.key in keys)
        ]  # fmt: skip
        self.rng.shuffle(found)
        return found

    def wrong(self, paragraph: Para, slot: Slot, text: str, family: str) -> bool:
        """Print something else in this place."""
        slot.was, slot.text, slot.verdict, slot.family = slot.text, text, "error", family
        self.used.add(id(paragraph))
        if not slot.key.startswith("year"):
            self.keys.add(slot.key)
        return True

    def rate(self, family: str, aspects: tuple[str, ...], value: Callable[[Slot], Fraction | None]) -> bool:
        """Print a rate from a wrong formula, where it differs plainly from the right one."""
        for paragraph, slot in self.candidates(*aspects):
            wrong = value(slot)
            quantity = self.writer.accounts.quantities[slot.key]
            right = self.writer.exact_rate(quantity, slot.aspect)
            if wrong is not None and right and abs(wrong - right) > self.apart(slot, right):
                return self.wrong(paragraph, slot, self.writer.style.rate(wrong), family)
        return False

    def apart(self, slot: Slot, right: Fraction) -> Fraction:
        """How far from the right rate a wrong one must be, so that no rounding of what is printed explains it."""
        quantity = self.writer.accounts.quantities[slot.key]
        step = self.writer.style.step()
        base = {"share": quantity.whole and self.writer.accounts.fen(quantity.whole), "done": quantity.init,
                "doneadj": quantity.adj}.get(slot.aspect, quantity.prior)  # fmt: skip
        part = abs(quantity.value - (quantity.prior or 0)) if slot.aspect == "p" else quantity.value
        blur = Fraction(step, part or 1) + Fraction(step, base or 1)
        return max(3 * blur * abs(right), abs(right) / 100, Fraction(1, 500))

    def amount(self, paragraph: Para, slot: Slot, fen: int, right: int, family: str) -> bool:
        """Print another amount, if it is plainly another one."""
        far = abs(fen - right) > max(6 * self.writer.style.step(), right // 100)
        text = self.writer.style.amount(fen, slot.key if slot.aspect == "" else "")
        return far and self.wrong(paragraph, slot, text, family)

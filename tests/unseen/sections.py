"""The narrative of a document: its sections in the wordings of the phrase file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from unseen.accounts import Quantity
from unseen.pieces import Para, Piece, Slot
from unseen.wording import Writer

NUMERALS = "一二三四五六七八九十"


class Narrative:
    """Writes the sections one after another; every choice of wording is the random generator's."""

    def __init__(self, writer: Writer, phrases: Mapping[str, Any]) -> None:
        """Start before the first section."""
        self._w, self._phrases = writer, phrases
        self._found: list[Para] = []
        self._sections = 0
        self._now = ""

    def write(self) -> list[Para]:
        """All sections, in the usual order."""
        self._section("overview", lambda: self._one("overview"))
        self._section("income", self._income)
        self._section("spending", self._spending)
        self._section("fiscal", lambda: self._one("fiscal"))
        self._section("general", self._general)
        self._section("basic", lambda: self._one("basic"))
        self._section("sanggong", self._sanggong)
        if self._w.accounts.fund:
            self._section("fund", lambda: self._one("fund"))
        else:
            self._section("fund", lambda: self._one("fund_none"))
        self._section("state", lambda: self._one("state_none"))
        self._section("operating", lambda: self._one("operating"))
        self._section("procurement", lambda: self._one("procurement"))
        self._section("assets", lambda: self._one("assets"))
        self._section("performance", self._performance)
        return self._found

    def glossary(self) -> list[Para]:
        """The words explained: general ones, and each subject used."""
        found = [self._para(self._w.fill(f"{NUMERALS[i]}、{t}")) for i, t in enumerate(self._phrases["glossary"])]
        items = [q for k, q in self._w.accounts.quantities.items() if k.startswith("item.")]
        fund = self._w.accounts.fund
        if fund:
            words = {"code": fund.code, "cls": fund.cls, "kuan": fund.kuan, "name": fund.name}
            items.append(Quantity(f"item.{fund.code}", fund.project, words=words))
        for number, item in enumerate(items, len(found)):
            pieces = self._w.fill(self._phrases["glossary_item"][0], item)
            mark = NUMERALS[number] if number < len(NUMERALS) else f"十{NUMERALS[number - 10]}"
            found.append(self._para([f"{mark}、", *pieces], "glossary"))
        return found

    def _section(self, name: str, body: Callable[[], None]) -> None:
        self._sections += 1
        number = self._sections
        mark = NUMERALS[number - 1] if number <= len(NUMERALS) else f"十{NUMERALS[number - 11]}"
        heading = self._w.fill(self._choose("headings", name))
        self._now = name
        self._w.mark = 0
        self._found.append(Para([f"{mark}、", *heading], 2, name))
        body()

    def _choose(self, *keys: str) -> Any:  # noqa: ANN401  a wording, or a list's lead and items
        node: Any = self._phrases
        for key in keys:
            node = node[key]
        return self._w.rng.choice(node)

    def _para(self, pieces: list[Piece], section: str | None = None) -> Para:
        return Para(pieces, None, section or self._now)

    def _add(self, pieces: list[Piece]) -> None:
        """Add text; a line break in it begins a new paragraph."""
        now: list[Piece] = []
        for piece in pieces:
            if isinstance(piece, Slot) or "\n" not in piece:
                now.append(piece)
                continue
            head, *lines = piece.split("\n")
            now += [head] if head else []
            for line in lines:
                if now:
                    self._found.append(self._para(now))
                now = [line] if line else []
        if now:
            self._found.append(self._para(now))

    def _one(self, key: str) -> None:
        self._add(self._w.fill(self._choose(key)))

    def _list(self, key: str, items: Sequence[Quantity]) -> None:
        wordings = [w for w in self._phrases[key] if not w.get("all_have_prior") or all(i.prior for i in items)]
        wording = self._w.rng.choice(wordings)
        pieces = self._w.fill(wording["lead"])
        shares: list[Slot] = []
        for number, item in enumerate(items):
            filled = self._w.fill(wording["item"], item)
            shares += [p for p in filled if isinstance(p, Slot) and p.aspect == "share"]
            pieces += [wording["sep"], *filled] if number else filled
        pieces.append(wording["end"])
        if self._w.style.forced and len(shares) == len(items) > 2:
            self._force(shares)
        self._add([p for p in pieces if p != ""])

    def _force(self, shares: Sequence[Slot]) -> None:
        """Make the shares sum to 100 by the last one, as many bureaus do: rounding, if it differs at all."""
        *others, last = shares
        style = self._w.style
        rest = Decimal(100) - sum((Decimal(s.text.rstrip("%％ ")) for s in others), Decimal(0))
        printed = f"{rest:.{style.rate_places}f}{' ' if style.spaces else ''}%"
        if not style.wide and printed != last.text:
            last.text, last.verdict = printed, "rounding"

    def _income(self) -> None:
        quantities = [q for q in self._w.accounts.quantities.values() if q.whole == "in.total"]
        self._list("income", [q for q in quantities if q.value or self._w.style.zeros])
        for quantity in quantities:
            if quantity.value and quantity.prior == 0:
                self._w.mark = 0
                self._add(self._w.fill(self._choose("zero_base"), quantity))

    def _spending(self) -> None:
        quantities = self._w.accounts.quantities
        self._list("spending", [quantities["out.basic"], quantities["out.project"]])
        self._w.mark = 0

    def _general(self) -> None:
        quantities = self._w.accounts.quantities
        self._found.append(self._para(["（一）一般公共预算财政拨款支出决算总体情况"]))
        self._one("general")
        self._found.append(self._para(["（二）一般公共预算财政拨款支出决算结构情况"]))
        self._list("structure", [q for k, q in quantities.items() if k.startswith("class.")])
        self._found.append(self._para(["（三）一般公共预算财政拨款支出决算具体情况"]))
        self._one("completion")
        self._w.mark = 0
        wording = self._choose("items")
        for key, quantity in quantities.items():
            if key.startswith("item."):
                zero = quantity.init == 0 and ".init" in wording
                self._add(self._w.fill(self._choose("items_zero_budget") if zero else wording, quantity))

    def _sanggong(self) -> None:
        self._one("sanggong")
        self._one("sanggong_abroad_none")
        self._one("sanggong_parts")
        self._one("sanggong_reception")

    def _performance(self) -> None:
        self._one("performance")
        wording = self._choose("project")
        for key, quantity in self._w.accounts.quantities.items():
            if key.startswith("project."):
                self._add(self._w.fill(wording, quantity))

"""Fills a wording with figures in the style of one document."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from random import Random

from unseen.accounts import Accounts, Quantity
from unseen.pieces import Piece, Slot

_HOLE = re.compile(r"\{([^{}]+)\}")
_FULL = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
_FEN_OF = {"万元": 1_000_000, "元": 100, "亿元": 10_000_000_000}


@dataclass(frozen=True)
class Style:
    """How one document prints: unit and places of amounts, places of rates, separators, spaces, wide digits, marks.

    ``truncate`` cuts rates instead of rounding them, ``forced`` makes shares sum to 100, ``large`` prints 亿元 in the
    totals: all three are legal. ``zeros`` prints sources without an amount, too.
    """

    unit: str = "万元"
    places: int = 2
    rate_places: int = 2
    separators: bool = False
    spaces: bool = False
    wide: bool = False
    truncate: bool = False
    forced: bool = False
    large: bool = False
    zeros: bool = False
    markers: Sequence[str] = ()

    def amount(self, fen: int | Fraction, key: str = "") -> str:
        """A sum of money with its unit."""
        unit, places = self.unit, self.places
        if self.large and key in {"total", "fis.total"} and fen >= _FEN_OF["亿元"]:
            unit, places = "亿元", self.places + 4
        printed = f"{_rounded(Fraction(fen) / _FEN_OF[unit], places):{',' if self.separators else ''}.{places}f}"
        return self._signs(f"{printed}{' ' if self.spaces else ''}{unit}")

    def rate(self, value: Fraction) -> str:
        """A percentage."""
        printed = _rounded(value * 100, self.rate_places, cut=self.truncate)
        return self._signs(f"{printed:.{self.rate_places}f}{' ' if self.spaces else ''}%")

    def step(self) -> int:
        """The last digit of an amount, in fen."""
        return int(Fraction(_FEN_OF[self.unit], 10**self.places)) or 1

    def cut_differs(self, value: Fraction) -> bool:
        """Whether cutting this rate prints something else than rounding it."""
        places = self.rate_places
        return self.truncate and _rounded(value * 100, places, cut=True) != _rounded(value * 100, places)

    def _signs(self, printed: str) -> str:
        return printed.translate(_FULL) if self.wide else printed


def _rounded(value: Fraction, places: int, *, cut: bool = False) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_DOWN if cut else ROUND_HALF_UP)


@dataclass
class Writer:
    """Writes sentences of one unit's accounts; counts the marks of lists."""

    accounts: Accounts
    style: Style
    rng: Random
    reasons: Sequence[str]
    mark: int = 0

    def fill(self, wording: str, it: Quantity | None = None) -> list[Piece]:
        """The wording with its holes filled: text and slots."""
        found: list[Piece] = []
        at = 0
        for hole in _HOLE.finditer(wording):
            found.append(wording[at : hole.start()])
            if hole[1].endswith("_amounts"):
                found += self.amounts_of(hole[1].removesuffix("_amounts"))
            else:
                found.append(self._slot(hole[1], it))
            at = hole.end()
        found.append(wording[at:])
        return [p for p in found if p != ""]

    def _slot(self, hole: str, it: Quantity | None) -> Piece:
        year = self.accounts.year
        plain: dict[str, Callable[[], Piece]] = {
            "Y": lambda: str(year),
            "unit": lambda: self.accounts.unit,
            "L": lambda: Slot(str(year - 1), "year", "year", "ok"),
            "n": self._mark,
            "why": lambda: Slot(self.rng.choice(self.reasons), "prose", "prose"),
        }
        if hole in plain:
            return plain[hole]()
        if hole.endswith("_names"):
            return "、".join(n for _, n, a in self.accounts.economic[hole.removesuffix("_names")] if a)
        name, aspect = self._named(hole)
        quantity = it if name == "it" else self.accounts.quantities[name]
        if quantity is None:
            raise ValueError(f"“{{{hole}}}” stands in a wording without a list")
        if aspect in quantity.words:
            said = aspect == "score" or quantity.key.startswith("item.")
            return Slot(quantity.words[aspect], quantity.key, aspect) if said else quantity.words[aspect]
        return self._figure(quantity, aspect)

    def _mark(self) -> str:
        self.mark += 1
        return self.style.markers[self.mark - 1]

    def amounts_of(self, block: str) -> list[Piece]:
        """``基本工资 12.00 万元、…``: each line of the basic expenditure with its amount."""
        found: list[Piece] = []
        for code, name, amount in self.accounts.economic[block]:
            found += ["、" if found else "", name, Slot(self.style.amount(amount), f"eco.{code}", "", "ok")]
        return [p for p in found if p != ""]

    def _named(self, hole: str) -> tuple[str, str]:
        if hole in self.accounts.quantities or hole == "it":
            return hole, ""
        name, _, aspect = hole.rpartition(".")
        return name, aspect

    def _figure(self, quantity: Quantity, aspect: str) -> Slot:
        value, prior, init = quantity.value, quantity.prior or 0, quantity.init or 0
        words = {
            "up": ("增加", "减少"),
            "grow": ("增长", "下降"),
            "more": ("多", "少"),
            "cmp": ("大于", "小于"),
            "less": ("增加", "减少"),
        }
        if aspect in words:
            against = init if aspect in {"cmp", "less"} else prior
            text = "等于" if aspect == "cmp" and value == init else words[aspect][value < against]
            return Slot(text, quantity.key, aspect, "ok")
        if aspect in {"p", "sp", "share", "done", "doneadj"}:
            exact = self.exact_rate(quantity, aspect)
            verdict = "rounding" if self.style.cut_differs(exact) else "ok"
            return Slot(self.style.rate(exact), quantity.key, aspect, verdict)  # type: ignore[arg-type]
        if quantity.key.startswith(("cars.", "guests.", "staff.", "posts", "devices", "projects.count")):
            return Slot(str(value), quantity.key, "count")
        amounts = {"": value, "d": abs(value - prior), "prior": prior, "init": init, "adj": quantity.adj or 0}
        amounts["gap"] = abs(value - init)
        return Slot(
            self.style.amount(amounts[aspect], quantity.key if aspect == "" else ""), quantity.key, aspect, "ok"
        )

    def exact_rate(self, quantity: Quantity, aspect: str) -> Fraction:
        """The true rate; 0 where there is no base (such sentences are worded otherwise)."""
        whole = self.accounts.fen(quantity.whole) if aspect == "share" and quantity.whole else 0
        base = {"share": whole, "done": quantity.init or 0, "doneadj": quantity.adj or 0}.get(
            aspect, quantity.prior or 0
        )
        if not base:
            return Fraction(0)
        if aspect in {"share", "done", "doneadj"}:
            return Fraction(quantity.value, base)
        rate = Fraction(quantity.value - base, base)
        return rate if aspect == "sp" else abs(rate)

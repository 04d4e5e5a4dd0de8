"""Made-up cities as submissions 虚构城市的报送: the public door of this folder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from random import Random
from typing import Final

from final_accounts.model.edition import Edition
from final_accounts.model.identity import families
from final_accounts.model.unit import BudgetUnit, City
from final_accounts.workbooks.made_up.chance import chance, near
from final_accounts.workbooks.made_up.filing import filed
from final_accounts.workbooks.made_up.ledger import UnitYear
from final_accounts.workbooks.made_up.own_money import Kinship
from final_accounts.workbooks.made_up.pay import FIRST_YEAR
from final_accounts.workbooks.made_up.trades import INSTITUTION, TRADES
from final_accounts.workbooks.made_up.years import unit_year
from final_accounts.workbooks.submission_data import SubmissionData

_DEPARTMENT: Final = 5


def made_up_city(city: City, edition: Edition, seed: int = 0) -> dict[str, SubmissionData]:
    """Submissions of all units of a city in the edition's fiscal year, by unit code, in register order.

    Units that are exempt file nothing and are left out.
    """
    units = (unit for unit in city.units_of(edition.fiscal_year) if not unit.exempt)
    return {unit.code: accounts(city, unit, edition, seed) for unit in units}


def accounts(city: City, unit: BudgetUnit, edition: Edition, seed: int = 0) -> SubmissionData:
    """One unit's submission: balanced, plausible, consistent with last year's; the same for the same arguments.

    Units marked ``nil_return`` declare all tables empty.
    """
    book = _Book(city, seed)
    year = _ledger(book, unit.code, edition.fiscal_year)
    before = tuple(
        _ledger(book, code, edition.fiscal_year - 1) for code in _before(book, edition.fiscal_year).get(unit.code, ())
    )
    return filed(edition, unit, year, before)


def made_up_units(region: str, count: int, years: Sequence[int] = (2021, 2022), id_: str = "made-up") -> City:
    """A city with ``count`` units of all trades, for measurements and property tests.

    >>> len(made_up_units("hubei-wuhan", 7).units)
    7
    """
    units = []
    for number in range(count):
        trade = TRADES[number % len(TRADES)]
        kind = trade.kinds[(number // len(TRADES)) % len(trade.kinds)]
        place = number // _DEPARTMENT + 1
        units.append(
            BudgetUnit(
                code=f"{100 + place:03d}{number % _DEPARTMENT + 1:03d}",
                name=f"虚构市第{place}部门{trade.words[0]}单位{number + 1}号",
                kind=kind,
                department=f"虚构市第{place}部门",
                department_code=f"{100 + place:03d}",
            )
        )
    return City(id_, "虚构市", region, made_up=True, units=tuple(units), years=tuple(years))


class _Book:
    """A city and a seed as one hashable key for the cache of ledgers."""

    __slots__ = ("city", "key", "seed")

    def __init__(self, city: City, seed: int) -> None:
        self.city, self.seed = city, seed
        self.key = (city.id, seed, city.units)

    def __hash__(self) -> int:
        return hash((self.city.id, self.seed, len(self.city.units)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Book) and self.key == other.key


@lru_cache(maxsize=20_000)
def _ledger(book: _Book, code: str, year: int) -> UnitYear:
    """The ledger of a unit's year; grows recursively out of the years before, back to the first on record."""
    city = book.city
    number = next(n for n, unit in enumerate(city.units) if unit.code == code)
    unit = next(unit for unit in city.units if unit.code == code and unit.exists_in(year))
    before = tuple(_ledger(book, earlier, year - 1) for earlier in _before(book, year).get(code, ()))
    kin = _kinship(city, unit, year, book.seed)
    return unit_year(city.id, unit, number=number, year=year, seed=book.seed, before=before, kin=kin)


@lru_cache(maxsize=64)
def _before(book: _Book, year: int) -> dict[str, tuple[str, ...]]:
    """Unit code -> codes of the units it was last year: itself, those merged into it, or nobody.

    Of the heirs of a split unit one gets all it left, the one that keeps its code or the first of the register: a
    made-up city may decide that, a bureau may not.
    """
    if year <= FIRST_YEAR:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for family in families(book.city, year):
        keeper = next((code for code in family.now if code in family.before), family.now[0])
        found[keeper] = family.before
    return found


def _kinship(city: City, unit: BudgetUnit, year: int, seed: int) -> Kinship:
    """Inside a department the first institution supports the second, which hands some income back."""
    kin = [
        each
        for each in city.units_of(year)
        if each.department_code == unit.department_code and each.kind == INSTITUTION and not each.nil_return
    ][:2]
    if len(kin) < 2 or unit.code not in (kin[0].code, kin[1].code):  # noqa: PLR2004 - a pair
        return Kinship()
    steady: Random = chance(seed, city.id, kin[0].department_code, "kin")
    down, up = steady.randint(18_000_000, 32_000_000), steady.randint(2_000_000, 4_000_000)
    rng = chance(seed, city.id, kin[0].department_code, "kin", year)
    return Kinship(kin[0].code, kin[1].code, near(rng, down, 0.05), near(rng, up, 0.05))

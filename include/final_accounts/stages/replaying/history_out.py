"""审计轨迹的核验: the head of a season's chain to keep elsewhere, and the chain held against one that was kept."""

from __future__ import annotations

from dataclasses import dataclass

from final_accounts.history import ExportedHead, Head, Problem, exported_head
from final_accounts.model.errors import InputError
from final_accounts.stages.code_version import code_version
from final_accounts.stages.house import House, known_city, known_year, now
from final_accounts.stages.settings import Settings


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying a chain came to; whole when there are no ``problems``. ``against`` is the kept head, if any."""

    city: str
    fiscal_year: int
    head: Head
    problems: tuple[Problem, ...]
    against: ExportedHead | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The same in Chinese sentences."""
        where = f"{self.city} {self.fiscal_year} 年度审计轨迹"
        kept = f"，与 {self.against.at} 存档的链头（第{self.against.sequence}号）相符" if self.against else ""
        if not self.problems:
            return (f"{where}完整：共 {self.head.sequence} 个事件，链头 {self.head.hash}{kept}。",)
        return (f"{where}不完整，有 {len(self.problems)} 处问题：", *(problem.message for problem in self.problems))


def opened(settings: Settings, city: str, fiscal_year: int) -> tuple[House, str, int]:
    """The house with its tables, the city's name and the year; SeasonError when either is unknown."""
    found = known_city(city)
    year = known_year(found, fiscal_year)
    house = House.open(settings)
    house.warehouse.migrate()
    return house, found.name, year


def head_of(settings: Settings, city: str, fiscal_year: int) -> ExportedHead:
    """The head of the season's chain now, ready to be kept outside the database."""
    house, _, year = opened(settings, city, fiscal_year)
    head = house.history.head(city, year)
    return ExportedHead(city, year, head.sequence, head.hash, now().isoformat(), code_version())


def verify_history(settings: Settings, city: str, fiscal_year: int, kept: str = "", where: str = "") -> Verified:
    """The chain verified, against the exported head ``kept`` (text of the file ``where``) when there is one.

    InputError when that is no exported head, or one of another season.
    """
    house, name, year = opened(settings, city, fiscal_year)
    against = exported_head(kept, where) if kept or where else None
    if against and (against.city, against.fiscal_year) != (city, year):
        raise InputError(
            f"{where} 是 {against.city} {against.fiscal_year} 年度的链头，不能用来核验 {city} {year} 年度。"
        )
    head = house.history.head(city, year)
    problems = house.history.verify(city, year, against.head if against else None)
    return Verified(name, year, head, problems, against)

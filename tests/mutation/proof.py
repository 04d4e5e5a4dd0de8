"""The proof for one city and year: a mutation of every kind of place, and the amounts that stand in no equation."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from final_accounts.model.layout import FormKind
from mutation.clean import YEARS, Clean, clean_units
from mutation.judging import Judged, judge, standing_of
from mutation.mutating import by_stratum, one_each
from mutation.standing import Map

SEED: Final = 20211231
SNAPSHOT: Final = Path(__file__).parent / "unruled.yaml"
SEASONS: Final = tuple((town, year) for town in ("qingshi", "luxi") for year in YEARS)
NOTHING: Final = "no equation"
COMPARISONS: Final = frozenset({"Y-05", "PF-06", "PF-07", "PF-08", "PF-09", "PF-25", "PF-29", "PF-30"})
"""Equalities outside the formula language: prior-year sheet and warehouse, self-evaluations and tables."""


@dataclass(frozen=True)
class Proof:
    """``judged``: mutations of amounts in equations; ``outside``: of amounts in none, one a stratum.

    ``partly`` are the strata of ``outside`` of which other amounts do stand in an equation.
    """

    cleans: tuple[Clean, ...]
    maps: dict[str, Map]
    judged: tuple[Judged, ...]
    outside: tuple[Judged, ...]
    partly: frozenset[str]

    @property
    def edition(self) -> str:
        """Id of the edition."""
        return self.cleans[0].edition.id

    @property
    def subject_tables(self) -> tuple[Judged, ...]:
        """Mutations in the official tables whose rows are subjects 科目."""
        forms = self.cleans[0].edition.forms
        subjects = {
            f.id for f in forms.values() if f.kind is FormKind.TABLE and any(b.rows == "function" for b in f.blocks)
        }
        return tuple(j for j in self.judged if j.form in subjects)

    @property
    def compared(self) -> tuple[Judged, ...]:
        """Amounts in no formula that a check or the scoring room compares with another amount."""
        return tuple(j for j in self.outside if COMPARISONS & {f.rule for f in j.caught_by})

    @property
    def unruled(self) -> dict[str, str]:
        """Strata that nothing ties to another amount → which formulas at least bound them."""
        found = {}
        for judged in self.outside:
            if judged not in self.compared:
                bounds = ", ".join(sorted(judged.standing.others))
                words = f"only bounded by {bounds}" if bounds else NOTHING
                name = judged.mutation.stratum
                found[name] = f"{words}, in some units" if name in self.partly else words
        return found


@cache
def proof(town: str, year: int, wanted: frozenset[str] | None = None) -> Proof:
    """Mutate every stratum in equations (or the ``wanted``), and every stratum outside them; one review for all."""
    cleans = clean_units(town, year)
    maps = standing_of(cleans)
    strata = by_stratum(cleans)
    inside, outside, partly = {}, {}, []
    for name, places in strata.items():
        held = [p for p in places if maps[p[0].unit].of[p[1].key].equations]
        free = [p for p in places if not maps[p[0].unit].of[p[1].key].equations]
        if held and (wanted is None or name in wanted):
            inside[name] = held
        if free:
            outside[name] = free
        if held and free:
            partly.append(name)
    chosen = one_each(inside.values(), SEED + year)
    others = one_each(outside.values(), SEED + year)
    judged = judge((*chosen, *others), maps)
    return Proof(
        cleans=cleans,
        maps=maps,
        judged=judged[: len(chosen)],
        outside=judged[len(chosen) :],
        partly=frozenset(partly),
    )


def in_two_halves(town: str, year: int) -> Proof:
    """What the tests run: half of the strata in each year, so that a city's two years mutate all of them."""
    there, elsewhere = (set(by_stratum(clean_units(town, each))) for each in (year, *(y for y in YEARS if y != year)))
    half = {name for name in there if zlib.crc32(name.encode()) % len(YEARS) == YEARS.index(year)}
    return proof(town, year, frozenset(half | (there - elsewhere)))


def snapshot() -> dict[str, dict[str, str]]:
    """The named list of amounts in no equation, by edition."""
    with SNAPSHOT.open(encoding="utf-8") as file:
        found: dict[str, dict[str, str]] = yaml.safe_load(file)
    return found

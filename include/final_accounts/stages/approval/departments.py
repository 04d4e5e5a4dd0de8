"""主管部门签审: a department certifies the roll-up of its units, in one locked step with the check of everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from final_accounts.history import Event, NewEvent
from final_accounts.model.errors import RefusedError
from final_accounts.model.person import Person, Role
from final_accounts.model.rollup import TOTALS, Rollup
from final_accounts.model.submission import says_something
from final_accounts.season.departments import CERTIFIED, DepartmentStanding, department_subject, fold_departments
from final_accounts.season.standing import Standing, fold
from final_accounts.season.states import MET, OWES_NOTHING, SIGNED
from final_accounts.stages.approval.rollups import kept_rollup, rollup, units_of_department
from final_accounts.stages.house import House, Season, now
from final_accounts.stages.standings import read

ALL: Final = 0
"""Number under which one reason holds for every question that has none of its own."""


@dataclass(frozen=True, slots=True)
class DepartmentNow:
    """A department's certificate and reply, and what speaks against relying on them now.

    ``changed`` are units whose current version is another than the certified one (or that came or went since),
    ``unsigned`` those that owe a certified version and have none.
    """

    standing: DepartmentStanding
    changed: tuple[str, ...]
    unsigned: tuple[str, ...]

    @property
    def in_force(self) -> bool:
        """Whether the certificate is of what the units stand for now."""
        return bool(self.standing.rollup) and not self.changed and not self.unsigned


def department_now(house: House, season: Season, code: str) -> DepartmentNow:
    """Where the department stands now."""
    units = units_of_department(season, code)
    subjects = (department_subject(code), *(unit.code for unit in units))
    happened = read(house.history.events_below(season.city.id, season.fiscal_year, subjects))
    found = fold_departments(happened)
    return _now(found.get(code, DepartmentStanding(code)), fold(units, happened))


def certify_department(
    house: House,
    season: Season,
    department_code: str,
    person: Person,
    reasons: Mapping[int, str] | None = None,
    *,
    seen: str = "",
    without: Mapping[str, str] | None = None,
) -> Rollup:
    """Certify the roll-up as it stands; it and its certificate are in the history afterwards.

    ``reasons`` answer the roll-up's questions (open transfers, openings that deviate) by their number, from 1;
    :data:`ALL` holds for the rest.
    ``seen`` is the hash (or its beginning) that the person looked at, "" when they take what stands. ``without``
    (unit -> why) are units that still owe a certified version and for which the others do not wait; with theirs there
    is another roll-up later. SeasonError says everything that is against it, and changes nothing. The same versions
    with the same figures again write nothing: what is certified already is returned.
    """
    made = rollup(house, season, department_code)
    units = units_of_department(season, department_code)
    told, missing = dict(reasons or {}), dict(without or {})
    certified = made

    def think(events: tuple[Event, ...]) -> Sequence[NewEvent]:
        nonlocal certified
        happened = read(events)
        standings = fold(units, happened)
        against = _against(made, standings, person, told, seen) or _not_ready(made, standings, missing)
        if against:
            raise RefusedError(f"{department_code} {made.name}", "签审部门汇总", against)
        before = fold_departments(happened)
        known = before.get(department_code, DepartmentStanding(department_code))
        named = bool(known.approved_at) or known.without.issuperset(missing)
        if known.rollup and named and made.figures == (kept := kept_rollup(house, known.rollup)).figures:
            certified = kept
            return []
        payload = _payload(made, person, told) | ({"without": missing} if missing else {})
        return [NewEvent(CERTIFIED, department_subject(department_code), person.id, payload, now())]

    subjects = (department_subject(department_code), *(unit.code for unit in units))
    house.history.decide(season.city.id, season.fiscal_year, subjects, think)
    return certified


def _now(standing: DepartmentStanding, standings: Mapping[str, Standing]) -> DepartmentNow:
    current = {code: one.sha256 for code, one in standings.items() if one.state in MET}
    return DepartmentNow(standing, standing.changed(current), _unsigned(standings))


def _unsigned(standings: Mapping[str, Standing]) -> tuple[str, ...]:
    settled = SIGNED | OWES_NOTHING
    return tuple(code for code, one in standings.items() if one.state not in settled)


def _against(
    made: Rollup, standings: Mapping[str, Standing], person: Person, reasons: Mapping[int, str], seen: str
) -> tuple[str, ...]:
    """Why it must not be certified, in Chinese, most basic first; empty when it may."""
    if not person.holds(Role.DEPARTMENT_REVIEWER, made.department):
        return (f"{person.name}（{person.id}）不是该部门的{Role.DEPARTMENT_REVIEWER.chinese}",)
    current = {code: one.sha256 for code, one in standings.items() if one.state in MET}
    if current != {version.unit: version.sha256 for version in made.versions}:
        return ("汇总期间有单位的版本变了，请重新查看汇总后再签审",)
    if seen and not made.hash.startswith(seen):
        return (f"所看的汇总（{seen[:12]}）已不是现在的汇总（{made.hash[:12]}），请重新查看后再签审",)
    against = [
        f"第{number}项没有说明理由（{question}）"
        for number, question in enumerate(made.questions, 1)
        if not says_something(_reason(reasons, number))
    ]
    unknown = sorted(number for number in reasons if not ALL <= number <= len(made.questions))
    if unknown:
        against.append(f"没有第{'、'.join(map(str, unknown))}项待说明，请核对理由的序号")
    return tuple(against)


def _not_ready(made: Rollup, standings: Mapping[str, Standing], without: Mapping[str, str]) -> tuple[str, ...]:
    """Units that are not certified and for which no reason says why the others do not wait."""
    unsigned = _unsigned(standings)
    included = {version.unit for version in made.versions}
    against = [
        f"{code} 还没有签审（现为“{standings[code].state.reached}”）"
        for code in unsigned
        if code in included or not says_something(without.get(code, ""))
    ]
    against.extend(f"{code} 不是尚未签审的单位，不用说明不等它的理由" for code in sorted(set(without) - set(unsigned)))
    if not against and not made.versions:
        against.append("还没有单位签审，没有可以汇总的" if unsigned else "本年度没有应报送的单位，无须签审汇总")
    return tuple(against)


def _reason(reasons: Mapping[int, str], number: int) -> str:
    return reasons.get(number) or reasons.get(ALL, "")


def _payload(made: Rollup, person: Person, reasons: Mapping[int, str]) -> dict[str, object]:
    """What the certificate says: amounts as strings of fen, after elimination."""
    totals = {label: made.amount(key) for label, key in TOTALS.items()}
    return {
        "department": made.department,
        "rollup": made.hash,
        "versions": {version.unit: version.sha256 for version in made.versions},
        "totals": {label: str(fen) for label, fen in totals.items() if fen is not None},
        "eliminated": str(sum(pair.amount for pair in made.pairs)),
        "explained": [
            {"question": question, "reason": _reason(reasons, number)}
            for number, question in enumerate(made.questions, 1)
        ],
        "reason": "；".join(dict.fromkeys(_reason(reasons, number) for number in range(1, len(made.questions) + 1))),
        "name": person.name,
        "role": Role.DEPARTMENT_REVIEWER.value,
        "automatic": person.automatic,
    }  # fmt: skip

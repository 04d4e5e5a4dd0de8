"""演练办理: in an example season the made-up persons of the register do by themselves what real persons would do.

They accept explanations, sign, certify departments' roll-ups and approve, all through the table of transitions and the
history, each event marked automatic. A register with a single real person in it is refused.
"""

from __future__ import annotations

from collections.abc import Iterable

from final_accounts.catalog import persons
from final_accounts.model.errors import SeasonError
from final_accounts.model.person import BUREAU, Person, Role, holders
from final_accounts.model.unit import BudgetUnit
from final_accounts.season.acts import Act
from final_accounts.season.standing import Standing
from final_accounts.season.states import UnitState
from final_accounts.stages.acting.acts import act
from final_accounts.stages.acting.explanations import accept_all
from final_accounts.stages.approval.approve import Asking, approve_department, approve_units
from final_accounts.stages.approval.departments import ALL, certify_department, department_now
from final_accounts.stages.house import House, Season, SeasonDict, progress
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import standings

REASON = "示例编报季自动办理"


def rehearse(settings: Settings, season_item: SeasonDict, approver: str | None) -> dict[str, int]:
    """Bring everything that is accepted to approval in the names of the register's made-up persons; counts.

    ``approver`` names the bureau's made-up approver; without a name nobody does anything. SeasonError when the name is
    not such a person's or somebody of the register is real. Running it again writes nothing.
    """
    house = House.open(settings)
    season = Season.of(season_item)
    if not approver:
        progress.info("未指定示例批复人，本次不代办；已通过审核的单位等待签审和批复")
        return {"signed": 0, "approved": 0}
    register = _made_up(season, approver)
    bureau = next(p for p in holders(register, Role.APPROVER) if approver in {p.id, p.name})
    units = season.city.units_of(season.fiscal_year)
    waiting = _standing(house, season, units)
    for unit, now in waiting:
        _sign(house, season, unit, register, now)
    approved = 0
    for code in dict.fromkeys(unit.department_code for unit in units):
        approved += _department(house, season, code, register, bureau)
    progress.info("示例人员自动办理：签字 %d 家，批复 %d 家，财政批复人 %s", len(waiting), approved, bureau.name)
    return {"signed": len(waiting), "approved": approved}


def _made_up(season: Season, approver: str) -> tuple[Person, ...]:
    register = persons(season.city.id)
    real = [person for person in register if not person.automatic]
    if real:
        raise SeasonError(
            f"{season.city.name} 的人员名录里有真实人员（{real[0].id} 等 {len(real)} 人），不能自动办理；"
            "请不填写示例批复人，由他们签审，并在“批复”流程中批复。"
        )
    known = holders(register, Role.APPROVER)
    if not any(approver in {person.id, person.name} for person in known):
        names = "、".join(person.name for person in known)
        raise SeasonError(f"{approver} 不是{season.city.name}人员名录里的示例批复人；可用：{names}。")
    return register


def _standing(house: House, season: Season, units: Iterable[BudgetUnit]) -> list[tuple[BudgetUnit, Standing]]:
    known = standings(house, season)
    return [(unit, known[unit.code]) for unit in units if known[unit.code].state is UnitState.ACCEPTED]


def _sign(house: House, season: Season, unit: BudgetUnit, register: tuple[Person, ...], now: Standing) -> None:
    """The unit's explanations accepted and its version signed twice."""
    accept_all(house, season, unit.code, _one(register, Role.REVIEWER, BUREAU))
    names = []
    for role in (Role.ACCOUNTANT, Role.HEAD):
        if role not in now.signed:
            person = _one(register, role, unit.code)
            says = {"role": role.value, "reason": REASON}
            act(house, season, Act("submission.signed", unit.code, person, now.version, now.sha256, says))
            names.append(person.name)
    progress.info("%s 第%d版：%s 自动签字", unit.code, now.version, "、".join(names))


def _department(house: House, season: Season, code: str, register: tuple[Person, ...], bureau: Person) -> int:
    """The department's roll-up certified and replied to, then its units; how many are approved."""
    reviewer = _one(register, Role.DEPARTMENT_REVIEWER, code)
    now = department_now(house, season, code)
    try:
        missing = dict.fromkeys(now.unsigned, REASON)
        certify_department(house, season, code, reviewer, {ALL: REASON}, without=missing)
        approve_department(house, season, code, Asking(bureau))
    except SeasonError as error:
        progress.info("%s", error)
        return 0
    progress.info("%s：%s 自动签审汇总，%s 自动批复汇总", code, reviewer.name, bureau.name)
    person = _one(register, Role.DEPARTMENT_APPROVER, code)
    answered = approve_units(house, season, code, Asking(person))
    for unit, why in answered.refused.items():
        progress.warning("%s：没有批复。%s", unit, why)
    for version in answered.approved:
        progress.info("%s 第%d版：%s 自动批复", version.unit, version.version, person.name)
    return len(answered.approved)


def _one(register: tuple[Person, ...], role: Role, of: str) -> Person:
    found = holders(register, role, of)
    if not found:
        raise SeasonError(f"人员名录里没有 {of or '财政'} 的{role.chinese}，不能自动办理；请先登记示例人员。")
    return found[0]

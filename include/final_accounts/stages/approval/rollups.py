"""汇总 of a department, made from the versions of its units that stand now: what they report, less elimination."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import msgspec
from sqlalchemy import Connection

from final_accounts.catalog import calendar
from final_accounts.model.clock import china_day
from final_accounts.model.errors import RefusedError, SeasonError, StoreError
from final_accounts.model.rollup import LeftOut, OpenItem, RolledPair, RolledVersion, Rollup
from final_accounts.model.unit import BudgetUnit
from final_accounts.season.calendar import deadlines
from final_accounts.season.standing import Standing
from final_accounts.season.states import MET, OWES_NOTHING
from final_accounts.stages.approval.rolling import (
    cells_of,
    contributions_of,
    current_versions,
    eliminated_of,
    standings_of,
)
from final_accounts.stages.approval.rollup_last_year import last_year_of, openings_of
from final_accounts.stages.codec import encode
from final_accounts.stages.house import House, Season, now
from final_accounts.warehouse.elimination import Reason, Unmatched
from final_accounts.warehouse.queries_consolidation import counted_versions


def units_of_department(season: Season, code: str) -> tuple[BudgetUnit, ...]:
    """The department's units this year; SeasonError lists the departments when there is none of that code."""
    units = season.city.units_of(season.fiscal_year)
    mine = tuple(unit for unit in units if unit.department_code == code)
    if not mine:
        known = "、".join(dict.fromkeys(unit.department_code for unit in units))
        raise SeasonError(
            f"{season.city.name} {season.fiscal_year} 年度的名录里没有主管部门 {code}；已有：{known}。请核对部门代码。"
        )
    return mine


def rollup(house: House, season: Season, department_code: str) -> Rollup:
    """The roll-up of the accepted, certified, approved or public versions that are the units' current ones.

    Its document goes into the content store under ``hash``; the same versions, this year's and last
    year's, give the same document.
    """
    units = units_of_department(season, department_code)
    standings = standings_of(house, season, units)
    counted = {unit.code: standings[unit.code] for unit in units if standings[unit.code].state in MET}
    others = frozenset(unit.code for unit in season.city.units_of(season.fiscal_year)) - {unit.code for unit in units}
    with house.warehouse.reading() as connection:
        _held(connection, season, counted)
        versions = current_versions(standings)
        found = eliminated_of(connection, season, versions, others)
        cells = cells_of(season.edition, contributions_of(connection, season, versions), found)
    made = Rollup(
        city=season.city.id,
        fiscal_year=season.fiscal_year,
        edition=season.edition.id,
        department=department_code,
        name=units[0].department,
        versions=tuple(
            RolledVersion(unit.code, unit.name, counted[unit.code].version, counted[unit.code].sha256)
            for unit in units
            if unit.code in counted
        ),
        left_out=tuple(_left_out(season, unit, standings[unit.code]) for unit in units if unit.code not in counted),
        cells=cells,
        pairs=tuple(RolledPair(pair.payer, pair.receiver, pair.kind, pair.amount) for pair in found.pairs),
        unmatched=tuple(_open(item) for item in found.unmatched if item.reason is not Reason.OUTSIDE),
        outside=tuple(_open(item) for item in found.unmatched if item.reason is Reason.OUTSIDE),
        openings=openings_of(house, season, units),
        last_year=last_year_of(house, season, department_code, units),
    )
    return replace(made, hash=house.store.put(encode(made)))


def kept_rollup(house: House, sha256: str) -> Rollup:
    """The roll-up whose document has that hash; StoreError when the content store does not hold it."""
    return replace(msgspec.json.decode(house.store.get(sha256), type=Rollup), hash=sha256)


def _held(connection: Connection, season: Season, counted: Mapping[str, Standing]) -> None:
    """The warehouse holds exactly the versions that stand; otherwise figures and signatures would be of two things.

    SeasonError while a verdict is told and its figures are not loaded yet; StoreError for figures of another file.
    """
    versions = {code: standing.version for code, standing in counted.items()}
    if not versions:
        return
    stored = counted_versions(connection, season.city.id, season.fiscal_year, versions=versions)
    held = {found.unit: found.sha256 for found in stored}
    other = [code for code, sha256 in held.items() if sha256 != counted[code].sha256]
    if other:
        raise StoreError(f"数据仓库里的版本与审计轨迹不是同一份文件：{_named(other, versions)}。")
    absent = [code for code in versions if code not in held]
    if absent:
        not_yet = (
            "审核结论已经作出，数字还没有入库，暂不能汇总：请过几分钟再试",
            "半小时后仍是这样的，请编报季管理员在 Airflow 查看“入库”任务，或再运行一次“决算编报季”",
        )
        raise RefusedError(_named(absent, versions), "", not_yet)


def _named(codes: Iterable[str], versions: Mapping[str, int]) -> str:
    return "、".join(f"{code} 第{versions[code]}版" for code in codes)


def _left_out(season: Season, unit: BudgetUnit, standing: Standing) -> LeftOut:
    owed = standing.state not in OWES_NOTHING
    why = standing.reason or unit.exempt
    if owed and standing.correcting:
        why = f"{standing.correcting}更正中，新版尚未通过"
    elif owed and china_day(now()) > deadlines(calendar(season.city.id, season.fiscal_year)).submit_by:
        why = "已过报送截止日" + (f"；{why}" if why else "")
    return LeftOut(unit.code, unit.name, standing.state.value, why, owed)


def _open(item: Unmatched) -> OpenItem:
    transfer = item.transfer
    return OpenItem(
        transfer.unit, transfer.counterparty, transfer.kind, transfer.amount, item.reason.value, transfer.cell
    )

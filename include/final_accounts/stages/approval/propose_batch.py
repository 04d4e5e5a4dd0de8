"""提请批复: a batch is written down and put before those who may approve it, as one human step of Airflow shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from final_accounts.catalog import calendar, persons
from final_accounts.catalog import person as person_of
from final_accounts.model.errors import SeasonError
from final_accounts.model.money import format_amount
from final_accounts.model.person import BUREAU, Person, Role, holders
from final_accounts.model.rollup import TOTALS, Rollup
from final_accounts.stages.acting.respondents import as_words, assigned
from final_accounts.stages.approval.batches import Batch, Part, propose, ready
from final_accounts.stages.approval.rollups import kept_rollup, units_of_department
from final_accounts.stages.house import House, Season, progress
from final_accounts.stages.settings import Settings

SPENDING: Final = "本年支出合计"
SHOWN: Final = 40
"""Lines of the table that the question shows."""


def propose_batch(
    settings: Settings, request: Mapping[str, object], preparer: str, run: str
) -> list[dict[str, object]]:
    """The question, who may answer it, and which batch it is, as a list of one; empty when nothing waits.

    ``request`` names ``city``, ``fiscal_year``, ``department`` ("" for the bureau) and ``departments`` (of the bureau's
    batch; none are all that wait). ``preparer`` is the account that started the run; SeasonError for a run that no
    person started, because nobody could be kept from approving what they prepared.
    """
    house = House.open(settings)
    house.warehouse.migrate()
    season = Season.named(str(request["city"]), int(str(request["fiscal_year"])))
    level = str(request.get("department") or "")
    parts = _asked(house, season, level, request.get("departments") or [])
    if not parts:
        progress.info("没有等待批复的%s，不用提请", "单位" if level else "部门汇总")
        return []
    if not preparer:
        raise SeasonError(
            "批次要由人员提请：这次运行不是由登记人员启动的。请由编报季管理员、财政审核人或主管部门审核人手工启动。"
        )
    _may_prepare(season, level, preparer)
    batch = propose(house, season, level, parts, prepared_by=preparer, run=run)
    who = tuple(one for one in _approvers(season, level) if one.id != preparer)
    if not who:
        raise SeasonError(f"除提请人{person_of(season.city.id, preparer).told}外没有人可以批复这一批次，请由别人提请。")
    progress.info(
        "%s号批次：%d 个部门 %d 家单位，请 %s 批复", batch.id, len(batch.parts), len(batch.units), _names(who)
    )
    return [
        {
            "subject": f"{season.city.name} {season.fiscal_year} 年度决算批复：{batch.id}号批次，{_size(batch)}",
            "body": "\n".join(as_words(line) for line in _body(house, season, batch)),
            "assigned_users": assigned(who),
            "about": {"city": season.city.id, "fiscal_year": season.fiscal_year, "batch": batch.id},
        }
    ]


def _asked(house: House, season: Season, level: str, wanted: object) -> tuple[Part, ...]:
    codes = [str(code) for code in wanted] if isinstance(wanted, Sequence) and not isinstance(wanted, str) else []
    for code in (*codes, *([level] if level else [])):
        units_of_department(season, code)
    return tuple(part for part in ready(house, season, level) if not codes or part.department in codes)


def _may_prepare(season: Season, level: str, account: str) -> None:
    person = person_of(season.city.id, account)
    roles = (Role.DEPARTMENT_REVIEWER,) if level else (Role.OPERATOR, Role.REVIEWER)
    if not any(person.holds(role, level or BUREAU) for role in roles):
        names = "或".join(role.chinese for role in roles)
        raise SeasonError(f"{person.name}（{person.id}）不是{names}，不能提请批复。")


def _approvers(season: Season, level: str) -> tuple[Person, ...]:
    everybody = persons(season.city.id)
    return holders(everybody, Role.DEPARTMENT_APPROVER, level) if level else holders(everybody, Role.APPROVER)


def _body(house: House, season: Season, batch: Batch) -> tuple[str, ...]:
    """Lines of Chinese Markdown: counts, totals, one line a department or unit."""
    within = calendar(season.city.id, season.fiscal_year).publish_within
    intro = (
        f"请核对后批复。批复的单位须自批复之日起 {within} 日内公开。"
        if batch.level
        else f"请核对后批复。多家单位的部门随后由部门批复所属单位；独家单位一并批复，自批复之日起 {within} 日内公开。"
    )
    if batch.level:
        head = ("| 单位 | 名称 | 版本 | 文件校验值 |", "|---|---|---:|---|")
        rows = _units(season, batch)
    else:
        heads = "| 部门 | 单位 | 本年支出合计（抵销后，元） | 系统内往来抵销（元） | 未抵销 |"
        head = (heads, "|---|---:|---:|---:|---:|")
        rows = [_department(house, season, part) for part in batch.parts]
    more = ("", f"（共 {len(rows)} 行，其余见审计轨迹）") if len(rows) > SHOWN else ()
    known = next((one.told for one in persons(season.city.id) if one.id == batch.prepared_by), batch.prepared_by)
    prepared = f"- 提请人：{known or '系统'}。提请人、签过字的人和签审过汇总的人不能批复。"
    return (intro, "", f"- {_size(batch)}", prepared, "", *head, *rows[:SHOWN], *more)


def _department(house: House, season: Season, part: Part) -> str:
    made: Rollup = kept_rollup(house, part.rollup)
    spent, pairs = made.amount(TOTALS[SPENDING]), sum(pair.amount for pair in made.pairs)
    name = units_of_department(season, part.department)[0].department
    told = "" if spent is None else format_amount(spent)
    cells = (f"{part.department} {name}", len(part.versions), told, format_amount(pairs), f"{len(made.unmatched)} 笔")
    return f"| {' | '.join(map(str, cells))} |"


def _units(season: Season, batch: Batch) -> list[str]:
    names = {unit.code: unit.name for unit in season.city.units_of(season.fiscal_year)}
    return [f"| {one.unit} | {names[one.unit]} | 第{one.version}版 | `{one.sha256[:12]}` |" for one in batch.units]


def _size(batch: Batch) -> str:
    return f"{len(batch.units)} 家单位" if batch.level else f"{len(batch.parts)} 个部门、{len(batch.units)} 家单位"


def _names(who: Sequence[Person]) -> str:
    return "、".join(one.name for one in who)

"""提请豁免: a waiver that waits is put before the bureau's approvers, as one human step of Airflow shows it."""

from __future__ import annotations

from collections.abc import Mapping

from final_accounts.catalog import persons
from final_accounts.model.clock import day_in_words
from final_accounts.model.errors import SeasonError
from final_accounts.model.person import Role, holders
from final_accounts.publishing.city.waivers import place_in_words
from final_accounts.season.waivers import WaiverState
from final_accounts.stages.acting.acts import unit_of
from final_accounts.stages.acting.respondents import as_words, assigned
from final_accounts.stages.acting.waivers import waiver_of
from final_accounts.stages.house import House, Season
from final_accounts.stages.settings import Settings


def ask_waiver(settings: Settings, request: Mapping[str, object]) -> list[dict[str, object]]:
    """The question and who may answer it, as a list of one: the step is mapped over it.

    ``request`` names ``city``, ``fiscal_year``, ``unit`` and ``waiver`` (its number). SeasonError when there is no such
    request, or it is decided already.
    """
    house = House.open(settings)
    house.warehouse.migrate()
    season = Season.named(str(request["city"]), int(str(request["fiscal_year"])))
    unit = unit_of(season, str(request["unit"]))
    one = waiver_of(house, season, unit.code, str(request["waiver"]))
    if one.state is not WaiverState.REQUESTED:
        raise SeasonError(f"{unit.code} 的 {one.id} 号豁免申请已由{one.decided_name}审批（{one.state.chinese}）。")
    rule = season.edition.rulebook[one.rule]
    approvers = holders(persons(season.city.id), Role.APPROVER)
    lines = {
        "单位": f"{unit.code} {unit.name}",
        "审核规则": f"{rule.id} {rule.says}（{rule.kind.chinese}，{rule.severity.chinese}）",
        "范围": place_in_words(season.edition, one.row),
        "理由": one.reason,
        "依据": one.basis,
        "有效期至": day_in_words(one.until),
        "是否公开": "列入公开的豁免清单" if one.public else "不公开，只计入件数",
        "申请人": f"{one.requested_name}（{one.requested_by}）",
    }
    question: dict[str, object] = {
        "subject": as_words(f"{season.city.name} {season.fiscal_year} 年度　{unit.name}：申请豁免 {rule.id}"),
        "body": "\n".join(f"- **{name}**：{as_words(text)}" for name, text in lines.items()),
        "assigned_users": assigned(person for person in approvers if person.id != one.requested_by),
        "about": {"city": season.city.id, "fiscal_year": season.fiscal_year, "unit": unit.code, "waiver": one.id},
    }
    return [question]

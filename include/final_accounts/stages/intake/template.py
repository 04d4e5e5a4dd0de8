"""模板: a blank workbook of an edition, prefilled with what the bureau already knows of the unit."""

from __future__ import annotations

from pathlib import Path

from final_accounts.catalog import cities, edition_of
from final_accounts.model.edition import Edition
from final_accounts.model.errors import SeasonError
from final_accounts.model.facts import Fact
from final_accounts.model.identity import continued
from final_accounts.model.submission import Explanation
from final_accounts.model.unit import BudgetUnit, City
from final_accounts.stages.house import House
from final_accounts.stages.judgement.prior import prior_facts
from final_accounts.stages.letters.carried_over import carried_over
from final_accounts.stages.settings import Settings
from final_accounts.workbooks import write_template


def template(settings: Settings, edition_id: str, unit_code: str, out: Path, projects: int) -> Path:
    """Write the workbook; an unknown unit code is refused with what is known, "" leaves the cover open.

    Openings and 上年数 are prefilled from last year's approved version; what nobody approved is left to the unit.
    Explanations that a reviewer accepted in earlier years are proposed again until they expire.
    """
    edition = edition_of(edition_id)
    unit: BudgetUnit | None = None
    prior: tuple[Fact, ...] = ()
    proposed: tuple[Explanation, ...] = ()
    if unit_code:
        city, unit = _registered(edition, unit_code)
        house = House.open(settings)
        house.warehouse.migrate()
        before = continued(city, edition.fiscal_year)[unit.code]
        prior = prior_facts(house, city, edition.fiscal_year, {unit.code: before}, approved=True).get(unit.code, ())
        proposed = carried_over(house, city, edition.fiscal_year, [unit.code])[unit.code]
    out.parent.mkdir(parents=True, exist_ok=True)
    write_template(edition, unit, out, prior=prior, explanations=proposed, projects=projects)
    return out


def _registered(edition: Edition, unit_code: str) -> tuple[City, BudgetUnit]:
    known: list[str] = []
    for city in cities():
        if not (edition.region == city.region or city.region.startswith(f"{edition.region}-")):
            continue
        for unit in city.units_of(edition.fiscal_year):
            if unit.code == unit_code:
                return city, unit
            known.append(unit.code)
    listed = "、".join(known) or "（该口径尚未登记任何单位）"
    raise SeasonError(
        f"名录中没有使用 {edition.id} 的单位 {unit_code}；已登记：{listed}。请核对预算单位编码，或不填 --unit。"
    )

"""Nothing is published from rows that are not those the review left: the warehouse is held against what was loaded."""

from __future__ import annotations

from typing import Final

from final_accounts.model.errors import PublishingError
from final_accounts.stages.code_version import code_version
from final_accounts.stages.house import House, Season
from final_accounts.stages.judgement.load import record_of
from final_accounts.stages.publication.candidates import Candidate
from final_accounts.stages.results import result_key
from final_accounts.warehouse.content import altered_units, content_held, content_of

ALTERED: Final = "{who}：数据仓库中的数据与审核后入库的不一致，不予公开；请查明是谁改动的，再从审核一步重新运行。"


def hold_unit(house: House, season: Season, candidate: Candidate) -> None:
    """PublishingError when a row of this version was altered since it was loaded: figures, scores, findings, texts.

    While this code's own review is in the content store, that is what the rows are held against too.
    """
    item, outcome = candidate.submission, candidate.outcome
    with house.warehouse.reading() as connection:
        held = content_held(connection, season.city.id, season.fiscal_year, item.unit, item.version)
    wanted = {outcome.content_hash}
    key = result_key(item, outcome.edition_hash, outcome.prior_hash)
    kept = all(house.store.has_result(kind, key) for kind in ("reviewed", "scored"))
    if kept and outcome.code_version == code_version():
        wanted.add(content_of(record_of(house, season, item, key)))
    if wanted != {held}:
        raise PublishingError(ALTERED.format(who=f"{item.unit} 第{item.version}版"))


def hold_city(house: House, season: Season) -> None:
    """PublishingError when rows behind the city's figures were altered since they were loaded; names the units."""
    with house.warehouse.reading() as connection:
        altered = altered_units(connection, season.city.id, season.fiscal_year)
    if altered:
        raise PublishingError(ALTERED.format(who="、".join(altered)) + "上一次完整的网页继续有效。")

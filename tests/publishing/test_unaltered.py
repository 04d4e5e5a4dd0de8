"""What was altered in the warehouse after it was loaded is published nowhere: not on a page, not in a city's total."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from final_accounts.model.errors import PublishingError
from final_accounts.stages.publication.city_summary import city_summary
from final_accounts.stages.publication.publish import publish
from publishing.jianghan import UNIT
from publishing.season import Season

ALTERED = {
    "a figure": "UPDATE fact SET amount = amount + 1 WHERE ordinal = 3",
    "the name of a row": "UPDATE fact SET name = '别的项目' WHERE ordinal = 3",
    "a score": "UPDATE score SET recomputed = '99.99'",
    "the score of an indicator": "UPDATE indicator_score SET recomputed = '9.99'",
    "a finding": "UPDATE finding SET message = '另一句话，相差 7 万元'",
    "findings": "DELETE FROM finding",
    "an explanation": "UPDATE explanation SET reason = '另一个原因'",
    "what a unit wrote": "UPDATE result SET reading = replace(reading, '\"correction\"', '\"composition\"')",
}


@pytest.mark.parametrize("statement", ALTERED.values(), ids=ALTERED)
def test_nothing_is_published_from_an_altered_row(season: Season, statement: str) -> None:
    season.load("一")
    season.approve()
    with season.house.warehouse.engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount > 0
    with pytest.raises(PublishingError, match=f"{UNIT.code} 第1版：数据仓库中的数据与审核后入库的不一致，不予公开"):
        publish(season.settings, season.chunk)
    with pytest.raises(PublishingError, match=f"{UNIT.code}：.*不一致.*上一次完整的网页继续有效"):
        city_summary(season.settings, season.item)
    assert not season.site.exists()


def test_a_figure_altered_after_publication_does_not_reach_the_citys_totals(season: Season) -> None:
    season.load("一")
    season.approve()
    season.run()
    before = season.everything()
    with season.house.warehouse.engine.begin() as connection:
        connection.execute(text("UPDATE fact SET amount = amount + 100 WHERE amount > 0"))
    with pytest.raises(PublishingError, match="不一致"):
        city_summary(season.settings, season.item)
    assert season.everything() == before


def test_a_publication_made_for_another_approval_is_not_taken(season: Season) -> None:
    season.load("一")
    season.approve()
    season.run()
    before = season.everything()
    results = season.settings.var / "store" / "results" / "bundle"
    (first,) = [path for path in results.rglob("*") if path.is_file()]
    season.load("二", why_corrected="表3项目支出漏列一个项目")
    season.approve()
    publish(season.settings, season.chunk)
    (second,) = [path for path in results.rglob("*") if path.is_file() and path != first]
    second.write_bytes(first.read_bytes())
    with pytest.raises(PublishingError, match=f"{UNIT.code} 第2版：内容库中留存的公开文本不是按这次批复生成的"):
        city_summary(season.settings, season.item)
    assert season.everything() == before

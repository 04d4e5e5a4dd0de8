"""What is withheld by law stays so through a reopening and a new version, and is published once somebody lifts it."""

from __future__ import annotations

import pytest

from final_accounts.model.errors import SeasonError
from publishing.season import OPERATOR, Season

BASIS = "示例文件〔2022〕7号"
SECRET, OPEN = "内容涉密，依法不予公开", "评估审查后认为可以公开"


def test_only_a_release_lets_a_withheld_unit_be_published(season: Season) -> None:
    season.load("一")
    season.approve()
    with pytest.raises(SeasonError, match="单位没有登记依法不予公开"):
        season.act("disclosure.released", OPERATOR, reason=OPEN, basis=BASIS)
    season.act("disclosure.withheld", OPERATOR, reason=SECRET, basis=BASIS)
    season.load("二")
    season.act("submission.reopened", OPERATOR, reason="新版改正了一处附注")
    season.approve()
    assert season.run()["refused"] == 1
    assert not season.page.exists()
    with pytest.raises(SeasonError, match="没有写明依据"):
        season.act("disclosure.released", OPERATOR, reason=OPEN)
    season.act("disclosure.released", OPERATOR, reason=OPEN, basis=BASIS)
    assert season.run()["refused"] == 0
    assert season.page.exists()

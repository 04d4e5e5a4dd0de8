"""What was public can be taken down, what was approved can be withheld: the list says so and why, and nothing leaks."""

from __future__ import annotations

import pytest

from final_accounts.model.errors import SeasonError
from final_accounts.stages.publication.report import report
from publishing.jianghan import CITY, UNIT
from publishing.pages import read
from publishing.season import OPERATOR, Season

WHY, BASIS = "发现个人身份信息未作处理", "示例文件〔2022〕7号"


def listed(season: Season) -> str:
    page = read((season.site / "units.html").read_text(encoding="utf-8"))
    (row,) = page.xpath(f"//tr[@id='u{UNIT.code}']")
    return " ".join(row.text_content().split())


def files_of_the_unit(season: Season) -> list[str]:
    return [path.name for path in (season.site / "units").iterdir()]


def test_a_page_that_is_taken_down_leaves_a_line_with_the_reason_and_nothing_else(season: Season) -> None:
    season.load("一")
    season.approve()
    season.run()
    assert UNIT.code in files_of_the_unit(season)
    season.act("disclosure.withdrawn", OPERATOR, reason=WHY, basis=BASIS)
    season.run()
    assert files_of_the_unit(season) == []
    assert list(season.site.parent.rglob(f"{UNIT.code}*")) == [], "nor by the address of the version before"
    line = listed(season)
    assert "已撤下" in line
    assert f"理由：{WHY}。依据：{BASIS}" in line
    city = read((season.site / "index.html").read_text(encoding="utf-8")).text_content()
    assert "349.56" not in city
    assert report(season.settings, CITY.id, 2021).rows[0].state == "已撤下"
    before = season.everything()
    season.run()
    assert season.everything() == before


def test_what_is_published_after_that_does_not_bring_the_old_page_back(season: Season) -> None:
    season.load("一")
    season.approve()
    season.run()
    season.act("disclosure.withdrawn", OPERATOR, reason=WHY, basis=BASIS)
    season.load("二")
    season.approve()
    season.run()
    assert season.page.exists()
    assert "更正公告" not in read(season.page.read_text(encoding="utf-8")).text_content()
    assert not season.page.with_name(f"{UNIT.code}-v1.html").exists()
    assert not list(season.page.parent.rglob("*-v1.*"))
    assert "已撤下" not in listed(season)


def test_what_is_withheld_by_law_is_listed_with_its_basis_and_never_published(season: Season) -> None:
    season.load("一")
    season.approve()
    season.act("disclosure.withheld", OPERATOR, reason=WHY, basis=BASIS)
    assert season.run()["refused"] == 1
    assert files_of_the_unit(season) == []
    line = listed(season)
    assert "依法不予公开" in line
    assert f"依据：{BASIS}" in line
    assert WHY not in line, "the reason may be secret itself"


def test_what_was_taken_down_can_be_withheld_and_stays_so_when_it_is_handed_in_again(season: Season) -> None:
    season.load("一")
    season.approve()
    season.run()
    with pytest.raises(SeasonError, match="第1版仍在公开，请先办理“撤下公开”"):
        season.act("disclosure.withheld", OPERATOR, reason=WHY, basis=BASIS)
    season.act("disclosure.withdrawn", OPERATOR, reason=WHY, basis=BASIS)
    season.act("disclosure.withheld", OPERATOR, reason=WHY, basis=BASIS)
    season.load("二")
    season.approve()
    assert season.run()["refused"] == 1
    assert files_of_the_unit(season) == []
    line = listed(season)
    assert "依法不予公开" in line
    assert WHY not in line, "neither the reason for which it was taken down"


def test_a_page_can_be_taken_down_while_its_correction_is_in_the_making(season: Season) -> None:
    season.load("一")
    season.approve()
    season.run()
    season.act("submission.corrected", OPERATOR, reason="单位来文申请更正", materiality="重大")
    season.act("disclosure.withdrawn", OPERATOR, reason=WHY, basis=BASIS)
    season.run()
    assert files_of_the_unit(season) == []
    assert "已撤下" in listed(season)
    with pytest.raises(SeasonError, match="撤下公开"):
        season.act("disclosure.withdrawn", OPERATOR, reason=WHY, basis=BASIS)

"""A correction that is called off leaves what is public as it is, to the byte, and the next one goes through."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from final_accounts.catalog import person
from final_accounts.model.errors import SeasonError
from final_accounts.season.states import UnitState
from final_accounts.stages.acting.acts import standing_of
from final_accounts.stages.approval.departments import certify_department, department_now
from final_accounts.stages.approval.rollups import rollup
from final_accounts.stages.judgement.prior import closing
from publishing.jianghan import CITY, UNIT
from publishing.pages import read
from publishing.season import OPERATOR, Season

if TYPE_CHECKING:
    from final_accounts.season.standing import Standing

ACCOUNTANT, HEAD = f"jh-{UNIT.code}-accountant", f"jh-{UNIT.code}-head"
REVIEWER = f"jh-{UNIT.department_code}-reviewer"
OFF, WHY, REASON = "correction.called_off", "更正申请是另一家单位的", "表3项目支出漏列一个项目"


@pytest.fixture
def public(season: Season) -> Season:
    """The season with the unit's first version public, and a material correction of it opened by mistake."""
    season.load("一")
    season.approve()
    season.run()
    opened(season, "重大")
    return season


def opened(season: Season, materiality: str) -> None:
    season.act("submission.corrected", OPERATOR, reason="单位来文申请更正", materiality=materiality)


def signed(season: Season) -> None:
    for role, account in (("accountant", ACCOUNTANT), ("head", HEAD)):
        season.act("submission.signed", account, role=role)


def standing(season: Season) -> Standing:
    return standing_of(season.house, season.found, UNIT.code)


def files_of_the_unit(season: Season) -> dict[str, bytes]:
    found = {path: content for path, content in season.everything().items() if UNIT.code in path}
    assert found
    return found


def but_for_the_head(season: Season) -> dict[str, bytes]:
    """Every file of the site, without the number and hash of the last event that the city's page and data name."""
    files = season.everything()
    package = json.loads(files["data/datapackage.json"])
    number = str(package["version"]).removeprefix("2021.")
    (told,) = {one["hash"].removeprefix("sha256:") for one in package["sources"] if f"第 {number} 条" in one["title"]}
    named = (f'"2021.{number}"', f"第 {number} 条", f"共 {number} 个事件", told)
    for path in ("data/datapackage.json", "index.html"):
        for words in named:
            files[path] = files[path].replace(words.encode(), b"")
    return files


def published_events(season: Season) -> int:
    return len(season.house.history.events(CITY.id, 2021, "submission.published"))


@pytest.mark.parametrize("until", ["", "came", "signed", "reopened"])
def test_the_next_publication_leaves_every_file_of_the_unit_as_it_was(public: Season, until: str) -> None:
    before, told = files_of_the_unit(public), published_events(public)
    if until:
        public.load("二", why_corrected=REASON)
    if until == "signed":
        signed(public)
    elif until == "reopened":
        public.approve()
        public.act("submission.reopened", OPERATOR, reason="更正申请是另一家单位的")
    public.act(OFF, OPERATOR, reason=WHY)
    now = standing(public)
    assert (now.state, now.version, now.waiting) == (UnitState.PUBLISHED, 1, 2 if until else 0)
    assert public.run() == {"pages": 1, "refused": 0}
    assert files_of_the_unit(public) == before
    assert published_events(public) == told


def test_when_nothing_came_meanwhile_the_whole_site_is_as_it_was_but_for_the_number_of_events(public: Season) -> None:
    before = but_for_the_head(public)
    public.act(OFF, OPERATOR, reason=WHY)
    public.run()
    assert but_for_the_head(public) == before
    again = public.everything()
    public.run()
    assert public.everything() == again


@pytest.mark.parametrize("waits", [False, True], ids=["nothing waits", "a version waits"])
def test_a_second_correction_goes_through_by_its_own_materiality(public: Season, waits: bool) -> None:  # noqa: FBT001
    if waits:
        public.load("二", why_corrected=REASON)
    public.act(OFF, OPERATOR, reason=WHY)
    opened(public, "一般")
    if not waits:
        public.load("二", why_corrected=REASON)
    assert (standing(public).version, standing(public).state) == (2, UnitState.ACCEPTED)
    public.approve()
    assert public.run() == {"pages": 1, "refused": 0}
    told = read(public.page.read_text(encoding="utf-8")).text_content()
    assert "更正公告" in told
    assert "重大更正" not in told
    before = but_for_the_head(public)
    opened(public, "重大")
    public.act(OFF, OPERATOR, reason=WHY)
    public.run()
    assert but_for_the_head(public) == before, "neither a later correction nor its end changes what the page says"


def test_the_roll_up_that_was_replied_to_holds_again_and_nothing_is_owed(public: Season) -> None:
    assert not department_now(public.house, public.found, UNIT.department_code).in_force
    assert "重大更正中" in rollup(public.house, public.found, UNIT.department_code).left_out[0].why
    public.act(OFF, OPERATOR, reason=WHY)
    now = department_now(public.house, public.found, UNIT.department_code)
    assert now.in_force
    assert now.standing.approved_at is not None
    assert rollup(public.house, public.found, UNIT.department_code).left_out == ()
    kept = certify_department(public.house, public.found, UNIT.department_code, person(CITY.id, REVIEWER))
    assert kept.hash == now.standing.rollup


def test_it_is_refused_to_whoever_may_not_without_a_reason_and_when_nothing_is_corrected(public: Season) -> None:
    with pytest.raises(SeasonError, match=r"编报季管理员.*不能办理“取消更正”"):
        public.act(OFF, HEAD, reason=WHY)
    with pytest.raises(SeasonError, match="没有说明理由"):
        public.act(OFF, OPERATOR, reason="无")
    public.load("二", why_corrected=REASON)
    public.approve()
    with pytest.raises(SeasonError, match="单位现为“已批复”，请先办理“重新打开”"):
        public.act(OFF, OPERATOR, reason=WHY)
    public.act("submission.reopened", OPERATOR, reason=WHY)
    signed(public)
    with pytest.raises(SeasonError, match="第1版仍在公开，请先办理“撤下公开”"):
        public.act("disclosure.withheld", OPERATOR, reason="内容涉密，依法不予公开", basis="示例文件〔2022〕7号")
    public.event("disclosure.withheld", UNIT.code, OPERATOR, {"basis": "示例文件〔2022〕7号"})
    with pytest.raises(SeasonError, match="已登记依法不予公开"):
        public.act(OFF, OPERATOR, reason=WHY)
    public.act("disclosure.released", OPERATOR, reason="评估审查后认为可以公开", basis="示例文件〔2022〕8号")
    public.act(OFF, OPERATOR, reason=WHY)
    with pytest.raises(SeasonError, match="单位没有已批准、还没有办完的更正"):
        public.act(OFF, OPERATOR, reason=WHY)


def test_where_no_correction_is_open_there_is_nothing_to_call_off(season: Season) -> None:
    season.load("一")
    with pytest.raises(SeasonError, match="单位没有已批准、还没有办完的更正"):
        season.act(OFF, OPERATOR, reason=WHY)


def test_the_year_closes_with_the_public_version_again(public: Season) -> None:
    """The next year opens with what the public reads, though a later version was approved for a while."""

    def closed() -> int:
        return closing(public.house, CITY, 2021, {UNIT.code})[UNIT.code].submission.version

    public.load("二", why_corrected=REASON)
    public.approve()
    assert closed() == 2
    public.act("submission.reopened", OPERATOR, reason="批复后发现附表漏填一行")
    assert closed() == 1
    public.act(OFF, OPERATOR, reason=WHY)
    assert closed() == 1

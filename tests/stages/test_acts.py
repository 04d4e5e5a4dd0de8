"""Acts of persons are checked and written in one step: whoever comes second finds what the first one did."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from final_accounts.catalog import person
from final_accounts.history import NewEvent
from final_accounts.model.errors import SeasonError
from final_accounts.season.acts import Act
from final_accounts.season.states import UnitState
from final_accounts.stages.acting.acts import act, standing_of
from final_accounts.stages.house import House, Season, now
from final_accounts.stages.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

CITY, YEAR, UNIT = "qingshi", 2021, "101001"
SHA = "a" * 64
TRIES = 12


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> House:
    settings = Settings.at(tmp_path)
    if request.param == "postgresql":
        url = str(request.getfixturevalue("postgresql_url"))
        settings = Settings(**{**{name: getattr(settings, name) for name in Settings.__slots__}, "warehouse": url})
    opened = House.open(settings)
    opened.warehouse.migrate()
    return opened


@pytest.fixture
def accepted(house: House) -> Season:
    """The unit's first version came and passed."""
    season = Season.named(CITY, YEAR)
    version = {"unit": UNIT, "version": 1, "sha256": SHA}
    for kind in ("submission.received", "submission.accepted"):
        house.history.append(CITY, YEAR, [NewEvent(kind, f"{UNIT}/v1", "审核规则", version, now())])
    return season


def signing(who: str) -> Act:
    return Act("submission.signed", UNIT, person(CITY, f"qs-{UNIT}-{who}"), 1, SHA)


def test_two_persons_certify_and_each_signature_is_an_event_with_its_role(house: House, accepted: Season) -> None:
    assert act(house, accepted, signing("accountant")).state is UnitState.ACCEPTED
    assert act(house, accepted, signing("head")).state is UnitState.CERTIFIED
    signatures = house.history.events(CITY, YEAR, "submission.signed")
    assert [(event.subject, event.actor) for event in signatures] == [
        (f"{UNIT}/v1", f"qs-{UNIT}-accountant"),
        (f"{UNIT}/v1", f"qs-{UNIT}-head"),
    ]


def test_of_many_who_press_at_once_one_signature_stands(house: House, accepted: Season) -> None:
    def press(_: int) -> str:
        try:
            act(house, accepted, signing("accountant"))
        except SeasonError as error:
            return str(error)
        return ""

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(press, range(TRIES)))
    assert answers.count("") == 1
    assert all("已在这一版上签过字" in answer for answer in answers if answer)
    assert len(house.history.events(CITY, YEAR, "submission.signed")) == 1
    assert house.history.verify(CITY, YEAR) == ()


def test_a_refused_act_leaves_no_trace_and_says_everything_against_it(house: House, accepted: Season) -> None:
    before = house.history.head(CITY, YEAR)
    stale = Act("submission.signed", UNIT, person(CITY, f"qs-{UNIT}-head"), 2, "b" * 64)
    with pytest.raises(SeasonError, match=r"所针对的是第2版.*单位当前是第1版"):
        act(house, accepted, stale)
    with pytest.raises(SeasonError, match="不具备“财政审核人”身份"):
        act(house, accepted, Act("explanation.accepted", UNIT, person(CITY, f"qs-{UNIT}-head"), 1, SHA))
    with pytest.raises(SeasonError, match=r"单位现为“审核通过”.*只能在“已公开”时办理"):
        act(house, accepted, Act("submission.corrected", UNIT, person(CITY, "qs-operator")))
    with pytest.raises(SeasonError, match="只由系统记录"):
        act(house, accepted, Act("submission.published", UNIT, person(CITY, "qs-operator"), 1, SHA))
    assert house.history.head(CITY, YEAR) == before


def test_after_a_reopening_the_same_bytes_are_signed_anew(house: House, accepted: Season) -> None:
    for who in ("accountant", "head"):
        act(house, accepted, signing(who))
    reason = {"reason": "附表漏填一行，补充后再签"}
    reopened = act(house, accepted, Act("submission.reopened", UNIT, person(CITY, f"qs-{UNIT}-head"), payload=reason))
    assert (reopened.state, reopened.signatures) == (UnitState.ACCEPTED, ())
    for who in ("head", "accountant"):
        act(house, accepted, signing(who))
    assert standing_of(house, accepted, UNIT).state is UnitState.CERTIFIED
    assert len(house.history.events(CITY, YEAR, "submission.signed")) == 4


def test_a_unit_is_merged_only_into_one_that_is_there(house: House) -> None:
    season, operator = Season.named(CITY, YEAR), person(CITY, "qs-operator")

    def merged(unit: str, into: str) -> Act:
        return Act("unit.merged_away", unit, operator, payload={"reason": "机构改革并入其他单位", "into": into})

    for nowhere in ("999999", "102001\n", "长" * 300):
        with pytest.raises(SeasonError, match="单位名录里没有"):
            act(house, season, merged(UNIT, nowhere))
    with pytest.raises(SeasonError, match="没有写明并入哪个单位"):
        act(house, season, merged(UNIT, UNIT))
    assert act(house, season, merged(UNIT, "102001")).state is UnitState.MERGED_AWAY
    with pytest.raises(SeasonError, match="101001 青石市示例办公室本身已并入其他单位"):
        act(house, season, merged("102001", UNIT))
    assert len(house.history.events(CITY, YEAR)) == 1


def test_what_came_while_a_unit_was_merged_away_is_there_when_it_is_restored(house: House) -> None:
    season, operator = Season.named(CITY, YEAR), person(CITY, "qs-operator")
    said = {"reason": "机构改革方案变动", "into": "102001"}
    act(house, season, Act("unit.merged_away", UNIT, operator, payload=said))
    version = {"unit": UNIT, "version": 1, "sha256": SHA}
    for kind in ("submission.received", "submission.accepted"):
        house.history.append(CITY, YEAR, [NewEvent(kind, f"{UNIT}/v1", "审核规则", version, now())])
    assert standing_of(house, season, UNIT).state is UnitState.MERGED_AWAY
    restored = act(house, season, Act("unit.restored", UNIT, operator, payload=said))
    assert (restored.state, restored.version) == (UnitState.ACCEPTED, 1)


def test_an_unknown_unit_or_person_is_told_by_name(house: House, accepted: Season) -> None:
    with pytest.raises(SeasonError, match="没有 999999"):
        act(house, accepted, Act("submission.signed", "999999", person(CITY, "qs-operator"), 1, SHA))
    with pytest.raises(SeasonError, match="没有“nobody”"):
        person(CITY, "nobody")

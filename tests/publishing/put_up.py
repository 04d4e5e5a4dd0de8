"""Steps of a unit on its way to the site, one by one, and what the site and the history say of it then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from final_accounts.stages.acting.acts import standing_of
from final_accounts.stages.letters.announce import announce
from final_accounts.stages.publication.city_summary import city_summary
from final_accounts.stages.publication.on_site import OnSite, on_site
from final_accounts.stages.publication.publications import PUBLISHED
from final_accounts.stages.publication.publish import publish
from final_accounts.stages.standings import standings
from publishing.jianghan import CITY, UNIT
from publishing.season import OPERATOR, Season

if TYPE_CHECKING:
    from final_accounts.season.standing import Standing

HEAD = f"jh-{UNIT.code}-head"
BASIS = "示例文件〔2022〕7号"


def approved(season: Season) -> None:
    """The unit's first version, with its files in the content store."""
    season.load("一")
    season.approve()
    publish(season.settings, season.chunk)


def corrected(season: Season) -> None:
    """The first version is public, and a second one approved in its place, with its files in the content store."""
    approved(season)
    summary(season)
    season.load("二", why_corrected="表3项目支出漏列一个项目")
    season.approve()
    publish(season.settings, season.chunk)


def reopen(season: Season) -> None:
    season.act("submission.reopened", HEAD, reason="重新打开，数字须重新核对")


def take_down(season: Season) -> None:
    season.act("disclosure.withdrawn", OPERATOR, reason="涉及国家秘密事项", basis=BASIS)


def summary(season: Season) -> int:
    return int(city_summary(season.settings, season.item)["published"])


def standing(season: Season) -> Standing:
    return standing_of(season.house, season.found, UNIT.code)


def published(season: Season) -> list[str]:
    return [event.subject for event in season.house.history.events(CITY.id, 2021, PUBLISHED)]


def differs(season: Season) -> OnSite:
    return on_site(season.house, season.found, standings(season.house, season.found))


def letters(season: Season) -> list[str]:
    announce(season.settings, season.item)
    return [path.name for path in season.settings.outbox(CITY.id, 2021).rglob("*published.eml")]

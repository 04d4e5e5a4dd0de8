"""豁免的公开: what the city's site tells of the season's waivers."""

from __future__ import annotations

from datetime import date

from final_accounts.model.clock import china_day, day_in_words
from final_accounts.publishing import CityReport
from final_accounts.publishing.city.refs import UnitRef
from final_accounts.publishing.city.waivers import WaiverLine, place_in_words, waivers_page
from final_accounts.season.waivers import Waiver
from final_accounts.stages.acting.waivers import waivers_of
from final_accounts.stages.house import House, Season, now

PATH = "waivers.html"


def waiver_page(house: House, season: Season, report: CityReport) -> str:
    """The page of all that were granted, expired and revoked too; what waits or was refused is nobody's business."""
    granted = [one for one in waivers_of(house, season) if one.was_granted]
    refs = {line.tile.ref.code: line.tile.ref for line in report.units}
    today = china_day(now())
    lines = [_line(season, one, refs, today) for one in granted if one.public]
    return waivers_page(report, lines, sum(not one.public for one in granted))


def _line(season: Season, one: Waiver, refs: dict[str, UnitRef], today: date) -> WaiverLine:
    decided = one.decided_at or one.requested_at
    return WaiverLine(
        ref=refs.get(one.unit) or UnitRef(one.unit, one.unit, ""),
        number=one.id,
        rule=one.rule,
        says=season.edition.rulebook[one.rule].says,
        place=place_in_words(season.edition, one.row),
        reason=one.reason.rstrip("。"),
        basis=one.basis,
        requested_by=one.requested_name,
        requested_on=day_in_words(china_day(one.requested_at)),
        granted_by=one.decided_name,
        granted_on=day_in_words(china_day(decided)),
        decision=one.decision.rstrip("。"),
        until=day_in_words(one.until),
        expired=not one.holds_on(today),
        revoked_by=one.revoked_name,
        revoked_on=day_in_words(china_day(one.revoked_at)) if one.revoked_at else "",
        revocation=one.revocation.rstrip("。"),
    )

"""回复: the letters that tell a unit what was decided of its explanations, waivers and score disputes.

Each decision is told once; told again, nothing is sent.
"""

from __future__ import annotations

from decimal import Decimal

from final_accounts.catalog import persons
from final_accounts.history import subject_of
from final_accounts.model.person import Person, people_of_unit
from final_accounts.publishing.city.waivers import place_in_words
from final_accounts.season.disputes import Dispute, Stands
from final_accounts.season.explanations import Asked, Decision
from final_accounts.season.waivers import Waiver, WaiverState
from final_accounts.stages.house import House, Season
from final_accounts.stages.letters.due import answer_by
from final_accounts.stages.letters.sending import Letter, send
from final_accounts.warehouse.queries_scores import scores_of_version


def of_unit(season: Season, unit_code: str) -> tuple[Person, ...]:
    """The accountants and heads of the unit."""
    return people_of_unit(persons(season.city.id), unit_code)


def tell_sent_back(
    house: House, season: Season, unit_code: str, one: Asked, decision: Decision, *, version: int
) -> None:
    """The unit learns which explanation was sent back, why, and until when it may answer."""
    words = {
        "version": version,
        "finding": one.key,
        "message": one.findings[0].message.removeprefix(f"{one.findings[0].rule} "),
        "said": decision.said,
        "reason": decision.reason.rstrip("。"),
        "by": decision.name,
        "until": answer_by(season),
    }
    about = subject_of(f"{unit_code}/v{version}/{one.key}")
    once = f"{one.digest}/{decision.event}"  # who changes their mind twice tells twice
    letter = Letter("explanation_sent_back", about, of_unit(season, unit_code), words, once)
    send(house, season, [letter])


def tell_waiver(house: House, season: Season, one: Waiver) -> None:
    """The unit learns what became of its request."""
    granted = one.state is WaiverState.GRANTED
    words = {
        "rule": one.rule,
        "says": season.edition.rulebook[one.rule].says,
        "granted": granted,
        "scope": f"本单位本年度，{place_in_words(season.edition, one.row)}",
        "reason": one.decision.rstrip("。"),
        "by": one.decided_name,
        "until": one.until if granted else answer_by(season),
        "public": one.public,
    }
    send(house, season, [Letter("waiver_decided", f"{one.unit}/waiver/{one.id}", of_unit(season, one.unit), words)])


def tell_revoked(house: House, season: Season, one: Waiver) -> None:
    """The unit learns that a waiver was taken back, and that its accounts are judged without it."""
    words = {
        "rule": one.rule,
        "says": season.edition.rulebook[one.rule].says,
        "scope": f"本单位本年度，{place_in_words(season.edition, one.row)}",
        "reason": one.revocation.rstrip("。"),
        "by": one.revoked_name,
        "expires": one.until,
        "until": answer_by(season),
    }
    send(house, season, [Letter("waiver_revoked", f"{one.unit}/waiver/{one.id}", of_unit(season, one.unit), words)])


def tell_dispute(house: House, season: Season, one: Dispute) -> None:
    """The unit learns which score stands, and whether its workbook must say another than it does."""
    stands = one.claimed if one.stands is Stands.CLAIMED else one.ours
    words = {
        "version": one.version,
        "indicator": one.about,
        "claimed": points(one.claimed),
        "computed": points(one.ours),
        "decided": points(stands),
        "written": points(_written(house, season, one)),
        "reason": one.decision.rstrip("。"),
        "by": one.decided_name,
        "until": answer_by(season),
    }
    send(house, season, [Letter("dispute_decided", f"{one.unit}/dispute/{one.id}", of_unit(season, one.unit), words)])


def _written(house: House, season: Season, one: Dispute) -> Decimal | None:
    """The self-score in the workbook that the dispute is about, of the form or of its indicator."""
    with house.warehouse.reading() as connection:
        scores = scores_of_version(connection, season.city.id, season.fiscal_year, one.unit, one.version)
    form = next((score for score in scores if score.form == one.form), None)
    if form is None:
        return None
    if not one.indicator:
        return form.self_score
    return next((line.self_score for line in form.indicators if line.path == one.indicator), None)


def points(value: Decimal | None) -> str:
    """Points without needless zeros, "" when there are none.

    >>> points(Decimal("8.50")), points(Decimal("10")), points(None)
    ('8.5', '10', '')
    """
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

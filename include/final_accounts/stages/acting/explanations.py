"""核实说明的认可: a reviewer accepts or sends back each explanation; what is decided once is not asked again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from final_accounts.model.errors import RefusedError, SeasonError
from final_accounts.model.finding import Finding
from final_accounts.model.person import Person
from final_accounts.model.submission import Explanation, says_something
from final_accounts.season.acts import Act
from final_accounts.season.explanations import ACCEPTED, SENT_BACK, Asked, Decision, Ruling, asked, decisions, scope_of
from final_accounts.season.standing import Standing
from final_accounts.stages.acting.acts import act, standing_of
from final_accounts.stages.house import House, Season
from final_accounts.stages.judgement.reasons import MISSING_REASON
from final_accounts.stages.letters.answers import tell_sent_back
from final_accounts.stages.standings import read
from final_accounts.warehouse.queries_season import explanations_of_version, findings_of_version, outcome_of_version

NOT_LOADED: Final = "第{version}版的审核结果还没有入库，核实说明还不能认可或退回；请等本次审核完成"
SHOWN: Final = 120
"""Letters of a finding's message that a line shows."""


def asked_of(house: House, season: Season, standing: Standing) -> tuple[Asked, ...] | None:
    """Every explain finding of the unit's current version and where it stands; None while nothing is loaded of it."""
    if not standing.version:
        return ()
    where = (season.city.id, season.fiscal_year, standing.unit, standing.version)
    with house.warehouse.reading() as connection:
        if outcome_of_version(connection, *where) is None:
            return None
        findings = findings_of_version(connection, *where)
        explanations = explanations_of_version(connection, *where)
    return asked(findings, explanations, decisions_of(house, season, standing.unit))


def decisions_of(house: House, season: Season, unit_code: str, before: int | None = None) -> tuple[Decision, ...]:
    """What reviewers decided of the unit's explanations in this season, of all versions, in order.

    ``before`` is the number of an event: later decisions do not count.
    """
    events = house.history.events_below(season.city.id, season.fiscal_year, (unit_code,))
    return decisions(read(event for event in events if before is None or event.sequence < before))


def undecided_explanations(house: House, season: Season, unit_code: str, standing: Standing) -> tuple[str, ...]:
    """A line for each explain finding of the current version without an explanation that a reviewer has accepted."""
    found = asked_of(house, season, standing)
    if found is None:
        return (f"{unit_code} {NOT_LOADED.format(version=standing.version)}",)
    return tuple(_line(one) for one in found if one.ruling is not Ruling.ACCEPTED)


def accepted_explanations(
    findings: Sequence[Finding], explanations: Sequence[Explanation], decided: Sequence[Decision]
) -> tuple[Explanation, ...]:
    """What of a version may be published: the explanations a reviewer accepted, each under its finding's own key."""
    return tuple(
        replace(one.explanation, finding=one.key)
        for one in asked(findings, explanations, decided)
        if one.explanation is not None and one.ruling is Ruling.ACCEPTED
    )


def with_reasons(texts: Mapping[str, str], explanations: Iterable[Explanation]) -> dict[str, str]:
    """The unit's texts, and where one that the disclosure demands is silent, the reason given in the explanations.

    >>> with_reasons({"reason_total": " "}, [Explanation("NR-01@slot:reason_total", "当年新增四名事业人员")])
    {'reason_total': '当年新增四名事业人员'}
    """
    prefix = f"{MISSING_REASON}@slot:"
    given = {one.finding.removeprefix(prefix): one.reason for one in explanations if one.finding.startswith(prefix)}
    return {**texts, **{slot: reason for slot, reason in given.items() if not says_something(texts.get(slot, ""))}}


def accept(
    house: House, season: Season, unit_code: str, finding: str, *, person: Person, reason: str, until: int = 0
) -> Standing:
    """Accept the unit's explanation of that finding; it is proposed again up to the fiscal year ``until`` (0: next).

    The same text accepted before stays accepted: nothing is written. SeasonError says what stands against it.
    """
    standing, one = _asked(house, season, unit_code, finding)
    if one.ruling is Ruling.ACCEPTED:
        return standing
    last = until or season.fiscal_year + 1
    if last < season.fiscal_year:
        raise SeasonError(f"{unit_code} {finding}：有效年度 {last} 早于本年度 {season.fiscal_year}，请改正。")
    return _decide(house, season, standing, one, ACCEPTED, person=person, reason=reason, until=str(last))


def send_back(house: House, season: Season, unit_code: str, finding: str, *, person: Person, reason: str) -> Standing:
    """Send the unit's explanation of that finding back with a reason: the unit is returned and told.

    Sent back before, it is only told again if it was not. SeasonError says what stands against it.
    """
    standing, one = _asked(house, season, unit_code, finding)
    version = standing.version  # another one may take its place by this
    if one.ruling is not Ruling.SENT_BACK:
        standing = _decide(house, season, standing, one, SENT_BACK, person=person, reason=reason)
    decision = [known for known in decisions_of(house, season, unit_code) if known.digest == one.digest][-1]
    tell_sent_back(house, season, unit_code, one, decision, version=version)
    return standing


def accept_all(house: House, season: Season, unit_code: str, person: Person) -> int:
    """Accept every explanation that waits, in the name of an automatic person of an example season; how many.

    SeasonError for a real person: a real reviewer reads each text.
    """
    if not person.automatic:
        raise SeasonError(f"{person.name}（{person.id}）不是示例人员，核实说明须逐条认可。")
    standing = standing_of(house, season, unit_code)
    waiting = [one for one in asked_of(house, season, standing) or () if one.ruling is Ruling.OPEN]
    for one in waiting:
        accept(house, season, unit_code, one.key, person=person, reason="示例编报季自动认可")
    return len(waiting)


def _asked(house: House, season: Season, unit_code: str, finding: str) -> tuple[Standing, Asked]:
    """The finding of the current version, with its explanation."""
    standing = standing_of(house, season, unit_code)
    found = asked_of(house, season, standing)
    if found is None:
        raise RefusedError(unit_code, "", (NOT_LOADED.format(version=standing.version),))
    for one in found:
        if one.key == finding:
            if one.explanation is None:
                nothing = f"第{standing.version}版没有说明 {finding}，没有可以认可或退回的内容"
                raise RefusedError(unit_code, "", (nothing,))
            return standing, one
    known = "、".join(one.key for one in found) or "（没有）"
    raise SeasonError(f"{unit_code} 第{standing.version}版没有需要说明的疑点 {finding}；现有：{known}。")


def _decide(
    house: House, season: Season, standing: Standing, one: Asked, kind: str, *, person: Person, **says: str
) -> Standing:
    said = one.explanation
    payload = {
        "finding": one.key,
        "scope": scope_of(standing.unit, one.key),
        "digest": one.digest,
        "said": said.reason.strip() if said else "",
        "evidence": said.evidence.strip() if said else "",
        **says,
    }
    wanted = Act(kind, standing.unit, person, standing.version, standing.sha256, payload)
    return act(house, season, wanted)


def _line(one: Asked) -> str:
    message = one.findings[0].message
    shown = message if len(message) <= SHOWN else message[:SHOWN] + "…"
    why = {
        Ruling.UNEXPLAINED: "单位没有写明原因",
        Ruling.OPEN: "单位的说明尚未经财政审核人认可",
        Ruling.SENT_BACK: "单位的说明已被退回，文字和数据都没有改",
    }.get(one.ruling, one.ruling.chinese)
    return f"{one.key}：{why}（{shown}）"

"""How deeds of a simulated season are done: through the house's own doors, in the name of persons of the register."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from final_accounts.catalog import calendar, person
from final_accounts.model.errors import SeasonError
from final_accounts.model.finding import Severity
from final_accounts.season.acts import Act
from final_accounts.season.disputes import Stands
from final_accounts.season.explanations import Ruling
from final_accounts.season.transitions import BY_KIND, Need
from final_accounts.stages.acting.acts import act, standing_of
from final_accounts.stages.acting.circumstances import around
from final_accounts.stages.acting.disputes import decide_dispute, disputes_of, raise_dispute
from final_accounts.stages.acting.explanations import accept, asked_of, send_back
from final_accounts.stages.acting.waivers import request_waiver
from final_accounts.stages.approval.approve import Asking, approve_units
from final_accounts.stages.approval.departments import ALL, certify_department
from final_accounts.warehouse.queries_scores import scores_of_version
from final_accounts.warehouse.queries_season import findings_of_version
from simulated.city import CITY, FISCAL_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from final_accounts.model.person import Person
    from final_accounts.season.standing import Standing
    from final_accounts.stages.house import House, Season
    from simulated.people import Deed


NOT_YET = "审核结果还没有入库，明天再办"
AS_IT_MUST = "演练中故意越权，照章拒绝"


class NotRefusedError(AssertionError):
    """The house did what it must refuse."""


@dataclass
class Office:
    """Does deeds; ``refused`` counts what the house would not do, by its words."""

    house: House
    season: Season
    refused: Counter[str] = field(default_factory=Counter)

    def do(self, deed: Deed) -> bool:
        """Whether it was done. A refusal is counted; where one was expected and did not come, that is an error."""
        how = _WAYS.get(deed.kind, _act)
        try:
            how(self, deed, person(CITY, deed.person))
        except SeasonError as error:
            self.refused[AS_IT_MUST if deed.refused else str(error)] += 1
            return deed.refused
        if deed.refused:
            raise NotRefusedError(f"{deed.person} was allowed {deed.kind} on {deed.unit}")
        return True

    def certify(self, department: str, without: Mapping[str, str]) -> bool:
        """The department's reviewer certifies the roll-up as it stands."""
        who = person(CITY, f"d{department}-reviewer")
        try:
            certify_department(
                self.house, self.season, department, who, {ALL: "口径差异，已与对方核对"}, without=without
            )
        except SeasonError as error:
            self.refused[str(error)] += 1
            return False
        return True

    def reply(self, department: str) -> list[str]:
        """The department's approver replies to its units; which."""
        asking = Asking(person(CITY, f"d{department}-approver"))
        answered = approve_units(self.house, self.season, department, asking)
        self.refused.update(answered.refused.values())
        return [one.unit for one in answered.approved]

    def standing(self, unit: str) -> Standing:
        """Where the unit stands now."""
        return standing_of(self.house, self.season, unit)


def _act(office: Office, deed: Deed, who: Person) -> None:
    standing = office.standing(deed.unit)
    about = Need.CURRENT_VERSION in BY_KIND[deed.kind].needs
    version, sha256 = (standing.version, standing.sha256) if about else (0, "")
    act(office.house, office.season, Act(deed.kind, deed.unit, who, version, sha256, deed.said), around)


def _accept(office: Office, deed: Deed, who: Person) -> None:
    for one in asked_of(office.house, office.season, office.standing(deed.unit)) or ():
        if one.ruling is Ruling.OPEN:
            accept(office.house, office.season, deed.unit, one.key, person=who, reason=deed.said["reason"])


def _send_back(office: Office, deed: Deed, who: Person) -> None:
    for one in asked_of(office.house, office.season, office.standing(deed.unit)) or ():
        if one.explanation is not None and one.ruling is not Ruling.SENT_BACK:
            send_back(office.house, office.season, deed.unit, one.key, person=who, reason=deed.said["reason"])
            return
    raise SeasonError(NOT_YET)


def _waiver(office: Office, deed: Deed, who: Person) -> None:
    """For every rule that blocks the current version."""
    rules = sorted(_blocking(office, office.standing(deed.unit)))
    if not rules:
        raise SeasonError(NOT_YET)
    until = (calendar(CITY, FISCAL_YEAR).closes + timedelta(days=30)).isoformat()
    for rule in rules:
        request_waiver(
            office.house,
            office.season,
            deed.unit,
            rule,
            person=who,
            reason=deed.said["reason"],
            basis=deed.said["basis"],
            until=until,
        )


def _blocking(office: Office, standing: Standing) -> set[str]:
    with office.house.warehouse.reading() as connection:
        found = findings_of_version(connection, CITY, FISCAL_YEAR, standing.unit, standing.version)
    return {finding.rule for finding in found if finding.severity is Severity.BLOCKING}


def _raise(office: Office, deed: Deed, who: Person) -> None:
    standing = office.standing(deed.unit)
    with office.house.warehouse.reading() as connection:
        scores = scores_of_version(connection, CITY, FISCAL_YEAR, deed.unit, standing.version)
    if not scores:
        raise SeasonError(NOT_YET)
    form = scores[0].form
    raise_dispute(office.house, office.season, deed.unit, form, claimed="99.5", person=who, reason=deed.said["reason"])


def _decide(office: Office, deed: Deed, who: Person) -> None:
    for one in disputes_of(office.house, office.season, deed.unit):
        if one.stands is None:
            stands = Stands.OURS if one.ours is not None else Stands.CLAIMED
            decide_dispute(
                office.house, office.season, deed.unit, one.id, stands=stands, person=who, reason=deed.said["reason"]
            )


_WAYS: Mapping[str, Callable[[Office, Deed, Person], None]] = {
    "all explanations accepted": _accept,
    "explanation.sent_back": _send_back,
    "waiver.requested": _waiver,
    "dispute.raised": _raise,
    "dispute.decided": _decide,
}

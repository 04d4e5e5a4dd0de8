"""通知: who sent a version is told what came of it, what to do first, and until when."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from final_accounts.catalog.persons import persons
from final_accounts.model.finding import Finding, Severity
from final_accounts.model.first_steps import first_steps, what_to_do
from final_accounts.model.person import Person, Role, holders
from final_accounts.model.submission import SubmissionState
from final_accounts.readers.intake import NOT_OPENED
from final_accounts.season.standing import Standing, fold
from final_accounts.season.states import UnitState
from final_accounts.stages.house import Chunk, House, Season, progress
from final_accounts.stages.judgement.judged import Judged, judged
from final_accounts.stages.letters.due import answer_by
from final_accounts.stages.letters.feedback import feedback_page, feedback_workbook
from final_accounts.stages.letters.sending import Letter, send
from final_accounts.stages.results import version_name
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import read

LARGEST: Final = 12 * 1024 * 1024
"""Bytes of an attachment; many mail servers refuse a message of more than twenty megabytes."""
LONGEST: Final = 240
"""Characters of one finding in a message; the whole of it stands in the workbook and on the page."""


def notify(settings: Settings, chunk: Chunk) -> dict[str, int]:
    """Tell the units of the chunk what came of their submissions; how many were ``sent`` and ``already`` sent before.

    A chunk that names its "submissions" has each of them answered; of any other only the newest version of a unit.
    Again it sends nothing, unless a version was judged otherwise. What could not be delivered raises in the end.
    Comes after ``feedback``, whose workbook it attaches; ``unaddressed`` letters have no reader in the register.
    """
    house = House.open(settings)
    season = Season.of(chunk)
    versions = judged(house, season, chunk)
    desk = _Desk(house, season, _standings(house, season, versions), persons(season.city.id), answer_by(season))
    letters = list(desk.letters(chunk, versions))
    for letter in letters:
        if not letter.to:
            progress.warning("人员名录里没有 %s 的收件人，通知“%s”没有送出", letter.about, letter.kind)
    counts = send(house, season, letters)
    progress.info("通知：送出 %d 件，以前已送 %d 件", counts["sent"], counts["already"])
    return counts | {"unaddressed": sum(not letter.to for letter in letters)}


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is known of a season when letters are written."""

    house: House
    season: Season
    standings: Mapping[str, Standing]
    persons: Sequence[Person]
    until: date

    def letters(self, chunk: Chunk, found: Sequence[Judged]) -> Iterator[Letter]:
        newest = {one.submission.unit: one.submission.version for one in found}  # by unit and version
        units = sorted(newest)
        stored = self.house.warehouse.stored_submissions(self.season.city.id, self.season.fiscal_year, units)
        arrived = {version_name(each.submission): each.received_at for each in stored}
        for one in found:
            if "submissions" in chunk or newest[one.submission.unit] == one.submission.version:
                yield self._letter(one, arrived[version_name(one.submission)])

    def _letter(self, one: Judged, received: datetime) -> Letter:
        item, stand = one.submission, self.standings[one.submission.unit]
        words: dict[str, object] = {
            "version": item.version,
            "file_name": item.file_name,
            "received": received,
            "until": self.until,
            "page": self._link(one),
        }
        to = holders(self.persons, Role.ACCOUNTANT, item.unit)
        attached = self._workbook(one)
        if stand.waiting == item.version:
            kind = "waiting"
            public = stand.state is UnitState.PUBLISHED
            words |= {"standing": stand.state.reached, "public": public}
            words |= {"current": stand.version, "verdict": _verdict(one)}
        elif not one.parsed.readable:
            kind = "unreadable"
            words |= _why(one.standing)
            attached = ()
        elif one.state is SubmissionState.RETURNED:
            kind = "returned"
            words |= _first(one) | {"workbook": feedback_workbook(item.version), "attached": bool(attached)}
        else:
            kind = "accepted"
            words |= {"explained": one.count(Severity.EXPLAIN), "notice": one.count(Severity.NOTICE)}
            to = (*to, *holders(self.persons, Role.HEAD, item.unit))
        return Letter(kind, version_name(item), to, words, _outcome(one), attached)

    def _folder(self, one: Judged) -> Path:
        return self.house.settings.feedback(self.season.city.id, self.season.fiscal_year) / one.submission.unit

    def _workbook(self, one: Judged) -> tuple[Path, ...]:
        path = self._folder(one) / feedback_workbook(one.submission.version)
        fits = one.state is SubmissionState.RETURNED and path.is_file() and path.stat().st_size <= LARGEST
        return (path,) if fits else ()

    def _link(self, one: Judged) -> str:
        """Where the page can be seen: on the web server, else on this machine where letters stay on it too."""
        settings, page = self.house.settings, feedback_page(one.submission.version)
        path = self._folder(one) / page
        if not path.is_file():
            return ""
        if settings.feedback_url:
            base = settings.feedback_url.rstrip("/")
            return f"{base}/{self.season.city.id}/{self.season.fiscal_year}/{one.submission.unit}/{page}"
        return "" if settings.delivery else path.as_uri()


def _standings(house: House, season: Season, versions: Sequence[Judged]) -> dict[str, Standing]:
    """Where the units of these versions stand."""
    codes = {one.submission.unit for one in versions}
    units = [unit for unit in season.city.units_of(season.fiscal_year) if unit.code in codes]
    events = house.history.events_below(season.city.id, season.fiscal_year, sorted(codes)) if codes else ()
    return fold(units, read(events))


def _outcome(one: Judged) -> str:
    """What was found, whatever the words: a version that is judged otherwise is told anew."""
    keys = sorted({f"{finding.severity} {finding.key}" for finding in one.standing})
    return hashlib.sha256("\n".join([one.state.value, *keys]).encode()).hexdigest()[:16]


def _verdict(one: Judged) -> str:
    if one.state is not SubmissionState.RETURNED:
        return "通过"
    return f"退回，必须更正 {one.count(Severity.BLOCKING)} 条，需要说明 {one.count(Severity.EXPLAIN)} 条"


def _why(standing: Sequence[Finding]) -> dict[str, object]:
    """Why nothing was reviewed, from the gravest finding, and whether the file was opened at all."""
    first = standing[0]
    return {
        "opened": first.rule not in NOT_OPENED,
        "why": _short(first.message.removesuffix(first.hint).removeprefix(f"{first.rule} ").rstrip("。")),
        "do": first.hint or "请用本年度模板重新填报。",
    }


def _first(one: Judged) -> dict[str, object]:
    """How much is wrong, and the first few things to do."""
    steps = first_steps(one.standing)
    return {
        "blocking": one.count(Severity.BLOCKING),
        "explain": one.count(Severity.EXPLAIN),
        "notice": one.count(Severity.NOTICE),
        "verb": what_to_do(steps),
        "first": [
            {"where": step.where, "what": _short(step.what), "do": step.finding.hint + step.then} for step in steps
        ],
        "rest": len(one.standing) - sum(step.together for step in steps),
    }


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"

"""规则改动的告知: units whose accepted version a changed rule sent back are told which rule, and until when to act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from final_accounts.model.clock import china_day
from final_accounts.model.finding import Finding, Severity
from final_accounts.season.rule_changes import SentBack, sent_back
from final_accounts.season.standing import Standing
from final_accounts.season.states import UnitState
from final_accounts.stages.house import House, Season, SeasonDict, progress
from final_accounts.stages.letters.answers import of_unit
from final_accounts.stages.letters.due import answer_by
from final_accounts.stages.letters.sending import Letter, send
from final_accounts.stages.rulebook.rulebooks import changes
from final_accounts.stages.settings import Settings
from final_accounts.stages.standings import read, standings

KIND: Final = "rule_change"
NEW: Final = "没有这条规则"
DECIDES: Final = frozenset({Severity.BLOCKING, Severity.EXPLAIN})
_findings: Final = msgspec.json.Decoder(tuple[Finding, ...])


def rule_changes(settings: Settings, season_item: SeasonDict) -> dict[str, int]:
    """Tell every unit that stands returned because a rule changed: how many letters were ``sent``, ``already`` sent.

    Comes after all units were judged anew, since a letter says how many submissions the change concerns. Again it
    sends nothing.
    """
    house = House.open(settings)
    season = Season.of(season_item)
    letters = list(_letters(house, season))
    counts = send(house, season, letters)
    if letters:
        progress.info("规则改动的告知：送出 %d 件，以前已送 %d 件", counts["sent"], counts["already"])
    return {"sent": counts["sent"], "already": counts["already"]}


def _letters(house: House, season: Season) -> Iterator[Letter]:
    events = read(house.history.events(season.city.id, season.fiscal_year))
    found = sent_back(events)
    if not found:
        return
    where = standings(house, season)
    responsible = [(one, tuple(_responsible(house, one))) for one in found if _stands(where, one)]
    for one, rules in responsible:
        for change in rules:
            rule = season.edition.rulebook[change["rule"]]
            same = sum(change["rule"] in {each["rule"] for each in other} for _, other in responsible)
            basis = "；".join(f"{entry.title}{entry.number}" for entry in rule.basis)
            words = {
                "rule": rule.id,
                "says": rule.says,
                "before": change["was"] or NEW,
                "after": change["now"],
                "from_day": china_day(one.now.at),
                "affected": same,
                "mine": f"第{one.version}版原已审核通过，按改动后的规则退回，已有的签字失效",
                "why": basis or "按栏目定义推得",
                "until": answer_by(season),
            }
            about = f"{one.unit}/v{one.version}"
            yield Letter(KIND, about, of_unit(season, one.unit), words, once=f"{rule.id} {one.new}")


def _stands(where: Mapping[str, Standing], one: SentBack) -> bool:
    """Whether it is still so: that version is the unit's current one, and returned."""
    standing = where.get(one.unit)
    return standing is not None and standing.version == one.version and standing.state is UnitState.RETURNED


def _responsible(house: House, one: SentBack) -> Iterator[dict[str, str]]:
    """Changed rules that have findings now which they had not when the version was accepted."""
    was, now = (_deciding(house, event.says("findings_hash")) for event in (one.was, one.now))
    for change in changes(house, one.old, one.new):
        if change["now"] and [key for key in now if key[0] == change["rule"] and key not in was]:
            yield change


def _deciding(house: House, findings: str) -> Sequence[tuple[str, str, Severity]]:
    found = _findings.decode(house.store.get(findings))
    return [(each.rule, each.row, each.severity) for each in found if each.severity in DECIDES]

"""A unit's narrative 情况说明 from the warehouse, and which of last year's versions it compares with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from final_accounts.model.facts import Fact
from final_accounts.model.identity import continued
from final_accounts.model.narrative import Narrative
from final_accounts.model.unit import BudgetUnit
from final_accounts.narrative import Book, narrate
from final_accounts.publishing import Documents, Reported
from final_accounts.stages.house import House, Season, progress
from final_accounts.stages.judgement.prior import closing, prior_facts


def compared_with(house: House, season: Season, units: Mapping[str, BudgetUnit]) -> dict[str, str]:
    """Unit code -> the versions of last year that its narrative compares with, its own or its predecessors'.

    A version is named by code, number and sha256; "" when none is accepted. Same names, same facts.
    """
    before = continued(season.city, season.fiscal_year)
    parts = {code: before.get(code, ()) for code in units}
    codes = {part for own in parts.values() for part in own}
    closed = closing(house, season.city, season.fiscal_year - 1, codes)
    names = {
        code: f"{code}/v{entry.submission.version}/{entry.submission.sha256}/{entry.edition}"
        for code, entry in closed.items()
    }
    return {
        code: " ".join(names[part] for part in own) if all(part in names for part in own) else ""
        for code, own in parts.items()
    }


def last_years_facts(house: House, season: Season, unit: BudgetUnit) -> tuple[Fact, ...]:
    """What the narrative compares with; empty where only the sheet 上年数 can tell."""
    before = continued(season.city, season.fiscal_year)
    found = prior_facts(house, season.city, season.fiscal_year, {unit.code: before.get(unit.code, ())})
    return found.get(unit.code, ())


def narrative_of(
    season: Season, unit: BudgetUnit, reported: Reported, texts: Mapping[str, str], prior: tuple[Fact, ...]
) -> Narrative:
    """The narrative of a version; reasons the unit has not written are told to whoever watches the run."""
    book = Book.of(
        season.edition,
        unit.name,
        replace(reported.header, unit_kind=reported.header.unit_kind or unit.kind),
        reported.facts,
        prior=prior,
        nil_forms=reported.nil_forms,
        evaluations=reported.evaluations,
        texts=texts,
    )
    told = narrate(book, Documents.of(season.edition).narrative)
    if told.missing_reasons:
        slots = {slot.id: slot.title for slot in season.edition.slots}
        wanted = "、".join(dict.fromkeys(slots.get(missing.slot, missing.slot) for missing in told.missing_reasons))
        progress.warning("%s：情况说明缺少原因说明：%s", unit.code, wanted)
    return told

"""What the rules say of each mutation: all mutated submissions of an edition are units of one review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from final_accounts.model.finding import Finding, Severity
from final_accounts.model.place import Cell
from final_accounts.model.submission import SubmissionState, decide
from final_accounts.rules.units import UnitFacts
from final_accounts.stages.judgement.assess import Read, assess_accounts, assess_performance, compiled
from final_accounts.stages.judgement.prior import LastYear
from mutation.clean import Clean
from mutation.mutating import Mutation
from mutation.standing import Map, Standing, standings


@dataclass(frozen=True)
class Judged:
    """A mutation, the equations of its unit, and what the review finds that the clean file has not."""

    mutation: Mutation
    map: Map
    findings: tuple[Finding, ...]

    @property
    def standing(self) -> Standing:
        """Where the amount stands."""
        return self.map.of.get(self.mutation.fact.key, Standing())

    @property
    def form(self) -> str:
        """The form the amount stands in."""
        return self.mutation.fact.form

    @property
    def first(self) -> int:
        """Number of the first group that holds a finding."""
        return min((f.group for f in self.caught_by), default=0)

    @property
    def caught_by(self) -> tuple[Finding, ...]:
        """Findings that must be corrected or explained."""
        return tuple(f for f in self.findings if f.severity is not Severity.NOTICE)

    @property
    def caught(self) -> bool:
        """Whether an equation the amount stands in objects: a blocking one when there is one, else one to explain."""
        severity = Severity.BLOCKING if self.standing.blocking else Severity.EXPLAIN
        return any(f.rule in self.standing.rules and f.severity is severity for f in self.caught_by)

    @property
    def first_group(self) -> tuple[Cell, ...]:
        """Cells the report names first, best first: the suspects of group 1, or the cells of its only finding."""
        first = [f for f in self.caught_by if f.group == self.first]
        suspects = dict.fromkeys(cell for f in first for cell in f.suspects)
        return tuple(suspects) or tuple(dict.fromkeys(cell for f in first for cell in f.cells))

    @property
    def located(self) -> bool:
        """Whether the true cell is in the first group."""
        return self.mutation.fact.cell in self.first_group

    @property
    def named_first(self) -> bool:
        """Whether the true cell is the first one named."""
        return self.first_group[:1] == (self.mutation.fact.cell,)

    @property
    def explained(self) -> bool:
        """Whether the group is as small as can be told: all amounts that only the same equation looks at, nothing more.

        Asked where a single blocking equation holds the amount and no other formula looks at it.
        """
        cells = {fact.key: fact.cell for fact in self.mutation.clean.parsed.facts}
        (equation,) = self.standing.blocking
        least = {cells[key] for key in self.map.alternatives(self.mutation.fact.key) if key in cells}
        most = {cells[key] for key in self.map.members[equation] if key in cells}
        return least <= set(self.first_group) <= most

    @property
    def unique(self) -> bool:
        """Whether the first group is the true cell and nothing else."""
        return self.first_group == (self.mutation.fact.cell,)


def judge(mutations: Sequence[Mutation], maps: dict[str, Map] | None = None) -> tuple[Judged, ...]:
    """Review mutated submissions of one edition at once; ValueError when a clean one would not be accepted."""
    edition = mutations[0].clean.edition
    cleans = {m.clean.unit: m.clean for m in mutations}
    pure = [Read(f"clean/{unit}", clean.parsed, (), LastYear(clean.prior)) for unit, clean in cleans.items()]
    tables, sheets = list(pure), list(pure)
    for number, m in enumerate(mutations):
        home = tables if m.fact.form in compiled(edition).shapes else sheets
        home.append(Read(str(number), m.parsed(), (), LastYear(m.clean.prior)))
    found = dict(assess_accounts(edition, tables).findings)
    for key, findings in assess_performance(edition, sheets).findings.items():
        found[key] = (*found.get(key, ()), *findings)
    for unit, clean in cleans.items():
        if decide(found[f"clean/{unit}"], clean.parsed.explanations) is not SubmissionState.ACCEPTED:
            message = f"{unit} of {edition.id} is not clean: {[f.message for f in found[f'clean/{unit}']]}"
            raise ValueError(message)
    known = {unit: {(f.rule, f.message) for f in found[f"clean/{unit}"]} for unit in cleans}
    maps = maps or standing_of(tuple(cleans.values()))
    return tuple(
        Judged(
            m,
            maps[m.clean.unit],
            tuple(f for f in found[str(n)] if (f.rule, f.message) not in known[m.clean.unit]),
        )
        for n, m in enumerate(mutations)
    )


def standing_of(cleans: Sequence[Clean]) -> dict[str, Map]:
    """Where the amounts of clean submissions of one edition stand, by unit."""
    units = [
        UnitFacts(
            unit=clean.unit,
            header=clean.parsed.header,
            facts=clean.parsed.facts,
            forms_present=clean.parsed.forms_present,
            nil_forms=clean.parsed.nil_forms,
            prior=clean.prior,
            explanations=clean.parsed.explanations,
        )
        for clean in cleans
    ]
    return standings(compiled(cleans[0].edition), units)

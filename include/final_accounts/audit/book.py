"""Every figure of the document under its key: from tables and sentences; what a statement can be held against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from final_accounts.audit.cells import Facts
from final_accounts.audit.claims import Operand, kind_of
from final_accounts.audit.clauses import Role, Statement, Told
from final_accounts.audit.lexicon import Lexicon
from final_accounts.audit.names import Names
from final_accounts.audit.numbers import Kind
from final_accounts.model.document import Spot

OWN = frozenset({Role.VALUE, Role.FINAL})


@dataclass
class Book:
    """The document as figures. ``year`` is its fiscal year, 0 when not found; ``form_spots`` are cells of forms."""

    lexicon: Lexicon
    names: Names
    facts: Facts
    told: Sequence[Told]
    year: int
    form_spots: frozenset[Spot] = frozenset()
    by_key: dict[str, list[tuple[Told, Statement]]] = field(default_factory=dict)

    def inside_form(self, told: Told) -> bool:
        """Whether a passage is a cell of a form."""
        return told.passage.lines[0].spot in self.form_spots

    def __post_init__(self) -> None:
        for told in self.told:
            for statement in told.statements:
                carried = statement.role is Role.PRIOR and statement.key.startswith("CARRY")
                if statement.key and (statement.role in OWN or carried):
                    self.by_key.setdefault(statement.key, []).append((told, statement))

    def operand(self, told: Told, statement: Statement, name: str = "") -> Operand:
        """A statement as part of a computation."""
        return Operand(name or self.name_of(statement), statement.quantity, told.spot(statement))

    def name_of(self, statement: Statement) -> str:
        """What to call a statement's figure."""
        if statement.path is not None and statement.key.split(" ")[1:2] != ["total"]:
            return statement.path.last[1]
        return statement.label or "该数"

    def table(self, key: str) -> Operand | None:
        """The cell under a key or under a key that means the same; a blank cell of a table that is there is zero."""
        for each in (key, *self.lexicon.same(key)):
            found = self.facts.get(each)
            if found is not None:
                return found
        return self.facts.zero(key)

    def text(self, key: str, near: int = -1) -> Operand | None:
        """The statement under a key, the one nearest before passage ``near`` first."""
        found = [pair for each in (key, *self.lexicon.same(key)) for pair in self.by_key.get(each, ())]
        if not found:
            return None
        told, statement = min(found, key=lambda pair: (pair[0].index > near, abs(pair[0].index - near)))
        return self.operand(told, statement)

    def figure(self, key: str, near: int = -1) -> Operand | None:
        """The figure under a key: from the same passage, else from a table, else from the nearest sentence."""
        for told, statement in self.by_key.get(key, ()):
            if told.index == near:
                return self.operand(told, statement)
        return self.table_cell(key) or self.text(key, near) or self.table(key)

    def table_cell(self, key: str) -> Operand | None:
        """A printed cell, never a blank one."""
        for each in (key, *self.lexicon.same(key)):
            found = self.facts.get(each)
            if found is not None:
                return found
        return None

    def wholes(self, told: Told) -> Iterator[Operand]:
        """Figures somebody could have divided by: this passage's, then the main totals of tables and sections."""
        for statement in told.statements:
            if statement.token.kind is Kind.AMOUNT and statement.role in (*OWN, Role.BUDGET, Role.PRIOR):
                yield self.operand(told, statement)
        for key in MAIN:
            found = self.table_cell(key) or self.text(key)
            if found is not None:
                yield found

    @staticmethod
    def kind(statement: Statement) -> str:
        """K-number of a statement."""
        if statement.section == "completion" and statement.path is not None:
            return "K8"
        if statement.section == "three_public" and statement.token.kind is Kind.COUNT:
            return "K11"
        return kind_of(statement.section, statement.part)


MAIN = (
    "T4 line:收入总计 amount",
    "T1 line:收入总计 amount",
    "T1 line:本年支出合计 amount",
    "T1 line:本年收入合计 amount",
    "T5 total total",
    "T5 total basic",
    "T5 total project",
    "T2 total appropriation",
    "PROCUREMENT line:采购总额 amount",
)

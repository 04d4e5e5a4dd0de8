"""The clause grammar: what each figure of a sentence says, of what, against what.

A figure's *lead* is the text between it and the figure before; the words right before it tell its role (value, change,
growth, share, completion, budget, final, prior, rate), the rest names its subject. The subject of 较上年 is the subject
named in its own clause, else the nearest total, never just the last number.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Final

from final_accounts.audit.keys import key_of, path_before, total_key
from final_accounts.audit.lexicon import Lexicon
from final_accounts.audit.names import Names, Path, paths
from final_accounts.audit.numbers import Kind, Quantity, Token, refined, tokens
from final_accounts.audit.outline import Placed
from final_accounts.audit.roles import Role, Said, said
from final_accounts.audit.runs import label_of, runs, split_names
from final_accounts.audit.text import Passage, sentences
from final_accounts.model.document import Spot

__all__ = ["ARRIVED", "OF", "Grammar", "Role", "Statement", "Told", "told"]

OF: Final = "的"  # all that stands between 完成预算7万元 and 92.86%
ARRIVED: Final = re.compile(
    "(?:最终|总额|总量)?(?:达到?|(?:增|减|降|升|增加|减少|下降|上升|提高|增长)[至到])(?:了|为)?"
)
"""Words before a figure that a change has led to."""
_CONTEXT: Final = re.compile(r"[；。]")
_HELD_AGAINST: Final = re.compile("完成|占|为|达到?|[比较与同]")
_WHY: Final = re.compile("原因|由于|系(?!统)|因(?!公|素|此)")
_TOTALS: Final = frozenset({Role.VALUE, Role.FINAL, Role.BUDGET, Role.PRIOR})  # what a 其中 can divide


@dataclass(frozen=True, slots=True)
class Grammar:
    """What reading a sentence needs: words, names of subjects, the document's fiscal year (0 unknown) and its step."""

    lexicon: Lexicon
    names: Names
    year: int
    step: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """One figure with its role. It equals itself only: no two figures of a document are the same.

    ``parent`` is the index of the figure whose 其中 list it stands in, -1 for none; ``label`` is what the sentence
    calls it, ``whole`` what a share or a completion is of; ``direction`` +1, -1 or 0; ``base`` "prior", "budget" or "";
    ``context`` the sentence up to the figure; ``chunk`` numbers the parts between semicolons and full stops.
    """

    token: Token
    role: Role
    label: str
    key: str
    lead: str
    section: str
    part: str
    passage: int
    sentence: int
    chunk: int
    whole: str = ""
    direction: int = 0
    base: str = ""
    year: int = 0
    parent: int = -1
    path: Path | None = None
    context: str = ""
    side: int = 0  # which of several lists below one total
    nth: int = 0  # place in a run of figures said at once: 各减少1.2，1.3万元
    run: int = 1  # how many are said at once
    why: bool = False  # told as a reason: 主要原因是项目资金300万元不再安排

    @property
    def quantity(self) -> Quantity:
        """The figure."""
        return self.token.quantity


@dataclass(frozen=True)
class Told:
    """A passage with everything its figures say."""

    index: int
    passage: Passage
    placed: Placed
    statements: tuple[Statement, ...]

    def spot(self, statement: Statement) -> Spot:
        """Where a statement stands."""
        return self.passage.spot(statement.token.start)

    @cached_property
    def _sentences(self) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """Where sentences begin, and each as printed."""
        spans = sentences(self.passage.text) or [(0, 0)]
        return tuple(low for low, _ in spans), tuple(self.passage.printed(*span).strip() for span in spans)

    def sentence_at(self, start: int) -> str:
        """The printed sentence around a place."""
        begins, printed = self._sentences
        return printed[max(bisect_right(begins, start) - 1, 0)]


@dataclass
class _Lists:
    """Which 其中 list is open, by depth and kind; ``outer`` is the first list of the sentence."""

    parents: dict[tuple[int, Kind], int]
    outer: dict[tuple[int, Kind], int]
    side: int = 0  # counts 收入方面 and 支出方面: each has a list of its own below one total

    def clear(self) -> None:
        """A full stop ends every list."""
        self.parents.clear()
        self.outer.clear()

    def read(self, lead: str, token: Token, found: Sequence[Statement], lexicon: Lexicon) -> None:
        """A 其中 or a bracket opens a list below the last value before it; a closed bracket ends the list inside it.

        A semicolon ends a list inside a list: its items belong to the outer one again.
        """
        if "）" in lead:
            for place in [place for place in self.parents if place[0] > token.depth]:
                del self.parents[place]
        if "；" in lead and token.depth == 0:
            self.parents.update(self.outer)
        values = [
            n
            for n, s in enumerate(found)
            if s.role in _TOTALS and s.token.depth <= token.depth and not _no_total(s, found[:n])
            if s.role is not Role.PRIOR or n == len(found) - 1  # behind the change, 其中 divides this year's figure
        ]
        values = [n for n in values if not found[n].why] or values
        if not values:
            return
        deeper = token.depth > found[-1].token.depth
        opened = lead.startswith("：") or lexicon.verbs["opener"].search(_CONTEXT.split(lead)[-1])
        if not deeper and not opened:
            return
        divided = lexicon.verbs["divided"].search(_CONTEXT.split(lead)[-1])
        self.side += divided is not None
        for kind in (Kind.AMOUNT, Kind.COUNT):
            of_kind = [n for n in values if found[n].token.kind is kind]
            if divided:  # 收入方面：…；支出方面：…: each divides the total of that name
                totals = [n for n in of_kind if found[n].parent < 0]
                of_kind = [n for n in totals if divided["of"] in found[n].label] or totals
            if "。" in lead:  # a sentence that begins with 其中 divides the total of the one before, not its last item
                of_kind = [n for n in of_kind if found[n].parent < 0] or of_kind
            if of_kind and not (deeper and found[of_kind[-1]].token.depth == token.depth):
                self.parents[token.depth, kind] = of_kind[-1]
                self.outer.setdefault((token.depth, kind), of_kind[-1])


def told(index: int, passage: Passage, placed: Placed, grammar: Grammar) -> Told:
    """Read one passage."""
    found: list[Statement] = []
    previous = chunk = 0
    named = spoken = ""
    lists = _Lists({}, {})
    begins = [low for low, _ in sentences(passage.text)]
    at_paths = paths(passage.text)
    figures = [refined(t, grammar.step) for t in tokens(passage.text)]
    for token, (nth, run) in zip(figures, runs(figures, passage.text), strict=True):
        lead = passage.text[previous : token.start]
        previous = token.end
        chunk += len(_CONTEXT.findall(lead))
        if "。" in lead:
            lists.clear()
        lists.read(lead, token, found, grammar.lexicon)
        context = passage.text[passage.text.rfind("。", 0, token.start) + 1 : token.start]
        words = said(token.kind, lead, context, grammar.lexicon, grammar.year)
        statement = Statement(
            token=token,
            role=words.role,
            label=words.label,
            key="",
            lead=words.clause,
            section=placed.section,
            part=placed.part,
            passage=index,
            sentence=max(bisect_right(begins, token.start) - 1, 0),
            chunk=chunk,
            whole=words.whole,
            direction=words.direction,
            base=words.base,
            year=words.year,
            path=path_before(at_paths, passage.text, token),
            context=context,
            nth=nth,
            run=run,
            why=_WHY.search(_CONTEXT.split(context)[-1]) is not None,
        )
        if nth:
            first = found[-nth]
            statement = replace(statement, role=first.role, direction=first.direction, base=first.base)
        if run > 1 and (each := _roles_of_run(spoken if nth else statement.lead, run, grammar)):
            statement = replace(statement, role=each[nth].role, label=each[nth].label, whole=each[nth].whole)
        named = named if nth else statement.label
        spoken = spoken if nth else statement.lead
        if run > 1:
            statement = replace(statement, label=label_of(named, nth, run))
        if found and lead == "（" and _share_in_brackets(found[-1], statement):
            statement = replace(statement, role=Role.SHARE)
        if found and lead == OF and token.kind is Kind.PERCENT:
            statement = _of_what_was_told(statement, found[-1])
        if found and _of_its_budget(statement, found[-1]):
            statement = replace(statement, label=found[-1].label)
        if ARRIVED.fullmatch(statement.lead) and not statement.label:
            statement = replace(statement, label=_what_moved(statement, found))
        found.append(_keyed(statement, found, lists, grammar))
    return Told(index, passage, placed, tuple(found))


def _what_moved(statement: Statement, found: Sequence[Statement]) -> str:
    """收、支总计增加100万元，增长10%，达到1100万元: the name stands before the change."""
    moved = [s for s in found if s.sentence == statement.sentence and s.role in (Role.CHANGE, Role.GROWTH)]
    return next((s.label for s in moved if s.label), "")


def _of_what_was_told(statement: Statement, before: Statement) -> Statement:
    """完成预算7万元的92.86%, 为预算7万元的92.86%, 占本年支出1000万元的90%: the whole stands before with its figure."""
    if before.role is Role.BUDGET:
        return replace(statement, role=Role.COMPLETION, whole="预算")
    if before.token.kind is Kind.AMOUNT and (before.role is Role.PRIOR or before.lead.startswith("占")):
        return replace(statement, role=Role.SHARE, whole=before.label)
    return statement


def _roles_of_run(lead: str, run: int, grammar: Grammar) -> list[Said] | None:
    """年初预算数和决算数分别为120万元、114万元: what each figure of a run is, where the names before it differ."""
    names = split_names(lead)
    if len(names) != run:
        return None
    each = [said(Kind.AMOUNT, name, name, grammar.lexicon, grammar.year) for name in names]
    roles = {s.role for s in each}
    return each if len(roles) > 1 and roles <= _TOTALS else None


def _no_total(statement: Statement, before: Sequence[Statement]) -> bool:
    """A budget that the figure before it is held against is no total: 比预算59万元减少; 决算52万元，年初预算72万元."""
    if statement.role is not Role.BUDGET:
        return False
    own = (s for s in before if s.role in (Role.VALUE, Role.FINAL) and s.token.kind is Kind.AMOUNT)
    beside = any(s.sentence == statement.sentence and _alike(statement.label, s.label) for s in own)
    return beside or _HELD_AGAINST.match(statement.lead) is not None


def _alike(label: str, other: str) -> bool:
    """Whether two labels can name one subject."""
    return not label or label.startswith(other) or other.startswith(label)


def _of_its_budget(statement: Statement, before: Statement) -> bool:
    """公务接待费年初预算为2万元，决算为1.5万元: both are of one subject."""
    nameless = statement.role is Role.FINAL and not statement.label and statement.path is None
    return nameless and before.role is Role.BUDGET and before.chunk == statement.chunk


def _share_in_brackets(part: Statement, statement: Statement) -> bool:
    """基本支出1367.54万元（55.98%）: an item of a list with nothing but its share behind it."""
    rate = statement.role is Role.RATE and statement.token.kind is Kind.PERCENT
    return rate and part.token.kind is Kind.AMOUNT and part.role in (Role.VALUE, Role.FINAL) and part.parent >= 0


def _keyed(statement: Statement, found: Sequence[Statement], lists: _Lists, grammar: Grammar) -> Statement:
    """The statement with its key and the list it stands in."""
    key = key_of(statement, grammar.lexicon, grammar.names) or total_key(statement, found, grammar.lexicon)
    if statement.role not in (Role.VALUE, Role.FINAL, Role.RATE):
        return replace(statement, key=key)
    parent = lists.parents.get((statement.token.depth, statement.token.kind), -1)
    if parent >= 0:
        key = grammar.lexicon.child_key(found[parent].key, statement.label, key)
    return replace(statement, key=key, parent=parent, side=lists.side)

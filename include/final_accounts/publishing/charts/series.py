"""From the facts of a submission to charts, as ``charts.toml`` of the region and year asks for them. Pure.

Sections of the words: ``charts`` (order, caption, decimals, how many bars, words), ``chart_titles``, ``chart_places``
(part of the narrative) and ``chart_panels`` by chart. A cell is written ``form/row/column``; ``form/function:*/column``
stands for every class of the form.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any, Final

from final_accounts.model.edition import Edition
from final_accounts.model.errors import PublishingError
from final_accounts.model.facts import Fact
from final_accounts.publishing import figures
from final_accounts.publishing.charts.nouns import Bar, Chart, Pair, Pairs, Panel, Phrase, Shares
from final_accounts.publishing.figures import Figure

CLASS: Final = len("201")
"""Digits of the code of a functional class 类."""

EVERY: Final = "*"

Definition = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """What charts are read from. ``fen`` by (form, row, column); ``absent`` are the forms declared nil."""

    edition: Edition
    fen: Mapping[tuple[str, str, str], int]
    absent: frozenset[str]
    words: Definition

    def at(self, cell: str) -> int | None:
        """The amount in a cell; None where the submission tells nothing."""
        form, row, column = cell.split("/")
        return self.fen.get((form, row, column))

    def classes(self, cell: str) -> Iterator[tuple[str, int | None]]:
        """Names and amounts of every class that a form shows."""
        form, row, column = cell.split("/")
        kind = row.removesuffix(EVERY)
        for (its_form, its_row, its_column), fen in self.fen.items():
            code = its_row.removeprefix(kind)
            if (its_form, its_column) == (form, column) and its_row.startswith(kind) and len(code) == CLASS:
                yield self.edition.functional.name(code, self.edition.fiscal_year), fen


def charts(
    edition: Edition,
    facts: Iterable[Fact],
    nil_forms: Collection[str],
    words: Mapping[str, Definition],
    prior_form: str = "PRIOR",
) -> tuple[Chart, ...]:
    """All charts of a unit's disclosure, in the region's order.

    A blank on last year's sheet is unknown, not zero, as in the narrative. PublishingError when a definition is broken:
    that is our data, not the unit's.
    """
    fen = {
        (fact.form, fact.row, fact.column): fact.value
        for fact in facts
        if isinstance(fact.value, int) and not (fact.form == prior_form and fact.blank)
    }
    source = Source(edition, fen, frozenset(nil_forms), words["charts"])
    made = []
    for number, name in enumerate(words["charts"]["order"], start=1):
        try:
            title = words["chart_titles"][name]
            panels = tuple(_panel(source, definition) for definition in words["chart_panels"][name])
            caption = words["charts"]["caption"].format(number=number, title=title)
            place = words["chart_places"][name]
            said = tuple(chain.from_iterable(_said(panel, source.words) for panel in panels))
        except (KeyError, ValueError, TypeError) as error:
            raise PublishingError(
                f"图表“{name}”的定义不完整，请检查 include/documents 中的 charts.toml：{error!r}"
            ) from error
        made.append(Chart(name, caption, figures.PAPER, panels, said, place))
    return tuple(made)


def _panel(source: Source, definition: Definition) -> Panel:
    kind = definition["kind"]
    if kind == "shares":
        return _shares(source, definition)
    if kind in {"change", "completion"}:
        return _pairs(source, definition)
    raise ValueError(kind)


def _shares(source: Source, definition: Definition) -> Shares:
    words, whole = source.words, source.at(definition["whole"])
    if "classes" in definition:
        named = list(source.classes(definition["classes"]))
    else:
        named = [(part["name"], source.at(part["cell"])) for part in definition["parts"]]
    parts = sorted(((n, fen) for n, fen in named if fen), key=lambda part: (-part[1], part[0]))
    known = whole is not None or any(fen is not None for _, fen in named)
    note = ""
    if not parts:
        form = definition["whole"].partition("/")[0]
        note = words["nothing"] if (known and not whole) or form in source.absent else words["not_filled"]
    heading, name = definition.get("heading", ""), definition["whole_name"]
    if note:
        return Shares(heading, name, figures.UNKNOWN, (), note)
    bars = tuple(_bars(parts, whole, words))
    return Shares(heading, name, figures.amount(whole), bars)


def _bars(parts: list[tuple[str, int]], whole: int | None, words: Definition) -> Iterator[Bar]:
    """The largest parts by size; the small ones together, with their number, when there are too many."""
    most, decimals = words["most"], words["decimals"]
    small: list[tuple[str, int]] = []
    if len(parts) > most:
        small = sorted(parts, key=lambda part: (abs(part[1]), part[0]))[: len(parts) - most + 1]
    for name, fen in parts:
        if (name, fen) not in small:
            yield Bar((name,), figures.amount(fen), _share(fen, whole, decimals))
    if small:
        before, after = words["folded"]
        total = sum(fen for _, fen in small)
        folded = (before, figures.count(len(small)), after)
        yield Bar(folded, figures.amount(total), _share(total, whole, decimals), folded=True)


def _share(part: int, whole: int | None, decimals: int) -> Figure:
    return figures.UNKNOWN if not whole else figures.percent(Decimal(part) / whole, decimals)


def _pairs(source: Source, definition: Definition) -> Pairs:
    words, year = source.words, source.edition.fiscal_year
    rows = [(row["name"], source.at(row["before"]), source.at(row["after"])) for row in definition["rows"]]
    tell = _completion if definition["kind"] == "completion" else _change
    before, after = (definition[key].format(year=year, last_year=year - 1) for key in ("before", "after"))
    heading = definition.get("heading", "")
    drawn = [row for row in rows if row[2] is not None]
    note = ""
    if not drawn:
        form = definition["rows"][0]["after"].partition("/")[0]
        note = words["nothing"] if form in source.absent else words["not_filled"]
    elif not any(past or now for _, past, now in drawn):
        note = words["nothing"]
    if note:
        return Pairs(heading, before, after, (), note)
    pairs = (
        Pair(name, figures.amount(past), figures.amount(now), tell(past, now or 0, words)) for name, past, now in drawn
    )
    return Pairs(heading, before, after, tuple(pairs))


def _change(past: int | None, now: int, words: Definition) -> Phrase:
    """Difference and rate; without a rate where last year was not above zero."""
    if past is None:
        return (words["unknown"],)
    if now == past:
        return (words["same"],)
    verb, growth = words["increase"] if now > past else words["decrease"]
    phrase: Phrase = (f"{verb} ", figures.amount(abs(now - past)), f" {figures.PAPER}")
    if past <= 0:
        return phrase
    rate = figures.percent(Decimal(abs(now - past)) / past, words["decimals"])
    return (*phrase, f"，{growth} ", rate)


def _completion(planned: int | None, spent: int, words: Definition) -> Phrase:
    """How much of the budget was used; nothing is told of a budget that is unknown or not above zero."""
    if planned is None or planned <= 0:
        return (words["no_budget"],)
    return (f"{words['completed']} ", figures.percent(Decimal(spent) / planned, words["decimals"]))


def _said(panel: Panel, words: Definition) -> Iterator[str | Figure]:
    """A panel in words, for those who do not see it."""
    measure = f" {figures.PAPER}"
    if panel.heading:
        yield f"{panel.heading}："
    if isinstance(panel, Shares):
        yield panel.whole_name
        if panel.note:
            yield f"：{panel.note}。"
            return
        yield from (" ", panel.whole, f"{measure}，{words['of_which']}")
        for number, bar in enumerate(panel.bars):
            yield from ("；" if number else "", *bar.name, " ", bar.amount, measure)
            if bar.share.value is not None:
                yield from (f"，{words['share']} ", bar.share)
        yield "。"
        return
    if panel.note:
        yield f"{panel.note}。"
    for pair in panel.pairs:
        yield f"{pair.name}："
        if pair.before.fen is not None:
            yield from (f"{panel.before} ", pair.before, f"{measure}，")
        yield from (f"{panel.after} ", pair.after, f"{measure}，", *pair.told, "。")

"""What reports say of yearly goals: how many there are, what each is to reach, how many indicators reached theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from final_accounts.audit.book import Book
from final_accounts.audit.claims import Claim
from final_accounts.audit.clauses import Told
from final_accounts.audit.forms import Form
from final_accounts.audit.report_forms import said, told_figure
from final_accounts.model.document import Spot
from final_accounts.model.finding import Severity


def report_goals(book: Book, forms: Sequence[Form]) -> Iterator[Claim]:
    """Every sentence of narrative and annex that counts goals or indicators, or tells a goal."""
    for told in book.told:
        if told.placed.part not in ("narrative", "annex", "") or book.inside_form(told):
            continue
        yield from _met(book, told)
        yield from _number(book, told, forms)
        yield from _reaches(book, told, forms)


def _met(book: Book, told: Told) -> Iterator[Claim]:
    """Indicators that reached their targets and those that did not are all of them."""
    for found in book.lexicon.report["met"].finditer(told.passage.text):
        count, met, unmet = (int(found[n]) for n in ("count", "met", "unmet"))
        if met + unmet != count and max(met, unmet) <= count:  # a part above its whole is told by others
            why = f"达到目标值的 {met} 项与没有达到的 {unmet} 项共 {met + unmet} 项，写的是 {count} 项"
            yield said(told, found, "met", "sum", why, right=str(count - unmet) if count >= unmet else "")


def _number(book: Book, told: Told, forms: Sequence[Form]) -> Iterator[Claim]:
    """年度目标共N个 against the goals of the unit's form; a form may have been read in part, so it asks for a word."""
    found = book.lexicon.report["goals"].search(told.passage.text)
    counted = _goals(book, forms) if found and not _of_project(book, told) else None
    if found is None or counted is None:
        return
    count, where, spot = counted
    if count != int(found["count"]):
        why = f"{where}有 {count} 个年度目标（{spot}）"
        yield said(told, found, "count", "forms", why, spots=[spot], right=str(count), severity=Severity.EXPLAIN)


def _of_project(book: Book, told: Told) -> bool:
    """Whether the report a sentence stands in is about one project: its goals are not the unit's."""
    titles = (book.lexicon.report["evaluation"].search(t.passage.text) for t in reversed(book.told[: told.index]))
    title = next((found for found in titles if found), None)
    return title is not None and title["scope"] == "项目"


def _goals(book: Book, forms: Sequence[Form]) -> tuple[int, str, Spot] | None:
    """Goals of the unit's only form that numbers them, or of the only list 目标1, 目标2 …, with their place."""
    numbered = [(f, {ln.goal for ln in f.lines if ln.goal}) for f in forms if f.whole]
    numbered = [(f, goals) for f, goals in numbered if goals]
    if len(numbered) == 1:
        form, goals = numbered[0]
        return (len(goals), form.label, form.spot) if goals == set(range(1, len(goals) + 1)) else None
    listed = [(int(m["n"]), t) for t in book.told if (m := book.lexicon.report["goal_line"].match(t.passage.text))]
    if numbered or not listed or listed[0][0] != 1 or any(b[0] != a[0] + 1 for a, b in pairwise(listed)):
        return None
    return len(listed), "报告", listed[0][1].passage.spot(0)


def _reaches(book: Book, told: Told, forms: Sequence[Form]) -> Iterator[Claim]:
    """目标1：…次数达到N次: the target of the indicator that the goal names."""
    if not book.lexicon.report["goal_line"].match(told.passage.text):
        return
    for found in book.lexicon.report["goal_reaches"].finditer(told.passage.text):
        yield from told_figure(told, found, "target", found["name"], forms)

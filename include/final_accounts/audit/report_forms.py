"""What reports say of self-evaluation forms: points lost and won, numbers of indicators, grades, targets and actuals.

Points and grades are judged inside the sentence; what is held against a form is judged only where one form is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from final_accounts.audit.book import Book
from final_accounts.audit.cells import points
from final_accounts.audit.claims import Claim
from final_accounts.audit.clauses import Told
from final_accounts.audit.forms import Cell, Form, Line
from final_accounts.audit.numbers import Kind, shown
from final_accounts.audit.text import normalised
from final_accounts.audit.writing import finding
from final_accounts.model.document import Spot
from final_accounts.model.finding import Severity

_KIND: Final = "K15"
_FULL: Final = Fraction(100)
_GRADES: Final = {"优": (90, 101), "优秀": (90, 101), "良": (80, 90), "良好": (80, 90), "中": (60, 80), "差": (0, 60)}
"""Scores of the national grades: from, below."""
_SCORED: Final = ("whole", "sheet_whole", "project", "sheet_project")


def report_forms(book: Book, forms: Sequence[Form]) -> Iterator[Claim]:
    """Every sentence of narrative and annex that speaks of a form or of points."""
    for told in book.told:
        if told.placed.part not in ("narrative", "annex", "") or book.inside_form(told):
            continue
        yield from _points(book, told)
        yield from _grades(book, told, forms)
        yield from _counts(book, told, forms)
        yield from _projects(book, told, forms)
        yield from _indicators(book, told, forms)


def said(
    told: Told,
    found: re.Match[str],
    group: str,
    family: str,
    why: str,
    *,
    spots: Sequence[Spot] = (),
    right: str = "",
    severity: Severity = Severity.BLOCKING,
) -> Claim:
    """A finding about what a report says: the group of the match that is wrong."""
    start, end = found.span(group)
    return finding(
        told.passage.spot(start),
        told.sentence_at(start),
        family,
        why,
        stated=told.passage.printed(start, end),
        severity=severity,
        spots=spots,
        right=right,
        proposed=right,
        kind=_KIND,
    )


def _step(*printed: str) -> Fraction:
    """The finest step of some figures."""
    return min(Fraction(1, 10 ** len(p.partition(".")[2])) for p in printed)


def _score(value: Fraction, *printed: str) -> str:
    return shown(value, Kind.POINTS, _step(*printed))


def _points(book: Book, told: Told) -> Iterator[Claim]:
    """Full points less those lost are those won."""
    words, text = book.lexicon.report, told.passage.text
    for found in words["deducted"].finditer(text):
        full, off, got = (Fraction(found[n]) for n in ("full", "off", "got"))
        if full - off != got:
            right = _score(full - off, found["full"], found["off"], found["got"])
            why = f"分值 {found['full']}分，扣 {found['off']}分，应得 {right}，写的是 {found['got']}分"
            yield said(told, found, "got", "score", why, right=right)
    for found in words["total_lost"].finditer(text):
        off, got = Fraction(found["off"]), Fraction(found["got"])
        if off + got != _FULL:
            right = _score(_FULL - got, found["off"], found["got"])
            yield said(told, found, "off", "score", f"得分 {found['got']}分，满分100分，应扣 {right}", right=right)
    for found in words["executed"].finditer(text):
        full, rate, got = (Fraction(found[n]) for n in ("full", "rate", "got"))
        right_value = full * min(rate, _FULL) / 100
        slack = full * _step(found["rate"]) / 200 + _step(found["got"])
        if abs(right_value - got) > slack:
            right = _score(right_value, found["got"])
            yield said(told, found, "got", "score", f"{found['full']}×{found['rate']}% = {right}", right=right)


def _grades(book: Book, told: Told, forms: Sequence[Form]) -> Iterator[Claim]:
    """The grade a sentence gives beside a score: as the form gives it, else as the national bands do."""
    for found in book.lexicon.report["graded"].finditer(told.passage.text):
        value, grade = Fraction(found["score"]), found["grade"]
        same = [f for f in forms if (s := f.figures.get("self_score")) is not None and s.quantity.value == value]
        rated = [normalised(f.texts["rating"].text) for f in same if "rating" in f.texts]
        if rated and all(r and r[0] != grade[0] for r in rated):
            spots = [f.texts["rating"].spot for f in same if "rating" in f.texts]
            why = f"自评表的等级为“{rated[0]}”（{spots[0]}），报告写作“{grade}”"
            right = "" if _fits(grade, value) and not _fits(rated[0], value) else rated[0]
            yield said(told, found, "grade", "rating", why, spots=spots, right=right)
            continue
        if not _fits(grade, value):
            right = next(g for g, (a, b) in _GRADES.items() if a <= value < b)
            why = f"{found['score']}分一般评为“{right}”，写的是“{grade}”"
            yield said(told, found, "grade", "rating", why, right=right, severity=Severity.EXPLAIN)


def _fits(grade: str, value: Fraction) -> bool:
    low, high = _GRADES.get(grade, (0, 0))
    return low <= value < high


def _sheet(told: Told, forms: Sequence[Form], scope: str) -> Form | None:
    """The scored form a report speaks of: that of the whole unit, or the project's next below."""
    scored = [f for f in forms if f.kind in _SCORED and f.lines]
    if scope == "整体":
        whole = [f for f in scored if f.whole]
        return whole[0] if len(whole) == 1 else None
    spot = told.passage.lines[0].spot
    below = [f for f in scored if (f.spot.page, f.spot.line) > (spot.page, spot.line)]
    nearest = min(below, key=lambda f: (f.spot.page, f.spot.line), default=None)
    return nearest if nearest is not None and not nearest.whole and nearest.kind == "sheet_project" else None


def _counts(book: Book, told: Told, forms: Sequence[Form]) -> Iterator[Claim]:
    """Numbers of indicators; a form may have been read in part, so it asks for a word only."""
    if told.placed.part != "annex":
        return
    found = book.lexicon.report["listed"].search(told.passage.text)
    form = _sheet(told, forms, found["scope"]) if found else None
    if found and form is not None and int(found["count"]) != len(form.lines):
        why = f"{form.label}有 {len(form.lines)} 项指标（{form.spot}）"
        yield said(told, found, "count", "forms", why, spots=[form.spot], severity=Severity.EXPLAIN)
    lost = book.lexicon.report["lost_items"].search(told.passage.text)
    total = book.lexicon.report["total_lost"].search(told.passage.text)
    sheets = [f for f in forms if f.kind.startswith("sheet") and total and _own_score(f) == Fraction(total["got"])]
    if lost and len(sheets) == 1:
        count = sum(_loses(line) for line in sheets[0].lines)
        if count != int(lost["count"]):
            why = f"{sheets[0].label}有 {count} 项指标没有得满分（{sheets[0].spot}）"
            yield said(told, lost, "count", "forms", why, spots=[sheets[0].spot], severity=Severity.EXPLAIN)


def _own_score(form: Form) -> Fraction | None:
    score = form.figures.get("self_score")
    return None if score is None else score.quantity.value


def _loses(line: Line) -> bool:
    weight, score = (points(normalised(c.text)) if c is not None else None for c in (line.weight, line.score))
    return weight is not None and score is not None and score.value < weight.value


def _projects(book: Book, told: Told, forms: Sequence[Form]) -> Iterator[Claim]:
    """共涉及项目N个 against the forms; fewer forms are wrong only where all of them are said to be there."""
    text = told.passage.text
    found = book.lexicon.report["projects"].search(text)
    if found is None or told.placed.part != "narrative":
        return
    group = "count" if found["count"] else "count2"
    titles = {f.title: f for f in forms if f.kind in ("project", "sheet_project") and f.title}
    count = int(found[group])
    everything = book.lexicon.report["all_published"].search(text) is not None
    evaluated = book.lexicon.positive["everything"].search(text) is not None
    if not titles or count == len(titles) or (count > len(titles) and not everything and not evaluated):
        return
    severity = Severity.EXPLAIN if everything or count < len(titles) else Severity.NOTICE
    why = f"写的是 {count} 个项目，本文有 {len(titles)} 份项目自评表：{'、'.join(titles)[:80]}"
    yield said(told, found, group, "forms", why, spots=[f.spot for f in titles.values()], severity=severity)


def _indicators(book: Book, told: Told, forms: Sequence[Form]) -> Iterator[Claim]:
    """Targets and actuals told by the indicator's name against every form that has it."""
    words, text = book.lexicon.report, told.passage.text
    for found in words["target"].finditer(text):
        yield from told_figure(told, found, "target", found["quoted"] or found["name"] or "", forms)
    for pattern in (words["actual"], words["reached"]):
        for found in pattern.finditer(text):
            yield from told_figure(told, found, "actual", found["name"], forms)


def told_figure(told: Told, found: re.Match[str], which: str, name: str, forms: Sequence[Form]) -> Iterator[Claim]:
    """A target or an actual told by the indicator's name against the forms that have it; any one will do."""
    lines = [(f, ln) for f in forms for ln in f.lines if name and ln.name == name]
    cells = [(f, c) for f, ln in lines if (c := ln.target if which == "target" else ln.actual) is not None]
    known = [(f, c) for f, c in cells if numbers_of(c)]
    if not known or any(same_figure(found[which], c) for _, c in known):
        return
    form, cell = known[0]
    what = "指标值" if which == "target" else "实际完成值"
    value = normalised(cell.text)
    why = f"报告写作“{found[which]}”，{form.label}“{name}”的{what}为“{value}”（{cell.spot}）"
    yield said(told, found, which, which, why, spots=[c.spot for _, c in known], right=value)


def numbers_of(cell: Cell) -> list[Fraction]:
    """The numbers a cell prints."""
    return [Fraction(n) for n in re.findall(r"[0-9]+(?:\.[0-9]+)?", normalised(cell.text))]


def same_figure(stated: str, cell: Cell) -> bool:
    """Whether a figure told is the form's: its numbers, and its sign where both have one."""
    text = normalised(cell.text).replace(">=", "≥").replace("<=", "≤")
    told = stated.replace(">=", "≥").replace("<=", "≤")
    signs = [re.match(r"[≥≤><=]", t) for t in (text, told)]
    differ = signs[0] is not None and signs[1] is not None and signs[0][0] != signs[1][0]
    return not differ and [Fraction(n) for n in re.findall(r"[0-9]+(?:\.[0-9]+)?", told)] == numbers_of(cell)

"""Statements that everything is fine, against what the document's own forms and figures say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from final_accounts.audit.book import Book
from final_accounts.audit.claims import Claim
from final_accounts.audit.clauses import Role
from final_accounts.audit.forms import Form
from final_accounts.audit.numbers import Kind, shown
from final_accounts.audit.text import normalised
from final_accounts.audit.writing import finding
from final_accounts.model.document import Spot
from final_accounts.model.finding import Severity

_ENTRY = re.compile(r"对(?P<list>[^，。；]*?、[^，。；]*?)等(?P<n>[0-9]+)个项目")


_AT_LEAST = re.compile(r"(?P<sign>[=≥]?)(?P<n>[0-9]+(?:\.[0-9]+)?)(?P<measure>[^0-9]*)")
_DONE = re.compile(r"=?(?P<n>[0-9]+(?:\.[0-9]+)?)(?P<measure>[^0-9]*)")
_OF_ONE = re.compile(r"综述：|^发现的(?:主要)?问题|单位说明：|全部完成的[0-9]")
"""Paragraphs about one project, one finding or a number of goals, not about all of them."""


@dataclass(frozen=True, slots=True)
class Failing:
    """Something not done, told by the document itself."""

    words: str
    spot: Spot


def positive(book: Book, forms: Sequence[Form]) -> Iterator[Claim]:
    """无偏差, 均已完成, 全面, 所有项目 … where the document says otherwise."""
    failing = list(_failing(book, forms))
    patterns = book.lexicon.positive
    for told in book.told:
        if book.inside_form(told) or told.placed.part not in ("narrative", "annex"):
            continue
        text = told.passage.text
        if _OF_ONE.search(text):
            continue
        for pattern in (patterns["none_missing"], patterns["all_done"]):
            found = pattern.search(text)
            about_one = re.search(r"(?:此|该|本)项目", text[: found.start()][-24:]) if found else None
            if (
                found
                and failing
                and not about_one
                and not patterns["negation"].search(found[0].replace("未完成", "", 1))
            ):
                against = failing[0]
                yield finding(
                    told.passage.spot(found.start()),
                    told.sentence_at(found.start()),
                    "positive",
                    f"与{against.spot}矛盾：“{against.words}”",
                    stated=told.passage.printed(found.start(), found.end()),
                    severity=Severity.BLOCKING,
                    spots=tuple(f.spot for f in failing[:4]),
                    proposed="如实说明未完成的目标",
                )
                break
    yield from _coverage(book, forms)
    yield from _counts(book, forms)


def _failing(book: Book, forms: Sequence[Form]) -> Iterator[Failing]:
    """Deviations a form of the whole unit tells, and indicators below their targets."""
    for form in forms:
        deviation = form.texts.get("deviation")
        if (
            form.whole
            and deviation is not None
            and book.lexicon.positive["not_done"].search(normalised(deviation.text))
        ):
            words = re.split(r"[。：]", normalised(deviation.text))[0]
            yield Failing(words[:40], deviation.spot)
    for form in forms:
        for line in form.lines:
            if not form.whole or line.target is None or line.actual is None:
                continue
            target, actual = normalised(line.target.text), normalised(line.actual.text)
            if _below(target, actual) and not re.search("控制率|变动率", line.name):
                yield Failing(f"{line.name}目标 {target}，完成 {actual}", line.actual.spot)


def _below(target: str, actual: str) -> bool:
    """Whether a result misses a target of at least so much, in one measure; 100% is at least that without a sign.

    >>> [_below(*pair) for pair in (("≥90%", "88.96%"), ("100%", "96%"), ("90%", "88%"), ("≥5次", "4人"))]
    [True, True, False, False]
    """
    asked = _AT_LEAST.fullmatch(target)
    done = _DONE.fullmatch(actual)
    if asked is None or done is None or asked["measure"] != done["measure"]:
        return False
    if asked["sign"] != "≥" and (asked["n"], asked["measure"]) != ("100", "%"):
        return False
    return Fraction(done["n"]) < Fraction(asked["n"])


def _coverage(book: Book, forms: Sequence[Form]) -> Iterator[Claim]:
    """全面, 所有项目: the evaluated money against all project spending."""
    spending = book.table_cell("T5 total project") or book.text("T5 total project")
    executed = [f.figures[k] for f in forms if not f.whole for k in ("executed", "total/executed") if k in f.figures]
    together = sum((o.quantity.value for o in executed), Fraction(0))
    for told in book.told:
        found = book.lexicon.positive["everything"].search(told.passage.text)
        if found is None or told.placed.part not in ("narrative", "annex") or book.inside_form(told):
            continue
        if not re.search("项目", told.passage.text):
            continue
        share = next((s for s in told.statements if s.role is Role.SHARE and "项目支出" in s.whole), None)
        if share is not None and share.quantity.value < 100:
            why = f"称“{found[0]}”，所列资金只占项目支出的 {share.quantity.printed}"
            spot, stated = told.spot(share), share.quantity.printed
        elif spending is not None and executed and together < spending.quantity.value - spending.quantity.step:
            text = shown(together, Kind.AMOUNT, spending.quantity.step, spending.quantity.measure)
            why = f"称“{found[0]}”，{len(executed)} 份项目自评的执行数共 {text}，项目支出为 {spending.quantity.printed}"
            spot, stated = told.passage.spot(found.start()), found[0]
        else:
            continue
        spots = tuple(o.spot for o in executed)
        yield finding(
            spot,
            told.sentence_at(found.start()),
            "positive",
            why,
            stated=stated,
            spots=spots,
            proposed="写明自评覆盖的项目和资金",
        )


def _counts(book: Book, forms: Sequence[Form]) -> Iterator[Claim]:
    """对甲、乙以及丙项目等4个项目: fewer than the annexes evaluate."""
    projects = [f for f in forms if f.kind in ("sheet_project", "goals_project")]
    names: set[str] = set()
    for form in projects:
        if form.kind == "goals_project":
            names |= {n for n in re.split(r"、|以及", form.title) if len(n) > 3}
    if not names:
        return
    for told in book.told:
        found = _ENTRY.search(told.passage.text)
        if found and told.placed.part == "narrative" and int(found["n"]) < len(names):
            stated = f"{found['n']}个"
            yield finding(
                told.passage.spot(found.start("n")),
                told.sentence_at(found.start()),
                "positive",
                f"正文说 {found['n']} 个项目，附件的自评报告覆盖 {len(names)} 个：{'、'.join(sorted(names))}",
                stated=stated,
                spots=tuple(f.spot for f in projects if f.kind == "goals_project"),
                severity=Severity.EXPLAIN,
                proposed=f"{len(names)}个项目",
            )

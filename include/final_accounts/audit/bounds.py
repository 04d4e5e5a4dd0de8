"""Figures that others bound: parts and their whole, averages and their extremes, posts and the people in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from final_accounts.audit.book import OWN, Book
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.clauses import Role, Statement, Told
from final_accounts.audit.envelope import HUNDRED
from final_accounts.audit.envelope import bounds as range_of
from final_accounts.audit.numbers import Kind, shown
from final_accounts.audit.writing import finding_in
from final_accounts.model.finding import Severity

_PARTS: Final = (
    ("PROCUREMENT line:授予小微企业 amount", "PROCUREMENT line:授予中小企业 amount", Severity.BLOCKING),
    ("PROCUREMENT line:授予中小企业 amount", "PROCUREMENT line:采购总额 amount", Severity.EXPLAIN),
    ("PROCUREMENT line:货物授予中小企业 amount", "PROCUREMENT line:授予中小企业 amount", Severity.BLOCKING),
    ("PROCUREMENT line:工程授予中小企业 amount", "PROCUREMENT line:授予中小企业 amount", Severity.BLOCKING),
    ("PROCUREMENT line:服务授予中小企业 amount", "PROCUREMENT line:授予中小企业 amount", Severity.BLOCKING),
)
"""Part, whole, and how sure it is: contracts of several years may be more than a year's payments."""
_LAST: Final = "CARRY line:上年末结转和结余 total"
_OPENING: Final = "CARRY line:调整后年初结转和结余 total"


def bounds(book: Book) -> Iterator[Claim]:
    """Every bound of a passage."""
    for told in book.told:
        if book.inside_form(told) or told.placed.part in ("glossary", "tables"):
            continue
        yield from _parts(book, told)
        yield from _averages(book, told)
        yield from _opening(book, told)
        yield from _posts(book, told)


def _told(
    told: Told,
    statement: Statement,
    why: str,
    other: Operand,
    severity: Severity,
    *,
    right: str = "",
    formula: str = "",
) -> Claim:
    return finding_in(
        told,
        statement.token.start,
        statement.token.end,
        "bounds",
        why,
        severity=severity,
        spots=[other.spot],
        right=right,
        formula=formula,
        kind=Book.kind(statement),
    )


def _parts(book: Book, told: Told) -> Iterator[Claim]:
    """A part above its whole; a share above 100 % beside it is the same error, told once."""
    own = {s.key: s for s in told.statements if s.key and s.role in OWN}
    above: list[Statement] = []
    for part_key, whole_key, severity in _PARTS:
        part, whole = own.get(part_key), own.get(whole_key)
        if part is None or whole is None or part.quantity.about:
            continue
        if part.parent >= 0 and told.statements[part.parent] is whole:
            continue  # judged as a list
        if range_of(part.quantity)[0] > range_of(whole.quantity)[1]:
            other = book.operand(told, whole)
            why = f"{book.name_of(part)} {part.quantity.printed} 超过{other.name} {whole.quantity.printed}"
            above.append(part)
            yield _told(told, part, why, other, severity)
    yield from _shares(book, told, above)


def _shares(book: Book, told: Told, above: Sequence[Statement]) -> Iterator[Claim]:
    """占比 above 100 %, of a whole that is neither a budget nor another year."""
    apart = book.lexicon.bounds["of_whole"]
    for place, statement in enumerate(told.statements):
        if statement.role is not Role.SHARE or range_of(statement.quantity)[0] <= HUNDRED or not place:
            continue
        if apart.search(statement.whole) or apart.search(statement.context[-24:]) or statement.why:
            continue
        part = told.statements[place - 1]
        if part in above:
            continue
        why = f"占比 {statement.quantity.printed} 超过100%"
        yield _told(told, statement, why, book.operand(told, part), Severity.EXPLAIN)


def _averages(book: Book, told: Told) -> Iterator[Claim]:
    """An average lies between the lowest and the highest of the scores it is of."""
    words = book.lexicon.bounds
    found: dict[str, list[Statement]] = {"average": [], "highest": [], "lowest": []}
    for statement in told.statements:
        if statement.token.kind is Kind.POINTS and not statement.quantity.about:
            for name, kept in found.items():
                if words[name].search(statement.lead):
                    kept.append(statement)
    if len(found["average"]) != 1:
        return
    average = found["average"][0]
    for name, side, word in (("highest", 1, "最高"), ("lowest", -1, "最低")):
        ends = [s for s in found[name] if s.sentence == average.sentence]
        if len(ends) == 1 and side * (average.quantity.value - ends[0].quantity.value) > average.quantity.step / 2:
            compared = "高于" if side > 0 else "低于"
            why = f"平均分 {average.quantity.printed} {compared}{word}分 {ends[0].quantity.printed}"
            yield _told(told, average, why, book.operand(told, ends[0]), Severity.BLOCKING)


def _posts(book: Book, told: Told) -> Iterator[Claim]:
    """More people than posts asks for a word; people without posts are not counted against them.

    Where a passage tells several posts, they are those of several units or kinds.
    """
    words = book.lexicon.bounds
    counts = [s for s in told.statements if s.token.kind is Kind.COUNT and s.role in OWN and not s.why]
    posts = [s for s in counts if words["posts"].fullmatch(s.label)]
    people = [s for s in counts if words["people"].fullmatch(s.label) and s.parent < 0]
    if len(posts) != 1 or len(people) != 1 or words["staff_apart"].search(_after_posts(told, people[0])):
        return
    (post,), (person,) = posts, people
    if person.quantity.value <= post.quantity.value or not post.quantity.value:
        return
    why = f"在职 {person.quantity.printed} 多于编制 {post.quantity.printed}"
    yield _told(told, person, why, book.operand(told, post), Severity.EXPLAIN)


def _after_posts(told: Told, person: Statement) -> str:
    """The words around the count of people: behind it, too, people without posts may be named."""
    text = told.passage.text
    return text[max(person.token.start - 10, 0) : person.token.end + 40].partition("退休")[0]


def _opening(book: Book, told: Told) -> Iterator[Claim]:
    """上年末50万元，上缴10万元，调整后年初40万元: only where every figure between the two says which way it goes."""
    places = {s.key: n for n, s in enumerate(told.statements) if s.role in (*OWN, Role.PRIOR) and s.key}
    if _LAST not in places or _OPENING not in places or places[_LAST] > places[_OPENING]:
        return
    last, *between, opening = told.statements[places[_LAST] : places[_OPENING] + 1]
    words = book.lexicon.bounds
    right = last.quantity.value
    formula = last.quantity.printed
    for each in between:
        up, down = words["corrected"].search(each.lead), words["gave_up"].search(each.lead)
        if each.token.kind is not Kind.AMOUNT or each.token.depth or (up is None) is (down is None):
            return
        right += each.quantity.value if up else -each.quantity.value
        formula += ("＋" if up else "－") + each.quantity.printed
    if not between:
        return
    slack = sum((s.quantity.step for s in (last, *between, opening)), Fraction(0)) / 2
    if abs(opening.quantity.value - right) > slack:
        quantity = opening.quantity
        text = shown(right, Kind.AMOUNT, quantity.step, quantity.measure)
        why = f"上年末结转加减调整为 {text}，写的是 {quantity.printed}"
        other = book.operand(told, last)
        yield _told(told, opening, why, other, Severity.BLOCKING, right=text, formula=f"{formula} = {text}")

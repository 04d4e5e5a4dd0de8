"""Every figure tied: statement to table cell, statement to statement, last year's figures to one another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from final_accounts.audit.book import OWN, Book
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.clauses import Role, Statement, Told
from final_accounts.audit.envelope import agrees, equal
from final_accounts.audit.numbers import Kind, shown
from final_accounts.audit.writing import claim
from final_accounts.audit.wrong import of_amount
from final_accounts.model.finding import Verdict

_CODE = re.compile(r"function:(?P<code>[0-9]+)")
_LOOSE = frozenset({"EVALUATED amount"})  # said of different sets of projects
_FINALS, _BUDGETS = "T7 line:决算数", "T7 line:预算数"
_OF_YEAR = frozenset({"", "全年"})  # an initial or an adjusted budget may be another than the table's
_LIKELY = 40  # different figures under one key of which each is held against all others


def to_tables(book: Book) -> Iterator[Claim]:
    """Every figure with a key against the cell of that key."""
    for told in book.told:
        for statement in told.statements:
            key = statement.key if statement.role in OWN else _budget_key(book, statement)
            if not key or statement.quantity.about:
                continue
            cell = book.table(key)
            if cell is None:
                continue
            yield _tie(book, told, statement, cell)


def _budget_key(book: Book, statement: Statement) -> str:
    """The cell of a budget: the table of the three public expenses has a row of the year's budgets, the others none."""
    if statement.role is not Role.BUDGET or statement.section != "three_public" or statement.whole not in _OF_YEAR:
        return ""
    final = book.lexicon.key_of(statement.label, statement.section, "amount", statement.context)
    return final.replace(_FINALS, _BUDGETS) if final.startswith(_FINALS) else ""


def _tie(book: Book, told: Told, statement: Statement, cell: Operand) -> Claim:
    verdict, rounding = equal(statement.quantity, cell.quantity)
    code = _CODE.search(statement.key)
    if verdict is not Verdict.ERROR:
        return claim(
            told,
            statement,
            "tie",
            verdict,
            formula=f"{cell.name} {cell.quantity.printed}",
            inputs=(cell,),
            right=cell.quantity.value,
            rounding=rounding,
        )
    if code is not None and statement.key.endswith(" total"):
        named = _misnamed(book, told, statement, cell, code["code"])
        if named is not None:
            return named
    right = shown(cell.quantity.value, Kind.AMOUNT, statement.quantity.step, statement.quantity.measure)
    told_as = f"{book.name_of(statement)}写作 {statement.quantity.printed}"
    wrong = _exchanged(book, told, statement, cell) or _slip(statement, cell)
    why = f"{told_as}，{cell.name}为 {cell.quantity.printed}（{cell.spot}）" + (f"；{wrong}" if wrong else "")
    return claim(
        told,
        statement,
        "tie",
        Verdict.ERROR,
        formula=f"{cell.name} = {right}",
        inputs=(cell,),
        right=cell.quantity.value,
        explanation=why,
        wrong=wrong,
        again=agrees,
    )


def _slip(statement: Statement, right: Operand) -> str:
    """The mistake of copying that gives an amount."""
    return of_amount(statement.quantity, right.quantity.value) if statement.token.kind is Kind.AMOUNT else ""


def _exchanged(book: Book, told: Told, statement: Statement, cell: Operand) -> str:
    """Two figures of one passage that each print what the other should: the names or the figures changed places."""
    for other in told.statements:
        if other is statement or not other.key or other.key == statement.key or other.role not in OWN:
            continue
        if other.quantity.value != cell.quantity.value or not other.quantity.value:
            continue
        owner = book.table_cell(other.key)
        if owner is not None and owner.quantity.value == statement.quantity.value != cell.quantity.value:
            return f"与“{book.name_of(other)}”的 {other.quantity.printed} 写反了"
    return ""


def _misnamed(book: Book, told: Told, statement: Statement, cell: Operand, code: str) -> Claim | None:
    """A figure that belongs to another subject of the same 类: the name is wrong, not the figure."""
    form = statement.key.split(" ")[0]
    same = [
        other
        for key in book.facts.keys(f"{form} function:{code[:3]}")
        if key.endswith(" total") and (other := _CODE.search(key)) and other["code"] != code
        if (found := book.facts.get(key)) is not None and found.quantity.value == statement.quantity.value
    ]
    deepest = max(same, key=lambda m: len(m["code"]), default=None)
    if deepest is None:
        return None
    owner = book.facts.get(f"{form} function:{deepest['code']} total")
    right = book.names.name(deepest["code"])
    absent = f"{form} function:{code} total" not in book.facts.by_key
    state = "表中没有这个科目" if absent else f"表中为 {cell.quantity.printed}"
    level = {3: "类", 5: "款", 7: "项"}[len(deepest["code"])]
    why = f"“{statement.label}”{state}；{statement.quantity.printed} 是“{right}”（{level}）的数"
    return claim(
        told,
        statement,
        "name",
        Verdict.ERROR,
        inputs=(cell,) if owner is None else (owner, cell),
        explanation=why,
        proposed=f"{right} {statement.quantity.printed}",
    )


def among_statements(book: Book) -> Iterator[Claim]:
    """One figure told in several places: where no table settles it, the places must agree."""
    for key, pairs in book.by_key.items():
        if key in _LOOSE or len(pairs) < 2 or book.table_cell(key) is not None:
            continue
        told, first = _reference(pairs)
        for other_told, statement in pairs:
            if statement is first or statement.quantity.about or first.quantity.about:
                continue
            verdict, rounding = equal(statement.quantity, first.quantity)
            here = book.operand(told, first)
            if verdict is not Verdict.ERROR:
                yield claim(
                    other_told,
                    statement,
                    "tie",
                    verdict,
                    formula=f"{here.name} {here.quantity.printed}",
                    inputs=(here,),
                    right=here.quantity.value,
                    rounding=rounding,
                )
                continue
            wrong = _slip(statement, here)
            why = f"同一个数，此处写作 {statement.quantity.printed}，{here.spot}写作 {here.quantity.printed}"
            yield claim(
                other_told,
                statement,
                "tie",
                Verdict.ERROR,
                inputs=(here,),
                right=here.quantity.value,
                explanation=f"{why}；{wrong}" if wrong else why,
                wrong=wrong,
            )


def _reference(pairs: Sequence[tuple[Told, Statement]]) -> tuple[Told, Statement]:
    """The place to hold the others against: what most places say, the first of them.

    What is printed alike is compared once, and only what is printed most often can be what most say.
    """
    printed = Counter(s.quantity for _, s in pairs)
    likely = [quantity for quantity, _ in printed.most_common(_LIKELY)]
    counts = {q: sum(n for o, n in printed.items() if equal(q, o)[0] is not Verdict.ERROR) for q in likely}
    most = max(counts.values())
    return next(pair for pair in pairs if counts.get(pair[1].quantity, 0) == most)


def prior_years(book: Book) -> Iterator[Claim]:
    """A change told twice of one figure must be the same, in the same direction."""
    changes: dict[str, list[tuple[Told, Statement]]] = {}
    for told in book.told:
        for statement in told.statements:
            if statement.role is Role.CHANGE and statement.key and statement.base == "prior" and not statement.nth:
                changes.setdefault(statement.key, []).append((told, statement))
    for pairs in changes.values():
        told, first = pairs[0]
        for other, statement in pairs[1:]:
            same_way = statement.direction == first.direction or statement.quantity.value == 0
            verdict, rounding = equal(statement.quantity, first.quantity)
            if verdict is Verdict.ERROR or not same_way:
                here = book.operand(told, first, "另一处的增减额")
                why = f"同一项的增减，{here.spot}写作 {first.quantity.printed}"
                yield claim(other, statement, "tie", Verdict.ERROR, inputs=(here,), explanation=why, rounding=rounding)

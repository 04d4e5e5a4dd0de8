"""Final accounts against the named budget (K7, K8): 年初预算 by 类 or 调整预算 by 项, as the region's data say.

The budget sheet covers all appropriation. What belongs to the general budget is what stands in no table of the other
funds; where that cannot be told apart, no rate is given.
"""

from __future__ import annotations

from collections.abc import Iterator

from final_accounts.narrative.book import CLASS, GROUP, ITEM, Book
from final_accounts.narrative.comparison import completion, relation, years
from final_accounts.narrative.reasons import because, by_subject, plain, sentence
from final_accounts.narrative.structure import class_name
from final_accounts.narrative.voice import Draft, Filling, Gap, Piece, Pieces, Voice


def budget_completion(book: Book, voice: Voice) -> Iterator[Draft]:
    """K7 overall, then K8 for every 类 or 项, each with the reason of its deviation."""
    final = book.whole("T5 total total")
    if final is None:
        yield Draft((Gap("T5 total total"),))
        return
    column = str(voice.entry("style", "budget"))
    planned, budgets = general_budget(book, column)
    shown = _rows(book, voice, budgets)
    own, rest = by_subject(book.text("reason_budget"), {code: book.subject(code) for code in shown})
    differing = [code for code, (spent, wanted) in shown.items() if wanted is not None and spent != wanted]
    if len(differing) == 1 and rest and not own:
        own, rest = {differing[0]: rest}, ""
    yield Draft((*_overall(book, voice, final, planned), *_parts(book, voice), *_general_reason(voice, rest)))
    covered = bool(rest)
    for code, (spent, wanted) in shown.items():
        yield Draft(_row(book, voice, code, (spent, wanted), (own.get(code, ""), covered)), item=True)


def project_use(book: Book, voice: Voice) -> Iterator[Draft]:
    """What project money was spent on by 项, and the unit's own account of the results."""
    items: list[Filling] = [
        voice.say("item", label=book.subject(code), amount=voice.style.amount(f"completion-project-{code}", fen))
        for code, fen in book.coded("T5", "project", ITEM).items()
        if fen
    ]
    if items:
        results = sentence(book, "project_results")
        told = voice.say("project_results", results=results) if results else ()
        yield Draft((*voice.say("project_use", items=voice.listed(items)), *told))


def general_budget(book: Book, column: str) -> tuple[int | None, dict[str, int]]:
    """The general budget in total and by code; None and nothing where it cannot be told from the other funds'."""
    whole = book.whole(f"BUDGET total {column}")
    by_level = {digits: book.coded("BUDGET", column, digits) for digits in (CLASS, GROUP, ITEM)}
    items = by_level[ITEM]
    other = {c for form in ("T8", "T9", "S13") for f in ("income", "total") for c in book.coded(form, f, ITEM)}
    if not other and not _other_money(book):
        return whole, {code: fen for level in by_level.values() for code, fen in level.items()}
    if whole is None or sum(items.values()) != whole:
        return None, {}
    mine = {code: fen for code, fen in items.items() if code not in other}
    sums = dict(mine)
    for code, fen in mine.items():
        for above in (code[:CLASS], code[:GROUP]):
            sums[above] = sums.get(above, 0) + fen
    return sum(mine.values()), sums


def _other_money(book: Book) -> bool:
    """Whether money of other funds was received or spent that no item row shows."""
    places = ("T4 line:政府性基金预算财政拨款 amount", "T4 line:国有资本经营预算财政拨款 amount")
    return any(book.whole(where) for where in (*places, "T8 total total", "T9 total total"))


def _rows(book: Book, voice: Voice, budgets: dict[str, int]) -> dict[str, tuple[int, int | None]]:
    """Code -> (final, budget) of the level the region compares; a code with neither is left out."""
    digits = int(voice.entry("style", "budget_digits"))
    spent = book.coded("T5", "total", digits)
    planned = {code: fen for code, fen in budgets.items() if len(code) == digits}
    codes = sorted(code for code in spent.keys() | planned.keys() if spent.get(code) or planned.get(code))
    return {code: (spent.get(code, 0), planned.get(code, 0) if planned else None) for code in codes}


def _overall(book: Book, voice: Voice, final: int, planned: int | None) -> Pieces:
    amount = voice.style.amount("completion-final", final)
    words = {"final": amount, "base": voice.word("base"), **years(book)}
    if planned is None:
        return (*voice.say("completion_final", **words), Gap(f"BUDGET total {voice.entry('style', 'budget')}"))
    budget = voice.style.amount("completion-budget", planned)
    rate = completion(voice, "completion", final, planned)
    if rate is None:
        return voice.say("completion_without_rate", budget=budget, **words)
    return voice.say("completion", budget=budget, rate=rate, **words)


def _parts(book: Book, voice: Voice) -> Pieces:
    basic, project = book.whole("T5 total basic"), book.whole("T5 total project")
    if basic is None or project is None:
        return ()
    amounts = {
        "basic": voice.style.amount("completion-basic", basic),
        "project": voice.style.amount("completion-project", project),
    }
    return voice.say("completion_parts", **amounts)


def _general_reason(voice: Voice, rest: str) -> Pieces:
    return because(voice, "reason_budget", "", rest, "reason_budget_sentence") if rest else ()


def _row(
    book: Book, voice: Voice, code: str, amounts: tuple[int, int | None], told: tuple[str, bool]
) -> tuple[Piece, ...]:
    final, budget = amounts
    name = f"completion-{code}"
    label = _label(book, voice, code)
    spent = voice.style.amount(f"{name}-final", final)
    if budget is None:
        return voice.say("row_final", label=label, final=spent)
    planned, rate = voice.style.amount(f"{name}-budget", budget), completion(voice, name, final, budget)
    state = relation(final, budget)
    words: dict[str, Filling] = {"label": label, "final": spent, "budget": planned, "base": voice.word("base")}
    said = voice.say("row_without_rate", **words) if rate is None else voice.say("row", rate=rate, **words)
    if state == "equal":
        return (*said, *voice.say("row_equal", base=voice.word("base")))
    reason, covered = told
    why: Pieces = ()
    if reason or not covered:
        subject = "".join(piece.text for piece in label if not isinstance(piece, Gap))
        why = because(voice, "reason_budget", subject, plain(reason), "row_reason")
    return (*said, *voice.say("row_differs", relation=voice.word(state), base=voice.word("base"), reason=why))


def _label(book: Book, voice: Voice, code: str) -> Pieces:
    if len(code) == CLASS:
        return class_name(book, voice, code)
    names = {"class": book.subject(code[:CLASS]).removesuffix("支出"), "group": book.subject(code[:GROUP])}
    return voice.say("item_name", item=book.subject(code), **names)

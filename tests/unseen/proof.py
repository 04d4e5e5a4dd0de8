"""Which statements of a document can be proved from the document: the verdict of the correct ones."""

from __future__ import annotations

from unseen.accounts import Accounts
from unseen.pieces import Paper, Para, Slot

_SUMS = (
    {"proc.total", "proc.goods", "proc.works", "proc.services"},
    {"cars.all", "cars.secret", "cars.emergency", "cars.law", "cars.other"},
    {"staff.all", "staff.admin", "staff.institution"},
)
_RATES = {"p", "sp", "d", "up", "grow", "more", "prior"}


def settle(paper: Paper, accounts: Accounts) -> None:
    """Mark each correct statement as ok when the document proves it; what nothing ties stays not provable."""
    for paragraph, slot in paper.slots():
        if slot.verdict != "rounding" and slot.aspect != "prose":
            slot.verdict = "ok" if provable(paper, paragraph, slot, accounts) else "not provable"


def provable(paper: Paper, paragraph: Para, slot: Slot, accounts: Accounts) -> bool:
    """Whether a change of this statement alone contradicts another one in the document."""
    beside = {(s.key, s.aspect) for _, s in paragraph.spans() if s is not slot}
    key, aspect = slot.key, slot.aspect
    has = {a for k, a in beside if k == key}
    needed = {
        "done": {"", "init"},
        "doneadj": {"", "adj"},
        "cmp": {"", "init"},
        "less": {"", "init"},
        "gap": {"", "init"},
    }
    if aspect in needed:
        return needed[aspect] <= has
    if aspect in _RATES:
        return _rate(aspect, has)
    return _amount(paper, slot, beside, has, accounts)


def _rate(aspect: str, has: set[str]) -> bool:
    """Of amount, change, rate and prior amount two fix the others; a direction is fixed by another one."""
    if aspect in {"up", "grow", "more"}:
        return bool({"up", "grow", "more", "sp"} & has) or {"", "prior"} <= has
    if aspect in {"p", "sp"}:
        return len(has & {"", "d", "prior"}) > 1
    return "" in has and bool(has & ({"p", "sp", "prior", "d"} - {aspect}))


def _amount(paper: Paper, slot: Slot, beside: set[tuple[str, str]], has: set[str], accounts: Accounts) -> bool:
    """Amounts, shares, counts, years and names."""
    key, aspect = slot.key, slot.aspect
    if aspect == "year":
        return True
    if aspect in {"name", "kuan", "cls", "code"}:
        return tabled(paper, key)
    if aspect in {"init", "adj"}:
        return tabled(paper, f"{key}.init") or ("" in has and ("done" if aspect == "init" else "doneadj") in has)
    together = {k for k, _ in beside} | {key}
    summed = any(key in s and s <= together for s in _SUMS)
    if aspect == "share":
        whole = accounts.quantities[key].whole
        return "" in has and ((whole, "") in beside or (whole is not None and tabled(paper, whole)))
    if aspect == "count":
        return summed or key == "projects.count"
    return summed or tabled(paper, key) or (bool(has & {"p", "sp"}) and bool(has & {"d", "prior"}))


def tabled(paper: Paper, key: str) -> bool:
    """Whether a table of the document prints this quantity."""
    return any(cell.key == key for *_, cell in paper.cells())

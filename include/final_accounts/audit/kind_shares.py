"""Shares of small firms inside goods, works and services: their amounts are seldom printed, their shares always.

What is printed beside them bounds each share: the three kinds together give the amount that small firms got, and of
one kind they got no more than the kind and no less than what the other two cannot hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from final_accounts.audit.book import Book
from final_accounts.audit.claims import Claim, Operand
from final_accounts.audit.clauses import Role, Statement, Told
from final_accounts.audit.envelope import HUNDRED
from final_accounts.audit.numbers import Kind, Quantity, shown
from final_accounts.audit.writing import claim, not_checkable
from final_accounts.audit.wrong import of_share
from final_accounts.model.finding import Verdict

_KINDS = ("货物", "工程", "服务")
_KIND = re.compile(r"(?:政府)?(?:采购)?(?P<kind>货物|工程|服务)")
_FIRMS = re.compile("中小企业|小微企业")
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Within:
    """A range of amounts (fen)."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class KindShare:
    """The share of one kind that a sentence prints, if it prints one, and the amount of the kind."""

    kind: str
    whole: Operand
    stated: Statement | None

    @property
    def got(self) -> Within:
        """What firms of that size got of the kind, as far as the share tells."""
        if self.stated is None:
            return Within(_ZERO, self.whole.quantity.value)
        rate, whole = self.stated.quantity, self.whole.quantity
        low = (rate.value - rate.step / 2) * (whole.value - whole.step / 2)
        return Within(low / HUNDRED, (rate.value + rate.step / 2) * (whole.value + whole.step / 2) / HUNDRED)


@dataclass(frozen=True, slots=True)
class KindShares:
    """All kinds of one procurement with what firms of one size got altogether."""

    total: Operand
    kinds: tuple[KindShare, ...]

    def share_left(self, one: KindShare, *, by_shares: bool) -> Within:
        """Percent of a kind that the total leaves; ``by_shares`` trusts the other kinds' printed shares."""
        others = [k for k in self.kinds if k is not one]
        most = [k.got.high if by_shares else k.whole.quantity.value for k in others]
        least = [k.got.low if by_shares else _ZERO for k in others]
        whole = one.whole.quantity.value
        low = max(self.total.quantity.value - sum(most, _ZERO), _ZERO)
        high = min(self.total.quantity.value - sum(least, _ZERO), whole)
        return Within(HUNDRED * low / whole, HUNDRED * high / whole)

    def possible(self, one: KindShare) -> bool:
        """Whether a share can be, whatever the others are."""
        return one.stated is None or self._holds(one, one.stated.quantity, self.share_left(one, by_shares=False))

    def fits(self, one: KindShare) -> bool:
        """Whether a share agrees with the others'."""
        return one.stated is None or self._holds(one, one.stated.quantity, self.share_left(one, by_shares=True))

    def may_be_wrong(self, one: KindShare) -> bool:
        """Whether another share of this kind would make all of them agree."""
        left = self.share_left(one, by_shares=True)
        return one.stated is not None and left.low <= left.high + self._slack(one)

    def _holds(self, one: KindShare, stated: Quantity, left: Within) -> bool:
        slack = self._slack(one) + stated.step / 2
        return left.low - slack <= stated.value <= left.high + slack

    def _slack(self, one: KindShare) -> Fraction:
        """Percentage points that the rounding of the amounts leaves open."""
        return HUNDRED * (one.whole.quantity.step + self.total.quantity.step) / one.whole.quantity.value


def kind_share(book: Book, told: Told, statement: Statement) -> Claim | None:
    """The claim about a share of a kind of procurement; None when the statement is none."""
    named = _KIND.match(statement.label)
    size = _FIRMS.search(statement.label)
    if named is None or size is None:
        return None
    total = book.figure(f"PROCUREMENT line:授予{size[0]} amount", told.index)
    if total is None:
        return None
    found = KindShares(total, tuple(_kinds(book, told, statement, size[0])))
    own = next((k for k in found.kinds if k.stated is statement), None)
    if own is None:
        return not_checkable(told, statement, "share", f"没有印出{named['kind']}支出的数")
    inputs = (total, *(k.whole for k in found.kinds if k is not own), own.whole)
    if found.possible(own) and found.fits(own):
        return claim(told, statement, "share", Verdict.OK, inputs=inputs)
    if found.possible(own) and (doubted := _first_doubted(found)) is not own:
        other = "" if doubted is None else f"“{doubted.kind}”的"
        return not_checkable(told, statement, "share", f"与{other}占比合起来对不上，见该处")
    return _error(book, told, own, found, inputs)


def _kinds(book: Book, told: Told, statement: Statement, firms: str) -> Iterator[KindShare]:
    """Every kind of which something was bought, with the share told of it in the same sentence."""
    shares = [s for s in told.statements if s.role is Role.SHARE and s.sentence == statement.sentence]
    for kind in _KINDS:
        whole = book.figure(f"PROCUREMENT line:{kind} amount", told.index)
        if whole is None or not whole.quantity.value:
            continue
        of_kind = [s for s in shares if firms in s.label and (m := _KIND.match(s.label)) and m["kind"] == kind]
        yield KindShare(kind, whole, of_kind[0] if of_kind else None)


def _first_doubted(found: KindShares) -> KindShare | None:
    """The share at which a disagreement is told: one that cannot be, else the first that can be the wrong one."""
    impossible = [k for k in found.kinds if not found.possible(k)]
    return next(iter(impossible or [k for k in found.kinds if found.may_be_wrong(k)]), None)


def _error(book: Book, told: Told, own: KindShare, found: KindShares, inputs: Sequence[Operand]) -> Claim:
    if own.stated is None:
        raise ValueError("a share that is not printed cannot be wrong")
    stated = own.stated
    others = [k for k in found.kinds if k is not own]
    by_shares = all(k.stated is not None and found.possible(k) for k in others)
    also = [k.kind for k in others if found.possible(own) and found.may_be_wrong(k)]
    left = found.share_left(own, by_shares=by_shares)
    middle = min((left.low + left.high) / 2, HUNDRED)
    printed, step = stated.quantity.printed, stated.quantity.step
    total, whole = found.total.quantity, own.whole.quantity
    right = middle if (by_shares and not also) or left.low == left.high else None
    if by_shares or right is not None:
        shape = f"（{total.printed}{''.join(_taken(k, by_shares=by_shares) for k in others)}）÷{whole.printed}"
        bound = shown(middle, Kind.PERCENT, step)
        why = f"{printed} 应为 {bound}"
        if also:
            why = f"各类授予金额之和与 {total.printed} 对不上：其余各项无误时，{printed} 应为 {bound}"
            why += f"；也可能错在{'、'.join(also)}的占比"
    elif stated.quantity.value > left.high:
        bound = shown(min(left.high, HUNDRED), Kind.PERCENT, step)
        shape = f"{min((total, whole), key=lambda q: q.value).printed}÷{whole.printed}"
        why = f"{printed} 不应高于 {bound}"
    else:
        bound = shown(max(left.low, _ZERO), Kind.PERCENT, step)
        shape = f"（{total.printed}{''.join(_taken(k, by_shares=False) for k in others)}）÷{whole.printed}"
        why = f"{printed} 不应低于 {bound}"
    wholes = [o for o in book.wholes(told) if o.quantity.value != whole.value]
    beside = [book.operand(told, k.stated, f"“{k.kind}”的占比") for k in others if k.stated is not None]
    wrong = of_share(stated.quantity, own.whole, wholes, right, beside)
    return claim(
        told,
        stated,
        "share",
        Verdict.ERROR,
        formula=f"{shape} = {bound}",
        inputs=inputs,
        right=right,
        wrong=wrong,
        explanation=why + (f"；{wrong}" if wrong else ""),
    )


def _taken(one: KindShare, *, by_shares: bool) -> str:
    share = f"×{one.stated.quantity.printed}" if by_shares and one.stated else ""
    return f"－{one.whole.quantity.printed}{share}"

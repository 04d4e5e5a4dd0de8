"""Money of an institution's own 非财政拨款: 事业收入, 经营收入, transfers inside a department. Whole fen."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from final_accounts.workbooks.made_up.chance import near
from final_accounts.workbooks.made_up.ledger import BASIC, OWN, OwnMoney, Posting, Transfer
from final_accounts.workbooks.made_up.trades import INSTITUTION, Trade

PAID_DOWN = "对附属单位补助支出"
RECEIVED = "上级补助收入"
PAID_UP = "上缴上级支出"
HANDED_IN = "附属单位上缴收入"


@dataclass(frozen=True, slots=True)
class Kinship:
    """Who of the department pays whom this year: head institution and its affiliated one, in fen; "" is nobody."""

    head: str = ""
    child: str = ""
    down: int = 0
    up: int = 0


def own_money(
    rng: Random, *, unit: str, kind: str, trade: Trade, fiscal: int, before: OwnMoney | None, kin: Kinship
) -> tuple[OwnMoney, list[Posting], tuple[Transfer, ...]]:
    """The unit's own income, what it spent of it, and its lines of 系统内往来.

    ``fiscal`` is the year's appropriated spending, the yardstick for the own part. Only institutions have any.
    """
    if kind != INSTITUTION:
        return OwnMoney(), [], ()
    opening = before.closing if before else 0
    balance = before.balance if before else near(rng, fiscal * trade.own * 0.05, 0.3)
    is_head, is_child = kin.head == unit, kin.child == unit
    undertaking = near(rng, fiscal * trade.own, 0.03)
    if is_head:
        undertaking += near(rng, kin.down * 1.1, 0.01)
    business = near(rng, fiscal * trade.business, 0.03)
    superior = kin.down if is_child else 0
    affiliated = kin.up if is_head else 0
    other = near(rng, undertaking * 0.03, 0.1)
    income = undertaking + business + superior + affiliated + other
    if not income and not opening:
        return OwnMoney(balance=balance), [], ()
    to_affiliated = kin.down if is_head else 0
    to_superior = kin.up if is_child else 0
    business_spent = int(business * rng.uniform(0.9, 0.98))
    wanted = int((income + opening) * rng.uniform(0.965, 1.012)) - to_affiliated - to_superior - business_spent
    ceiling = income + opening + balance - to_affiliated - to_superior - business_spent
    basic = max(min(wanted, ceiling), 0)
    left = income + opening - basic - to_affiliated - to_superior - business_spent
    used = max(-left, 0)
    distributed = int(max(left, 0) * rng.uniform(0.6, 0.8))
    closing = max(left, 0) - distributed
    postings = [
        Posting(trade.main, level, "30226", OWN, amount)
        for level, amount in (
            (BASIC, basic), ("business", business_spent),
            ("to_affiliated", to_affiliated), ("to_superior", to_superior),
        )
        if amount
    ]  # fmt: skip
    own = OwnMoney(
        opening, superior, undertaking, business, affiliated, other, used, distributed, closing,
        balance + distributed - used,
    )  # fmt: skip
    return own, postings, _transfers(kin, unit)


def _transfers(kin: Kinship, unit: str) -> tuple[Transfer, ...]:
    if kin.head == unit:
        return (Transfer(kin.child, PAID_DOWN, kin.down), Transfer(kin.child, HANDED_IN, kin.up))
    if kin.child == unit:
        return (Transfer(kin.head, RECEIVED, kin.down), Transfer(kin.head, PAID_UP, kin.up))
    return ()

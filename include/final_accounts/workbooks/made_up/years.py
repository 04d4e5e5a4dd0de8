"""Years of a unit 逐年: this year's ledger grows out of last year's, so that openings are closings."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from final_accounts.model.unit import BudgetUnit
from final_accounts.workbooks.made_up.chance import chance, near, rounded
from final_accounts.workbooks.made_up.ledger import (
    BASIC,
    FISCAL,
    GENERAL,
    Adjustments,
    Grant,
    OwnMoney,
    Posting,
    UnitYear,
)
from final_accounts.workbooks.made_up.own_money import Kinship, own_money
from final_accounts.workbooks.made_up.pay import basic_postings
from final_accounts.workbooks.made_up.people import first_people, merged_people, next_people
from final_accounts.workbooks.made_up.projects import projects_of
from final_accounts.workbooks.made_up.trades import trade_of

THREE_PUBLIC = {"abroad": "30212", "vehicle_purchase": "31013", "vehicle_operation": "30231", "reception": "30217"}
_PURCHASED = {
    "goods": ("30201", "31002", "31003", "30218"),
    "works": ("30213",),
    "services": ("30209", "30227", "30202"),
}


CANCELS = 0.1  # how often the treasury cancels unspent quota of basic expenditure


def unit_year(
    city: str, unit: BudgetUnit, *, number: int, year: int, seed: int, before: tuple[UnitYear, ...], kin: Kinship
) -> UnitYear:
    """One unit's year from last year's: none (first on record), one (itself), or several (those merged into it)."""
    rng = chance(seed, city, unit.code, year)
    last = _together(before)
    inherited = len(before) > 1
    root = before[0].root if len(before) == 1 else unit.code
    habits = chance(seed, city, root)
    trade = trade_of(unit.name, unit.kind, number)
    first = first_people(habits, trade, unit.kind)
    people = first if last is None else next_people(rng, last.people)
    basic = basic_postings(
        rng, chance(seed, city, root, "running"), trade=trade, kind=unit.kind, year=year, people=people
    )
    basic_sum = sum(posting.amount for posting in basic)
    projects = projects_of(rng, habits, trade=trade, basic=basic_sum, before=last, inherited=inherited)
    fiscal = basic_sum + sum(posting.amount for posting in projects.postings)
    own, own_postings, transfers = own_money(
        rng, unit=unit.code, kind=unit.kind, trade=trade, fiscal=fiscal, before=last.own if last else None, kin=kin
    )
    postings = (*basic, *projects.postings, *own_postings)
    last_closing = sum(grant.closing for grant in last.grants) if last else sum(g.opening for g in projects.grants)
    budget = _three_public_budget(rng, postings)
    bought = _procurement(rng, postings)
    return UnitYear(
        unit=unit.code,
        root=root,
        name=unit.name,
        kind=unit.kind,
        department=unit.department,
        trade=trade.id,
        year=year,
        postings=postings,
        grants=(*_basic_grants(rng, basic), *projects.grants),
        own=own,
        own_function=trade.main,
        adjustments=Adjustments(last_closing=last_closing, returned=projects.returned),
        carries=projects.carries,
        tasks=projects.tasks,
        people=people,
        three_public_budget=budget,
        procurement_budget=near(rng, sum(bought[k] for k in _PURCHASED) * 1.03, 0.01),
        procurement=bought,
        transfers=transfers,
    )


def _together(before: tuple[UnitYear, ...]) -> UnitYear | None:
    """Last year as one: the unit's own, or the sum of the units merged into it."""
    if not before:
        return None
    if len(before) == 1:
        return before[0]
    own = OwnMoney(closing=sum(part.own.closing for part in before), balance=sum(part.own.balance for part in before))
    return replace(
        before[0],
        unit="+".join(part.unit for part in before),
        postings=tuple(posting for part in before for posting in part.postings),
        grants=tuple(grant for part in before for grant in part.grants),
        own=_sum_own(before, own),
        carries=tuple(carry for part in before for carry in part.carries),
        people=merged_people([part.people for part in before]),
        three_public_budget={
            item: sum(part.three_public_budget[item] for part in before) for item in before[0].three_public_budget
        },
    )


def _sum_own(before: tuple[UnitYear, ...], own: OwnMoney) -> OwnMoney:
    names = (
        "superior_subsidy",
        "undertaking",
        "business",
        "affiliated",
        "other",
        "used_balance",
        "distributed",
        "opening",
    )
    return replace(own, **{name: sum(getattr(part.own, name) for part in before) for name in names})


def _basic_grants(rng: Random, basic: list[Posting]) -> list[Grant]:
    """Basic expenditure is appropriated as it is spent; seldom a little of the running item is cancelled."""
    sums: dict[str, int] = {}
    for posting in basic:
        sums[posting.function] = sums.get(posting.function, 0) + posting.amount
    main = max(sums, key=lambda function: sums[function])
    cancels = rng.random() < CANCELS
    grants = []
    for function, spent in sums.items():
        cancelled = near(rng, spent * 0.004, 0.5) if cancels and function == main else 0
        initial = near(rng, spent * 0.975, 0.015) // 10_000 * 10_000
        grants.append(Grant(function, BASIC, GENERAL, initial, spent + cancelled, cancelled, 0, 0))
    return grants


def _three_public_budget(rng: Random, postings: tuple[Posting, ...]) -> dict[str, int]:
    """Budgets of the three public expenses: round sums, never below what was spent."""
    spent = {
        item: sum(p.amount for p in postings if p.economic == code and p.fund == GENERAL)
        for item, code in THREE_PUBLIC.items()
    }
    return {item: rounded(int(amount * rng.uniform(1.06, 1.22)), 10_000) for item, amount in spent.items()}


def _procurement(rng: Random, postings: tuple[Posting, ...]) -> dict[str, int]:
    """Goods, works, services bought under procurement law, and how much went to small and medium enterprises."""
    bought: dict[str, int] = {}
    for kind, codes in _PURCHASED.items():
        spent = sum(p.amount for p in postings if p.economic in codes and p.fund in FISCAL)
        bought[kind] = int(spent * rng.uniform(0.3, 0.55))
        bought[f"{kind}_sme"] = int(bought[kind] * rng.uniform(0.72, 0.96))
    sme = sum(bought[f"{kind}_sme"] for kind in _PURCHASED)
    bought["sme"] = sme
    bought["small"] = int(sme * rng.uniform(0.6, 0.9))
    return bought

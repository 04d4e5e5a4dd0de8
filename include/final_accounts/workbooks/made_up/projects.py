"""Projects of a year 项目支出: grants, what they bought, and what is carried on. Whole fen."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from final_accounts.workbooks.made_up.chance import near, rounded, split
from final_accounts.workbooks.made_up.ledger import FUND, GENERAL, PROJECT, Carry, Grant, Posting, Task, UnitYear
from final_accounts.workbooks.made_up.trades import Trade, Work

_ROUND = 500_000  # projects are approved in multiples of 5,000 yuan
CARRIES = 0.6  # how often a project carries money on
CANCELS = 0.12  # how often, when it does not, the treasury cancels what is left
LUCKY = 0.6  # how many of the units that may have lottery money do
RETURNS = 0.15  # how often the treasury takes back half of what was carried on (上缴存量资金)
LOTTERY = 50  # number of the lottery-funded project; inherited money of a merged unit is numbered from 90
INHERITED = 90


@dataclass(frozen=True, slots=True)
class ProjectYear:
    """What the projects of one year leave in the ledger."""

    grants: tuple[Grant, ...]
    postings: tuple[Posting, ...]
    carries: tuple[Carry, ...]
    tasks: tuple[Task, ...]
    returned: int


def projects_of(
    rng: Random, habits: Random, *, trade: Trade, basic: int, before: UnitYear | None, inherited: bool
) -> ProjectYear:
    """The year's projects. Budgets move a few per cent a year; opening money is spent first; little is carried on."""
    works = list(enumerate(trade.works, 1))[: habits.randint(2, len(trade.works))]
    shares = split(habits, int(basic * habits.uniform(0.3, 0.55)), [(number, 1.0) for number, _ in works])
    last = {} if before is None else {grant.project: grant for grant in before.grants if grant.level == PROJECT}
    if before is not None and inherited:
        shares = split(habits, sum(grant.adjusted for grant in last.values()), [(number, 1.0) for number, _ in works])
        last = {}
    carried = {} if before is None else {carry.project: carry for carry in before.carries}
    makings = []
    returned = 0
    for number, work in works:
        budget = last[number].adjusted * rng.uniform(0.96, 1.06) if number in last else shares[number]
        opening = 0 if inherited or number not in carried else carried[number].amount
        if opening and rng.random() < RETURNS:
            returned += opening // 2
            opening -= opening // 2
        makings.append(_run(rng, number, work, fund=GENERAL, adjusted=rounded(int(budget), _ROUND), opening=opening))
    lucky = habits.random() < LUCKY
    if trade.lottery and lucky:
        function, name = trade.lottery
        work = Work(name, function, (("31003", 3), ("30213", 2)), "更新设施设备台（套）数", "台（套）", "设施设备更新")
        budget = last[LOTTERY].adjusted * rng.uniform(0.96, 1.05) if LOTTERY in last else basic * 0.05
        opening = 0 if inherited or LOTTERY not in carried else carried[LOTTERY].amount
        makings.append(_run(rng, LOTTERY, work, fund=FUND, adjusted=rounded(int(budget), _ROUND), opening=opening))
    if inherited and before is not None:
        for place, carry in enumerate(before.carries):
            makings.append(_spend_inherited(INHERITED + place, carry))
    return ProjectYear(
        tuple(making[0] for making in makings),
        tuple(posting for making in makings for posting in making[1]),
        tuple(making[2] for making in makings if making[2] is not None),
        tuple(making[3] for making in makings),
        returned,
    )


def _run(
    rng: Random, number: int, work: Work, *, fund: str, adjusted: int, opening: int
) -> tuple[Grant, list[Posting], Carry | None, Task]:
    """One project: spends what it was given but a few per cent, which is carried on or cancelled by the treasury."""
    whole = adjusted + opening
    left = near(rng, whole * rng.uniform(0.012, 0.055), 0.2)
    carries = rng.random() < CARRIES
    closing = left if carries else 0
    cancelled = min(left, adjusted) if not carries and rng.random() < CANCELS else 0
    spent = whole - closing - cancelled
    initial = rounded(int(adjusted * rng.uniform(0.93, 0.985)), 10_000)
    postings = [
        Posting(work.function, PROJECT, code, fund, amount, number)
        for code, amount in split(rng, spent, work.buys).items()
        if amount
    ]
    planned = rng.randint(12, 480)
    task = Task(
        number=number,
        name=work.name,
        function=work.function,
        fund=fund,
        purpose=work.purpose,
        output=work.output,
        measure=work.measure,
        planned=planned,
        done=planned + rng.randint(0, planned // 12),
        satisfaction=rng.randint(9010, 9890),
    )
    grant = Grant(work.function, PROJECT, fund, initial, adjusted, cancelled, opening, closing, number)
    carry = Carry(work.function, fund, PROJECT, number, work.name, work.purpose, closing) if closing else None
    return grant, postings, carry, task


def _spend_inherited(number: int, carry: Carry) -> tuple[Grant, list[Posting], None, Task]:
    """Money carried on by a unit that was merged away is spent to the end by the unit it became."""
    name = f"{carry.name}（上年结转）"
    grant = Grant(carry.function, PROJECT, carry.fund, 0, 0, 0, carry.amount, 0, number)
    posting = Posting(carry.function, PROJECT, "30227", carry.fund, carry.amount, number)
    task = Task(number, name, carry.function, carry.fund, carry.purpose, "完成上年结转事项", "项", 1, 1, 9500)
    return grant, [posting], None, task

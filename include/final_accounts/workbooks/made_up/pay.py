"""People and running costs 人员与公用: the basic expenditure of a year from head counts. Whole fen."""

from __future__ import annotations

from random import Random

from final_accounts.workbooks.made_up.chance import near
from final_accounts.workbooks.made_up.ledger import BASIC, GENERAL, Establishment, Posting
from final_accounts.workbooks.made_up.trades import INSTITUTION, Trade

YUAN = 100
FIRST_YEAR = 2020
_WAGES_OFFICIAL = (("30101", 54_000), ("30102", 47_000), ("30103", 41_000))
_WAGES_INSTITUTION = (("30101", 48_500), ("30102", 9_600), ("30107", 63_000))
_RUNNING = (
    ("30201", 3_100), ("30202", 620), ("30205", 410), ("30206", 1_560), ("30207", 880), ("30209", 2_650),
    ("30211", 1_750), ("30213", 1_280), ("30215", 330), ("30216", 860), ("30226", 690), ("30299", 1_450),
)  # fmt: skip


def basic_postings(
    rng: Random, habits: Random, *, trade: Trade, kind: str, year: int, people: Establishment
) -> list[Posting]:
    """Everything paid as basic expenditure from the general budget.

    Contributions follow the wage base (16 % pension, 8 % annuity, 8.5 % medical, 12 % housing); the 项 they are booked
    under are those the plausibility checks compare them with. ``habits`` is the unit's own chance, the same every year.
    """
    staff = people.staff
    growth = 1.03 ** (year - FIRST_YEAR)
    institution = kind == INSTITUTION
    wages = {
        code: near(rng, staff * rate * growth * YUAN, 0.015)
        for code, rate in (_WAGES_INSTITUTION if institution else _WAGES_OFFICIAL)
    }
    base = sum(wages.values())
    rent_subsidy = near(rng, staff * 1_830 * YUAN, 0.01)  # 提租补贴, part of 30102
    medical = near(rng, base * 0.085, 0.004)
    medical_extra = 0 if institution else near(rng, base * 0.022, 0.004)
    housing = near(rng, base * 0.12, 0.002)
    temporary = people.temporary * near(rng, 39_500 * growth * YUAN, 0.02)
    retired = people.retired * near(rng, 2_950 * growth * YUAN, 0.02)
    main = trade.main
    postings = [
        *((main, code, amount - (rent_subsidy if code == "30102" else 0)) for code, amount in wages.items()),
        ("2210202", "30102", rent_subsidy),
        ("2080505", "30108", near(rng, base * 0.16, 0.002)),
        ("2080506", "30109", 0),
        ("2101102" if institution else "2101101", "30110", medical),
        ("2101102" if institution else "2101101", "30111", medical_extra),
        (main, "30112", near(rng, base * 0.0068, 0.01)),
        ("2210201", "30113", housing),
        (main, "30199", temporary),
        ("2080502" if institution else "2080501", "30302", retired),
        *(
            (main, code, near(rng, staff * rate * growth * habits.uniform(0.7, 1.3) * YUAN, 0.03))
            for code, rate in _RUNNING
        ),
        (main, "30228", near(rng, base * 0.02, 0.003)),
        (main, "30229", near(rng, base * 0.024, 0.01)),
        (main, "30217", people.guests * near(rng, habits.uniform(62, 88) * YUAN, 0.02)),
        (main, "30231", sum(people.vehicles.values()) * near(rng, habits.uniform(19_000, 29_000) * YUAN, 0.02)),
        (main, "30239", 0 if institution else near(rng, staff * 8_700 * YUAN, 0.01)),
        (main, "31002", near(rng, staff * 410 * growth * YUAN, 0.05)),
    ]  # fmt: skip
    pension = next(amount for _, code, amount in postings if code == "30108")
    postings = [(f, code, pension // 2 if code == "30109" else amount) for f, code, amount in postings]
    return [Posting(function, BASIC, code, GENERAL, amount) for function, code, amount in postings if amount]

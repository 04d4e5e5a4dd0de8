"""People, vehicles and visits 机构人员、车辆、公务活动 of a made-up unit, year after year."""

from __future__ import annotations

from random import Random

from final_accounts.workbooks.made_up.ledger import Establishment
from final_accounts.workbooks.made_up.trades import INSTITUTION, Trade

VEHICLE_KINDS = (
    "主要领导干部用车",
    "机要通信用车",
    "应急保障用车",
    "执法执勤用车",
    "特种专业技术用车",
    "离退休干部用车",
    "其他用车",
)


def first_people(habits: Random, trade: Trade, kind: str) -> Establishment:
    """A unit as it enters the register."""
    staff = habits.randint(*trade.size)
    vehicles = dict.fromkeys(VEHICLE_KINDS, 0)
    if kind == INSTITUTION:
        vehicles["其他用车"] = habits.randint(1, 2)
        vehicles["特种专业技术用车"] = habits.randint(0, 1 + staff // 60)
    else:
        vehicles["机要通信用车"] = 1
        vehicles["应急保障用车"] = 1
        vehicles["执法执勤用车"] = habits.randint(0, 4) if trade.id == "urban" else 0
    batches = habits.randint(6, 18)
    return Establishment(
        posts=staff + habits.randint(1, 4),
        staff=staff,
        retired=habits.randint(2, 3 + staff // 3),
        temporary=habits.randint(0, staff // 8),
        vehicles=vehicles,
        abroad_groups=0,
        abroad_people=0,
        bought=0,
        guests_batches=batches,
        guests=batches * habits.randint(5, 9) + habits.randint(0, 3),
        equipment_general=habits.randint(0, 3),
        equipment_special=habits.randint(0, 1),
    )


def next_people(rng: Random, before: Establishment) -> Establishment:
    """The same unit a year later: a few come, a few retire, guests vary by a batch."""
    left = rng.randint(0, 1)
    staff = min(before.posts, max(before.staff - left + rng.randint(0, 1), 5))
    batches = max(before.guests_batches + rng.randint(-1, 1), 3)
    per_batch = before.guests / before.guests_batches
    return Establishment(
        posts=before.posts,
        staff=staff,
        retired=before.retired + left,
        temporary=before.temporary,
        vehicles=dict(before.vehicles),
        abroad_groups=0,
        abroad_people=0,
        bought=0,
        guests_batches=batches,
        guests=round(batches * per_batch) + rng.randint(0, 2),
        equipment_general=before.equipment_general + rng.randint(0, 1),
        equipment_special=before.equipment_special,
    )


def merged_people(parts: list[Establishment]) -> Establishment:
    """Several units merged into one: everything adds up."""
    vehicles = {kind: sum(part.vehicles[kind] for part in parts) for kind in VEHICLE_KINDS}
    whole: dict[str, int] = {
        name: sum(getattr(part, name) for part in parts)
        for name in (
            "posts", "staff", "retired", "temporary", "abroad_groups", "abroad_people", "bought", "guests_batches",
            "guests", "equipment_general", "equipment_special",
        )
    }  # fmt: skip
    return Establishment(vehicles=vehicles, **whole)

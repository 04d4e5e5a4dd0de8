"""The few scoring methods 计分方法; rubrics name one each. Pure arithmetic in Decimal points, unrounded.

No method gives less than 0 or more than the weight ("得分不得突破权重总额", notes of the Hubei form).
Rates are shares (1 = 100 %). Scores are rounded once, half up to 0.01 point, by the caller. Sources: the notes
under the Hubei/Wuhan form and the scoring column of the Ziyang sheets (资财监督绩效〔2020〕1号), 2021.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from final_accounts.scoring.outcome import Outcome, one_of, unknown
from final_accounts.scoring.words import Level

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)


def show(number: Decimal) -> str:
    """A number as people write it, at most four decimals.

    >>> show(Decimal("18.4585365")), show(Decimal("20.00")), show(Decimal("1E+2"))
    ('18.4585', '20', '100')
    """
    text = f"{number:.4f}".rstrip("0").rstrip(".")
    return text or "0"


def percent(share: Decimal) -> str:
    """A share as a percentage with at most two decimals.

    >>> percent(Decimal("0.8864")), percent(ONE)
    ('88.64%', '100%')
    """
    return f"{(share * 100):.2f}".rstrip("0").rstrip(".") + "%"


def capped(score: Decimal, weight: Decimal) -> Decimal:
    """Between 0 and the weight.

    >>> capped(Decimal(7), Decimal(5)), capped(Decimal(-1), Decimal(5))
    (Decimal('5'), Decimal('0'))
    """
    return min(max(score, ZERO), weight)


def proportional(weight: Decimal, target: Decimal, actual: Decimal) -> Outcome:
    """Positive 正向 (target ≥ A): weight × B/A, never above the weight. A = 0 is met by every B ≥ 0.

    >>> proportional(Decimal(5), Decimal(100), Decimal(95)).value
    Decimal('4.75')
    >>> proportional(Decimal(5), Decimal(0), Decimal(3)).value
    Decimal('5')
    """
    if target <= 0:
        return Outcome(weight if actual >= target else ZERO, f"目标值 {show(target)}，实际 {show(actual)}")
    return Outcome(capped(weight * actual / target, weight), f"{show(weight)}×{show(actual)}/{show(target)}")


def inverse_proportional(weight: Decimal, target: Decimal, actual: Decimal) -> Outcome:
    """Inverse 反向 (target ≤ A): weight × A/B, never above the weight. A = 0: B = 0 is full, any more is 0 points.

    >>> inverse_proportional(Decimal(5), Decimal(4), Decimal(5)).value
    Decimal('4')
    >>> [inverse_proportional(Decimal(5), ZERO, Decimal(b)).value for b in (0, 1)]
    [Decimal('5'), Decimal('0')]
    """
    if actual <= target:
        return Outcome(weight, f"实际 {show(actual)} 不超过目标值 {show(target)}，满分")
    return Outcome(capped(weight * target / actual, weight), f"{show(weight)}×{show(target)}/{show(actual)}")


def ratio_within(weight: Decimal, rate: Decimal, limit: Decimal = ONE) -> Outcome:
    """Full up to the limit (equality included), beyond it "in proportion".

    Two readings share these words: weight × limit/rate, or weight less the excess; candidates when they differ.

    >>> ratio_within(Decimal(5), Decimal(20) / 22).value
    Decimal('5')
    >>> [str(score) for _, score in ratio_within(Decimal(5), Decimal("1.25")).candidates]
    ['4', '3.75']
    """
    if rate <= limit:
        return Outcome(weight, f"{percent(rate)} 不超过 {percent(limit)}，满分")
    readings = {
        "按控制率的倒数计分": capped(weight * limit / rate, weight),
        "按超出比例扣减": capped(weight * (ONE - (rate - limit) / limit), weight),
    }
    return one_of(readings, f"{percent(rate)} 超过 {percent(limit)}", "标准只写“按比例计分”，未写明如何按比例")


def change_rate(weight: Decimal, rate: Decimal) -> Outcome:
    """Full when it fell or stood still (an increase of 0 deducts 0); an increase is deducted in proportion.

    >>> [str(change_rate(Decimal(5), Decimal(r)).value) for r in ("-0.1", "0", "0.2", "1.5")]
    ['5', '5', '4.0', '0']
    """
    if rate <= 0:
        return Outcome(weight, f"变动率 {percent(rate)}，未增加，满分")
    return Outcome(capped(weight * (ONE - rate), weight), f"{show(weight)}×(1-{percent(rate)})")


def step(  # the printed rules differ in exactly these figures
    weight: Decimal,
    rate: Decimal,
    *,
    full: Decimal,
    free: Decimal,
    size: Decimal,
    deduct: Decimal,
    above: bool = True,
    beyond: str = "full",
) -> Outcome:
    """``full`` points up to ``free``; every ``size`` past it (above or below) costs ``deduct``; never below 0.

    Equality: a rate of exactly ``free`` has no excess and keeps ``full``. The rules do not say what a started step
    costs: whole steps only, every started step, or in proportion; candidates when the three differ. ``full`` is what
    the rule prints, also where the weight is another figure. ``beyond`` = "silent": the rule names only the rate
    itself, so on its other side full points and points in proportion are both readings.

    >>> purchase = {"full": Decimal(2), "free": ONE, "size": Decimal("0.01"), "deduct": Decimal("0.5"), "above": False}
    >>> step(Decimal(4), Decimal("0.8864"), **purchase).value
    Decimal('0')
    >>> three_public = {**purchase, "above": True, "beyond": "silent"}
    >>> [str(s) for _, s in step(Decimal(2), Decimal("0.6523"), **three_public).candidates]
    ['2', '1.3046']
    """
    excess = rate - free if above else free - rate
    if excess < 0 and beyond == "silent":
        readings = {"未超标准，计满分": full, "按比率计分": capped(full * rate / free, full)}
        return one_of(readings, f"{percent(rate)}", f"标准只写为 {percent(free)} 的计分，未写明不足时如何计分")
    note = "" if full == weight else f"（标准写的满分 {show(full)} 分与分值 {show(weight)} 分不一致，按标准）"
    if excess <= 0:
        return Outcome(capped(full, weight), f"{percent(rate)}，不扣分{note}")
    steps = excess / size
    counted = {
        "满一档才扣": steps.to_integral_value(ROUND_FLOOR),
        "不足一档按一档扣": steps.to_integral_value(ROUND_CEILING),
        "按比例扣": steps,
    }
    readings = {label: capped(full - number * deduct, weight) for label, number in counted.items()}
    side = "超过" if above else "低于"
    formula = f"{percent(rate)}，{side} {percent(free)} 计 {show(excess * 100)} 个百分点{note}"
    return one_of(readings, formula, "标准未写明不足一档时如何扣分")


def tiers(weight: Decimal, rate: Decimal, floors: Sequence[tuple[Decimal, Decimal]]) -> Outcome:
    """The share of the weight that belongs to the highest floor reached (floors inclusive), 0 below all of them.

    >>> table = [(Decimal("0.9"), ONE), (Decimal("0.8"), Decimal("0.5"))]
    >>> [str(tiers(Decimal(10), Decimal(r), table).value) for r in ("0.9", "0.89", "0.7")]
    ['10', '5.0', '0']
    """
    for floor, share in sorted(floors, reverse=True):
        if rate >= floor:
            return Outcome(weight * share, f"{percent(rate)} 达到 {percent(floor)} 档")
    return Outcome(ZERO, f"{percent(rate)} 低于各档")


def checklist(items: Sequence[Decimal], met: Mapping[int, bool] | None, count: int | None) -> Outcome:
    """Sum of the points of the items met, ``met`` by item number from 1.

    With only a ``count`` of items met the score follows when every choice of that many items gives the same sum,
    otherwise the possible sums are candidates.

    >>> items = [ONE, Decimal("0.5"), Decimal("0.5")]
    >>> checklist(items, {1: True, 2: True, 3: False}, None).value
    Decimal('1.5')
    >>> checklist(items, None, 3).value, len(checklist(items, None, 2).candidates)
    (Decimal('2.0'), 2)
    """
    if met is not None:
        score = sum((points for number, points in enumerate(items, 1) if met.get(number, False)), ZERO)
        listed = "、".join(str(number) for number in sorted(met) if met[number])
        return Outcome(score, f"符合第 {listed} 条" if listed else "各条均不符合")
    if count is None:
        return unknown("未填写符合的条目")
    if not 0 <= count <= len(items):
        return unknown(f"符合条数 {count} 不在 0 至 {len(items)} 之间")
    sums = {ZERO: 0} if count == 0 else {}
    for chosen in _choices(len(items), count):
        sums.setdefault(sum((items[i] for i in chosen), ZERO), 0)
    readings = {f"合计 {show(total)} 分的条目": total for total in sorted(sums)}
    return one_of(readings, f"符合 {count} 条", "各条分值不同，只填条数不能确定得分")


def _choices(length: int, count: int) -> list[tuple[int, ...]]:
    """Every choice of ``count`` positions; lists are short (at most five printed items)."""
    choices: list[tuple[int, ...]] = [()]
    for position in range(length):
        choices += [(*chosen, position) for chosen in choices if len(chosen) < count]
    return [chosen for chosen in choices if len(chosen) == count]


def survey(weight: Decimal, satisfied: Decimal) -> Outcome:
    """Satisfaction by the share of satisfied answers: weight × share.

    >>> survey(Decimal(5), Decimal("0.9537")).value
    Decimal('4.7685')
    """
    return Outcome(capped(weight * satisfied, weight), f"{show(weight)}×{percent(satisfied)}")


def quarters(each: Decimal, in_time: Decimal | None, rate: Decimal | None) -> Outcome:
    """Points for every quarter in time. Without the number of quarters, all work in time (100 %) means all four.

    >>> quarters(ONE, Decimal(3), None).value, quarters(Decimal("1.5"), None, ONE).value
    (Decimal('3'), Decimal('6.0'))
    >>> quarters(ONE, None, Decimal("0.75")).value is None
    True
    """
    if in_time is not None:
        if not 0 <= in_time <= 4 or in_time != int(in_time):  # noqa: PLR2004 - a year has four quarters
            return unknown(f"按时完成的季度数 {show(in_time)} 不是 0 至 4 的整数")
        return Outcome(each * in_time, f"{show(in_time)} 个季度×{show(each)}")
    if rate is not None and rate >= 1:
        return Outcome(each * 4, f"全部按时完成，4 个季度×{show(each)}")
    return unknown("未填写按时完成的季度数")


def three_bands(weight: Decimal, level: Level, floors: tuple[Decimal, Decimal]) -> Outcome:
    """Qualitative: met, partly met, not met leave 100 % to the first floor, down to the second, and below it.

    The floors belong to the band above them (≥ 80 %, ≥ 50 %), so the upper end of a lower band is excluded.

    >>> hubei = (Decimal("0.8"), Decimal("0.5"))
    >>> [(str(o.low), str(o.high)) for o in (three_bands(Decimal(10), level, hubei) for level in Level)]
    [('8.0', '10'), ('5.0', '8.0'), ('0', '5.0')]
    """
    upper, lower = weight * floors[0], weight * floors[1]
    low, high = {Level.MET: (upper, weight), Level.PARTLY: (lower, upper), Level.MISSED: (ZERO, lower)}[level]
    edge = "" if level is Level.MET else "（不含上限）"
    return Outcome(formula=f"{level.chinese}，{show(low)} 至 {show(high)} 分{edge}", low=low, high=high)

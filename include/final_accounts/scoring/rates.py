"""The rate an indicator is scored by 比率: from the figures of its own line, from the tables, or as printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from final_accounts.model.evaluation import Indicator, MeasureKind
from final_accounts.model.facts import Fact, FactKey
from final_accounts.scoring.rounding import step_of

Facts = Mapping[FactKey, Fact]


@dataclass(frozen=True, slots=True)
class Rate:
    """A share (1 = 100 %); ``low``/``high`` are what the display steps of its operands allow; ``origin`` in words."""

    value: Decimal
    low: Decimal
    high: Decimal
    origin: str


def from_figures(numerator: Decimal, denominator: Decimal, kind: str, origin: str) -> Rate | None:
    """Rate of two figures of one unit; None when the denominator is 0 (or negative: no budget to compare with).

    ``kind``: ratio, change = (numerator-denominator)/denominator, saving = (denominator-numerator)/denominator,
    degree = ratio. Both figures are known to half the finer of their printed steps, at most 1.

    >>> from_figures(Decimal("526.51"), Decimal("347.05"), "change", "").value.quantize(Decimal("0.0001"))
    Decimal('0.5171')
    """
    step = min(step_of(numerator, Decimal(1)), step_of(denominator, Decimal(1)))
    half = Decimal(0) if step == 1 else step / 2
    if denominator - half <= 0:
        return None
    corners = [(numerator + a) / (denominator + b) for a in (-half, half) for b in (-half, half)]
    value = numerator / denominator
    if kind == "change":
        return Rate(value - 1, min(corners) - 1, max(corners) - 1, origin)
    if kind == "saving":
        return Rate(1 - value, 1 - max(corners), 1 - min(corners), origin)
    return Rate(value, min(corners), max(corners), origin)


def own_rate(indicator: Indicator, kind: str) -> Rate | None:
    """From numerator and denominator of the line; a numerator of 0 alone is a ratio of 0."""
    numerator, denominator = indicator.inputs.get("numerator"), indicator.inputs.get("denominator")
    if numerator is None:
        return None
    if denominator is None:
        zero = Decimal(0)
        return Rate(zero, zero, zero, "分子为 0") if numerator == 0 and kind == "ratio" else None
    return from_figures(numerator, denominator, kind, f"{numerator}/{denominator}")


def printed_rate(indicator: Indicator) -> Rate | None:
    """The actual as printed, when it is a percentage and a value (no bound)."""
    actual = indicator.actual
    if actual.kind is not MeasureKind.NUMBER or actual.number is None or actual.unit != "%":
        return None
    if actual.direction.value not in ("", "="):
        return None
    value = actual.number / 100
    return Rate(value, value, value, f"填报 {actual.printed.strip()}")


def table_rate(parameters: Mapping[str, object], kind: str, facts: Facts) -> Rate | None:
    """From the accounts' own tables where the rubric names a source and both facts are there."""
    source = parameters.get("source")
    if not isinstance(source, Mapping):
        return None
    figures = [_figure(source.get(name), facts) for name in ("numerator", "denominator")]
    if figures[0] is None or figures[1] is None:
        return None
    return from_figures(figures[0], figures[1], kind, "报表数")


def _figure(places: object, facts: Facts) -> Decimal | None:
    """The first of the places [form, row, column] that holds a figure; a single place may stand without a list."""
    if not isinstance(places, (list, tuple)) or not places:
        return None
    for place in places if isinstance(places[0], (list, tuple)) else [places]:
        fact = facts.get(FactKey(*(str(part) for part in place)))
        if fact is not None and not fact.blank and isinstance(fact.value, (int, Decimal)):
            return Decimal(fact.value)
    return None

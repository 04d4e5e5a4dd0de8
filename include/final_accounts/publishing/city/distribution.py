"""Distributions 分布: how many units or forms lie between which values. Pure.

A group holds its lower bound and not its upper, but for the last one up to the highest edge, which holds both: 100 is
the full mark.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from final_accounts.publishing import figures
from final_accounts.publishing.city.histogram import Group, Histogram


def histogram(  # noqa: PLR0917 - what stands on the picture, in the order it is read
    chart_id: str,
    caption: str,
    measure: str,
    unit_of_count: str,
    edges: Sequence[int],
    series: Sequence[tuple[str, Collection[Decimal | None]]],
) -> Histogram:
    """One picture of one or two series over the same edges; values that are not known are told in the note.

    >>> of = histogram("x", "分布", "%", "家", [60, 100], [("", [Decimal(59), Decimal(60), Decimal(100), None])])
    >>> [(group.name, group.counts[0].text) for group in of.groups], of.note
    ([('＜60', '1'), ('60–100', '2')], '另有 1 家无法计算。')
    """
    sorted_in = [_counts(edges, values) for _, values in series]
    names = [f"＜{edges[0]}", *(f"{low}–{high}" for low, high in pairwise(edges)), f"＞{edges[-1]}"]
    above = any(counts[-1] for counts in sorted_in)
    groups = tuple(
        Group(name, tuple(figures.count(counts[place]) for counts in sorted_in))
        for place, name in enumerate(names if above else names[:-1])
    )
    unknown = sum(value is None for value in series[-1][1])
    known = any(value is not None for _, values in series for value in values)
    note = f"另有 {figures.count(unknown).text} {unit_of_count}无法计算。" if unknown else ""
    return Histogram(
        id=chart_id,
        caption=caption,
        measure=measure,
        unit_of_count=unit_of_count,
        series=tuple(name for name, _ in series),
        groups=groups if known else (),
        note=note,
        said=tuple(_said(measure, unit_of_count, [name for name, _ in series], groups, note)) if known else (note,),
    )


def _counts(edges: Sequence[int], values: Collection[Decimal | None]) -> list[int]:
    counts = [0] * (len(edges) + 1)
    for value in values:
        if value is not None:
            place = len(edges) - 1 if value == edges[-1] else bisect_right(edges, value)
            counts[place] += 1
    return counts


def _said(
    measure: str, unit_of_count: str, series: Sequence[str], groups: Sequence[Group], note: str
) -> Iterator[str | figures.Figure]:
    """The whole picture in words."""
    for place, name in enumerate(series):
        if name:
            yield f"{name}："
        for number, group in enumerate(groups):
            yield from ("；" if number else "", f"{group.name}{measure} ", group.counts[place], f" {unit_of_count}")
        yield "。"
    yield note

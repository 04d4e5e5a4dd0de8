"""Where charts stand: in the narrative below the part they belong to, else together in a section of their own. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from final_accounts.publishing.charts.nouns import Chart

TOGETHER = ""
"""The place of charts whose section the narrative does not have."""


def placed(charts: Sequence[Chart], parts: Mapping[str, int]) -> dict[str, tuple[Chart, ...]]:
    """Charts by place, ``section/part``, each kept in order.

    ``parts`` tells how many parts each section of the narrative has; a chart that asks for a part beyond the last one
    stands below the last. Every chart has exactly one place.

    >>> from final_accounts.publishing.charts.nouns import Chart
    >>> chart = Chart("totals", "图1", "万元", (), (), "general/2")
    >>> [list(placed((chart,), parts)) for parts in ({"general": 3}, {"general": 1}, {"basic": 1})]
    [['general/2'], ['general/1'], ['']]
    """
    found = sorted((_place(chart.place, parts), number) for number, chart in enumerate(charts))
    return {place: tuple(charts[n] for _, n in run) for place, run in groupby(found, key=lambda pair: pair[0])}


def _place(wanted: str, parts: Mapping[str, int]) -> str:
    section, _, part = wanted.partition("/")
    last = parts.get(section, 0)
    return f"{section}/{min(int(part), last)}" if last else TOGETHER

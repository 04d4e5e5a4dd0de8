"""Which events of a season counted 生效的事项: those that the table allowed from where their unit stood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from final_accounts.model.unit import BudgetUnit
from final_accounts.season.standing import Happened, Standing, at_the_start, step


def taken(units: Iterable[BudgetUnit], events: Iterable[Happened]) -> Iterator[tuple[Happened, Standing]]:
    """Each event of these units that the fold did not count as strange, in order, with the standing after it."""
    standings = {unit.code: at_the_start(unit) for unit in units}
    for event in events:
        if event.unit not in standings:
            continue
        before = standings[event.unit]
        standings[event.unit] = after = step(before, event)
        if after.strange == before.strange:
            yield event, after

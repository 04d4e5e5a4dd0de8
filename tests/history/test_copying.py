"""The beginning of a chain is copied as it is into an empty one, for a replay in another database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from final_accounts.history import History
from final_accounts.model.errors import HistoryError
from final_accounts.warehouse import Warehouse
from history.appending import event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[History]:
    with Warehouse(f"sqlite:///{tmp_path / 'elsewhere.db'}") as opened:
        opened.migrate()
        yield History(opened.engine)


def test_a_copied_chain_is_whole_and_goes_on_as_the_original_would(history: History, elsewhere: History) -> None:
    history.append("mou", 2021, [event(n=n) for n in range(5)])
    head = elsewhere.copy("mou", 2021, history.events("mou", 2021)[:3])
    assert elsewhere.events("mou", 2021) == history.events("mou", 2021)[:3]
    assert elsewhere.verify("mou", 2021, head) == ()
    assert elsewhere.append("mou", 2021, [event(n=n) for n in (3, 4)]) == history.head("mou", 2021)


def test_nothing_is_copied_behind_other_events_or_from_the_middle(history: History, elsewhere: History) -> None:
    history.append("mou", 2021, [event(n=n) for n in range(3)])
    events = history.events("mou", 2021)
    for wrong in (events[1:], events[:1] + events[2:]):
        with pytest.raises(HistoryError, match="接不上第"):
            elsewhere.copy("mou", 2021, wrong)
    with pytest.raises(HistoryError, match="接不上第"):
        elsewhere.copy("elsewhere", 2021, events)
    with pytest.raises(HistoryError, match="不是空的"):
        history.copy("mou", 2021, events)
    assert elsewhere.head("mou", 2021).sequence == 0

"""People read before they answer; Airflow can lose what is answered while it still puts the step to rest."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

READS_SECONDS = 12


@dataclass
class Reader:
    """Whoever is asked; ``seen`` is when a step (of one try) first lay before them."""

    seen: dict[str, float] = field(default_factory=dict)

    def has_read(self, question: Mapping[str, Any]) -> bool:
        """Whether the question has been before them for long enough."""
        since = self.seen.setdefault(str(question["task_instance"]["id"]), time.monotonic())
        return time.monotonic() - since >= READS_SECONDS

"""提请 and answers of batches as an approval sees them: who proposed it, and what happened after the answer.

What is asked about is (code, hash): a department with its roll-up, or a unit with its file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from final_accounts.history import Event

BATCH: Final = "batch"
"""Below this subject the events of all batches stand."""
PROPOSED: Final = "batch.proposed"
REJECTED: Final = "batch.rejected"
SIGNATURE: Final = "submission.signed"

Asked = tuple[str, str]


@dataclass(frozen=True)
class Proposals:
    """What the events tell.

    Batch -> who proposed it, what it asked about, the sequence of its rejection; unit -> that of its last signature.
    """

    by: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, frozenset[Asked]] = field(default_factory=dict)
    rejected: Mapping[str, int] = field(default_factory=dict)
    signed: Mapping[str, int] = field(default_factory=dict)

    def proposed(self, about: Asked, account: str) -> str:
        """The first batch with it that the account proposed, "" for none: whoever prepares does not approve."""
        mine = (batch for batch in self._with(about) if account and self.by[batch] == account)
        return next(mine, "")

    def overtaken(self, about: Asked, answered: int) -> str:
        """Why the answer (the sequence of its event, 0 for none) does not count for it any more, "" when it does.

        An answer is of what had been signed by then, and a later no takes it back.
        """
        if not answered:
            return ""
        later = [batch for batch in self._with(about) if self.rejected.get(batch, 0) > answered]
        if later:
            return f"答复之后，{later[0]}号批次对同一份报表答复了不批准，须另提一个批次"
        return "答复之后重新签过字，须另提一个批次" if self.signed.get(about[0], 0) > answered else ""

    def _with(self, about: Asked) -> tuple[str, ...]:
        return tuple(batch for batch, asked in self.asked.items() if about in asked)


def proposals(events: Iterable[Event]) -> Proposals:
    """Of the events of all batches, and of the signatures among them."""
    by: dict[str, str] = {}
    asked: dict[str, frozenset[Asked]] = {}
    rejected: dict[str, int] = {}
    signed: dict[str, int] = {}
    for event in events:
        if event.kind == PROPOSED:
            says = json.loads(event.payload)
            by[says["batch"]] = says["prepared_by"]
            asked[says["batch"]] = frozenset(
                {
                    *((one["code"], one["rollup"]) for one in says["departments"]),
                    *((one["unit"], one["sha256"]) for one in says["units"]),
                }
            )
        elif event.kind == REJECTED:
            rejected[json.loads(event.payload)["batch"]] = event.sequence
        elif event.kind == SIGNATURE:
            signed[event.subject.split("/")[0]] = event.sequence
    return Proposals(by, asked, rejected, signed)

"""The machine's verdicts 审核结论 on a version, as kinds of events."""

from __future__ import annotations

from typing import Final

RETURNED: Final = "submission.returned"
ACCEPTED: Final = "submission.accepted"
VERDICTS: Final = frozenset({RETURNED, ACCEPTED})

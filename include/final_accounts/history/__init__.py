"""The history 审计轨迹: append-only events, hash-chained for each city and fiscal year."""

from final_accounts.history.chain import subject_of
from final_accounts.history.event import Event, Head, NewEvent, Problem, ProblemKind
from final_accounts.history.exported import ExportedHead, exported_head
from final_accounts.history.history import History

__all__ = [
    "Event",
    "ExportedHead",
    "Head",
    "History",
    "NewEvent",
    "Problem",
    "ProblemKind",
    "exported_head",
    "subject_of",
]

"""Submissions by sha256 and version: receiving, listing, moving from state to state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from final_accounts.model.errors import StoreError
from final_accounts.model.submission import Submission, SubmissionState
from final_accounts.warehouse.engine import lock
from final_accounts.warehouse.restore import submission_of
from final_accounts.warehouse.tables import city as cities
from final_accounts.warehouse.tables import submission

_MOVES: Final = {
    SubmissionState.RECEIVED: {SubmissionState.RETURNED, SubmissionState.ACCEPTED},
    SubmissionState.RETURNED: {SubmissionState.ACCEPTED},
    SubmissionState.ACCEPTED: {SubmissionState.RETURNED, SubmissionState.APPROVED},
    SubmissionState.APPROVED: {SubmissionState.RETURNED, SubmissionState.PUBLISHED},
    SubmissionState.PUBLISHED: set[SubmissionState](),
}
_FORWARD: Final = (SubmissionState.ACCEPTED, SubmissionState.APPROVED, SubmissionState.PUBLISHED)


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """A submission with what the warehouse knows of it. ``edition`` is "" until an outcome is loaded.

    ``laid`` tells the file that became the version from the same one laid again; "" where nobody told.
    """

    city: str
    submission: Submission
    state: SubmissionState
    received_at: datetime
    edition: str
    laid: str = ""


def receive(
    connection: Connection, city: str, incoming: Submission, received_at: datetime, laid: str = ""
) -> tuple[Submission, bool]:
    """The submission under its version, and whether it is new.

    A file of the same bytes for the same unit and year is the version it already was; any other is the next version.
    ``incoming.version`` does not count.
    """
    if connection.execute(select(cities.c.id).where(cities.c.id == city)).one_or_none() is None:
        raise StoreError(f"the warehouse has no register of {city!r}; call register() before receive()")
    lock(connection, "submission", city, incoming.fiscal_year, incoming.unit)
    known = connection.execute(
        _select(city, incoming.fiscal_year, (incoming.unit,)).order_by(submission.c.version)
    ).all()
    for row in known:
        if row.sha256 == incoming.sha256:
            return submission_of(row), False
    version = known[-1].version + 1 if known else 1
    new = {
        "city": city,
        "fiscal_year": incoming.fiscal_year,
        "unit": incoming.unit,
        "version": version,
        "sha256": incoming.sha256,
        "file_name": incoming.file_name,
        "size": incoming.size,
        "received_at": received_at,
        "state": SubmissionState.RECEIVED.value,
        "edition": "",
        "laid": laid,
    }
    connection.execute(insert(submission), [new])
    return submission_of(connection.execute(_select(city, incoming.fiscal_year, (incoming.unit,), version)).one()), True


def stored_submissions(
    connection: Connection, city: str, fiscal_year: int, units: Sequence[str] | None = None
) -> tuple[StoredSubmission, ...]:
    """All versions, by unit code and version."""
    query = _select(city, fiscal_year, units).order_by(submission.c.unit, submission.c.version)
    return tuple(_stored(row) for row in connection.execute(query))


def set_state(
    connection: Connection, city: str, submissions: Sequence[Submission], state: SubmissionState
) -> tuple[Submission, ...]:
    """Move these versions to ``state``; those that changed.

    A version that is there already, or further on the way accepted → approved → published, is left alone, so that a
    step can be run again. A move that the season does not know (returned → published …) is a StoreError.
    """
    changed = []
    for item in submissions:
        lock(connection, "submission", city, item.fiscal_year, item.unit)
        row = connection.execute(_select(city, item.fiscal_year, (item.unit,), item.version)).one_or_none()
        if row is None or row.sha256 != item.sha256:
            raise StoreError(f"{city}/{item.fiscal_year}/{item.unit} v{item.version} was never received")
        now = SubmissionState(row.state)
        if now is state or (state in _FORWARD and now in _FORWARD and _FORWARD.index(now) > _FORWARD.index(state)):
            continue
        if state not in _MOVES[now]:
            raise StoreError(
                f"{city}/{item.fiscal_year}/{item.unit} v{item.version} is {now.value} and cannot become {state.value}"
            )
        connection.execute(update(submission).where(submission.c.id == row.id).values(state=state.value))
        changed.append(item)
    return tuple(changed)


def _select(city: str, fiscal_year: int, units: Sequence[str] | None, version: int = 0) -> Any:  # noqa: ANN401
    query = select(submission).where(submission.c.city == city, submission.c.fiscal_year == fiscal_year)
    if units is not None:
        query = query.where(submission.c.unit.in_(units))
    return query.where(submission.c.version == version) if version else query


def _stored(row: Row[Any]) -> StoredSubmission:
    return StoredSubmission(
        row.city, submission_of(row), SubmissionState(row.state), row.received_at, row.edition, row.laid
    )

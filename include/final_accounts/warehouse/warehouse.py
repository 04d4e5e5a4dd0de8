"""The warehouse 数据仓库 by one URL: what stages call.

Every method is one transaction. Queries beyond the few here are functions of a connection in ``queries_*``; take one
from :meth:`Warehouse.reading`, so that all figures of one page come from one state of the database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from final_accounts.model.facts import Fact
from final_accounts.model.submission import Submission, SubmissionState
from final_accounts.model.unit import BudgetUnit, City
from final_accounts.warehouse import load, migrate, queries_facts, register, submissions
from final_accounts.warehouse.engine import open_engine, reading, writing
from final_accounts.warehouse.record import LoadRecord
from final_accounts.warehouse.submissions import StoredSubmission


def _now() -> datetime:
    return datetime.now(UTC)


class Warehouse:
    """One database. Use it as a context manager, or call :meth:`close`; ``now`` is the clock."""

    def __init__(self, url: str, now: Callable[[], datetime] = _now) -> None:
        self.engine: Engine = open_engine(url)
        self._now = now

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the pooled connections."""
        self.engine.dispose()

    def migrate(self) -> None:
        """Create or update the tables; does nothing when they are up to date."""
        migrate.migrate(self.engine)

    def reading(self) -> AbstractContextManager[Connection]:
        """One reading transaction for the functions in ``queries_*``."""
        return reading(self.engine)

    def register(self, city: City, fiscal_year: int) -> dict[str, int]:
        """Keep the city's register of units; counts of lines inserted, updated, removed."""
        with writing(self.engine) as connection:
            return register.register(connection, city, fiscal_year)

    def units(self, city: str, fiscal_year: int) -> tuple[BudgetUnit, ...]:
        """Units of that fiscal year in register order, as registered."""
        with self.reading() as connection:
            return register.units_of(connection, city, fiscal_year)

    def start_run(
        self,
        city: str,
        fiscal_year: int,
        run: str,
        *,
        edition: str,
        edition_hash: str,
        rulebook_hash: str,
        code_version: str,
    ) -> None:
        """Note that run ``run`` of this season began."""
        values = {
            "city": city,
            "fiscal_year": fiscal_year,
            "id": run,
            "edition": edition,
            "edition_hash": edition_hash,
            "rulebook_hash": rulebook_hash,
            "code_version": code_version,
        }
        with writing(self.engine) as connection:
            register.start_run(connection, values, self._now())

    def finish_run(self, city: str, fiscal_year: int, run: str, outcome: str) -> None:
        """Note how it ended, such as "success" or "failed"."""
        with writing(self.engine) as connection:
            register.finish_run(connection, city, fiscal_year, run, outcome=outcome, now=self._now())

    def receive(  # noqa: PLR0917 - the contract of the room
        self,
        city: str,
        fiscal_year: int,
        unit: str,
        sha256: str,
        file_name: str,
        size: int,
        received_at: datetime | None = None,
        laid: str = "",
    ) -> tuple[Submission, bool]:
        """The submission under its version, and whether it is new; same bytes again: the version it already was.

        ``received_at`` is when the file arrived (aware), now unless the inbox knows better; ``laid`` is what the inbox
        tells one laying of a file from another by.
        """
        incoming = Submission(sha256, file_name, size, unit, fiscal_year)
        with writing(self.engine) as connection:
            return submissions.receive(connection, city, incoming, received_at or self._now(), laid)

    def submissions(self, city: str, fiscal_year: int, units: Sequence[str] | None = None) -> tuple[Submission, ...]:
        """All versions, by unit code and version."""
        return tuple(s.submission for s in self.stored_submissions(city, fiscal_year, units))

    def stored_submissions(
        self, city: str, fiscal_year: int, units: Sequence[str] | None = None
    ) -> tuple[StoredSubmission, ...]:
        """All versions with state, moment of receipt and edition, by unit code and version."""
        with self.reading() as connection:
            return submissions.stored_submissions(connection, city, fiscal_year, units)

    def set_state(self, city: str, items: Sequence[Submission], state: SubmissionState) -> tuple[Submission, ...]:
        """Move these versions on; those that changed. Running it again changes nothing."""
        with writing(self.engine) as connection:
            return submissions.set_state(connection, city, items, state)

    def load(self, record: LoadRecord) -> dict[str, int]:
        """Load one submission in one transaction; counts, ``inserted`` 0 when the same outcome is there already."""
        with writing(self.engine) as connection:
            return load.load(connection, record, self._now())

    def facts(self, city: str, fiscal_year: int, unit: str, version: int | None = None) -> tuple[Fact, ...]:
        """Facts of that version, or of the latest accepted one, as read."""
        with self.reading() as connection:
            return queries_facts.facts_of_version(connection, city, fiscal_year, unit, version)

    def prior_facts(self, city: str, units: Sequence[str], fiscal_year: int) -> dict[str, tuple[Fact, ...]]:
        """Unit code -> facts of its latest accepted version of the year *before* ``fiscal_year``.

        Name predecessors among ``units`` too; units without an accepted version are absent.
        """
        with self.reading() as connection:
            return queries_facts.accepted_facts(connection, city, fiscal_year - 1, units)

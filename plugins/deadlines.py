"""The legal date of publication as an Airflow deadline: a run of the season that has not ended well by then rings.

This is the first bell, not the one that cannot be silent: where no run exists there is no deadline, and Airflow does
not repeat a callback that failed. The watch DAG needs neither.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from airflow.plugins_manager import AirflowPlugin
from airflow.sdk.definitions.callback import AsyncCallback
from airflow.sdk.definitions.deadline import BaseDeadlineReference, DeadlineAlert, deadline_reference

from final_accounts.stages.calendars import legal_dates

BELL = "final_accounts.stages.watching.bell.legal_date_passed"


@deadline_reference()
@dataclass(eq=False)  # Airflow compares and hashes what is serialised
class LegalDate(BaseDeadlineReference):
    """The moment from which publication is overdue, for the city and year a run stands for.

    ``moments`` (city -> fiscal year -> ISO 8601) travel inside the serialised DAG: the scheduler opens no data room.
    A run without a year stands for the next date after its own moment; one that stands for a moment after its date
    has no deadline, so that looking at a past season does not ring.
    """

    city: str = ""
    moments: dict[str, dict[str, str]] = field(default_factory=dict)
    required_kwargs = frozenset({"dag_id", "run_id"})

    def serialize_reference(self) -> dict[str, Any]:
        """JSON for the scheduler; its values must be hashable."""
        moments = json.dumps(self.moments, sort_keys=True)
        return {"reference_type": self.reference_name, "city": self.city, "moments": moments}

    @classmethod
    def deserialize_reference(cls, reference_data: dict[str, Any]) -> Self:
        """The inverse of serialize_reference."""
        return cls(reference_data["city"], json.loads(reference_data["moments"]))

    def _evaluate_with(self, *, session: Any, dag_id: str, run_id: str) -> datetime | None:  # noqa: ANN401 # Airflow's
        """The legal date of a run; None when it has no deadline."""
        from airflow.models import DagRun  # noqa: PLC0415 # only the scheduler and the api-server have the database

        run = session.query(DagRun).filter_by(dag_id=dag_id, run_id=run_id).one()
        asked = run.conf or {}
        return legal_date(
            self.moments.get(str(asked.get("city") or self.city), {}),
            str(asked.get("fiscal_year") or ""),
            run.data_interval_start or run.run_after,
        )


def legal_date(moments: dict[str, str], year: str, stands_for: datetime) -> datetime | None:
    """The year's moment, or without a year the next one, when it comes after the moment the run stands for."""
    known = [datetime.fromisoformat(moment) for one, moment in moments.items() if year in {"", one}]
    return min((moment for moment in known if moment > stands_for), default=None)


def publication_bell(city: str) -> DeadlineAlert:
    """What the season's DAG is given. The callback runs in the triggerer, whatever the executor is busy with."""
    return DeadlineAlert(
        reference=LegalDate(city, legal_dates()),
        interval=timedelta(0),
        callback=AsyncCallback(BELL, kwargs={"city": city}),
        name="公开期限",
    )


class DeadlinePlugin(AirflowPlugin):
    """Makes the reference known to Airflow, so that a DAG using it can be serialised."""

    name = "final_accounts_deadlines"
    deadline_references = [LegalDate]  # noqa: RUF012 # Airflow declares an instance variable

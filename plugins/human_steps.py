"""A human step of a run: a question that waits for a named person and holds no worker, under the house's policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from airflow.providers.standard.operators.hitl import HITLOperator

from stage_tasks import POLICY

ASKING = timedelta(minutes=5)


def human_step(
    name: str, display: str, *, options: Sequence[str], silence: str, form: Mapping[str, Any], days: int
) -> Any:  # noqa: ANN401 # Airflow's partial operator is untyped
    """A step to `.expand_kwargs(...)` with a list of one dict: `subject`, `body` and `assigned_users`.

    Airflow reads `subject` and `body` as templates, also when they come in this way: senders' words go through
    `stages.respondents.as_words`. After `days` without an answer Airflow answers `silence` in nobody's name; whoever
    reads the answer must ask who gave it. A form that Airflow itself refuses is asked again.
    """
    return HITLOperator.partial(
        task_id=name,
        task_display_name=display,
        options=list(options),
        defaults=[silence],
        params=dict(form),
        execution_timeout=ASKING,
        response_timeout=timedelta(days=days),
        **POLICY,
    )

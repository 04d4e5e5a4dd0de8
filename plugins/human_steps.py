"""A human step of a run: a question that waits for a named person and holds no worker, under the house's policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import Context

from stage_tasks import POLICY, own_errors_fail_at_once, stage_function

ASKING = timedelta(minutes=5)
ASKED_AGAIN = 9
"""Airflow loses answers that come while it still puts the step to rest; asking again does no harm."""


class WitnessedStep(HITLOperator):
    """A step whose answer stands in our own history before Airflow keeps any result of it.

    Airflow lets others mark a task as successful and edit what it returned; what this step wrote down nobody edits, and
    nothing that comes after reads Airflow's result. ``witness`` (`room.module.function` of the stages) writes it, given
    the settings, what the question is ``about``, and Airflow's own record of who answered what.
    """

    def __init__(self, *, witness: str, about: dict[str, Any], **arguments: Any) -> None:  # noqa: ANN401 # Airflow's own
        """The question of an ordinary human step, who writes down its answer, and what it is about."""
        super().__init__(**arguments)
        self.witness = witness
        self.about = about

    def execute_complete(self, context: Context, event: dict[str, Any]) -> Any:  # noqa: ANN401 # Airflow's answer
        """Somebody answered, or the time is over."""
        response = super().execute_complete(context, event)
        witness = stage_function(self.witness)
        with own_errors_fail_at_once():
            witness(self.about, response)
        return response


def human_step(
    name: str,
    display: str,
    *,
    options: Sequence[str],
    silence: str,
    form: Mapping[str, Any],
    within: timedelta,
    witness: str,
) -> Any:  # noqa: ANN401 # Airflow's partial operator is untyped
    """A step to `.expand_kwargs(...)` with a list of one dict: `subject`, `body`, `assigned_users`, `about`.

    Airflow reads `subject` and `body` as templates, also when they come in this way: senders' words go through
    `stages.acting.respondents.as_words`. After `within` without an answer Airflow answers `silence` in nobody's name;
    whoever reads the answer must ask who gave it. A form that Airflow itself refuses is asked again.
    """
    return WitnessedStep.partial(
        task_id=name,
        task_display_name=display,
        options=list(options),
        defaults=[silence],
        params=dict(form),
        execution_timeout=ASKING,
        response_timeout=within,
        witness=witness,
        **POLICY | {"retries": ASKED_AGAIN},
    )


def start_run(dag: str, display: str) -> Any:  # noqa: ANN401 # Airflow's partial operator is untyped
    """A step to `.expand_kwargs(...)` with dicts of `conf` and `trigger_run_id`; a run that is there is left alone."""
    return TriggerDagRunOperator.partial(
        task_id="start",
        task_display_name=display,
        trigger_dag_id=dag,
        skip_when_already_exists=True,
        execution_timeout=ASKING,
        **POLICY,
    )

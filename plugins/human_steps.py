"""A human step of a run: a question that waits for a named person and holds no worker, under the house's policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from importlib import import_module
from typing import Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import Context
from airflow.sdk.exceptions import AirflowFailException

from final_accounts.model.errors import FinalAccountsError
from stage_tasks import POLICY

ASKING = timedelta(minutes=5)


class WitnessedStep(HITLOperator):
    """A step whose answer stands in our own history before Airflow keeps any result of it.

    Airflow lets others mark a task as successful and edit what it returned; what this step wrote down nobody edits.
    ``batch`` (city, fiscal_year, batch) says what the answer is about.
    """

    def __init__(self, *, batch: dict[str, Any], **arguments: Any) -> None:  # noqa: ANN401 # Airflow's own
        """The question of an ordinary human step, and the batch."""
        super().__init__(**arguments)
        self.batch = batch

    def execute_complete(self, context: Context, event: dict[str, Any]) -> Any:  # noqa: ANN401 # Airflow's answer
        """Somebody answered, or the time is over."""
        response = super().execute_complete(context, event)
        stages = "final_accounts.stages"
        settings = import_module(f"{stages}.settings").Settings.from_environment()
        try:
            import_module(f"{stages}.approval.settle_batch").note_answer(settings, self.batch, response)
        except FinalAccountsError as error:
            raise AirflowFailException(f"{type(error).__name__}: {error}") from error
        return response


def human_step(
    name: str,
    display: str,
    *,
    options: Sequence[str],
    silence: str,
    form: Mapping[str, Any],
    days: int,
    kind: type[HITLOperator] = HITLOperator,
) -> Any:  # noqa: ANN401 # Airflow's partial operator is untyped
    """A step to `.expand_kwargs(...)` with a list of one dict: `subject`, `body`, `assigned_users` (what `kind` takes).

    Airflow reads `subject` and `body` as templates, also when they come in this way: senders' words go through
    `stages.acting.respondents.as_words`. After `days` without an answer Airflow answers `silence` in nobody's name;
    whoever reads the answer must ask who gave it. A form that Airflow itself refuses is asked again.
    """
    return kind.partial(
        task_id=name,
        task_display_name=display,
        options=list(options),
        defaults=[silence],
        params=dict(form),
        execution_timeout=ASKING,
        response_timeout=timedelta(days=days),
        **POLICY,
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

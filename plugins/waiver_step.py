"""The human step of a waiver: whoever answers, their answer is verified and written before Airflow keeps any result."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Context
from airflow.sdk.exceptions import AirflowFailException

from final_accounts.model.errors import FinalAccountsError


class WaiverStep(HITLOperator):
    """A step whose answer is the decision.

    Airflow lets others mark a task as successful and edit what it returned. Nothing that comes after reads such a
    result: the answer goes from Airflow's own record of who gave it straight into our history.
    """

    def execute_complete(self, context: Context, event: dict[str, Any]) -> Any:  # noqa: ANN401 # Airflow's answer
        """Somebody answered, or the time is over."""
        response = super().execute_complete(context, event)
        settings = import_module("final_accounts.stages.settings").Settings.from_environment()
        answer = import_module("final_accounts.stages.acting.answer_waiver").answer_waiver
        try:
            answer(settings, dict(context["params"]), response)
        except FinalAccountsError as error:
            raise AirflowFailException(f"{type(error).__name__}: {error}") from error
        return response

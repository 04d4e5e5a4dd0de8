"""Airflow's local settings; Airflow imports this module in every process because `config/` is on PYTHONPATH.

Two things that Airflow has no setting for:

- Great Expectations and pandas take seconds to import. LocalExecutor's workers are forked from the scheduler and
  Celery's from its worker process, so what those processes imported once is there in every task.
- The log servers of the scheduler and the triggerer listen on every address. With `FINAL_ACCOUNTS_LOG_HOST` they
  listen on that one (the embedded Airflow says 127.0.0.1; in containers the api-server must reach them).
"""

from __future__ import annotations

import importlib
import os
import sys

HEAVY = ("numpy", "pandas", "scipy.sparse", "great_expectations", "great_expectations.expectations", "sqlalchemy.orm")
SERVES_LOGS = ("scheduler", "triggerer")


def forks_tasks(arguments: list[str]) -> bool:
    """Whether this process is the one that tasks are forked from.

    >>> forks_tasks(["airflow", "scheduler"]), forks_tasks(["airflow", "celery", "worker", "-c", "2"])
    (True, True)
    >>> forks_tasks(["airflow", "api-server"]), forks_tasks(["airflow", "celery", "flower"])
    (False, False)
    """
    return arguments[1:2] == ["scheduler"] or arguments[1:3] == ["celery", "worker"]


def serve_logs(port: int | None = None) -> None:
    """Airflow's log server, on the address of `FINAL_ACCOUNTS_LOG_HOST`."""
    uvicorn = importlib.import_module("uvicorn")
    conf = importlib.import_module("airflow.configuration").conf
    uvicorn.run(
        "airflow.utils.serve_logs.log_server:get_app",
        host=os.environ["FINAL_ACCOUNTS_LOG_HOST"],
        port=port or conf.getint("logging", "WORKER_LOG_SERVER_PORT"),
        log_config=None,
        access_log=False,
    )


if forks_tasks(sys.argv):
    for name in HEAVY:
        importlib.import_module(name)

if "FINAL_ACCOUNTS_LOG_HOST" in os.environ and sys.argv[1:2] and sys.argv[1] in SERVES_LOGS:
    importlib.import_module("airflow.utils.serve_logs").serve_logs = serve_logs  # type: ignore[attr-defined]

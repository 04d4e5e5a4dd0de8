"""How a verb of the house becomes an Airflow task: one policy of retries, time limits and errors for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from importlib import import_module
from inspect import Parameter, Signature
from typing import Any

from airflow.sdk import TriggerRule, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from final_accounts.model.errors import FinalAccountsError

RETRIES = 3
RETRY_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(minutes=10)
POLICY: dict[str, Any] = {
    "retries": RETRIES,
    "retry_delay": RETRY_DELAY,
    "retry_exponential_backoff": True,
    "max_retry_delay": LONGEST_DELAY,
}
"""For operators of Airflow's own, which are no verbs; each names its `execution_timeout` besides."""
WAREHOUSE_POOL = "warehouse"
"""Tasks that write many rows: one at a time on SQLite, more on PostgreSQL."""


def opening(context: Mapping[str, Any]) -> dict[str, Any]:
    """What `open_season` is asked: the run's parameters, and for a run by the clock the year whose season it is."""
    params, run = context["params"], context["dag_run"]
    year = params["fiscal_year"] or context["dag"].timetable.fiscal_year_on(run.data_interval_start or run.run_after)
    return {"city": params["city"], "fiscal_year": year, "conf": run.conf or {}, "run": run.run_id}


def parameters(context: Mapping[str, Any]) -> dict[str, Any]:
    """The run's parameters as they are: without city or year, the house itself knows which seasons are open."""
    params, run = context["params"], context["dag_run"]
    return {"city": params["city"], "fiscal_year": params["fiscal_year"], "conf": run.conf or {}, "run": run.run_id}


def request_of(context: Mapping[str, Any]) -> dict[str, Any]:
    """The run's parameters, with the current season's year where none is given."""
    params = dict(context["params"])
    current_year = import_module("final_accounts.stages.calendars").current_year
    return params | {"fiscal_year": params["fiscal_year"] or current_year(params["city"])}


def requested(context: Mapping[str, Any]) -> dict[str, Any]:
    """What the steps of a request are asked: the run's parameters name it."""
    return {"request": request_of(context)}


def proposing(context: Mapping[str, Any]) -> dict[str, Any]:
    """What `propose_batch` is asked: the run's parameters, and who started the run; the clock or a DAG is nobody."""
    run = context["dag_run"]
    return {"request": request_of(context), "preparer": run.triggering_user_name or "", "run": run.run_id}


def settling(context: Mapping[str, Any]) -> dict[str, Any]:
    """What `settle_batch` is asked: the run that proposed the batch; which one it is, the history tells."""
    return {"request": request_of(context), "run": context["dag_run"].run_id}


def publishing(context: Mapping[str, Any]) -> dict[str, Any]:
    """What `open_season` is asked by a publication: it has units besides the season's own parameters."""
    params, run = request_of(context), context["dag_run"]
    conf = {key: value for key, value in (run.conf or {}).items() if key != "units"}
    return {"city": params["city"], "fiscal_year": params["fiscal_year"], "conf": conf, "run": run.run_id}


def units_asked(context: Mapping[str, Any]) -> dict[str, Any]:
    """What `to_publish` is asked besides the season: the units of the run's parameters."""
    return {"units": list(context["params"]["units"] or ())}


def auditing(context: Mapping[str, Any]) -> dict[str, Any]:
    """What `find_documents` is asked: the run's parameters."""
    params, run = context["params"], context["dag_run"]
    return {"folder": params["folder"], "name": params["name"], "run": run.run_id}


def stage_function(name: str) -> Callable[..., Any]:
    """`room.module.function` of the stages, with the settings of the environment as its first argument.

    To be asked for when the task runs, which imports it: a DAG file is parsed every few seconds.
    """
    settings = import_module("final_accounts.stages.settings").Settings.from_environment()
    module, _, function = name.rpartition(".")
    return partial(getattr(import_module(f"final_accounts.stages.{module}"), function), settings)


@contextmanager
def own_errors_fail_at_once() -> Iterator[None]:
    """Own errors (an unknown year, a broken rule file) fail the task at once, because nothing changes by waiting.

    All others (a database or a disk that is away) are tried again, later each time.
    """
    try:
        yield
    except FinalAccountsError as error:
        raise AirflowFailException(f"{type(error).__name__}: {error}") from error


def verb(
    stage: str,
    display: str,
    *,
    minutes: int,
    takes: Sequence[str] = (),
    pool: str = "default_pool",
    trigger_rule: TriggerRule = TriggerRule.ALL_SUCCESS,
    asked: Callable[[Mapping[str, Any]], dict[str, Any]] | None = None,
) -> Any:  # noqa: ANN401 # Airflow's decorator is untyped
    """A task that calls the stage `room.verb` with the settings of the environment and the arguments it `takes`.

    A mapped task is labelled with its chunk, so that the grid can be read.
    """
    name = stage.rpartition(".")[2]

    def run(**arguments: Any) -> Any:  # noqa: ANN401 # what the stage takes and gives, ids and counts
        context = get_current_context()
        _skip_without_work(arguments)
        if chunk := arguments.get("chunk"):
            context["label"] = _label(chunk)  # type: ignore[typeddict-unknown-key]
        call = stage_function(f"{stage}.{name}")
        with own_errors_fail_at_once():
            return call(**arguments, **(asked(context) if asked else {}))

    run.__signature__ = Signature([Parameter(each, Parameter.KEYWORD_ONLY) for each in takes])  # type: ignore[attr-defined]
    labelled = {"map_index_template": "{{ label }}"} if "chunk" in takes else {}
    return _task(run, name, display, minutes, pool=pool, trigger_rule=trigger_rule, **labelled)


def _skip_without_work(arguments: Mapping[str, Any]) -> None:
    """A task whose forerunner had nothing to hand over is skipped, and says why."""
    if "season_item" in arguments and arguments["season_item"] is None:
        raise AirflowSkipException("编报季未能开启，没有可做的事。")
    if "chunks" in arguments and not arguments["chunks"]:
        raise AirflowSkipException("没有找到可以核对的文件，没有可做的事。")


def _label(chunk: Mapping[str, Any]) -> str:
    """What a mapped task is called in the grid: which chunk, of how many units or files."""
    size = f" {len(chunk['units'])}家" if "units" in chunk else ""
    size = f" {len(chunk['claims'])}件" if "claims" in chunk else size
    return f"第{chunk['chunk'] + 1}批{size}"


def chunk_verbs() -> tuple[Any, Any, Any, Any, Any]:
    """What every chunk of submissions goes through: 审核, 评分, 反馈, 入库, 告知."""
    chunk = ("chunk",)
    return (
        verb("judgement.review", "审核", takes=chunk, minutes=60),
        verb("judgement.score", "绩效评分", takes=chunk, minutes=30),
        verb("letters.feedback", "反馈", takes=chunk, minutes=30),
        verb("judgement.load", "入库", takes=chunk, minutes=30, pool=WAREHOUSE_POOL),
        verb("letters.notify", "告知单位", takes=chunk, minutes=30),
    )


def alarm() -> Any:  # noqa: ANN401 # Airflow's decorator is untyped
    """A last task that fails the run when any task before it failed, so that going on never hides a failure."""

    def tell() -> None:
        raise AirflowFailException(
            "本次运行有任务失败，请查看标红的任务；处理后清除它，即可从那里重跑。没有标红的批次不受影响。"
        )

    return _task(tell, "alarm", "有任务失败时报警", 5, trigger_rule=TriggerRule.ONE_FAILED)


def _task(run: Callable[..., Any], name: str, display: str, minutes: int, **more: Any) -> Any:  # noqa: ANN401
    run.__name__ = run.__qualname__ = name
    return task(
        task_id=name,
        task_display_name=display,
        execution_timeout=timedelta(minutes=minutes),
        **(POLICY | more),
    )(run)

"""`make run`: the seasons of the example cities through Airflow, then each city's table of units and what to open.

The example submissions are written into the inbox, one run a city and year goes through scheduler and API like in a
deployment, and the years follow each other, because a year is compared with the one before.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from debian_packages import FONTS, obtain
from embedded import DAG, ROOT, EmbeddedAirflow, EmbeddedError
from final_accounts.stages.examples import example_seasons, prepare_examples
from final_accounts.stages.publication.report import report, show_report
from final_accounts.stages.settings import Settings

if TYPE_CHECKING:
    from airflow_api import AirflowApi

APPROVER = "示例季自动批复"
"""Who approves in the example season; a real one is approved by people."""
PROGRESS = "final_accounts.progress"
STATES = {"success": "完成", "failed": "失败", "upstream_failed": "因上游失败未执行", "up_for_retry": "稍后重试"}


def say(text: str) -> None:
    """A line at once, also into a pipe."""
    print(text, flush=True)


def variable_folder() -> Path:
    """Where everything is written: `var/` unless the environment says otherwise."""
    return Path(os.environ.get("FINAL_ACCOUNTS_VAR") or ROOT / "var").resolve()


def show(api: AirflowApi, run: str, season: str, instance: dict[str, Any]) -> None:
    """One line for a task of a chunk, below it what it said unit by unit; of a failed one the error."""
    chunk = f" {instance['rendered_map_index']}" if instance["map_index"] >= 0 else ""
    seconds = f" {instance['duration']:.1f}秒" if instance["duration"] else ""
    state = STATES[instance["state"]]
    say(f"[{season}] {instance['task_display_name']}{chunk}: {state}{seconds}")
    if instance["state"] == "upstream_failed":
        return
    wanted = PROGRESS if instance["state"] == "success" else "error"
    for line in api.log(DAG, run, instance):
        if line.logger == wanted:
            say(f"    {line.text}")


def run_year(api: AirflowApi, year: int, cities: list[str]) -> bool:
    """One run a city at the same time; False when any did not succeed."""
    runs = {api.trigger(DAG, {"city": city, "fiscal_year": year, "approver": APPROVER}): city for city in cities}
    for run, instance in api.follow(DAG, list(runs), pause=0.5):
        show(api, run, f"{runs[run]} {year}", instance)
    return all(api.state(DAG, run) == "success" for run in runs)


def main() -> int:
    """0 when every run succeeded."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    began = time.monotonic()
    var = variable_folder()
    settings = Settings.at(var)
    seasons = [(season.fiscal_year, season.city.id) for season in example_seasons()]
    say("生成示例报送工作簿，同时启动 Airflow ...")
    with ThreadPoolExecutor(2) as beside:
        written = beside.submit(list, prepare_examples(settings))
        fonts = beside.submit(obtain, [FONTS])
        with EmbeddedAirflow(var) as airflow:
            say(f"Airflow 就绪: {airflow.address} ({time.monotonic() - began:.0f}秒)")
            for line in written.result():
                say(f"    {line}")
            fonts.result()  # without them everything but the PDF is published; the end table says so
            ended_well = [  # a year that failed does not keep the next one from being tried
                run_year(airflow.api, year, [city for _, city in items])
                for year, items in groupby(seasons, key=lambda item: item[0])
            ]
    console = Console(highlight=False)
    for year, city in seasons:
        show_report(console, report(settings, city, year))
    good = all(ended_well)
    say(f"{'全部完成' if good else '有运行失败，见上'}，共用 {time.monotonic() - began:.0f}秒")
    return 0 if good else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except EmbeddedError as error:
        sys.exit(f"{error}")

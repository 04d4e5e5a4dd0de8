"""# 豁免申请提请

查找待审批的豁免 → 启动审批：每十分钟看一遍，每件还没有提请的豁免申请启动一次“豁免审批”；提请过的不再启动。
"""

import os

from airflow.sdk import CronTriggerTimetable, Param, dag

from human_steps import start_run
from stage_tasks import verb

CITY = os.environ.get("FINAL_ACCOUNTS_CITY", "wuhan-jianghan")
waiting = verb(
    "acting.waivers_waiting", "查找待审批的豁免", minutes=5, asked=lambda context: {"city": context["params"]["city"]}
)


@dag(
    dag_display_name="豁免申请提请",
    doc_md=__doc__,
    schedule=CronTriggerTimetable("*/10 * * * *", timezone="Asia/Shanghai"),
    max_active_runs=1,
    params={"city": Param(CITY, type="string", title="城市")},
)
def waiver_requests() -> None:
    """Start one run for each request that waits; a request that has its run is skipped."""
    start_run("waiver", "启动审批").expand_kwargs(waiting())


waiver_requests()

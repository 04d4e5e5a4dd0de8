"""# 夜间重演

每天夜里随机抽取一次过去的审核，用留存的文件、当时的规则和程序重新审核一遍，疑点、得分、结论和公开文件逐字节比对。
抽取的种子和比对结果记入审计轨迹；与存档不同时通知编报季管理员和审计人员，任务标红，直到查明原因。
也可手工触发，写明抽取次数和种子。
"""

import os

from airflow.sdk import CronTriggerTimetable, Param, dag

from stage_tasks import parameters, verb

CITY = os.environ.get("FINAL_ACCOUNTS_CITY", "wuhan-jianghan")
NIGHTLY = CronTriggerTimetable("40 2 * * *", timezone="Asia/Shanghai")
again = verb("replaying.replay_nightly", "随机重演", minutes=60, asked=parameters)


@dag(
    dag_display_name="夜间重演",
    doc_md=__doc__,
    schedule=NIGHTLY,
    max_active_runs=1,
    params={
        "city": Param(CITY, type="string", title="城市"),
        "fiscal_year": Param(None, type=["null", "integer"], title="决算年度（空白：当前编报季）"),
        "count": Param(1, type="integer", minimum=1, maximum=50, title="抽取几次审核"),
        "seed": Param("", type=["null", "string"], title="抽取的种子（空白：当天日期）"),
    },
)
def replay() -> None:
    """Wire the verb."""
    again()


replay()

"""# 决算值守

日台账结账 → 催报、告知 → 预测 → 值守：按时钟每小时看一遍编报季的台账，不依赖任何其他流程是否运行过。
名录与台账或报送义务合计不符、有名录外的记录、有单位逾期、批复期限已过仍未批复、编报季结束仍有事项尚未办结、公开期限已过仍未公开、
已结账的日期又有变化、网页缺失或没有公开记载、审计轨迹不完整：只要有一项，值守任务就失败并标红，直到问题解决。
新的编报季开启以后，以前的编报季只要还有批复没有公开，就一并看。
催报只发给还没有办完的人，批复、公开、更正等告知有关的人，每件一次；漏跑的日子下次补结。
"""

import os

from airflow.sdk import CronTriggerTimetable, Param, TriggerRule, dag

from stage_tasks import alarm, parameters, verb

CITY = os.environ.get("FINAL_ACCOUNTS_CITY", "wuhan-jianghan")
HOURLY = CronTriggerTimetable("20 * * * *", timezone="Asia/Shanghai")
EVEN_SO, SEASON = TriggerRule.ALL_DONE, ("season_item",)
ledger = verb("watching.ledger", "日台账结账", minutes=10, asked=parameters)
reminders = verb("letters.reminders", "催报", takes=SEASON, minutes=30)
announce = verb("letters.announce", "告知", takes=SEASON, minutes=30)
forecast = verb("watching.forecast", "逾期预测", takes=SEASON, minutes=10)
look = verb("watching.watch", "值守", takes=SEASON, minutes=10, trigger_rule=EVEN_SO)
alarmed = alarm()


@dag(
    dag_display_name="决算值守",
    doc_md=__doc__,
    schedule=HOURLY,
    max_active_runs=1,
    params={
        "city": Param(CITY, type="string", title="城市"),
        "fiscal_year": Param(None, type=["null", "integer"], title="决算年度（空白：当前编报季）"),
    },
)
def watch() -> None:
    """Wire the verbs."""
    season = ledger()
    told = [reminders(season_item=season), announce(season_item=season), forecast(season_item=season)]
    looked = look(season_item=season)
    told >> looked
    [season, *told, looked] >> alarmed()


watch()

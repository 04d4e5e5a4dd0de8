"""# 决算公开

核对批复 → 公开 → 全市汇总：公开指定单位（不填则为全部已批复单位），再把全市网页整体更新一次。
每家单位能否公开，都从审计轨迹重新核实：两人签字、主管部门汇总、两级批复、批复人有权且不是提请人和签字人，缺一不公开。
"""

import os

from airflow.sdk import Param, TriggerRule, dag

from stage_tasks import alarm, publishing, units_asked, verb

CITY = os.environ.get("FINAL_ACCOUNTS_CITY", "wuhan-jianghan")
CHUNK, SEASON = ("chunk",), ("season_item",)
open_season = verb("intake.open_season", "核对编报季", minutes=10, asked=publishing)
to_publish = verb("publication.to_publish", "待公开单位", takes=SEASON, minutes=10, asked=units_asked)
publish = verb("publication.publish", "公开", takes=CHUNK, minutes=60)
city_summary = verb("publication.city_summary", "全市汇总", takes=SEASON, minutes=30, trigger_rule=TriggerRule.ALL_DONE)


@dag(
    dag_display_name="决算公开",
    doc_md=__doc__,
    schedule=None,
    max_active_runs=1,
    params={
        "city": Param(CITY, type="string", title="城市"),
        "fiscal_year": Param(None, type=["null", "integer"], title="决算年度（空白：当前编报季）"),
        "units": Param([], type="array", items={"type": "string"}, title="预算单位编码（空白：全部已批复单位）"),
    },
)
def publication() -> None:
    """Verify and publish these units, then put the whole site in place."""
    opened = open_season()
    chunks = to_publish(season_item=opened)
    published = publish.expand(chunk=chunks)
    summary = city_summary(season_item=opened)
    published >> summary
    [opened, chunks, published, summary] >> alarm()()


publication()

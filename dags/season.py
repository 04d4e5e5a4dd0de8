"""# 决算编报季

收件 → 审核 → 评分 → 反馈、入库、告知 → 自动办理（仅示例） → 公开 → 全市汇总：一次运行把一城一年从头到尾看一遍。
编报季内每天自动运行一次，编报季结束时再运行一次；也可手工触发任何城市和年度。重跑整条流程或其中任何任务，正确的结果都不会改变。
一家的文件有问题只退回这一家；一批因系统原因失败，不影响其他批次。签审、批复由人员办理，只有示例城市可自动办理。
"""

import os

from airflow.sdk import Param, TriggerRule, dag, task_group

from deadlines import publication_bell
from final_accounts.stages.calendars import city_name, season_spans
from season_timetable import SeasonTimetable
from stage_tasks import alarm, chunk_verbs, opening, verb

CITY = os.environ.get("FINAL_ACCOUNTS_CITY", "wuhan-jianghan")
EVEN_SO, CHUNK, SEASON = TriggerRule.ALL_DONE, ("chunk",), ("season_item",)
open_season = verb("intake.open_season", "开启编报季", minutes=10, asked=opening)
gather = verb("intake.gather", "收件", takes=SEASON, minutes=30)
review, score, feedback, load, notify = chunk_verbs()
rule_changes = verb("rulebook.rule_changes", "规则改动的告知", takes=SEASON, minutes=10, trigger_rule=EVEN_SO)
rehearse = verb("acting.rehearse", "自动办理", takes=(*SEASON, "approver"), minutes=30, trigger_rule=EVEN_SO)
publish = verb("publication.publish", "公开", takes=CHUNK, minutes=60)
city_summary = verb("publication.city_summary", "全市汇总", takes=SEASON, minutes=30, trigger_rule=EVEN_SO)


@task_group(group_id="units", group_display_name="逐批处理")
def one_chunk(chunk: dict[str, object]) -> None:
    """Up to 25 units on their way into the warehouse, and back to those who must correct."""
    review(chunk=chunk) >> score(chunk=chunk) >> [feedback(chunk=chunk), load(chunk=chunk)] >> notify(chunk=chunk)


@dag(
    dag_display_name="决算编报季",
    doc_md=__doc__,
    schedule=SeasonTimetable.of(CITY, season_spans(CITY), city_name(CITY)),
    deadline=publication_bell(CITY),
    max_active_runs=8,
    params={
        "city": Param(CITY, type="string", title="城市"),
        "fiscal_year": Param(None, type=["null", "integer"], title="决算年度（空白：当前编报季）"),
        "approver": Param(None, type=["null", "string"], title="示例批复人（空白：由人员批复）"),
    },
)
def season() -> None:
    """Wire the verbs."""
    opened = open_season()
    chunks = gather(season_item=opened)
    units, told = one_chunk.expand(chunk=chunks), rule_changes(season_item=opened)
    rehearsed = rehearse(season_item=opened, approver="{{ params.approver or '' }}")
    published, summary = publish.expand(chunk=chunks), city_summary(season_item=opened)
    units >> told >> rehearsed >> published >> summary
    [units, told, rehearsed, published, summary] >> alarm()()


season()

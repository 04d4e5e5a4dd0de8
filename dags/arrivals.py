"""# 到件即审

认领 → 审核 → 评分 → 反馈、入库 → 通知 → 办结：收件箱里的文件一到，几分钟内审核完并反馈给单位，每个文件只审一次。
收件箱有动静时立即唤醒，另外每隔几分钟按时钟醒一次，漏掉的事件由此补上。醒来后总是重新查看全部收件箱，只认领没有人认领的文件；
认领人中途失败，租期一过由下一次接手。正在写入的文件等写完再收；重复的文件告知发件人；放错文件夹的隔离并通知财政部门。
"""

import os

from airflow.sdk import Asset, AssetOrTimeSchedule, AssetWatcher, CronTriggerTimetable, Param, dag, task_group

from inbox_trigger import InboxTrigger
from stage_tasks import alarm, chunk_verbs, parameters, verb

LOOK_SECONDS = float(os.environ.get("FINAL_ACCOUNTS_WATCH_SECONDS") or 10)
WAKE_MINUTES = int(os.environ.get("FINAL_ACCOUNTS_WAKE_MINUTES") or 5)
CHUNK = ("chunk",)
inbox = Asset(
    name="final-accounts-inbox",
    uri="x-final-accounts://inbox",
    watchers=[AssetWatcher(name="inbox", trigger=InboxTrigger(seconds=LOOK_SECONDS))],
)
claim = verb("intake.claim", "认领", minutes=20, asked=parameters)
review, score, feedback, load, notify = chunk_verbs()
conclude = verb("intake.conclude", "办结", takes=CHUNK, minutes=10)
alarmed = alarm()


@task_group(group_id="arrived", group_display_name="逐批处理")
def one_chunk(chunk: dict[str, object]) -> None:
    """Up to 25 files on their way into the warehouse, and what was found back to their senders."""
    told = notify(chunk=chunk)
    review(chunk=chunk) >> score(chunk=chunk) >> [feedback(chunk=chunk), load(chunk=chunk)] >> told
    told >> conclude(chunk=chunk)


@dag(
    dag_id="arrivals",
    dag_display_name="到件即审",
    doc_md=__doc__,
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable(f"*/{WAKE_MINUTES} * * * *", timezone="Asia/Shanghai"), assets=[inbox]
    ),
    max_active_runs=4,
    params={
        "city": Param(None, type=["null", "string"], title="城市（空白：全部收件箱）"),
        "fiscal_year": Param(None, type=["null", "integer"], title="决算年度（空白：全部年度）"),
    },
)
def arrivals() -> None:
    """Wire the verbs."""
    worked = one_chunk.expand(chunk=claim())
    worked >> alarmed()


arrivals()

"""# 决算批复

提请批次 → 请批复人批复 → 批复落定 → 启动公开：一次运行办一个批次，等人批复时不占用工作进程，超过时限即结束。
财政部门的批次批复各部门已签审的汇总；“主管部门”填部门代码，则由该部门批复所属单位。谁启动运行，谁就是提请人，不能自己批复。
谁答复、答复了什么，由等待的任务直接写入审计轨迹；把任务标为成功、改写任务结果，都不会批复任何单位。
"""

import os

from airflow.sdk import Param, TriggerRule, dag

from final_accounts.stages.acting.respondents import ANSWER_WITHIN, BATCH_STEP, GRANT, REFUSE
from human_steps import human_step, start_run
from stage_tasks import alarm, proposing, settling, verb

CITY = os.environ.get("FINAL_ACCOUNTS_CITY", "wuhan-jianghan")
WITNESS = "approval.settle_batch.note_answer"
FORM = {"reason": Param("", type=["null", "string"], title="意见（不批准时必填，至少四个字）")}
propose_batch = verb("approval.propose_batch", "提请批次", minutes=30, asked=proposing)
settle_batch = verb("approval.settle_batch", "批复落定", minutes=30, asked=settling, trigger_rule=TriggerRule.ALL_DONE)


@dag(
    dag_display_name="决算批复",
    doc_md=__doc__,
    schedule=None,
    params={
        "city": Param(CITY, type="string", title="城市"),
        "fiscal_year": Param(None, type=["null", "integer"], title="决算年度（空白：当前编报季）"),
        "department": Param("", type=["null", "string"], title="主管部门代码（空白：财政部门批复各部门汇总）"),
        "departments": Param([], type="array", items={"type": "string"}, title="只批复这些部门（空白：全部待批）"),
    },
)
def approval() -> None:
    """Propose, wait for a person, verify and write, and let what is approved be published."""
    proposed = propose_batch()
    decide = human_step(
        "decide", BATCH_STEP, options=(GRANT, REFUSE), silence=REFUSE, form=FORM, within=ANSWER_WITHIN, witness=WITNESS
    )
    decided = decide.expand_kwargs(proposed)
    settled = settle_batch()
    started = start_run("publication", "启动公开").expand_kwargs(settled)
    decided >> settled >> started
    [proposed, decided, settled, started] >> alarm()()


approval()

"""# 豁免审批

提请豁免 → 请批复人审批 → 豁免落定：一次运行办一件申请，等人答复时不占用工作进程。
只有人员名录里的财政批复人可以答复，申请人本人不可以；是谁答复的，由等待的任务核实后直接写入审计轨迹。
没有人答复就不写入任何决定：把任务标为成功、改写任务结果，都批准不了豁免。
答复的理由要写明，有效期只能比申请的早。答错了、没有答复，清除“请批复人审批”即可重新答复。
"""

import os

from airflow.sdk import Param, dag

from final_accounts.stages.acting.respondents import ANSWER_WITHIN, GRANT, REFUSE, WAIVER_STEP
from human_steps import human_step
from stage_tasks import requested, verb

CITY = os.environ.get("FINAL_ACCOUNTS_CITY", "wuhan-jianghan")
WITNESS = "acting.answer_waiver.answer_waiver"
FORM = {
    "reason": Param("", type="string", title="理由（必填）"),
    "until": Param("", type=["null", "string"], title="有效期（如 2022-12-31；不填则按申请）"),
}
asking = verb("acting.ask_waiver", "提请豁免", minutes=5, asked=requested)
settled = verb("acting.settle_waiver", "豁免落定", minutes=5, asked=requested)


@dag(
    dag_display_name="豁免审批",
    doc_md=__doc__,
    schedule=None,
    params={
        "city": Param(CITY, type="string", title="城市"),
        "fiscal_year": Param(None, type=["null", "integer"], title="决算年度（空白：当前编报季）"),
        "unit": Param("", type="string", title="预算单位编码"),
        "waiver": Param("", type="string", title="豁免申请编号"),
    },
)
def waiver() -> None:
    """Ask, wait for a person, verify and write."""
    step = human_step(
        "decide", WAIVER_STEP, options=(GRANT, REFUSE), silence=REFUSE, form=FORM, within=ANSWER_WITHIN, witness=WITNESS
    )
    step.expand_kwargs(asking()) >> settled()


waiver()

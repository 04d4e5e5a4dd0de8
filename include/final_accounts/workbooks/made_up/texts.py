"""What a made-up unit writes itself 情况说明: duties, reasons, measures; no figures, they come from the tables."""

from __future__ import annotations

from final_accounts.model.edition import Edition
from final_accounts.workbooks.made_up.ledger import FUND, UnitYear
from final_accounts.workbooks.made_up.scored import evaluated
from final_accounts.workbooks.made_up.trades import INSTITUTION


def texts(edition: Edition, year: UnitYear, before: tuple[UnitYear, ...]) -> dict[str, str]:
    """A text for every slot of the edition that the unit has something to say in."""
    works = "、".join(task.purpose for task in evaluated(year))
    merged = "，由" + "、".join(part.name for part in before) + "合并组成" if len(before) > 1 else ""
    grown = "在职人员增减和基本工资标准调整" if not merged else "单位合并后人员和项目一并划入"
    fund = any(grant.fund == FUND for grant in year.grants)
    lottery = "彩票公益金安排的设施设备更新按计划实施。"
    said = {
        "duties": f"承担{works}等职责，完成主管部门交办的其他工作。",
        "composition": f"{year.name}为{year.kind}，独立编制机构一个{merged}，无下级预算单位。",
        "key_work": f"全年完成{works}等重点工作，任务按期办结。",
        "reason_total": f"主要原因是{grown}，相应经费变动。",
        "reason_income": f"主要原因是{grown}，财政拨款相应变动。",
        "reason_expenditure": f"主要原因是{grown}，项目按进度支付。",
        "reason_appropriation": f"主要原因是{grown}，相应经费变动。",
        "reason_general": f"主要原因是{grown}，项目按进度支付。",
        "reason_budget": "主要原因是年中追加人员经费，部分项目合同尾款未到支付节点。",
        "project_results": f"项目支出主要用于{works}，各项产出达到年初设定的数量和质量要求。",
        "reason_three_public": "按厉行节约要求控制开支，公务接待和车辆运行费用低于预算，与上年相比变动不大。",
        "reception": "主要用于接待上级检查指导和外地同行业务交流。",
        "reason_fund": lottery if fund else "本年度没有政府性基金预算财政拨款收支。",
        "reason_capital": "本年度没有国有资本经营预算财政拨款收支。",
        "reason_operating": "不适用，本单位为事业单位。"
        if year.kind == INSTITUTION
        else "主要原因是办公用品集中采购和人员变动。",
        "procurement": "主要采购办公设备、物业管理和专业技术服务。",
        "assets": "车辆均按编制配备，其他用车用于日常业务保障。",
        "carry_over": "年末结转为项目合同尾款，下年按合同继续支付。" if year.carries else "年末没有财政拨款结转。",
        "performance_work": "对全部项目和整体支出开展了绩效自评，逐项核对目标与完成情况。",
        "performance_results": "自评结果表明，年度目标基本完成，资金使用规范。",
        "performance_problems": "个别项目合同尾款跨年支付，资金支付进度慢于序时进度。",
        "performance_measures": "细化季度用款计划，按月通报项目进度，及时办理验收和支付。",
        "performance_use": "自评结果与下年度预算安排挂钩，并随决算公开。",
    }
    known = {slot.id: slot for slot in edition.slots}
    missing = {slot: "本年度没有需要说明的事项。" for slot in known if slot not in said and known[slot].required}
    return {slot: text for slot, text in (said | missing).items() if slot in known}

"""Trades 行当: what kinds of units a made-up city has, and which verified codes each spends under.

Codes are those of include/registers that a source shows (verified), but for the two that only lottery-funded units
use (government-managed funds have no verified 项 there): their standing in the register is a notice, as for real units.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ADMINISTRATIVE: Final = "行政单位"
CIVIL_SERVICE: Final = "参公单位"
INSTITUTION: Final = "事业单位"


@dataclass(frozen=True, slots=True)
class Work:
    """One project a trade can have: its name, 项, what it buys (economic 款 with weights), one countable output."""

    name: str
    function: str
    buys: tuple[tuple[str, int], ...]
    output: str
    measure: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Trade:
    """A kind of unit. ``words`` find it in a unit's name; ``own`` is its usual 事业收入 as a share of appropriation."""

    id: str
    kinds: tuple[str, ...]
    words: tuple[str, ...]
    main: str
    works: tuple[Work, ...]
    size: tuple[int, int]
    own: float = 0.0
    business: float = 0.0
    lottery: tuple[str, str] | None = None


_SERVICE = (("30227", 5), ("30226", 3), ("30201", 1), ("30202", 1), ("30216", 1))
_WORKS = (("30213", 5), ("30226", 3), ("30227", 2), ("31003", 2))
_CARE = (("30306", 4), ("30305", 3), ("30226", 2), ("30218", 1))
_EQUIP = (("31003", 4), ("31002", 2), ("31007", 2), ("30213", 2), ("30218", 2))
_TEACH = (("30216", 3), ("30226", 3), ("30202", 2), ("30201", 2), ("30215", 1))

TRADES: Final = (
    Trade(
        "finance",
        (ADMINISTRATIVE, CIVIL_SERVICE),
        ("财政", "国库", "审计", "发展和改革", "机关"),
        "2010601",
        (
            Work("预算管理改革专项经费", "2010604", _SERVICE, "开展预算编审培训场次", "场", "预算管理一体化改革"),
            Work("国库集中支付业务经费", "2010605", _SERVICE, "办理集中支付业务笔数", "笔", "国库支付代理及凭证服务"),
            Work("财政信息系统运维经费", "2010607", _EQUIP, "系统运维巡检次数", "次", "财政业务系统运行维护"),
        ),
        (18, 46),
    ),
    Trade(
        "urban",
        (ADMINISTRATIVE, CIVIL_SERVICE),
        ("城市管理", "城管", "住房", "城乡", "执法", "建设", "水务"),
        "2120101",
        (
            Work("城市管理执法专项经费", "2120104", _SERVICE, "开展执法巡查次数", "次", "市容环境执法巡查"),
            Work("市容环境整治经费", "2120501", _WORKS, "整治背街小巷条数", "条", "背街小巷环境整治"),
            Work("城市精细化管理经费", "2120102", _SERVICE, "处置数字城管案件件数", "件", "数字城管案件处置"),
        ),
        (22, 60),
    ),
    Trade(
        "civil",
        (ADMINISTRATIVE, CIVIL_SERVICE),
        ("民政", "救助", "老龄"),
        "2080206",
        (
            Work("社会组织监督管理经费", "2080206", _SERVICE, "检查社会组织家数", "家", "社会组织年度检查"),
            Work("困难群众临时救助经费", "2082501", _CARE, "救助困难群众人次", "人次", "困难群众临时救助"),
            Work(
                "公益性岗位补贴", "2080705", (("30305", 5), ("30226", 1)), "安置公益性岗位人数", "人", "公益性岗位安置"
            ),
        ),
        (16, 40),
    ),
    Trade(
        "education",
        (ADMINISTRATIVE,),
        ("教育", "教体"),
        "2050203",
        (
            Work("教育教学质量监测经费", "2050203", _SERVICE, "监测学校所数", "所", "义务教育质量监测"),
            Work("教师培训经费", "2050203", _TEACH, "培训教师人次", "人次", "教师继续教育培训"),
        ),
        (18, 40),
    ),
    Trade(
        "welfare",
        (INSTITUTION,),
        ("福利", "救助", "养老", "敬老", "老年", "民政", "儿童"),
        "2081005",
        (
            Work("在院人员养育护理经费", "2081005", _CARE, "在院护理服务对象人数", "人", "在院老人和儿童护理"),
            Work("困难群众临时救助经费", "2082501", _CARE, "救助困难群众人次", "人次", "困难群众临时救助"),
            Work("适老化设施改造经费", "2081005", _EQUIP, "改造床位数", "张", "院舍适老化改造"),
        ),
        (24, 70),
        lottery=("2296002", "养老服务设施改造（彩票公益金）"),
    ),
    Trade(
        "school",
        (INSTITUTION,),
        ("学校", "中学", "初中", "实验", "教育"),
        "2050203",
        (
            Work("义务教育课后服务经费", "2050203", _TEACH, "参加课后服务学生人数", "人", "学生课后服务"),
            Work("教学设备更新经费", "2050203", _EQUIP, "更新教学设备台（套）数", "台（套）", "教室教学设备更新"),
            Work("教师培训经费", "2050203", _TEACH, "培训教师人次", "人次", "教师继续教育培训"),
        ),
        (60, 140),
        own=0.05,
    ),
    Trade(
        "college",
        (INSTITUTION,),
        ("学院", "大学", "高等"),
        "2050205",
        (
            Work("实训基地建设经费", "2050205", _EQUIP, "建成实训工位数", "个", "专业实训基地建设"),
            Work(
                "学生资助管理经费",
                "2050205",
                (("30308", 6), ("30226", 1)),
                "资助学生人次",
                "人次",
                "家庭经济困难学生资助",
            ),
        ),
        (90, 180),
        own=0.14,
        business=0.02,
    ),
    Trade(
        "land",
        (INSTITUTION,),
        ("自然资源", "不动产", "测绘", "土地", "农业", "农技", "畜牧"),
        "2200150",
        (
            Work("不动产登记数据整合经费", "2200199", _SERVICE, "整合登记档案卷数", "卷", "不动产登记档案数字化"),
            Work("地籍调查经费", "2200199", _SERVICE, "完成地籍调查宗数", "宗", "城镇地籍调查"),
        ),
        (20, 48),
        own=0.03,
    ),
    Trade(
        "sanitation",
        (INSTITUTION,),
        ("环卫", "环境卫生", "园林", "市政"),
        "2120501",
        (
            Work("道路清扫保洁经费", "2120501", _WORKS, "清扫保洁道路里程", "公里", "主次干道清扫保洁"),
            Work("公共厕所管护经费", "2120501", _WORKS, "管护公共厕所座数", "座", "公共厕所日常管护"),
        ),
        (40, 110),
    ),
    Trade(
        "health",
        (INSTITUTION, ADMINISTRATIVE, CIVIL_SERVICE),
        ("卫生健康", "卫生监督", "医院", "妇幼", "计划生育", "疾控"),
        "2100717",
        (
            Work("优生健康检查经费", "2100717", _SERVICE, "完成健康检查人数", "人", "免费孕前优生健康检查"),
            Work("健康宣传教育经费", "2100717", _TEACH, "开展宣传活动场次", "场", "健康知识宣传教育"),
        ),
        (20, 52),
        own=0.06,
    ),
    Trade(
        "science",
        (INSTITUTION,),
        ("科普", "科技", "文化", "图书"),
        "2060702",
        (
            Work("科普活动经费", "2060702", _TEACH, "开展科普活动场次", "场", "科普进校园、进社区"),
            Work("展品更新经费", "2060702", _EQUIP, "更新展品件数", "件", "常设展厅展品更新"),
        ),
        (14, 30),
    ),
    Trade(
        "sport",
        (INSTITUTION,),
        ("体育", "健身"),
        "2070308",
        (
            Work("群众体育赛事经费", "2070308", _TEACH, "举办群众赛事场次", "场", "群众体育赛事活动"),
            Work("场馆开放补助经费", "2070308", _WORKS, "免费开放天数", "天", "体育场馆免费低收费开放"),
        ),
        (14, 34),
        own=0.04,
        lottery=("2296003", "健身路径器材更新（彩票公益金）"),
    ),
    Trade(
        "law",
        (INSTITUTION,),
        ("法律", "公证", "司法"),
        "2040607",
        (
            Work("法律援助办案补贴经费", "2040607", _SERVICE, "办理法律援助案件件数", "件", "法律援助案件补贴"),
            Work("普法宣传经费", "2040607", _TEACH, "开展普法宣传场次", "场", "普法宣传教育"),
        ),
        (12, 26),
    ),
    Trade(
        "statistics",
        (INSTITUTION, CIVIL_SERVICE, ADMINISTRATIVE),
        ("统计", "普查", "调查", "数据", "档案", "机关事务"),
        "2010506",
        (
            Work("专项普查经费", "2010507", _SERVICE, "完成普查样本数", "个", "专项普查入户调查"),
            Work("统计调查业务经费", "2010506", _SERVICE, "完成调查报表份数", "份", "常规统计调查"),
        ),
        (12, 28),
    ),
    Trade(
        "planning",
        (INSTITUTION,),
        ("规划", "设计", "招商", "投资"),
        "2120201",
        (
            Work("片区规划编制经费", "2120201", _SERVICE, "编制规划成果项数", "项", "重点片区详细规划编制"),
            Work("规划展示维护经费", "2120201", _EQUIP, "接待参观批次", "批", "规划展示场所维护"),
        ),
        (14, 32),
    ),
)


def trade_of(name: str, kind: str, number: int) -> Trade:
    """The trade a unit's name tells, else one of its kind by ``number`` (its place in the register).

    >>> trade_of("青石市社会福利院", "事业单位", 0).id
    'welfare'
    """
    fitting = [trade for trade in TRADES if kind in trade.kinds]
    for trade in fitting:
        if any(word in name for word in trade.words):
            return trade
    return fitting[number % len(fitting)]

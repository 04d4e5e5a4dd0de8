"""A small city of five units: two that count, one returned, one missing, one exempt; and its accounts of last year."""

from __future__ import annotations

from decimal import Decimal

from final_accounts.model.facts import FactKey
from final_accounts.model.finding import Severity
from final_accounts.model.place import Cell
from final_accounts.model.submission import SubmissionState
from final_accounts.model.unit import BudgetUnit, City
from final_accounts.publishing.city import (
    CityFacts,
    Contribution,
    Counted,
    FormScore,
    OpenTransfer,
    Standing,
    Tally,
    TransferPair,
)
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.samples import MADE_UP, sample
from publishing.jianghan import EDITION

UNITS = (
    BudgetUnit("101001", "甲局", "行政单位", "甲局", "101"),
    BudgetUnit(
        "101002", "甲局中心", "事业单位", "甲局", "101", since=2021, predecessors=("101008", "101009"), change="合并"
    ),
    BudgetUnit("101008", "甲局老站", "事业单位", "甲局", "101", until=2020),
    BudgetUnit("101009", "甲局旧中心", "事业单位", "甲局", "101", until=2020),
    BudgetUnit("102001", "乙院", "事业单位", "乙院", "102"),
    BudgetUnit("103001", "丙站", "事业单位", "丙站", "103"),
    BudgetUnit("104001", "丁中心", "事业单位", "丁中心", "104", exempt="涉密"),
)
CITY = City("mou", "某市", "hubei-wuhan", made_up=True, units=UNITS, years=(2020, 2021))
HERE = {unit.code: unit for unit in CITY.units_of(2021)}
STANDINGS = (
    Standing(HERE["101001"], SubmissionState.PUBLISHED, 1, page="units/101001.html", published_version=1),
    Standing(
        HERE["101002"],
        SubmissionState.PUBLISHED,
        2,
        late=True,
        received_on="2022年4月2日",
        page="units/101002.html",
        published_version=2,
    ),
    Standing(HERE["102001"], SubmissionState.RETURNED, 1, blocking=3),
    Standing(HERE["103001"]),
    Standing(HERE["104001"]),
)
RULE = EDITION.rulebook.rules[0]
SUBSIDY = TransferPair("101001", "101002", "对附属单位补助支出", 20_000_000, ("往来!C4",), ("往来!C5",))

_REPORTED = """
T1 line:一般公共预算财政拨款收入 amount 180004900 250000000
T1 line:上级补助收入             amount 0 20000000
T1 line:附属单位上缴收入         amount 7000000 0
T1 line:本年收入合计             amount 187004900 270000000
T1 line:年初结转和结余           amount 5000000 1000000
T1 line:收入总计                 amount 192004900 271000000
T1 function:201                  amount 100004900 0
T1 function:208                  amount 80000000 268000000
T1 line:本年支出合计             amount 180004900 268000000
T1 line:年末结转和结余           amount 12000000 3000000
T1 line:支出总计                 amount 192004900 271000000
T2 total                         total  187004900 270000000
T2 total                         superior_subsidy 0 20000000
T2 function:208                  superior_subsidy 0 20000000
T2 function:20805                superior_subsidy 0 20000000
T2 function:2080505              superior_subsidy 0 20000000
T2 function:208                  total  0 20000000
T2 function:20805                total  0 20000000
T2 function:2080505              total  0 20000000
T3 total                         total  180004900 268000000
T3 total                         basic  90004900 168000000
T3 total                         project 70000000 100000000
T3 total                         to_affiliated 20000000 0
T3 function:208                  total  80000000 268000000
T3 function:208                  to_affiliated 20000000 0
T3 function:20899                total  80000000 0
T3 function:20899                to_affiliated 20000000 0
T3 function:2089999              total  80000000 0
T3 function:2089999              to_affiliated 20000000 0
T4 line:年初财政拨款结转和结余   amount 4000000 1000000
T4 line:年初一般公共预算财政拨款 amount 4000000 1000000
T4 line:本年支出合计             total  170004900 248000000
T4 line:本年支出合计             general 165004900 248000000
T4 line:本年支出合计             fund   5000000 0
T4 line:年末财政拨款结转和结余   total  10000000 3000000
T4 line:年末财政拨款结转和结余   general 10000000 3000000
T7 line:预算数                   total  900000 100000
T7 line:预算数                   reception 900000 100000
T7 line:决算数                   total  600000 90000
T7 line:决算数                   reception 600000 90000
BUDGET total                     adjusted 180000000 0
"""
LINES = [line.split() for line in _REPORTED.split("\n") if line]
CODES = ("101001", "101002")


def _values(place: int) -> dict[FactKey, int]:
    found = {FactKey(*line[:3]): int(line[3 + place]) for line in LINES}
    if place:
        del found[FactKey("BUDGET", "total", "adjusted")]
    return found


VALUES = {code: _values(place) for place, code in enumerate(CODES)}
LAST_YEAR = {
    "101001": {key: fen // 2 for key, fen in VALUES["101001"].items() if key.form in {"T1", "T4", "T7"}},
    "101009": {FactKey("T1", "line:本年收入合计", "amount"): 100_000_000},
}
"""Of 101008 nothing is known, so that 101002 has nothing it could be compared with."""

CONTRIBUTIONS = tuple(
    Contribution(code, FactKey(form, row, column), int(fen[place]), Cell(f"{form} 表", number, 2), "")
    for place, code in enumerate(CODES)
    for number, (form, row, column, *fen) in enumerate(LINES)
    if form != "BUDGET" and int(fen[place])
)
FACTS = CityFacts(
    city=CITY,
    sample=sample(Documents.of(EDITION), MADE_UP),
    standings=STANDINGS,
    counted=(Counted("101001", 1, "1a" * 32), Counted("101002", 2, "2b" * 32)),
    values=VALUES,
    last_year=LAST_YEAR,
    contributions=CONTRIBUTIONS,
    pairs=(SUBSIDY,),
    open_transfers=(
        OpenTransfer("101001", "101002", "附属单位上缴收入", 7_000_000, "往来单位没有填报对应的往来", "往来!C5"),
    ),
    scores=(
        FormScore("101001", "PW", "甲局", Decimal(98), Decimal("95.5"), Decimal("-2.5"), "优"),
        FormScore("101002", "PP1", "某项目", Decimal(80), None, None, ""),
    ),
    by_rule=(Tally(RULE.id, Severity.BLOCKING, 3, 1), Tally("X-00", Severity.EXPLAIN, 12, 2)),
    by_department=(Tally("乙院", Severity.BLOCKING, 3, 1),),
    merged=(("101008", "甲局老站", "101002", "甲局中心"), ("101009", "甲局旧中心", "101002", "甲局中心")),
    head=(17, "9f" * 32),
    cut_off="2022年10月1日",
    submit_by="2022年3月31日",
)

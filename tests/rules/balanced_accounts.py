"""One unit's accounts that satisfy every rule, in yuan, for any edition: what cases change one figure of."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache

from final_accounts.catalog.editions import edition_of
from final_accounts.model.edition import Edition
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.place import Cell
from final_accounts.model.submission import Header
from final_accounts.rules.shapes import FormShape, form_shapes
from final_accounts.rules.units import UnitFacts
from final_accounts.rules.vocabulary import ancestors

Figures = dict[tuple[str, str, str], int]  # (form, row, column) -> yuan or heads
Words = dict[tuple[str, str, str], str]

MAIN = "2081005"
BASIC = {"2080505": 160_000, "2080506": 80_000, "2101102": 90_000, "2210201": 110_000, MAIN: 1_220_000}
ECONOMIC_OF = {"2080505": "30108", "2080506": "30109", "2101102": "30110", "2210201": "30113"}
ITEMS = {
    "30101": 500_000, "30102": 200_000, "30107": 400_000, "30108": 160_000, "30109": 80_000, "30110": 90_000,
    "30113": 110_000, "30302": 20_000, "30201": 50_000, "30205": 10_000, "30217": 3_000, "30231": 20_000,
    "30299": 7_000, "31002": 10_000,
}  # fmt: skip
LINES: dict[str, dict[str, int]] = {
    "T1": {
        "一般公共预算财政拨款收入": 1_950_000, "政府性基金预算财政拨款收入": 60_000,
        "国有资本经营预算财政拨款收入": 5_000, "上级补助收入": 15_000, "事业收入": 100_000, "经营收入": 12_000,
        "附属单位上缴收入": 4_000, "其他收入": 6_000,
        "本年收入合计": 2_152_000, "使用非财政拨款结余": 1_000, "年初结转和结余": 70_000, "收入总计": 2_223_000,
        "本年支出合计": 2_132_000, "结余分配": 3_000, "年末结转和结余": 88_000, "支出总计": 2_223_000,
    },
    "PRIOR": {
        "收入总计": 2_100_000, "本年收入合计": 2_000_000, "本年支出合计": 2_030_000, "结余分配": 2_000,
        "年末结转和结余": 68_000, "财政拨款收入总计": 1_980_000, "年末财政拨款结转和结余": 48_000,
        "一般公共预算支出": 1_900_000, "基本支出": 1_599_000, "人员经费合计": 1_500_000, "公用经费合计": 99_000,
        "三公预算合计": 31_000, "三公决算合计": 24_000, "非财政拨款结余": 5_000,
    },
    "PROCUREMENT": {
        "采购预算": 110_000, "采购总额": 80_000, "货物": 50_000, "服务": 30_000, "授予中小企业": 40_500,
        "授予小微企业": 20_300, "货物授予中小企业": 30_500, "服务授予中小企业": 10_000,
    },
    "STAFF": {"编制数": 12, "在职实有": 10, "事业人员": 10, "退休人员": 4},
    "TPQ": {"公务用车保有量": 2, "国内接待批次": 6, "国内接待人次": 50},
    "ASSETS": {"其他用车": 2, "车辆合计": 2},
}  # fmt: skip
PRIOR_CLASSES = {"208": 1_800_000, "210": 85_000, "221": 100_000, "229": 45_000}


@cache
def _shapes(edition: str) -> dict[str, FormShape]:
    return form_shapes(edition_of(edition))


def figures(edition: Edition) -> tuple[Figures, Words]:
    """All figures of the balanced unit, and its texts."""
    shapes = _shapes(edition.id)
    found: Figures = {}
    for form, lines in LINES.items():
        for name, amount in lines.items():
            row = f"line:{name}"
            found[form, row, shapes[form].columns_of(row)[0]] = amount
    _expenditure(found)
    _appropriation(found)
    _t6_t7(found)
    _annexes(found)
    words = _items(found)
    if "S5" in shapes:
        _fourteen_tables(found)
    for code, amount in PRIOR_CLASSES.items():
        found["PRIOR", f"function:{code}", "amount"] = amount
    for form in ("T2", "T3", "T5", "T8", "T9", "BUDGET", "S5", "S7", "S9", "S13"):
        _sum_up(found, form)
    return {key: amount for key, amount in found.items() if key[0] in shapes}, words


def _expenditure(found: Figures) -> None:
    def put(form: str, code: str, **columns: int) -> None:
        for column, amount in columns.items():
            found[form, f"function:{code}", column] = amount

    for code, amount in BASIC.items():
        project = 300_000 if code == MAIN else 0
        put("T5", code, total=amount + project, basic=amount, project=project)
        put("BUDGET", code, initial=amount + project, adjusted=amount + project)
        if code != MAIN:
            put("T3", code, total=amount, basic=amount, project=0, to_superior=0, business=0, to_affiliated=0)
            put("T2", code, total=amount, appropriation=amount, superior_subsidy=0, undertaking=0, business=0)
            put("T2", code, affiliated=0, other=0)
    put("T3", MAIN, total=1_637_000, basic=1_320_000, project=300_000, to_superior=5_000, business=10_000)
    put("T3", MAIN, to_affiliated=2_000)
    put("T2", MAIN, total=1_647_000, appropriation=1_510_000, superior_subsidy=15_000, undertaking=100_000)
    put("T2", MAIN, business=12_000, affiliated=4_000, other=6_000)
    for code, income, spent in (("2296002", 60_000, 50_000), ("2299999", 5_000, 5_000)):
        put("T3", code, total=spent, basic=0, project=spent, to_superior=0, business=0, to_affiliated=0)
        put("T2", code, total=income, appropriation=income, superior_subsidy=0, undertaking=0, business=0)
        put("T2", code, affiliated=0, other=0)
        put("BUDGET", code, initial=spent, adjusted=spent)
    put("T8", "2296002", opening=10_000, income=60_000, total=50_000, basic=0, project=50_000, closing=20_000)
    put("T9", "2299999", total=5_000, basic=0, project=5_000)
    put("S13", "2299999", opening=0, income=5_000, total=5_000, basic=0, project=5_000, closing=0)
    for code, amount in {"208": 1_877_000, "210": 90_000, "221": 110_000, "229": 55_000}.items():
        found["T1", f"function:{code}", "amount"] = amount


def _appropriation(found: Figures) -> None:
    income = {
        "一般公共预算财政拨款": 1_950_000, "政府性基金预算财政拨款": 60_000, "国有资本经营预算财政拨款": 5_000,
        "本年收入合计": 2_015_000, "年初财政拨款结转和结余": 50_000, "年初一般公共预算财政拨款": 40_000,
        "年初政府性基金预算财政拨款": 10_000, "收入总计": 2_065_000,
    }  # fmt: skip
    for name, amount in income.items():
        found["T4", f"line:{name}", "amount"] = amount
    rows = {
        "function:208": (1_760_000, 0, 0), "function:210": (90_000, 0, 0), "function:221": (110_000, 0, 0),
        "function:229": (0, 50_000, 5_000), "line:本年支出合计": (1_960_000, 50_000, 5_000),
        "line:年末财政拨款结转和结余": (30_000, 20_000, 0), "line:支出总计": (1_990_000, 70_000, 5_000),
    }  # fmt: skip
    for row, (general, fund, capital) in rows.items():
        for column, amount in zip(
            ("total", "general", "fund", "capital"), (general + fund + capital, general, fund, capital), strict=True
        ):
            found["T4", row, column] = amount


def _t6_t7(found: Figures) -> None:
    for code, amount in ITEMS.items():
        found["T6", f"economic:{code}", "amount"] = amount
        parent = ("T6", f"economic:{code[:3]}", "amount")
        found[parent] = found.get(parent, 0) + amount
    found["T6", "line:人员经费合计", "amount"] = 1_560_000
    found["T6", "line:公用经费合计", "amount"] = 100_000
    for row, operation, reception in (("line:预算数", 25_000, 5_000), ("line:决算数", 20_000, 3_000)):
        values = (operation + reception, 0, operation, 0, operation, reception)
        columns = ("total", "abroad", "vehicles", "vehicle_purchase", "vehicle_operation", "reception")
        for column, amount in zip(columns, values, strict=True):
            found["T7", row, column] = amount


def _annexes(found: Figures) -> None:
    for name, values in {
        "上年末结转和结余": (48_000, 8_000, 40_000), "归集调入": (2_000, 2_000, 0),
        "调整后年初结转和结余": (50_000, 10_000, 40_000), "年末结转和结余": (50_000, 10_000, 40_000),
    }.items():  # fmt: skip
        for column, amount in zip(("total", "basic", "project"), values, strict=True):
            found["CARRY", f"line:{name}", column] = amount


def _items(found: Figures) -> Words:
    words: Words = {}
    transfers = {"上级补助收入": 15_000, "附属单位上缴收入": 4_000, "对附属单位补助支出": 2_000, "上缴上级支出": 5_000}
    for number, (kind, amount) in enumerate(transfers.items(), 1):
        found["TRANSFERS", f"item:{number}", "amount"] = amount
        words["TRANSFERS", f"item:{number}", "kind"] = kind
        words["TRANSFERS", f"item:{number}", "counterparty"] = f"90{number}"
    for number, amount in enumerate((30_000, 20_000), 1):
        found["CARRY_ITEMS", f"item:{number}", "amount"] = amount
        words["CARRY_ITEMS", f"item:{number}", "name"] = f"项目{number}"
    return words


def _fourteen_tables(found: Figures) -> None:
    spread: dict[str, dict[str, int]] = {code: {ECONOMIC_OF[code]: BASIC[code]} for code in ECONOMIC_OF}
    spread[MAIN] = {c: a for c, a in ITEMS.items() if c not in ECONOMIC_OF.values()}
    spread[MAIN] |= {"30227": 200_000, "31003": 100_000}
    for form in ("S5", "S7"):
        rows = spread | ({"2296002": {"30227": 50_000}, "2299999": {"31299": 5_000}} if form == "S5" else {})
        for code, items in rows.items():
            row = f"function:{code}"
            found[form, row, "total"] = sum(items.values())
            for item, amount in items.items():
                found[form, row, f"economic:{item}"] = amount
                upper = (form, row, f"economic:{item[:3]}")
                found[upper] = found.get(upper, 0) + amount
    for row in ("line:预算数", "line:决算数"):
        found["S12", row, "total"] = found["S12", row, "reception"] = 1_000
    found["S9", f"project:{MAIN}/1", "total"] = 180_000
    found["S9", f"project:{MAIN}/2", "total"] = 120_000


def _sum_up(found: Figures, form: str) -> None:
    """Add rows above the leaves of a table of codes."""
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for (name, row, column), amount in found.items():
        if name == form:
            for above in ancestors(row):
                sums[form, above, column] += amount
    found.update(sums)


def facts_of(edition: Edition, values: Mapping[tuple[str, str, str], int | Decimal], words: Words) -> list[Fact]:
    """Facts with cells: every printed cell (blank where there is no figure), every row of open tables."""
    found: list[Fact] = []
    for form, shape in _shapes(edition.id).items():
        rows = dict.fromkeys(
            [*shape.rows, *sorted(r for f, r, _ in (*values, *words) if f == form and r not in shape.rows)]
        )
        extra = sorted({c for f, _, c in values if f == form and c not in shape.columns})
        for place, row in enumerate(sorted(rows, key=_printed_order)):
            for column in (*shape.rows.get(row, shape.open_columns or shape.numeric), *extra):
                key = (form, row, column)
                at = Cell(edition.forms[form].sheet, 5 + place, 2 + (*shape.columns, *extra).index(column))
                if column in shape.columns and shape.columns[column] is ValueKind.TEXT:
                    found.append(Fact(form, row, column, ValueKind.TEXT, words.get(key, ""), at, words.get(key, "")))
                    continue
                found.append(_fact(shape, key, values, at, edition))
    return found


def _fact(
    shape: FormShape,
    key: tuple[str, str, str],
    values: Mapping[tuple[str, str, str], int | Decimal],
    at: Cell,
    edition: Edition,
) -> Fact:
    kind = shape.columns.get(key[2], ValueKind.AMOUNT)
    amount = kind is ValueKind.AMOUNT
    given = values.get(key)
    scale = 100 if amount else 1
    name = _name(key[1], edition) if shape.open_rows else ""
    return Fact(
        *key, kind, round(Decimal(given or 0) * scale), at, "" if given is None else str(given), 1 if amount else 0,
        given is None, name,
    )  # fmt: skip


def _name(row: str, edition: Edition) -> str:
    kind, _, code = row.partition(":")
    return edition.functional.name(code, edition.fiscal_year) if kind == "function" else f"项目{code}"


def _printed_order(row: str) -> tuple[int, str]:
    return (1 if row == "total" else 0, row.replace("project:", "function:"))


def unit(
    edition: Edition,
    values: Mapping[tuple[str, str, str], int] | None = None,
    *,
    code: str = "101001",
    kind: str = "事业单位",
    prior: Iterable[Fact] = (),
    drop_forms: Iterable[str] = (),
) -> UnitFacts:
    """The balanced unit, or one with other figures."""
    base, words = figures(edition)
    facts = facts_of(edition, base if values is None else values, words)
    gone = set(drop_forms)
    return UnitFacts(
        code,
        Header(unit_code=code, unit_kind=kind, report_scope="单位", fiscal_year=edition.fiscal_year),
        tuple(f for f in facts if f.form not in gone),
        frozenset(_shapes(edition.id)) - gone,
        prior=tuple(prior),
    )


def change(facts: Iterable[Fact], key: tuple[str, str, str], fen: int) -> tuple[Fact, ...]:
    """The same facts with one figure moved by some fen; KeyError when there is no such fact."""
    found = tuple(
        dataclasses.replace(f, value=f.value + fen, blank=False) if f.key == key and isinstance(f.value, int) else f
        for f in facts
    )
    if not any(f.key == key for f in found):
        raise KeyError(key)
    return found

"""Equations inside and between the official tables: sums of rows and columns, 类=Σ款=Σ项, one figure in two tables.

Which cell is wrong is told in ``locating``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from final_accounts.audit.cells import Facts
from final_accounts.audit.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Equation:
    """``of`` = Σ ``parts`` − Σ ``less``; keys of cells."""

    says: str
    of: str
    parts: tuple[str, ...]
    less: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Every cell that takes part."""
        return (self.of, *self.parts, *self.less)


def equations(facts: Facts, lexicon: Lexicon) -> Iterator[Equation]:
    """Every equation the recognised tables allow."""
    present = set(facts.tables_by_id)
    for entry in lexicon.data["tables"]:
        if entry["id"] not in present:
            continue
        if entry["shape"] == "coded":
            yield from _coded(facts, entry["id"], list(entry["columns"]), entry.get("rest", []))
        elif entry["shape"] == "detail":
            yield from _detail(facts, entry["id"])
    if "T1" in present:
        yield from _summary(facts)
    if "T4" in present:
        yield from _appropriation(facts)
    if "T6" in present:
        yield from _economic(facts)
    for form in sorted({"T7", "S12"} & present):
        for line in ("line:预算数", "line:决算数"):
            cell = f"{form} {line}"
            yield Equation(
                "合计=出国+用车+接待",
                f"{cell} total",
                tuple(f"{cell} {c}" for c in ("abroad", "vehicles", "reception")),
            )
            yield Equation(
                "用车小计=购置+运行", f"{cell} vehicles", (f"{cell} vehicle_purchase", f"{cell} vehicle_operation")
            )
    yield from _between(facts, present)


def _coded(facts: Facts, form: str, columns: Sequence[str], rest: Sequence[str]) -> Iterator[Equation]:
    rows = {row.key for row in facts.tables_by_id[form].rows}
    codes = sorted(r.removeprefix("function:") for r in rows if r.startswith("function:"))
    for row in sorted(rows):
        if rest:
            yield Equation("行合计=各栏之和", f"{form} {row} total", tuple(f"{form} {row} {c}" for c in rest))
        if "closing" in columns:
            yield Equation(
                "年末=年初+收入-支出",
                f"{form} {row} closing",
                (f"{form} {row} opening", f"{form} {row} income"),
                (f"{form} {row} total",),
            )
    yield from _hierarchy(form, codes, columns, with_total="total" in rows)
    for code in codes:
        named = [r for r in sorted(rows) if r.startswith(f"project:{code}/")]
        for column in columns if named else ():
            parts = tuple(f"{form} {r} {column}" for r in named)
            yield Equation("科目=各项目之和", f"{form} function:{code} {column}", parts)


def _hierarchy(form: str, codes: Sequence[str], columns: Sequence[str], *, with_total: bool) -> Iterator[Equation]:
    """合计=Σ类, 类=Σ款, 款=Σ项 in every column."""
    tops = [c for c in codes if len(c) == 3]
    for column in columns:
        if tops and with_total:
            yield Equation(
                "合计=各类之和", f"{form} total {column}", tuple(f"{form} function:{c} {column}" for c in tops)
            )
        for code in codes:
            below = [c for c in codes if len(c) == len(code) + 2 and c.startswith(code)]
            if below:
                parts = tuple(f"{form} function:{c} {column}" for c in below)
                yield Equation("上级科目=下级科目之和", f"{form} function:{code} {column}", parts)


def _detail(facts: Facts, form: str) -> Iterator[Equation]:
    """Each row: total = Σ 类, 类 = Σ 款 of the economic columns; each column: the functional hierarchy."""
    rows = sorted({row.key for row in facts.tables_by_id[form].rows})
    columns = sorted({key.split(" ")[2] for key in facts.keys(f"{form} ")})
    tops = [c for c in columns if re.fullmatch("economic:[0-9]{3}", c)]
    for row in rows:
        yield Equation("行合计=各类经济科目之和", f"{form} {row} total", tuple(f"{form} {row} {c}" for c in tops))
        for top in tops:
            below = tuple(f"{form} {row} {c}" for c in columns if c != top and c.startswith(top))
            if below:
                yield Equation("类=各款之和", f"{form} {row} {top}", below)
    codes = [r.removeprefix("function:") for r in rows if r.startswith("function:")]
    yield from _hierarchy(form, codes, columns, with_total="total" in rows)


def _summary(facts: Facts) -> Iterator[Equation]:
    lines = [r.key for r in facts.tables_by_id["T1"].rows]
    every = [f"T1 {k} amount" for k in lines]
    income = [k for k in every if re.search(r"line:[^ ]*收入 ", k) and "本年" not in k and "总计" not in k]
    classes = [k for k in every if "function:" in k]
    total_income, total_spending = "T1 line:本年收入合计 amount", "T1 line:本年支出合计 amount"
    if income:
        yield Equation("本年收入合计=各项收入之和", total_income, tuple(income))
    if classes:
        yield Equation("本年支出合计=各类支出之和", total_spending, tuple(classes))
    beside = [f"T1 line:{name} amount" for name in ("使用非财政拨款结余", "年初结转和结余")]
    beside += [k for k in every if "使用非财政拨款结余（" in k]
    yield Equation("总计=本年收入+使用结余+年初结转", "T1 line:收入总计 amount", (total_income, *beside))
    after = tuple(f"T1 line:{name} amount" for name in ("结余分配", "年末结转和结余"))
    yield Equation("总计=本年支出+结余分配+年末结转", "T1 line:支出总计 amount", (total_spending, *after))
    yield Equation("收入总计=支出总计", "T1 line:收入总计 amount", ("T1 line:支出总计 amount",))


def _appropriation(facts: Facts) -> Iterator[Equation]:
    rows = [r.key for r in facts.tables_by_id["T4"].rows]
    sources = tuple(f"T4 {k} amount" for k in rows if re.fullmatch(r"line:[^年]*财政拨款", k))
    opening = tuple(f"T4 {k} amount" for k in rows if re.fullmatch(r"line:年初.*财政拨款", k))
    if sources:
        yield Equation("本年收入合计=三项预算之和", "T4 line:本年收入合计 amount", sources)
    if opening:
        yield Equation("年初结转=三项预算之和", "T4 line:年初财政拨款结转和结余 amount", opening)
    yield Equation(
        "总计=本年收入+年初结转",
        "T4 line:收入总计 amount",
        ("T4 line:本年收入合计 amount", "T4 line:年初财政拨款结转和结余 amount"),
    )
    classes = [k for k in rows if k.startswith("function:")]
    for column in ("total", "general", "fund", "capital"):
        parts = tuple(f"T4 {k} {column}" for k in classes)
        if classes:
            yield Equation("本年支出合计=各类之和", f"T4 line:本年支出合计 {column}", parts)
        yield Equation(
            "总计=本年支出+年末结转",
            f"T4 line:支出总计 {column}",
            (f"T4 line:本年支出合计 {column}", f"T4 line:年末财政拨款结转和结余 {column}"),
        )
    for row in (*classes, "line:本年支出合计", "line:支出总计"):
        parts = tuple(f"T4 {row} {c}" for c in ("general", "fund", "capital"))
        yield Equation("合计=三项预算之和", f"T4 {row} total", parts)
    yield Equation("收入总计=支出总计", "T4 line:收入总计 amount", ("T4 line:支出总计 total",))


def _economic(facts: Facts) -> Iterator[Equation]:
    rows = [r.key for r in facts.tables_by_id["T6"].rows]
    codes = [r.removeprefix("economic:") for r in rows if r.startswith("economic:")]
    tops = [c for c in codes if len(c) == 3]
    for top in tops:
        below = tuple(f"T6 economic:{c} amount" for c in codes if len(c) > 3 and c.startswith(top))
        if below:
            yield Equation("类=各款之和", f"T6 economic:{top} amount", below)
    for name, chosen in (("人员经费合计", ("301", "303")), ("公用经费合计", ())):
        parts = [t for t in tops if (t in chosen if chosen else t not in ("301", "303"))]
        if parts and f"T6 line:{name} amount" in facts.by_key:
            yield Equation(
                f"{name}=各类之和", f"T6 line:{name} amount", tuple(f"T6 economic:{t} amount" for t in parts)
            )


def _between(facts: Facts, present: set[str]) -> Iterator[Equation]:
    pairs = [
        ("T2 total total", "T1 line:本年收入合计 amount"),
        ("T3 total total", "T1 line:本年支出合计 amount"),
        ("T4 line:一般公共预算财政拨款 amount", "T1 line:一般公共预算财政拨款收入 amount"),
        ("T4 line:政府性基金预算财政拨款 amount", "T1 line:政府性基金预算财政拨款收入 amount"),
        ("T4 line:国有资本经营预算财政拨款 amount", "T1 line:国有资本经营预算财政拨款收入 amount"),
        ("T4 line:本年收入合计 amount", "T2 total appropriation"),
        ("T5 total total", "T4 line:本年支出合计 general"),
    ]
    pairs += [
        (f"T3 {row} total", f"T1 {row} amount")
        for row in _classes(facts, "T3")
        if f"T1 {row} amount" in facts.by_key or "T1" in present
    ]
    pairs += [(f"T5 {row} total", f"T4 {row} general") for row in _classes(facts, "T5") if "T4" in present]
    pairs += [(f"S7 {row} total", f"T5 {row} total") for row in _rows(facts, "S7", "T5")]
    pairs += [(f"S9 {row} total", f"T5 {row} project") for row in _rows(facts, "S9", "T5")]
    pairs.append(("S5 total total", "T4 line:本年支出合计 total"))
    for one, other in pairs:
        if one.split(" ")[0] in present and other.split(" ")[0] in present:
            yield Equation("两表相等", one, (other,))
    if {"T5", "T6"} <= present and "T6 line:人员经费合计 amount" in facts.by_key:
        parts = ("T6 line:人员经费合计 amount", "T6 line:公用经费合计 amount")
        yield Equation("基本支出=人员经费+公用经费", "T5 total basic", parts)
    if {"T4", "T8"} <= present and facts.tables_by_id["T8"].rows:
        yield Equation("两表相等", "T8 total total", ("T4 line:本年支出合计 fund",))


def _rows(facts: Facts, one: str, other: str) -> list[str]:
    """Rows both tables have."""
    if not {one, other} <= set(facts.tables_by_id):
        return []
    keys = [{row.key for row in facts.tables_by_id[form].rows} for form in (one, other)]
    return sorted(keys[0] & keys[1])


def _classes(facts: Facts, form: str) -> list[str]:
    table = facts.tables_by_id.get(form)
    rows = [] if table is None else [r.key for r in table.rows]
    return [r for r in rows if re.fullmatch(r"function:[0-9]{3}", r)]

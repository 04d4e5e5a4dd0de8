"""The nine public tables of a unit, in the layouts bureaus print them in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from unseen.accounts import Accounts, Subject
from unseen.pieces import Grid, Piece, Slot

NUMERALS = "一二三四五六七八九十"
_FEN = {"万元": 1_000_000, "元": 100}


@dataclass(frozen=True)
class Layout:
    """How one document prints its tables.

    ``lines`` prints 行次 and all 26 classes; ``split`` prints codes in three columns 类/款/项; ``zero`` what stands for
    nothing; ``numbered`` puts the number before the title (表一) or behind it.
    """

    unit: str = "万元"
    lines: bool = True
    split: bool = False
    zero: str = ""
    separators: bool = False
    title: str = "{name}"


class Tables:
    """Writes the tables of one unit."""

    def __init__(self, accounts: Accounts, layout: Layout, phrases: Mapping[str, Any]) -> None:
        """Keep what the tables are made of."""
        self._a, self._layout, self._phrases = accounts, layout, phrases

    def write(self) -> list[Grid]:
        """T1 to T9."""
        made = (self._t1, self._t2, self._t3, self._t4, self._t5, self._t6, self._t7, self._t8, self._t9)
        return [make() for make in made]

    def _cell(self, fen: int, key: str = "") -> Piece:
        if not fen:
            return self._layout.zero
        value = (Decimal(fen) / _FEN[self._layout.unit]).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return Slot(f"{value:,.2f}" if self._layout.separators else f"{value:.2f}", key, "cell", "ok")

    def _of(self, key: str) -> Piece:
        return self._cell(self._a.fen(key), key)

    def _grid(self, number: int, name: str, head: list[list[str]], rows: list[list[Piece]]) -> Grid:
        title = self._layout.title.format(name=name, year=self._a.year, number=number, numeral=NUMERALS[number - 1])
        return Grid(f"T{number}", title, f"单位：{self._layout.unit}", head, rows)

    def _sides(
        self, left: Sequence[tuple[str, Piece]], right: Sequence[tuple[str, Sequence[Piece]]]
    ) -> list[list[Piece]]:
        """Two blocks side by side; 行次 runs through the left block first."""
        count, width = max(len(left), len(right)), len(right[0][1])
        rows: list[list[Piece]] = []
        for number in range(count):
            name, value = left[number] if number < len(left) else ("", "")
            other, values = right[number] if number < len(right) else ("", [""] * width)
            if self._layout.lines:
                rows.append([name, str(number + 1), value, other, str(count + number + 1), *values])
            else:
                rows.append([name, value, other, *values])
        return rows

    def _spent_by_class(self, fiscal: bool) -> dict[str, tuple[int, int]]:  # noqa: FBT001  of fiscal money only?
        found: dict[str, tuple[int, int]] = {}
        for s in self._a.subjects:
            general, fund = found.get(s.cls, (0, 0))
            found[s.cls] = (general + s.basic + s.project + (0 if fiscal else s.other), fund)
        if self._a.fund:
            general, fund = found.get(self._a.fund.cls, (0, 0))
            found[self._a.fund.cls] = (general, fund + self._a.fund.project)
        return found

    def _classes(self, spent: Mapping[str, Any]) -> list[str]:
        return [c for c in self._phrases["classes"] if self._layout.lines or c in spent]

    def _t1(self) -> Grid:
        spent = self._spent_by_class(fiscal=False)
        names = {"in.general": "", "in.fund": "", "state": "国有资本经营预算财政拨款收入", "in.upper": ""}
        names |= {"in.business": "", "in.operating": "", "affiliated": "附属单位上缴收入", "in.other": ""}
        left: list[tuple[str, Piece]] = []
        for number, (key, name) in enumerate(names.items()):
            own = name or self._phrases["incomes"][key]
            left.append((f"{NUMERALS[number]}、{own}", self._layout.zero if name else self._of(key)))
        right: list[tuple[str, Sequence[Piece]]] = []
        for number, cls in enumerate(self._classes(spent)):
            amount = sum(spent.get(cls, (0, 0)))
            right.append((f"{_numeral(number)}、{cls}", [self._cell(amount, f"spent.{cls}")]))
        height = max(len(left), len(right))
        left += [("", "")] * (height - len(left))
        right += [("", [""])] * (height - len(right))
        left += [("本年收入合计", self._of("in.total")), ("使用非财政拨款结余", self._layout.zero)]
        left += [("年初结转和结余", self._of("in.opening")), ("总计", self._of("total"))]
        right += [("本年支出合计", [self._of("out.total")]), ("结余分配", [self._layout.zero])]
        right += [("年末结转和结余", [self._of("out.closing")]), ("总计", [self._of("total")])]
        if self._layout.lines:
            head = [["收入", "", "", "支出", "", ""], ["项目", "行次", "决算数", "项目", "行次", "决算数"]]
        else:
            head = [["收入", "", "支出", ""], ["项目", "决算数", "项目", "决算数"]]
        return self._grid(1, "收入支出决算总表", head, self._sides(left, right))

    def _t4(self) -> Grid:
        spent = self._spent_by_class(fiscal=True)
        left: list[tuple[str, Piece]] = [
            ("一、一般公共预算财政拨款", self._of("in.general")),
            ("二、政府性基金预算财政拨款", self._of("in.fund")),
            ("三、国有资本经营预算财政拨款", self._layout.zero),
        ]
        right: list[tuple[str, Sequence[Piece]]] = []
        for number, cls in enumerate(self._classes(spent)):
            general, fund = spent.get(cls, (0, 0))
            values = [self._cell(general + fund), self._cell(general, f"class.{cls}"), self._cell(fund)]
            right.append((f"{_numeral(number)}、{cls}", [*values, self._layout.zero]))
        height = max(len(left), len(right))
        left += [("", "")] * (height - len(left))
        right += [("", [""] * 4)] * (height - len(right))
        a = self._a.fen
        zero = self._layout.zero
        left += [
            ("本年收入合计", self._of("fis.income")),
            ("年初财政拨款结转和结余", self._of("fis.opening")),
            ("一般公共预算财政拨款", self._of("gen.opening")),
            ("政府性基金预算财政拨款", self._of("fund.opening")),
            ("国有资本经营预算财政拨款", zero),
            ("总计", self._of("fis.total")),
        ]
        right += [
            ("本年支出合计", [self._of("fis.out"), self._of("gen.out"), self._of("fund.out"), zero]),
            ("年末财政拨款结转和结余", [self._of(f"{k}.closing") for k in ("fis", "gen", "fund")] + [zero]),
            *[("", [""] * 4)] * 3,
            (
                "总计",
                [
                    self._of("fis.total"),
                    self._cell(a("gen.out") + a("gen.closing")),
                    self._cell(a("fund.out") + a("fund.closing")),
                    zero,
                ],
            ),
        ]
        funds = ["合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]
        if self._layout.lines:
            head = [["收入", "", "", "支出", *[""] * 5], ["项目", "行次", "决算数", "项目", "行次", *funds]]
        else:
            head = [["收入", "", "支出", *[""] * 4], ["项目", "决算数", "项目", *funds]]
        return self._grid(4, "财政拨款收入支出决算总表", head, self._sides(left, right))

    def _rows(
        self, subjects: Sequence[Subject], values: Callable[[Sequence[Subject], str], list[Piece]]
    ) -> list[list[Piece]]:
        """合计, then each 类, 款 and 项 in the order of codes."""
        rows: list[list[Piece]] = [[*self._code("", "合计"), *values(subjects, "all")]]
        seen: set[str] = set()
        for s in subjects:
            for length, name in ((3, s.cls), (5, s.kuan), (7, s.name)):
                code = s.code[:length]
                if code not in seen:
                    seen.add(code)
                    under = [x for x in subjects if x.code.startswith(code)]
                    rows.append([*self._code(code, name), *values(under, code)])
        return rows

    def _code(self, code: str, name: str) -> list[Piece]:
        if not self._layout.split:
            return [code, name]
        return [code[:3], code[3:5], code[5:], name]

    def _code_head(self) -> list[str]:
        return ["类", "款", "项", "科目名称"] if self._layout.split else ["科目编码", "科目名称"]

    def _all(self) -> list[Subject]:
        return sorted([*self._a.subjects, *([self._a.fund] if self._a.fund else [])], key=lambda s: s.code)

    def _t2(self) -> Grid:
        """Each subject's income: what it spent, and the balance change on the main subject."""
        a = self._a.fen
        main = max(self._a.subjects, key=lambda s: s.other).code
        rest = {c: a(f"in.{c}") for c in ("business", "other")}

        def values(under: Sequence[Subject], code: str) -> list[Piece]:
            has_main = any(s.code == main for s in under)
            fiscal = sum(s.basic + s.project for s in under)
            fiscal += a("gen.closing") - a("gen.opening") if has_main else 0
            if any(self._a.fund is s for s in under):
                fiscal += a("fund.closing") - a("fund.opening")
            business, other = (rest["business"], rest["other"]) if has_main else (0, 0)
            key = "in.total" if code == "all" else ""
            zero = self._layout.zero
            first = [self._cell(fiscal + business + other, key), self._cell(fiscal), zero]
            return [*first, self._cell(business), zero, zero, self._cell(other)]

        columns = [
            "本年收入合计",
            "财政拨款收入",
            "上级补助收入",
            "事业收入",
            "经营收入",
            "附属单位上缴收入",
            "其他收入",
        ]
        return self._grid(2, "收入决算表", [[*self._code_head(), *columns]], self._rows(self._all(), values))

    def _t3(self) -> Grid:
        def values(under: Sequence[Subject], code: str) -> list[Piece]:
            basic, project = sum(s.basic for s in under), sum(s.project + s.other for s in under)
            keys = ("out.total", "out.basic", "out.project") if code == "all" else ("", "", "")
            amounts = zip((basic + project, basic, project), keys, strict=True)
            return [*(self._cell(v, k) for v, k in amounts), *[self._layout.zero] * 3]

        columns = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
        return self._grid(3, "支出决算表", [[*self._code_head(), *columns]], self._rows(self._all(), values))

    def _t5(self) -> Grid:
        def values(under: Sequence[Subject], code: str) -> list[Piece]:
            basic, project = sum(s.basic for s in under), sum(s.project for s in under)
            keys = ("gen.out", "gen.basic", "gen.project") if code == "all" else ("", "", "")
            if len(code) == len("2010101"):
                keys = (f"item.{code}", "", "")
            return [self._cell(v, k) for v, k in zip((basic + project, basic, project), keys, strict=True)]

        rows = self._rows(self._a.subjects, values)
        head = [[*self._code_head(), "小计", "基本支出", "项目支出"]]
        return self._grid(5, "一般公共预算财政拨款支出决算表", head, rows)

    def _t6(self) -> Grid:
        def block(kind: str, groups: Mapping[str, str]) -> list[list[Piece]]:
            found: list[list[Piece]] = []
            for group, name in groups.items():
                lines = [line for line in self._a.economic[kind] if line[0].startswith(group)]
                found.append([group, name, self._cell(sum(a for *_, a in lines))])
                found += [[code, own, self._cell(amount, f"eco.{code}")] for code, own, amount in lines]
            return found

        left = block("staff", {"301": "工资福利支出", "303": "对个人和家庭的补助"})
        right = block("office", {"302": "商品和服务支出"})
        height = max(len(left), len(right))
        blank: list[Piece] = ["", "", ""]
        rows = [
            [*(left[i] if i < len(left) else blank), *(right[i] if i < len(right) else blank)] for i in range(height)
        ]
        rows.append(["", "人员经费合计", self._of("eco.staff"), "", "公用经费合计", self._of("eco.office")])
        head = [["人员经费", "", "", "公用经费", "", ""], ["科目编码", "科目名称", "决算数"] * 2]
        return self._grid(6, "一般公共预算财政拨款基本支出决算明细表", head, rows)

    def _t7(self) -> Grid:
        keys = ("sg.total", "sg.abroad", "sg.car", "sg.buy", "sg.run", "sg.reception")
        budgets: list[Piece] = [self._cell(self._a.quantities[k].init or 0, f"{k}.init") for k in keys]
        row: list[Piece] = [*budgets, *(self._of(k) for k in keys)]
        columns = ["合计", "因公出国（境）费", "小计", "公务用车购置费", "公务用车运行费", "公务接待费"]
        head = [["预算数", *[""] * 5, "决算数", *[""] * 5], columns * 2]
        return self._grid(7, "一般公共预算财政拨款“三公”经费支出决算表", head, [row])

    def _t8(self) -> Grid:
        a = self._a.fen

        def values(_: Sequence[Subject], code: str) -> list[Piece]:
            keys = ("opening", "income", "out") if code == "all" else ("", "", "")
            amounts = zip((a("fund.opening"), a("fund.income"), a("fund.out")), keys, strict=True)
            first = [self._cell(v, f"fund.{k}" if k else "") for v, k in amounts]
            return [*first, self._layout.zero, self._cell(a("fund.out")), self._cell(a("fund.closing"))]

        rows = self._rows([self._a.fund], values) if self._a.fund else []
        head = [
            [*self._code_head(), "年初结转和结余", "本年收入", "本年支出小计", "基本支出", "项目支出", "年末结转和结余"]
        ]
        return self._grid(8, "政府性基金预算财政拨款收入支出决算表", head, rows)

    def _t9(self) -> Grid:
        head = [[*self._code_head(), "合计", "基本支出", "项目支出"]]
        return self._grid(9, "国有资本经营预算财政拨款支出决算表", head, [])


def _numeral(number: int) -> str:
    tens, ones = divmod(number + 1, 10)
    if not tens:
        return NUMERALS[ones - 1]
    return ("" if tens == 1 else NUMERALS[tens - 1]) + "十" + (NUMERALS[ones - 1] if ones else "")

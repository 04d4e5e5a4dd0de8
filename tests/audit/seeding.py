"""Errors seeded into clean documents: one figure or word of a line is changed, and the family of the change is known.

The changes are made on the text as read, by patterns that know nothing of the audit's grammar.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from final_accounts.audit import Audit
from final_accounts.model.document import ReadCell, ReadDocument, ReadTable, Spot, TextLine

Change = Callable[[re.Match[str], random.Random], str]


@dataclass(frozen=True, slots=True)
class Seed:
    """One change: where, what it was, what it is, and the families that name it rightly."""

    kind: str
    spot: Spot
    before: str
    after: str
    families: tuple[str, ...]
    line: str


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _like(value: Decimal, printed: str) -> str:
    decimals = len(printed.partition(".")[2])
    return f"{value:.{decimals}f}"


def _rate(match: re.Match[str], chance: random.Random) -> str:
    value = _number(match["n"])
    other = value + chance.choice([Decimal("1.3"), Decimal("-0.9"), Decimal("7.2"), Decimal(11)])
    return _like(abs(other) + (Decimal(3) if abs(other) == value else 0), match["n"])


def _slip(match: re.Match[str], chance: random.Random) -> str:
    value = _number(match["n"]) * chance.choice([Decimal(10), Decimal(100), Decimal("0.1")])
    return _like(value, match["n"])


def _complement(match: re.Match[str], _: random.Random) -> str:
    return _like(abs(100 - _number(match["n"])), match["n"])


def _amount(match: re.Match[str], chance: random.Random) -> str:
    value = _number(match["n"])
    return _like(value + chance.choice([Decimal("1.5"), Decimal(9), Decimal("0.9"), Decimal(30)]), match["n"])


def _swapped(match: re.Match[str], _: random.Random) -> str:
    digits = match["n"]
    for place in range(len(digits) - 1):
        one, other = digits[place], digits[place + 1]
        if one.isdigit() and other.isdigit() and one != other and not (place == 0 and other == "0"):
            return digits[:place] + other + one + digits[place + 2 :]
    return ""


def _dropped(match: re.Match[str], _: random.Random) -> str:
    whole, point, decimals = match["n"].partition(".")
    return whole[0] + whole[2:] + point + decimals if len(whole) > 2 and whole[1] != "0" else ""


_RATES = ("growth", "share", "completion", "rate", "zero-base", "relation", "sum")
_AMOUNTS = ("tie", "sum", "growth", "share", "completion", "name", "change", "rate", "form", "direction")
_N = r"(?P<n>[0-9][0-9,]*(?:\.[0-9]+)?)"

KINDS: tuple[tuple[str, str, Change, tuple[str, ...]], ...] = (
    ("增减率", rf"(?:增长|下降){_N}(?=%)", _rate, ("growth",)),
    ("增减率小数点", rf"(?:增长|下降){_N}(?=%)", _slip, ("growth",)),
    ("占比", rf"占[^，。；0-9]{{0,14}}{_N}(?=%)", _rate, ("share",)),
    ("占比小数点", rf"占[^，。；0-9]{{0,14}}{_N}(?=%)", _slip, ("share",)),
    ("完成率", rf"完成(?:年初|全年|调整)?预算的{_N}(?=%)", _rate, ("completion", "relation")),
    ("差额当完成率", rf"完成(?:年初|全年|调整)?预算的{_N}(?=%)", _complement, ("completion", "relation", "zero-base")),
    ("总数", rf"(?:总计|合计|支出总额){_N}(?=万元)", _amount, _AMOUNTS),
    ("决算数", rf"决算为{_N}(?=万元)", _amount, _AMOUNTS),
    ("增减额", rf"(?:增加|减少){_N}(?=万元)", _amount, ("growth", "tie")),
    ("分项", rf"(?:收入|基本支出|项目支出|人员经费|公用经费|货物支出|服务支出){_N}(?=万元)", _amount, _AMOUNTS),
    ("数字颠倒", rf"(?:总计|合计|决算为|支出|经费){_N}(?=万元)", _swapped, _AMOUNTS),
    ("漏写一位", rf"(?:总计|合计|决算为|支出|经费){_N}(?=万元)", _dropped, _AMOUNTS),
    ("车辆", r"共有车辆(?P<n>[0-9]+)(?=辆)", lambda m, _: str(int(m["n"]) + 2), ("sum", "tie")),
    ("比较年度", r"与(?P<n>20[0-9]{2})(?=年度相比)", lambda m, _: str(int(m["n"]) - 1), ("year",)),
    (
        "大小关系",
        r"决算数(?P<n>小于|大于)(?=(?:年初|全年|调整)预算)",
        lambda m, _: {"小于": "大于", "大于": "小于"}[m["n"]],
        ("relation",),
    ),
    (
        "方向",
        r"(?<=万元，)(?P<n>增长|下降)(?=[0-9])",
        lambda m, _: {"增长": "下降", "下降": "增长"}[m["n"]],
        ("direction", "growth"),
    ),
    ("模板残留", r"各?(?P<n>增加|减少)(?=[0-9])", lambda _m, _c: "增加（减少）", ("residue",)),
)


def narrative_lines(document: ReadDocument) -> Iterator[tuple[int, TextLine]]:
    """Prose lines of some length: captions and cells are none."""
    for place, block in enumerate(document.blocks):
        if isinstance(block, TextLine) and len(block.text) > 25 and "万元" in block.text and not block.level:
            yield place, block


def seeded(document: ReadDocument, chance: random.Random, kinds: Sequence[int]) -> tuple[ReadDocument, list[Seed]]:
    """A copy with at most one seed a kind, each in another line."""
    blocks = list(document.blocks)
    seeds: list[Seed] = []
    used: set[int] = set()
    for number in kinds:
        name, pattern, change, families = KINDS[number]
        found = [
            (place, line, match)
            for place, line in narrative_lines(document)
            if place not in used and line.text[:1] not in "增减"
            for match in re.finditer(pattern, line.text)
        ]
        chance.shuffle(found)
        for place, line, match in found:
            after = change(match, chance)
            if not after or after == match["n"] or (after[:1].isdigit() and not _far(match["n"], after)):
                continue
            text = line.text[: match.start("n")] + after + line.text[match.end("n") :]
            blocks[place] = replace(line, text=text)
            seeds.append(Seed(name, line.spot, match[0], after, families, text))
            used.add(place)
            break
    return replace(document, blocks=tuple(blocks)), seeds


def _far(before: str, after: str) -> bool:
    """Whether a change is more than rounding: half a step in the last digits proves nothing."""
    if "." not in before and "." not in after:
        return before != after
    one, other = _number(before), _number(after)
    return abs(one - other) >= max(abs(one) / 50, Decimal("0.06"))


def seeded_cells(document: ReadDocument, chance: random.Random, count: int) -> tuple[ReadDocument, list[Seed]]:
    """Amounts changed in the official tables, one a table."""
    blocks = list(document.blocks)
    seeds: list[Seed] = []
    tables = [n for n, b in enumerate(blocks) if isinstance(b, ReadTable) and _official(b)]
    for place in chance.sample(tables, min(count, len(tables))):
        table = blocks[place]
        assert isinstance(table, ReadTable)
        cells = [
            (r, c)
            for r, row in enumerate(table.rows)
            for c, cell in enumerate(row)
            if re.fullmatch(r"[0-9][0-9,]*\.[0-9]{2}", cell.text) and _number(cell.text) > 1
        ]
        if not cells:
            continue
        r, c = chance.choice(cells)
        cell = table.rows[r][c]
        after = _like(_number(cell.text) + chance.choice([Decimal(9), Decimal("1.8"), Decimal(27)]), "0.00")
        rows = [list(row) for row in table.rows]
        rows[r][c] = ReadCell(cell.spot, after, cell.columns, cell.rows)
        blocks[place] = ReadTable(table.spot, tuple(tuple(row) for row in rows))
        seeds.append(Seed("表格数字", cell.spot, cell.text, after, ("table", "tie", "form"), after))
    return replace(document, blocks=tuple(blocks)), seeds


def _official(table: ReadTable) -> bool:
    texts = "".join(cell.text for row in table.rows[:4] for cell in row)
    return "科目编码" in texts or "行次" in texts or "功能分类" in texts


def caught(seed: Seed, audit: Audit) -> bool:
    """Whether a finding stands at the seed's place or names it."""
    return any(seed.spot in finding.places for finding in audit.findings)


def named(seed: Seed, audit: Audit) -> bool:
    """Whether the finding is of the right family."""
    return any(seed.spot in f.places and f.family in seed.families for f in audit.findings)

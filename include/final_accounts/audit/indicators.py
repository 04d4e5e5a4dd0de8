"""Indicators of forms: typed values, repeats, the same indicator in several places, targets that reports repeat."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from final_accounts.audit.book import Book
from final_accounts.audit.claims import Claim
from final_accounts.audit.forms import Cell, Form, Line
from final_accounts.audit.text import normalised
from final_accounts.audit.writing import finding
from final_accounts.model.document import Spot
from final_accounts.model.finding import Severity

_DIGIT: Final = re.compile(r"[0-9]")
_BOUND: Final = re.compile(r"^(?:[≥≤><]=?|>=|<=|不低于|不高于|不少于|不超过)")
_VAGUE: Final = re.compile(r"余(?:名|人|个|家|次)|左右|约[0-9]")
_THINGS: Final = re.compile(r"(?:家|名|人|个|张|次|场|台|套)$")
_DATE: Final = re.compile(r"20[0-9]{2}年[0-9]+月(?:底|[0-9]+日)?(?:之?前)?")
_DONE: Final = frozenset({"完成", "已完成", "全部完成", "达成", "达标", "完成目标"})
_SAME_FORMS: Final = ("whole", "project", "report")
_TOLD: Final = 4  # examples told before the rest is only counted
_LONG: Final = 6  # a shorter name may be used for different things
_GOAL: Final = re.compile(
    r"(?:[①-⑳]|；|。|^)(?:(?P<level>[\u4e00-\u9fff]{2,6}指标)：)?(?P<name>[^①-⑳；。：≥≤=<>0-9]{2,24})(?P<sign>≥|≤|=|>=|<=|>|<)"
    r"(?P<value>[0-9.]+(?:%|万元|元/月\.人|元|人|名|张|个)?)"
)


def check_indicators(book: Book, forms: Sequence[Form]) -> Iterator[Claim]:
    """Everything that can be said of indicators without a rubric."""
    for form in forms:
        yield from _typed(form)
        for line in form.lines:
            yield from _named(form, line)
        yield from _repeated(form)
    yield from _across([f for f in forms if f.kind in _SAME_FORMS])
    yield from _told_goals(book, [f for f in forms if f.kind == "goals_project"])


def _value(cell: Cell | None) -> str:
    return normalised(cell.text) if cell is not None else ""


def _typed(form: Form) -> Iterator[Claim]:
    """Actuals that are no values; those of one form and one kind are told together."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in form.lines:
        if reason := _untyped(line):
            groups[reason].append(line)
    for reason, lines in groups.items():
        told = "；".join(f"“{ln.name}”目标 {_value(ln.target)}，填 {_value(ln.actual)}" for ln in lines[:_TOLD])
        more = f" 等 {len(lines)} 个指标" if len(lines) > _TOLD else ""
        spots = [ln.actual.spot if ln.actual else ln.spot for ln in lines]
        yield finding(
            spots[0],
            f"{form.label}：{told}{more}",
            "untyped",
            reason,
            stated=_value(lines[0].actual),
            spots=spots[1:],
            proposed="按目标值的单位填写实际达到的数值",
        )


def _untyped(line: Line) -> str:
    """Why an actual cannot be held against its target; "" when it can or either is absent."""
    target, actual = _value(line.target), _value(line.actual)
    if not actual or not target:
        return ""
    reasons = {
        "目标值是数量，实际完成值不是数量，不能核对": _DIGIT.search(target) and not _DIGIT.search(actual),
        "实际完成值是一个界限，不是实际数值": _BOUND.match(actual),
        "实际完成值是约数": _VAGUE.search(actual),
        "实际完成值与目标值单位不同": _THINGS.search(target) and actual.endswith("%"),
        "实际完成值不是日期": _DATE.fullmatch(target) and "部分" in actual,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _named(form: Form, line: Line) -> Iterator[Claim]:
    """An indicator has a name, and a cost does not aim upwards."""
    target = _value(line.target)
    text = f"{form.label}“{line.name}”：指标值 {target or '空'}，实际完成值 {_value(line.actual) or '空'}"
    where = line.target.spot if line.target else line.spot
    if not line.name and target:
        yield finding(
            line.spot,
            text,
            "unnamed",
            "指标没有名称",
            stated=target,
            severity=Severity.BLOCKING,
            spots=(where,),
            proposed="补写指标名称",
        )
    if line.level2 == "成本指标" and re.match(r"(?:≥|>=|>).*元$", target):
        why = f"成本指标的目标值写作“{target}”，成本以不超过为好，方向写反"
        yield finding(
            where,
            text,
            "direction",
            why,
            stated=target,
            severity=Severity.BLOCKING,
            proposed=re.sub(r"^(?:≥|>=|>)", "≤", target),
        )


def _repeated(form: Form) -> Iterator[Claim]:
    seen: dict[tuple[int, str], Line] = {}
    for line in form.lines:
        if len(line.name) < _LONG or line.weight is not None:
            continue
        first = seen.setdefault((line.goal, line.name), line)
        if first is not line:
            scores = f"，得分分别为 {_value(first.score)} 和 {_value(line.score)}" if line.score and first.score else ""
            yield finding(
                line.spot,
                f"{form.label}“{line.name}”",
                "duplicate",
                f"同一指标在一张表中列了两次{scores}",
                stated=line.name,
                spots=(first.spot,),
                severity=Severity.BLOCKING,
                proposed="删去重复的一行，或分别命名",
            )


def plain_name(line: Line) -> str:
    """An indicator's name without what forms add to it."""
    name = re.sub(r"^[0-9]+(?:名|个|家|次|场)|的", "", line.name)
    return name.removesuffix("满意度").removesuffix("完成率") if len(name) > _LONG else name


def _across(forms: Sequence[Form]) -> Iterator[Claim]:
    groups: dict[str, list[tuple[Form, Line]]] = defaultdict(list)
    for form in forms:
        for line in form.lines:
            groups[plain_name(line)].append((form, line))
    for name, pairs in groups.items():
        if len(pairs) < 2 or len(name) < 4:
            continue
        yield from _differ(name, pairs, "level", "二级指标", [_level(line) for _, line in pairs])
        yield from _differ(name, pairs, "target", "指标值", [_value(line.target) for _, line in pairs])
        yield from _actuals(name, pairs)


def _level(line: Line) -> str:
    return line.level2.removesuffix("指标").replace("完成时效", "时效")


def _differ(
    name: str, pairs: Sequence[tuple[Form, Line]], family: str, what: str, values: Sequence[str]
) -> Iterator[Claim]:
    if len({v for v in values if v}) < 2:
        return
    shown = "；".join(dict.fromkeys(f"{form.label}为“{v}”" for (form, _), v in zip(pairs, values, strict=True) if v))
    spots = [line.spot for _, line in pairs]
    yield finding(
        spots[0],
        f"指标“{name}”的{what}",
        family,
        f"同一指标在不同地方的{what}不一致：{shown}",
        stated=values[0],
        spots=spots[1:],
        severity=Severity.BLOCKING,
        proposed=f"统一{what}",
    )


def _actuals(name: str, pairs: Sequence[tuple[Form, Line]]) -> Iterator[Claim]:
    """完成 beside a figure that is just the target says the same; beside any other figure it does not."""
    figures = {(_value(line.actual), _value(line.target)) for _, line in pairs if _DIGIT.search(_value(line.actual))}
    words = {_value(line.actual) for _, line in pairs if _value(line.actual) in _DONE}
    numbers = {actual for actual, _ in figures}
    other = any(actual != target.lstrip("=≥") for actual, target in figures)
    if len(numbers) > 1 or (numbers and words and other):
        yield from _differ(name, pairs, "actual", "实际完成值", [_value(line.actual) for _, line in pairs])


def _told_goals(book: Book, forms: Sequence[Form]) -> Iterator[Claim]:
    """Targets a report lists before its goal sheet must be the sheet's."""
    for form in forms:
        above = [f.spot.line for f in forms if f.spot.line < form.spot.line]
        lower = max(above, default=0)
        for told in book.told:
            spot = told.passage.lines[0].spot
            if not (lower < spot.line < form.spot.line and told.placed.part == "annex") or book.inside_form(told):
                continue
            for found in _GOAL.finditer(told.passage.text):
                yield from _told_goal(form, found, told.passage.spot(found.start("name")), told.passage.text)


def _told_goal(form: Form, found: re.Match[str], spot: Spot, text: str) -> Iterator[Claim]:
    stated = found["sign"] + found["value"]
    name = found["name"].split("、")[-1]
    line = next((ln for ln in form.lines if ln.name == name), None)
    if line is None and found["level"]:
        line = next((ln for ln in form.lines if ln.level2 == found["level"] and _DIGIT.search(_value(ln.target))), None)
    if line is None:
        line = next((ln for ln in form.lines if len(name) > 2 and ln.name.endswith(name[-3:]) and "满意" in name), None)
    if line is None or line.target is None:
        return
    target = re.sub(r"^[^0-9≥≤=<>]+", "", _value(line.target)).replace(">=", "≥").replace("<=", "≤")
    if _numbers(target) != _numbers(stated) or target[:1] not in (stated[:1], *"0123456789"):
        why = f"报告写作“{stated}”，{form.label}的“{line.name}”指标值为“{target}”（{line.target.spot}）"
        yield finding(
            spot,
            text,
            "target",
            why,
            stated=found["value"],
            severity=Severity.BLOCKING,
            spots=(line.spot, line.target.spot),
            proposed="统一指标值",
        )
    elif found["level"] and not line.name.endswith(name[-3:]) and len(name) > 2:
        why = f"同一目标值 {stated}，报告指“{name}”，{form.label}指“{line.name}”（{line.spot}）"
        yield finding(
            spot,
            text,
            "target",
            why,
            stated=found["name"],
            severity=Severity.BLOCKING,
            spots=(line.spot, line.target.spot),
            proposed="统一指标的含义",
        )


def _numbers(text: str) -> list[str]:
    return re.findall(r"[0-9]+(?:\.[0-9]+)?", text)

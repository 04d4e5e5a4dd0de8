"""What follows from words in several places: a product told again as an amount, a standard a head, a source of money.

Each asks for a word of explanation; none says which of the places is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from final_accounts.audit.book import Book
from final_accounts.audit.cells import percent
from final_accounts.audit.claims import Claim
from final_accounts.audit.clauses import Told
from final_accounts.audit.envelope import holds, share
from final_accounts.audit.forms import Form
from final_accounts.audit.numbers import NUMBER, Kind, amount, shown
from final_accounts.audit.text import normalised
from final_accounts.audit.writing import finding
from final_accounts.model.finding import Verdict

_PRODUCT: Final = re.compile(
    rf"(?<![0-9])(?P<n>[0-9]{{1,15}})[人名个辆台户][*×]{NUMBER}(?:万元|元)[^=，。；]{{0,8}}="
    rf"(?P<total>{NUMBER})(?P<total_measure>万元|元)"
)
_STANDARD: Final = re.compile(
    r"(?P<noun>[\u4e00-\u9fff]{2,8}?)(?:供养|补助|救助|保障|生活)标准(?:≥|>=?|不低于|不少于)"
    rf"(?P<each>{NUMBER})元/?(?:[人每]?[·./]?月|月[·./]?人)"
)
_HEADS: Final = re.compile(r"(?P<noun>[\u4e00-\u9fff]{2,8}?)人数(?:=|为|：)?(?P<n>[0-9]{1,15})[人名]")
_LIVING: Final = re.compile(rf"(?:生活|供养|养育|补助)(?:支出|费用?|经费)(?P<amount>{NUMBER})(?P<measure>万元|元)")
_SOURCE: Final = re.compile(r"资金来源(?:均|全部)?(?:为|是|：)(?P<source>[^，。；]{2,14})")
_KINDS: Final = (
    ("财政拨款", re.compile("一般公共预算|财政拨款|财政资金")),
    ("自有收入", re.compile("经营|事业收入|自筹")),
)
_QUOTED: Final = re.compile(r"“(?P<words>[^”]{4,12})”")
_EXECUTION: Final = re.compile("(?P<row>基本|项目)支出预算(?:执行|完成)率")
_NEAR: Final = 12  # paragraphs within which one project is told
_CLOSE: Final = Fraction(1, 20)
_MONTHS: Final = 12


def derived(book: Book, forms: Sequence[Form]) -> Iterator[Claim]:
    """Products, standards, sources and rates of execution against what the same document says elsewhere."""
    yield from _execution(book, forms)
    yield from _products(book.told)
    yield from _standards(book.told)
    yield from _sources(book.told)


def _execution(book: Book, forms: Sequence[Form]) -> Iterator[Claim]:
    """基本支出预算执行率100%, though what was spent by the final accounts is 104.58% of the sheet's own budget."""
    for form in forms:
        for line in form.lines if form.kind == "goals_whole" else ():
            named = _EXECUTION.search(line.name)
            rate = percent(normalised(line.actual.text)) if line.actual else None
            if named is None or rate is None or line.actual is None:
                continue
            row = {"基本": "basic", "项目": "project"}[named["row"]]
            budget, spent = form.figures.get(f"{row}/budget"), book.figure(f"T5 total {row}")
            if (
                budget is None
                or spent is None
                or holds(share, rate, (spent.quantity, budget.quantity)) is not Verdict.ERROR
            ):
                continue
            central = share(spent.quantity.value, budget.quantity.value)
            right = shown(central or Fraction(0), Kind.PERCENT, Fraction(1, 100))
            yield finding(
                line.actual.spot,
                f"{form.label}“{line.name}”：{line.actual.text.strip()}",
                "rate",
                f"按决算数推算为 {right}（{spent.quantity.printed}÷{budget.quantity.printed}）",
                stated=line.actual.text.strip(),
                spots=(line.spot, spent.spot, budget.spot),
                formula=f"{spent.quantity.printed}÷{budget.quantity.printed} = {right}",
                right=right,
                proposed="说明执行数的口径，或改正执行率",
            )


def _products(told: Sequence[Told]) -> Iterator[Claim]:
    """15人*4.5万元=67.5万元, and below: 15名人员工资68万元."""
    for place, each in enumerate(told):
        for found in _PRODUCT.finditer(each.passage.text):
            right, _ = amount(found["total"], found["total_measure"])
            again = re.compile(rf"(?<![0-9]){found['n']}[人名个辆台户][^，。；0-9]{{0,16}}$")
            for other in told[place : place + _NEAR]:
                for s in other.statements:
                    close = abs(s.quantity.value - right) <= right * _CLOSE and s.quantity.value != right
                    lead = other.passage.text[: s.token.start]
                    if s.token.kind is Kind.AMOUNT and close and again.search(lead):
                        text = found["total"] + found["total_measure"]
                        yield finding(
                            other.spot(s),
                            other.sentence_at(s.token.start),
                            "derived",
                            f"按数量和标准推算为 {text}（{found[0]}），此处写作 {s.quantity.printed}",
                            stated=s.quantity.printed,
                            spots=(each.passage.spot(found.start()),),
                            right=text,
                            proposed="说明差额，或改为一致的数",
                        )


def _standards(told: Sequence[Told]) -> Iterator[Claim]:
    """供养标准≥767元/月.人, but 21.5万元 for 25 people in a year is 717元."""
    for place, each in enumerate(told):
        standard = _STANDARD.search(each.passage.text)
        if standard is None:
            continue
        around = told[max(place - _NEAR, 0) : place + _NEAR]
        heads = [m for t in around if (m := _HEADS.search(t.passage.text)) and m["noun"][-4:] in each.passage.text]
        spent = [(t, m) for t in around for m in _LIVING.finditer(t.passage.text)]
        if len(heads) != 1 or not int(heads[0]["n"]) or not spent:
            continue
        other, paid = max(spent, key=lambda pair: amount(pair[1]["amount"], pair[1]["measure"])[0])
        value, step = amount(paid["amount"], paid["measure"])
        monthly = (value + step / 2) / int(heads[0]["n"]) / _MONTHS
        least, _ = amount(standard["each"], "元")
        if monthly < least:
            real = shown(value / int(heads[0]["n"]) / _MONTHS, Kind.AMOUNT, Fraction(100), "元")
            yield finding(
                each.passage.spot(standard.start("each")),
                each.sentence_at(standard.start()),
                "derived",
                f"标准为每人每月 {standard['each']}元，按 {paid[0]}、{heads[0]['n']} 人推算只有 {real}",
                stated=standard["each"],
                spots=(other.passage.spot(paid.start()),),
                formula=f"{paid['amount']}{paid['measure']}÷{heads[0]['n']}人÷12月 = {real}",
                proposed="说明其余资金来源，或改正标准",
            )


def _sources(told: Sequence[Told]) -> Iterator[Claim]:
    """One project's money from the general budget here, from business income there; quoted words tell the project."""
    seen: dict[str, tuple[Told, str, re.Match[str]]] = {}
    for each in told:
        found = _SOURCE.search(each.passage.text)
        kind = next((k for k, p in _KINDS if found and p.search(found["source"])), "")
        if found is None or not kind:
            continue
        for words in {m["words"] for m in _QUOTED.finditer(each.passage.text)}:
            first, said, before = seen.setdefault(words, (each, kind, found))
            if said != kind:
                yield finding(
                    each.passage.spot(found.start()),
                    each.sentence_at(found.start()),
                    "conflict",
                    f"资金来源此处为“{found['source']}”，{first.passage.spot(before.start())}为“{before['source']}”，说法不一",
                    stated=found["source"],
                    spots=(first.passage.spot(before.start()),),
                    proposed="核实资金来源，改为一致",
                )

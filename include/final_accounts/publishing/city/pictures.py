"""The city's charts, in the look of the units' own: what changed, what it was spent on, what is carried over. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from final_accounts.model.edition import Edition
from final_accounts.publishing import figures
from final_accounts.publishing.charts import Bar, Chart, Pair, Pairs, Phrase, Shares
from final_accounts.publishing.city import wanted
from final_accounts.publishing.city.comparing import Years, class_names, less, of_key
from final_accounts.publishing.city.distribution import histogram
from final_accounts.publishing.city.facts import CityFacts
from final_accounts.publishing.city.histogram import Histogram
from final_accounts.publishing.city.nouns import CarryLine, ComparedTable, SpendingLine, ThreePublicTable
from final_accounts.publishing.city.spending import execution_rates

_MEASURE = f" {figures.PAPER}"


def city_charts(
    edition: Edition,
    years: Years,
    compared: Sequence[ComparedTable],
    three_public: Sequence[ThreePublicTable],
    carried: Sequence[CarryLine],
    *,
    words: Mapping[str, Any],
) -> dict[str, Chart]:
    """Charts by id; those without anything to draw are left out."""
    year = edition.fiscal_year
    found = {}
    if not years.known.none:
        lines = [compared[0].lines[0], compared[1].lines[0]]
        pairs = [Pair(line.name, line.before, line.here, _told(line.change, line.rate)) for line in lines]
        panel = Pairs("", f"{year - 1}年度", f"{year}年度", tuple(pairs))
        found["changes"] = _chart("changes", "可比单位收支与上年比较", panel)
    if years.now:
        whole = wanted.total_of(years.now, wanted.EXPENDITURE)
        funds = [(name, of_key(wanted.spent(fund))(years.now)) for fund, (name, _) in wanted.FUNDS.items()]
        funds.append((words["other_funds"], less(wanted.EXPENDITURE, wanted.EXECUTED)(years.now)))
        classes = [(name, of_key(wanted.class_line(code))(years.now)) for code, name in class_names(edition).items()]
        found["funds"] = _chart("funds", "支出按资金性质", _shares("本年支出合计", whole, funds, words))
        found["classes"] = _chart("classes", "支出按功能分类", _shares("本年支出合计", whole, classes, words))
        found["carried"] = _chart("carried", "结转和结余", _carried(carried))
    if three_public:
        parts = [line for line in three_public[0].lines if line.level != 1 or "小计" not in line.name]
        found["three_public"] = _chart("three_public", "“三公”经费预算与决算", _spending(parts))
    return found


def histograms(facts: CityFacts, words: Mapping[str, Any]) -> dict[str, Histogram]:
    """Execution rates of units, and scores of self-evaluation forms as reported and as recomputed."""
    found = {}
    if facts.values:
        rates = [None if rate.value is None else rate.value * 100 for rate in execution_rates(facts.values).values()]
        found["execution"] = histogram(
            "execution", "单位预算执行率分布", "%", "家", words["execution_edges"], [("", rates)]
        )
    if facts.scores:
        series: list[tuple[str, list[Decimal | None]]] = [
            ("自评得分", [score.self_score for score in facts.scores]),
            ("复算得分", [score.recomputed for score in facts.scores]),
        ]
        found["scores"] = histogram("scores", "绩效自评得分分布", "分", "张", words["score_edges"], series)
    return found


def _chart(chart_id: str, caption: str, panel: Shares | Pairs) -> Chart:
    return Chart(f"city-{chart_id}", caption, figures.PAPER, (panel,), tuple(_said(panel)), "")


def _told(change: figures.Figure, rate: figures.Figure) -> Phrase:
    phrase: Phrase = (change, _MEASURE)
    return (*phrase, "，", rate) if rate.value is not None else phrase


def _shares(name: str, whole: int, parts: Iterable[tuple[str, int]], words: Mapping[str, Any]) -> Shares:
    shown = sorted(((name, fen) for name, fen in parts if fen), key=lambda part: (-part[1], part[0]))
    most = int(words["most"])
    kept, small = (shown, []) if len(shown) <= most else (shown[: most - 1], shown[most - 1 :])
    bars = [Bar((name,), figures.amount(fen), _share(fen, whole)) for name, fen in kept]
    if small:
        before, after = words["folded"]
        total = sum(fen for _, fen in small)
        folded: Phrase = (before, figures.count(len(small)), after)
        bars.append(Bar(folded, figures.amount(total), _share(total, whole), folded=True))
    return Shares("", name, figures.amount(whole), tuple(bars), "" if bars else "本年没有支出")


def _share(part: int, whole: int) -> figures.Figure:
    return figures.rate(part, whole)


def _carried(lines: Iterable[CarryLine]) -> Pairs:
    pairs = tuple(
        Pair(line.name, line.opening, line.closing, _told(line.change, line.rate))
        for line in lines
        if line.opening.fen or line.closing.fen
    )
    return Pairs("", "年初", "年末", pairs, "" if pairs else "没有结转和结余")


def _spending(lines: Iterable[SpendingLine]) -> Pairs:
    pairs = tuple(
        Pair(line.name, line.budget, line.final, ("完成预算的 ", line.done) if line.done.value is not None else ())
        for line in lines
        if line.budget.fen or line.final.fen
    )
    return Pairs("", "预算数", "决算数", pairs)


def _said(panel: Shares | Pairs) -> Iterator[str | figures.Figure]:
    """A panel in words, for those who do not see it."""
    if panel.note:
        yield f"{panel.note}。"
    elif isinstance(panel, Shares):
        yield from (f"{panel.whole_name} ", panel.whole, f"{_MEASURE}，其中：")
        for number, bar in enumerate(panel.bars):
            yield from ("；" if number else "", *bar.name, " ", bar.amount, f"{_MEASURE}，占 ", bar.share)
        yield "。"
    else:
        for pair in panel.pairs:
            yield from (f"{pair.name}：{panel.before} ", pair.before, f"{_MEASURE}，{panel.after} ", pair.after)
            yield from (f"{_MEASURE}，", *pair.told, "。")

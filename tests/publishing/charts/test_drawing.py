"""A drawing prints every figure of its chart exactly, clips nothing, and is complete in itself."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from final_accounts.catalog import edition
from final_accounts.publishing import Documents, figures
from final_accounts.publishing.charts import WIDE, Bar, Chart, Pair, Pairs, Shares, charts, read, svg
from final_accounts.publishing.charts.drawing import ACCENT, FONTS, HAIR, INK, SOFT, TRACK
from final_accounts.publishing.documents import documents_root
from publishing.charts.cases import SVG, fact, figures_of, parsed, placed, printed, wanted
from publishing.disclosures import wuhan_report
from publishing.pages import page_of

SICHUAN = edition("sichuan-ziyang", 2021)
CLASSES = tuple(code for _, code, _ in SICHUAN.expenditure_lines)
ROUNDING = 0.11
"""Places are written with one decimal."""


def season(sizes: tuple[int, ...], prior: int | None = 250_000_000) -> tuple[Chart, ...]:
    """Seven charts of a unit with one class for each size."""
    whole = sum(sizes)
    known = [
        *(fact(f"T1/{row}/amount", whole) for row in ("line:收入总计", "line:本年收入合计", "line:本年支出合计")),
        fact("T1/line:一般公共预算财政拨款收入/amount", whole),
        *(fact(f"T3/total/{column}", whole) for column in ("total", "basic")),
        *(fact(f"{cell}", whole) for cell in ("T4/line:收入总计/amount", "T5/total/total", "T5/total/basic")),
        *(fact(f"T1/function:{code}/amount", size) for code, size in zip(CLASSES, sizes, strict=False)),
        *(fact(f"T5/function:{code}/total", size) for code, size in zip(CLASSES, sizes, strict=False)),
        *(fact(f"T7/line:{row}/{column}", 5_000) for row in ("决算数", "预算数") for column in ("total", "reception")),
    ]
    if prior is not None:
        known += [fact(f"PRIOR/line:{row}/amount", prior) for row in ("收入总计", "财政拨款收入总计", "基本支出")]
    return charts(SICHUAN, known, (), Documents.of(SICHUAN).words)


CASES = {
    "one slice": season((349_560_000,)),
    "26 slices": season(tuple(1_234_567 * (i + 1) for i in range(26))),
    "below zero": season((90_000_000, -30_000_000)),
    "all below zero": season((-90_000_000, -30_000_000)),
    "zeros": season((0, 0), prior=0),
    "nothing known": charts(SICHUAN, (), (), Documents.of(SICHUAN).words),
    "no last year": season((1_000_000, 2_000_000), prior=None),
    "last year nothing": season((1_000_000,), prior=0),
    "very much": season((98_765_432_109_876_543, 1), prior=1),
}
every_case = pytest.mark.parametrize("case", CASES)


@every_case
def test_every_figure_stands_in_the_drawing_exactly_and_no_other(case: str) -> None:
    for chart in CASES[case]:
        assert set(printed(svg(chart))) == wanted(chart)


@every_case
def test_no_number_is_typed_beside_the_figures(case: str) -> None:
    years = re.compile(r"20[0-9]{2}年度")
    for chart in CASES[case]:
        for node in parsed(svg(chart)).iter(f"{SVG}text"):
            loose = (node.text or "") + "".join(child.tail or "" for child in node)
            assert not re.search(r"[0-9]", years.sub("", loose)), loose


@every_case
def test_the_words_for_those_who_do_not_see_it_tell_every_figure(case: str) -> None:
    for chart in CASES[case]:
        root = parsed(svg(chart))
        title, told = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert told is not None
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
        assert title.text == chart.caption
        assert told.text == read(chart.said)
        assert {figure.text for figure in figures_of(chart.panels)} <= {
            figure.text for figure in figures_of(chart.said)
        }


def crowded(drawing: str) -> list[str]:
    """Texts that leave the frame or run into their neighbour on the line, and marks outside the frame."""
    root = parsed(drawing)
    high = float((root.get("viewBox") or "").split()[3])
    texts = placed(drawing)
    wrong = [t.words for t in texts if t.left < -ROUNDING or t.right > WIDE + ROUNDING or not 8 <= t.y <= high]
    for y in {t.y for t in texts}:
        line = sorted((t for t in texts if t.y == y), key=lambda t: t.left)
        wrong += [f"{a.words}|{b.words}" for a, b in pairwise(line) if a.right > b.left]
    for box in root.iterfind(f"{SVG}rect"):
        x, y, wide, tall = (float(box.get(name) or 0) for name in ("x", "y", "width", "height"))
        if x < -ROUNDING or x + wide > WIDE + 1.5 or y + tall > high:
            wrong.append(f"{x} {wide}")
    return wrong


@every_case
def test_nothing_is_clipped_or_overlaps(case: str) -> None:
    for chart in CASES[case]:
        assert crowded(svg(chart)) == []


names = st.text(st.sampled_from("社会保障和就业支出（类）、“三公”经费 ABCm09%&<>"), min_size=1, max_size=60)
amounts = st.integers(-(10**16), 10**16)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(names, amounts, amounts), min_size=1, max_size=12), names, names)
def test_long_names_and_great_sums_stay_in_the_frame(
    rows: list[tuple[str, int, int]], heading: str, whole: str
) -> None:
    bars = tuple(Bar((n,), figures.amount(a), figures.rate(a, b), folded=a < b) for n, a, b in rows)
    change = ("增加 ", figures.amount(10**16), " 万元，增长 ", figures.rate(10**16, 7))
    pairs = tuple(Pair(n, figures.amount(a), figures.amount(b), change) for n, a, b in rows)
    panels = (
        Shares(heading, whole, figures.amount(rows[0][1]), bars),
        Shares("", whole, figures.UNKNOWN, bars),
        Pairs(heading, "2020年度", "2021年度", pairs),
    )
    drawing = svg(Chart("long", heading, "万元", panels, (heading,), "total/1"))
    assert crowded(drawing) == []
    read_back = "".join(text.words for text in placed(drawing))
    assert all(name in read_back for name, _, _ in rows)


@every_case
def test_the_same_chart_gives_the_same_text(case: str) -> None:
    assert [svg(chart) for chart in CASES[case]] == [svg(chart) for chart in CASES[case]]


def test_a_bar_is_as_long_as_its_share() -> None:
    chart = next(c for c in season((300_000_000, 100_000_000)) if c.id == "general_structure")
    boxes = [float(b.get("width") or 0) for b in parsed(svg(chart)).iterfind(f"{SVG}rect") if b.get("fill") == ACCENT]
    assert boxes == [WIDE * 0.75, WIDE * 0.25]


def test_bars_below_zero_go_the_other_way() -> None:
    chart = next(c for c in CASES["below zero"] if c.id == "general_structure")
    high, low = [b for b in parsed(svg(chart)).iterfind(f"{SVG}rect") if b.get("fill") == ACCENT]
    zero = float(high.get("x") or 0)
    assert zero == pytest.approx(float(low.get("x") or 0) + float(low.get("width") or 0))
    assert zero > 0


def test_two_years_differ_in_grey_by_hatching() -> None:
    fills = [b.get("fill") for b in parsed(svg(season((349_560_000,))[0])).iterfind(f"{SVG}rect")]
    assert fills[:2] == ["url(#chart-totals-hatch)", ACCENT]


def test_what_is_folded_is_hatched() -> None:
    chart = next(c for c in CASES["26 slices"] if c.id == "general_structure")
    fills = [b.get("fill") for b in parsed(svg(chart)).iterfind(f"{SVG}rect") if b.get("fill") != TRACK]
    assert fills == [ACCENT] * 7 + ["url(#chart-general_structure-hatch)"]


@every_case
def test_a_drawing_needs_nothing_from_elsewhere(case: str) -> None:
    for chart in CASES[case]:
        drawing = svg(chart)
        assert "var(" not in drawing
        assert not re.search(r"href|@import|https?://(?!www\.w3\.org/2000/svg)", drawing)
        ids = {node.get("id") for node in parsed(drawing).iter() if node.get("id")}
        assert set(re.findall(r"url\(#([^)]+)\)", drawing)) <= ids


def test_ids_are_unique_on_the_page() -> None:
    page = html.fromstring(page_of(wuhan_report()))
    ids = [node.get("id") for node in page.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert len(page.findall(".//figure[@class='chart']/svg")) == 4


def test_the_page_prints_the_charts_of_the_units_own_facts() -> None:
    report = wuhan_report()
    page = page_of(report)
    known = charts(report.edition, report.reported.facts, report.reported.nil_forms, report.documents.words)
    assert len(known) == 4
    assert all(svg(chart) in page for chart in known)


def test_a_name_cannot_become_markup() -> None:
    hostile = "</text><script>alert(1)</script>&"
    panel = Shares(hostile, hostile, figures.amount(1), (Bar((hostile,), figures.amount(1)),))
    root = parsed(svg(Chart("hostile", hostile, "万元", (panel,), (hostile,), "total/1")))
    assert not list(root.iter(f"{SVG}script"))


def test_charts_look_like_the_page_they_stand_on() -> None:
    style = (documents_root() / "national" / "style.css").read_text(encoding="utf-8")
    named = dict(re.findall(r"--(\w+): ([^;]+);", style))
    assert [named[name] for name in ("ink", "soft", "hair", "tint", "accent")] == [INK, SOFT, HAIR, TRACK, ACCENT]
    assert named["sans"].replace('"', "'") == FONTS

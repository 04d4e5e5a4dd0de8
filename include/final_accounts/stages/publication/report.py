"""单位情况表: what became of every unit of a season, and what to open; the end of ``make run``."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from final_accounts.catalog import calendar
from final_accounts.season.calendar import deadlines
from final_accounts.season.duties import came_late
from final_accounts.stages.house import House, Season, SeasonDict
from final_accounts.stages.letters.feedback import feedback_page, feedback_workbook
from final_accounts.stages.publication.first_received import first_received
from final_accounts.stages.publication.publications import closed_pages
from final_accounts.stages.settings import Settings
from final_accounts.warehouse.queries_scores import UnitScore, unit_scores
from final_accounts.warehouse.queries_season import UnitStatus, unit_statuses

COLOURS = {
    "公开": "green",
    "批复": "blue",
    "通过": "cyan",
    "收到": "white",
    "退回": "red",
    "未报送": "yellow",
    "零报送": "white",
    "免报": "white",
}
CLOSED = {"taken_down": "已撤下", "withheld": "依法不予公开"}
WIDEST = 120


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One unit. ``open`` is the page or the annotated workbook, relative to its folder; "" when there is nothing."""

    code: str
    name: str
    file_name: str
    version: int
    late: bool
    blocking: int
    explain: int
    notice: int
    self_score: Decimal | None
    recomputed: Decimal | None
    state: str
    open: str


@dataclass(frozen=True, slots=True)
class SeasonReport:
    """All units of a city and year, and the places to open."""

    city: str
    fiscal_year: int
    edition: str
    rows: tuple[ReportRow, ...]
    index: Path
    city_page: Path
    rules_page: Path
    feedback: Path


def report(settings: Settings, city: str, fiscal_year: int) -> SeasonReport:
    """The season as the warehouse and the site have it."""
    house = House.open(settings)
    asked: SeasonDict = {"run": "", "city": city, "fiscal_year": fiscal_year}
    season = Season.of(asked)
    house.warehouse.migrate()
    with house.warehouse.reading() as connection:
        statuses = unit_statuses(connection, city, fiscal_year)
        scores = unit_scores(connection, city, fiscal_year, accepted=False)
    known = {status.unit.code: status for status in statuses}
    dates = deadlines(calendar(city, fiscal_year))
    received = first_received(house, season, dates)
    closed = closed_pages(house, season)
    site = settings.site(city, fiscal_year)
    feedback = settings.feedback(city, fiscal_year)
    return SeasonReport(
        city=season.city.name,
        fiscal_year=fiscal_year,
        edition=season.edition.id,
        rows=tuple(
            _row(
                known.get(unit.code) or UnitStatus(unit),
                [score for score in scores if score.unit == unit.code],
                site,
                feedback,
                late=came_late(received.get(unit.code), dates),
                closed=CLOSED[closed[unit.code].state] if unit.code in closed else "",
            )
            for unit in season.city.units_of(fiscal_year)
        ),
        index=site.parent.parent / "index.html",
        city_page=site / "index.html",
        rules_page=site / "rules.html",
        feedback=feedback,
    )


def _row(
    status: UnitStatus, scores: list[UnitScore], site: Path, feedback: Path, *, late: bool, closed: str
) -> ReportRow:
    unit = status.unit
    whole = next((score for score in scores if score.form.startswith("PW")), scores[0] if scores else None)
    if closed or status.state is not None:
        state = closed or (status.state.chinese if status.state else "")
    else:
        state = "免报" if unit.exempt else "零报送" if unit.nil_return else "未报送"
    return ReportRow(
        code=unit.code,
        name=unit.name,
        file_name=status.file_name,
        version=status.version,
        late=late,
        blocking=status.blocking,
        explain=status.explain,
        notice=status.notice,
        self_score=whole.self_score if whole else None,
        recomputed=whole.recomputed if whole else None,
        state=state,
        open=_open(status, site, feedback),
    )


def _open(status: UnitStatus, site: Path, feedback: Path) -> str:
    """The feedback of a version that came back, else the page: what is waiting for somebody comes first."""
    unit = status.unit.code
    page = site / "units" / f"{unit}.html"
    workbook = feedback / unit / feedback_workbook(status.version)
    returned = feedback / unit / feedback_page(status.version)
    if status.state is not None and status.state.value == "returned":
        found = workbook if workbook.is_file() else returned
        return found.relative_to(feedback).as_posix() if found.is_file() else ""
    return page.relative_to(site).as_posix() if page.is_file() else ""


def show_report(console: Console, found: SeasonReport) -> None:
    """Print the table, 120 columns wide, then the paths; a narrower terminal wraps lines, and no column is lost."""
    console.width = max(console.width, WIDEST)
    table = Table(
        title=f"{found.city} {found.fiscal_year} 年度　{found.edition}",
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        padding=(0, 1),
        pad_edge=False,
        collapse_padding=True,
        width=WIDEST,
    )
    table.add_column("单位", ratio=1, overflow="fold")
    table.add_column("编码", no_wrap=True)
    table.add_column("报送", no_wrap=True)
    for name in ("必改", "说明", "提示", "自评", "复算"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("状态", no_wrap=True)
    table.add_column("打开", overflow="fold", max_width=26)
    for row in found.rows:
        received = f"第{row.version}版" if row.version else "—"
        counts = (row.blocking, row.explain, row.notice) if row.version else (None, None, None)
        table.add_row(
            escape(row.name),
            row.code,
            Text(received + (" 逾期" if row.late else ""), style="yellow" if row.late else ""),
            *("" if number is None else str(number) for number in counts),
            _points(row.self_score),
            _points(row.recomputed),
            Text(row.state, style=COLOURS.get(row.state, "")),
            escape(row.open),
        )
    console.print(table)
    if found.city_page.is_file():
        _path(console, "全市汇总", found.city_page)
        _path(console, "单位网页", found.city_page.parent / "units")
        _path(console, "审核规则", found.rules_page)
        _path(console, "全部城市", found.index)
    _path(console, "审核反馈", found.feedback)
    console.print()


def _path(console: Console, label: str, path: Path) -> None:
    """A path on one line whatever its length, so that it can be copied."""
    console.print(f"  {label}  {escape(str(path))}", soft_wrap=True, highlight=False)


def _points(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}"

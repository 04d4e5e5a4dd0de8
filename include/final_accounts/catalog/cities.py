"""Cities with their registers of units 单位名录, and the calendars 日程 of their seasons."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from final_accounts.catalog.caching import remembered
from final_accounts.catalog.checking import Fields
from final_accounts.catalog.layers import known_ids, layers
from final_accounts.catalog.opening import open_yaml
from final_accounts.catalog.registers import overlap
from final_accounts.catalog.rooms import CALENDARS, CITIES, data_root, shown
from final_accounts.model.errors import CatalogError, SeasonError
from final_accounts.model.season import Calendar
from final_accounts.model.unit import BudgetUnit, City

CITY_KEYS = frozenset({"id", "name", "region", "made_up", "years", "units", "reply", "signing", "note", "source"})
UNIT_KEYS = frozenset({
    "code", "name", "kind", "department", "department_code", "since", "until", "predecessors", "change", "nil_return",
    "exempt", "note",
})  # fmt: skip
KINDS = ("行政单位", "参公单位", "事业单位")
SPLIT = "拆分"
CHANGES = ("", "合并", SPLIT, "更名", "新设", "划转", "撤销")
SEASON_KEYS = frozenset({
    "opens", "submit_by", "correct_by", "approval", "reply_within", "publish_within", "closes", "holidays",
    "workdays", "note",
})  # fmt: skip


def cities() -> tuple[City, ...]:
    """All cities of the data rooms, by id."""
    root = data_root()
    return tuple(_city(root, path.stem) for path in sorted((root / CITIES).glob("*.yaml")))


def city(city_id: str) -> City:
    """One city; SeasonError lists the known ones when there is none of that id."""
    root = data_root()
    known = sorted(path.stem for path in (root / CITIES).glob("*.yaml"))
    if city_id not in known:
        raise SeasonError(f"没有城市“{city_id}”。已有：{'、'.join(known)}。")
    return _city(root, city_id)


@remembered
def _city(root: Path, city_id: str) -> City:
    path = root / CITIES / f"{city_id}.yaml"
    where = shown(path, root)
    fields = Fields(open_yaml(path, root), where, CITY_KEYS)
    years = fields.items("years")
    units = tuple(_unit(Fields(u, f"{where}.units", UNIT_KEYS)) for u in fields.items("units"))
    found = City(
        id=fields.text("id"),
        name=fields.text("name"),
        region=fields.text("region"),
        made_up=fields.flag("made_up"),
        units=units,
        years=tuple(y for y in years if isinstance(y, int)),
        reply=fields.text("reply"),
        signing=fields.text("signing", ""),
    )
    if found.id != city_id:
        raise CatalogError(f"{where}：id 是 {found.id}，应与文件名一致。")
    if found.region not in layers(root):
        raise CatalogError(f"{where}：地区 {found.region} 没有编报口径。")
    absent = [f"{found.region}/{y}" for y in found.years if f"{found.region}/{y}" not in known_ids(root)]
    if absent or not found.years:
        raise CatalogError(f"{where}：years 里的年度没有编报口径：{'、'.join(absent) or '（years 是空的）'}。")
    _check_units(found, where)
    return found


def _unit(fields: Fields) -> BudgetUnit:
    code = fields.text("code")
    fields.where = f"{fields.where}.{code}"
    unit = BudgetUnit(
        code=code,
        name=fields.text("name"),
        kind=fields.text("kind"),
        department=fields.text("department"),
        department_code=fields.text("department_code"),
        since=fields.number("since", 0),
        until=fields.number("until", 0),
        predecessors=fields.words("predecessors"),
        change=fields.text("change", ""),
        nil_return=fields.flag("nil_return"),
        exempt=fields.text("exempt", ""),
    )
    if not (code.isascii() and code.isdigit()):
        raise CatalogError(f"{fields.where}：单位编码只能是数字。")
    if unit.kind not in KINDS or unit.change not in CHANGES:
        raise CatalogError(
            f"{fields.where}：kind 可用 {'、'.join(KINDS)}；change 可用 {'、'.join(filter(None, CHANGES))}。"
        )
    return unit


def _check_units(found: City, where: str) -> None:
    by_code: dict[str, BudgetUnit] = {}
    for unit in found.units:
        other = by_code.get(unit.code)
        if other and overlap((unit.since, unit.until), (other.since, other.until)):
            raise CatalogError(f"{where}：单位编码 {unit.code} 在同一年度出现两次。")
        by_code[unit.code] = unit
    for unit in found.units:
        if unit.predecessors:
            _check_predecessors(found, unit, where)
    for year in found.years:
        if not found.units_of(year):
            raise CatalogError(f"{where}：{year} 年度没有任何单位。")


def _check_predecessors(found: City, unit: BudgetUnit, where: str) -> None:
    """They ended the year before, unless a part of one was split off it or the unit keeps one of their codes.

    A unit whose predecessor has other heirs is a part of it and says so (拆分), so that nobody takes all of its money.
    """
    before = {each.code for each in found.units_of(unit.since - 1)}
    here = {each.code: each for each in found.units_of(unit.since)}
    for code in unit.predecessors:
        split = unit.change == SPLIT or code == unit.code
        if code not in before or (code in here and not split):
            raise CatalogError(f"{where}：{unit.code} 的前身 {code} 不在名录，或没有在 {unit.since} 年度之前终止。")
        heirs = {each.code for each in here.values() if each.since == unit.since and code in each.predecessors}
        shared = len(heirs | ({code} & set(here))) > 1
        if code != unit.code and shared != (unit.change == SPLIT):
            why = f"在 {unit.since} 年度有几家后继，change 应为{SPLIT}" if shared else f"只有一家后继，不是{SPLIT}"
            raise CatalogError(f"{where}：{unit.code} 的前身 {code} {why}。")


def calendar(city_id: str, year: int) -> Calendar:
    """Dates of one season; SeasonError lists the known fiscal years when there is none."""
    root = data_root()
    found = _calendars(root, city(city_id).id)
    if year not in found:
        raise SeasonError(
            f"{city_id} 没有 {year} 年度的编报日程。已有：{'、'.join(str(y) for y in sorted(found)) or '无'}。"
        )
    return found[year]


@remembered
def _calendars(root: Path, city_id: str) -> dict[int, Calendar]:
    path = root / CALENDARS / f"{city_id}.yaml"
    where = shown(path, root)
    fields = Fields(open_yaml(path, root), where, {"city", "seasons", "source", "note"})
    if fields.text("city") != city_id:
        raise CatalogError(f"{where}：city 应与文件名一致。")
    found: dict[int, Calendar] = {}
    for item in fields.items("seasons"):
        season = Fields(item, f"{where}.seasons", SEASON_KEYS | {"fiscal_year"})
        year = season.number("fiscal_year")
        made = Calendar(
            city=city_id,
            fiscal_year=year,
            opens=season.day("opens"),
            submit_by=season.day("submit_by"),
            correct_by=season.day("correct_by"),
            approval=season.day("approval"),
            reply_within=season.number("reply_within"),
            publish_within=season.number("publish_within"),
            closes=season.day("closes"),
            holidays=tuple(day for span in season.items("holidays") for day in _days(span, where)),
            workdays=tuple(day for span in season.items("workdays") for day in _days(span, where)),
        )
        order = [made.opens, made.submit_by, made.correct_by, made.approval, made.closes]
        if order != sorted(order) or made.approval + timedelta(days=made.publish_within) > made.closes:
            raise CatalogError(f"{where}：{year} 年度的日期应依次为开始、报送截止、更正截止、批复、公开期满、结束。")
        if year in found:
            raise CatalogError(f"{where}：{year} 年度写了两次。")
        found[year] = made
    return found


def _days(span: object, where: str) -> tuple[date, ...]:
    if isinstance(span, date):
        return (span,)
    fields = Fields(span, f"{where}.holidays", {"from", "to"})
    first, last = fields.day("from"), fields.day("to")
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))

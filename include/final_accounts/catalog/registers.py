"""Registers of codes 科目名录 and of the expenditure lines 支出功能分类行次 of each year."""

from __future__ import annotations

from pathlib import Path

from final_accounts.catalog.caching import remembered
from final_accounts.catalog.opening import open_csv
from final_accounts.catalog.rooms import REGISTERS, shown
from final_accounts.model.errors import CatalogError
from final_accounts.model.register import Code, Register

LEVELS = ("类", "款", "项")
FUNCTIONAL = ("functional_classification", (3, 5, 7))
ECONOMIC = ("economic_classification", (3, 5))
COLUMNS = ("code", "name", "level", "parent", "since", "until", "verified", "successor", "source", "note")
LINE_COLUMNS = ("order", "code", "name", "since", "until", "verified", "source")

ExpenditureLine = tuple[int, str, str]


def year_of(text: str, place: str) -> int:
    """A year column: empty is 0 (open or unknown)."""
    if text in {"", "0"}:
        return 0
    if len(text) == 4 and text.isdigit():  # noqa: PLR2004 - the digits of a year
        return int(text)
    raise CatalogError(f"{place}：年度应为四位数字或空白，现为“{text}”。")


def verified_of(text: str, place: str) -> bool:
    """The column ``verified``: yes or no, nothing else."""
    if text not in {"yes", "no"}:
        raise CatalogError(f"{place}：verified 应为 yes 或 no，现为“{text}”。")
    return text == "yes"


def overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two spans of years (0 = open) share a year.

    >>> overlap((2019, 2020), (2021, 0)), overlap((0, 0), (2021, 2021))
    (False, True)
    """
    return (a[1] == 0 or b[0] <= a[1]) and (b[1] == 0 or a[0] <= b[1])


@remembered
def load_register(root: Path, name: str, lengths: tuple[int, ...]) -> Register:
    """One classification with its synonyms; codes are text, levels go by digits, spans of one code never overlap."""
    path = root / REGISTERS / f"{name}.csv"
    codes: dict[str, list[Code]] = {}
    for place, row in open_csv(path, root, COLUMNS):
        code = _code(place, row, lengths)
        for other in codes.get(code.code, ()):
            if overlap((code.since, code.until), (other.since, other.until)):
                raise CatalogError(f"{place}：科目 {code.code} 的有效年度与前面一行重叠。")
        codes.setdefault(code.code, []).append(code)
    if not codes:
        raise CatalogError(f"{shown(path, root)}：没有任何科目。")
    orphans = sorted(c.code for lines in codes.values() for c in lines if c.parent and c.parent not in codes)
    if orphans:
        raise CatalogError(f"{shown(path, root)}：上级科目不在名录：{'、'.join(orphans[:10])}。")
    frozen = {code: tuple(sorted(lines, key=lambda c: c.since)) for code, lines in codes.items()}
    return Register(name, lengths, frozen, _synonyms(root, name, frozen))


def _code(place: str, row: dict[str, str], lengths: tuple[int, ...]) -> Code:
    code, level, parent = row["code"], row["level"], row["parent"]
    if not (code.isascii() and code.isdigit()) or len(code) not in lengths:
        raise CatalogError(f"{place}：科目编码“{code}”的位数应为 {'、'.join(map(str, lengths))}。")
    place_in = lengths.index(len(code))
    if level != LEVELS[place_in]:
        raise CatalogError(f"{place}：{code} 是 {LEVELS[place_in]} 级，写成了“{level}”。")
    if parent != (code[: lengths[place_in - 1]] if place_in else ""):
        raise CatalogError(f"{place}：{code} 的上级科目写成了“{parent}”。")
    if not row["name"]:
        raise CatalogError(f"{place}：{code} 没有名称。")
    return Code(
        code=code,
        name=row["name"],
        level=level,
        parent=parent,
        since=year_of(row["since"], place),
        until=year_of(row["until"], place),
        verified=verified_of(row["verified"], place),
        successor=row["successor"],
        source=row["source"],
        note=row["note"],
    )


def _synonyms(root: Path, name: str, codes: dict[str, tuple[Code, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    path = root / REGISTERS / "name_synonyms.csv"
    for place, row in open_csv(path, root, ("register", "code", "printed_name")):
        if row["register"] != name:
            continue
        if row["code"] not in codes:
            raise CatalogError(f"{place}：别名所指的科目 {row['code']} 不在 {name}。")
        found.setdefault(row["code"], []).append(row["printed_name"])
    return {code: tuple(names) for code, names in found.items()}


@remembered
def expenditure_lines(root: Path, year: int) -> tuple[ExpenditureLine, ...]:
    """The 类 lines of that year's summary tables as (order, code, name), in printed order; none is an error."""
    path = root / REGISTERS / "expenditure_lines.csv"
    lines: list[ExpenditureLine] = []
    for place, row in open_csv(path, root, LINE_COLUMNS):
        since, until = year_of(row["since"], place), year_of(row["until"], place)
        if not row["order"].isdigit():
            raise CatalogError(f"{place}：order 应为数字，现为“{row['order']}”。")
        if since <= year and (until == 0 or year <= until):
            lines.append((int(row["order"]), row["code"], row["name"]))
    lines.sort()
    if [order for order, _, _ in lines] != list(range(1, len(lines) + 1)) or not lines:
        raise CatalogError(f"{shown(path, root)}：{year} 年度的行序应为 1 起连续且不重复，现有 {len(lines)} 行。")
    if len({code for _, code, _ in lines}) != len(lines):
        raise CatalogError(f"{shown(path, root)}：{year} 年度有重复的功能分类类级编码。")
    return tuple(lines)

"""Mergers, splits and moves of the register 单位沿革: what may be written, and what would count money twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from final_accounts.catalog import city, forget
from final_accounts.model.errors import CatalogError
from final_accounts.model.identity import continued, families

if TYPE_CHECKING:
    from pathlib import Path

HOSPITAL = (
    'code: "202002", name: 芦溪市示例人民医院, kind: 事业单位, department: 芦溪市示例卫生健康局, department_code: "202"'
)
WATER = 'code: "203001", name: 芦溪市示例水务局, kind: 行政单位, department: 芦溪市示例水务局, department_code: "203"'


def with_lines(root: Path, old: str, *new: str) -> None:
    """The register of Luxi with one line replaced by others."""
    path = root / "include/examples/cities/luxi.yaml"
    text = path.read_text(encoding="utf-8")
    assert f"  - {{{old}}}\n" in text
    path.write_text(text.replace(f"  - {{{old}}}\n", "".join(f"  - {{{line}}}\n" for line in new)), encoding="utf-8")
    forget()


def part(code: str, since: int = 2022, change: str = "拆分", before: str = "202002") -> str:
    name, department = f"芦溪市示例医院{code}", "芦溪市示例卫生健康局"
    head = f'code: "{code}", name: {name}, kind: 事业单位, department: {department}, department_code: "202"'
    return f'{head}, since: {since}, predecessors: ["{before}"], change: {change}'


def test_a_unit_may_be_split_into_several(rooms: Path) -> None:
    with_lines(rooms, HOSPITAL, f"{HOSPITAL}, until: 2021", part("202004"), part("202005"))
    assert any(family.now == ("202004", "202005") for family in families(city("luxi"), 2022))


def test_a_part_may_be_split_off_a_unit_that_goes_on(rooms: Path) -> None:
    with_lines(rooms, HOSPITAL, HOSPITAL, part("202004"))
    assert continued(city("luxi"), 2022)["202002"] == ()


def test_a_unit_may_move_to_another_department_under_its_code(rooms: Path) -> None:
    moved = WATER.replace("示例水务局, department_code", "示例农业农村局, department_code").replace('"203"', '"205"')
    assert moved != WATER
    with_lines(rooms, WATER, f"{WATER}, until: 2021", f"{moved}, since: 2022, change: 划转")
    found = city("luxi")
    assert continued(found, 2022)["203001"] == ("203001",)
    assert (found.lines(2021)["203001"].department_code, found.lines(2022)["203001"].department_code) == ("203", "205")


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ((f"{HOSPITAL}, until: 2021", part("202004"), part("202005", change="更名")), "change 应为拆分"),
        ((f"{HOSPITAL}, until: 2021", part("202004")), "只有一家后继，不是拆分"),
        ((HOSPITAL, part("202004", change="更名")), "或没有在 2022 年度之前终止"),
        ((f"{HOSPITAL}, until: 2021", part("202004", change="更名", since=2023)), "前身 202002 不在名录"),
        ((HOSPITAL, HOSPITAL), "在同一年度出现两次"),
    ],
)
def test_a_register_in_which_somebodys_money_has_two_owners_is_refused(
    rooms: Path, lines: tuple[str, ...], why: str
) -> None:
    with_lines(rooms, HOSPITAL, *lines)
    with pytest.raises(CatalogError, match=why):
        city("luxi")

"""The data room of a simulated season: the house's data with one made-up city more, its persons and its calendar."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import yaml

from final_accounts.catalog import data_root
from final_accounts.workbooks.made_up import made_up_units

if TYPE_CHECKING:
    from pathlib import Path

CITY = "moni"
NAME = "模拟市（虚构示例）"
REGION = "hubei-wuhan"
FISCAL_YEAR = 2021
OPENS = date(2022, 1, 10)
SHORT = 40
"""A season of so few days has no holidays."""


@dataclass(frozen=True)
class Days:
    """The season's dates as days since it opened; a shorter season is the same one pressed together."""

    total: int

    @property
    def submit_by(self) -> int:
        """报送截止."""
        return self.total * 45 // 100

    @property
    def correct_by(self) -> int:
        """更正截止."""
        return self.total * 58 // 100

    @property
    def approval(self) -> int:
        """批复."""
        return self.total * 66 // 100

    @property
    def reply_within(self) -> int:
        """主管部门批复: 15 days of a season of 120."""
        return max(2, self.total // 8)

    @property
    def publish_within(self) -> int:
        """公开期限: 20 days of a season of 120."""
        return max(2, self.total // 6)

    @property
    def closes(self) -> int:
        """The last day."""
        return self.total - 1


def write_data_room(folder: Path, units: int, days: Days) -> None:
    """Copy the house's data below ``folder`` and add the city; the rules in the copy may change mid-season."""
    house = data_root()
    shutil.copytree(house / "expectations", folder / "expectations")
    shutil.copytree(
        house / "include", folder / "include", ignore=shutil.ignore_patterns("final_accounts", "*.egg-info")
    )
    city = made_up_units(REGION, units, (FISCAL_YEAR,), CITY)
    _write(
        folder / "include" / "examples" / "cities" / f"{CITY}.yaml",
        {
            "id": CITY,
            "name": NAME,
            "reply": "模财决批",
            "region": REGION,
            "made_up": True,
            "years": [FISCAL_YEAR],
            "units": [
                {
                    "code": unit.code,
                    "name": unit.name,
                    "kind": unit.kind,
                    "department": unit.department,
                    "department_code": unit.department_code,
                }
                for unit in city.units
            ],
        },
    )
    _write(folder / "include" / "persons" / f"{CITY}.yaml", _persons())
    _write(folder / "include" / "calendars" / f"{CITY}.yaml", _calendar(days))


def _persons() -> dict[str, object]:
    """Nobody acts automatically here: every act is somebody's."""
    bureau = [
        {"id": "reviewer", "name": "示例财政审核人", "offices": ["reviewer"]},
        {"id": "approver", "name": "示例财政批复人", "offices": ["approver"]},
        {"id": "operator", "name": "示例编报季管理员", "offices": ["operator"]},
        {"id": "auditor", "name": "示例审计人员", "offices": ["auditor"]},
    ]
    return {
        "city": CITY,
        "persons": bureau,
        "each_unit": [
            {"id": "{code}-accountant", "name": "示例会计（{code}）", "offices": ["accountant"]},
            {"id": "{code}-head", "name": "示例负责人（{code}）", "offices": ["head"]},
        ],
        "each_department": [
            {"id": "d{code}-reviewer", "name": "示例主管部门审核人（{code}）", "offices": ["department_reviewer"]},
            {"id": "d{code}-approver", "name": "示例主管部门批复人（{code}）", "offices": ["department_approver"]},
        ],
    }


def _calendar(days: Days) -> dict[str, object]:
    return {
        "city": CITY,
        "note": "模拟编报季的日程",
        "seasons": [
            {
                "fiscal_year": FISCAL_YEAR,
                "opens": OPENS,
                "submit_by": OPENS + timedelta(days=days.submit_by),
                "correct_by": OPENS + timedelta(days=days.correct_by),
                "approval": OPENS + timedelta(days=days.approval),
                "reply_within": days.reply_within,
                "publish_within": days.publish_within,
                "closes": OPENS + timedelta(days=days.closes),
                "holidays": [{"from": date(2022, 1, 31), "to": date(2022, 2, 6)}] if days.total > SHORT else [],
            }
        ],
    }


def _write(path: Path, content: dict[str, object]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")

"""The files that units of a simulated season put into their inboxes."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from final_accounts.model.submission import Explanation
from final_accounts.workbooks.defects import Defect, write_defective
from final_accounts.workbooks.made_up import accounts
from simulated.plan import File

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from final_accounts.model.edition import Edition
    from final_accounts.model.unit import City
    from final_accounts.workbooks.submission_data import SubmissionData
    from simulated.people import Sends

WRONG_TOTAL = Defect(
    id="SIM-01",
    unit="",
    family="表内平衡",
    what="总表的本年支出合计多记 100 元",
    edits=({"form": "T1", "row": "line:本年支出合计", "column": "amount", "add": "100.00"},),
    expects=("T1-03",),
)
NOBODY = "999999"
FIRST_FILLED = date(2022, 3, 1)
RULE, GUESTS, FEW_YUAN = "V-10-1", "line:国内接待人次", 5
"""What is unusual: less than 20 yuan a guest."""


@dataclass(frozen=True)
class Desk:
    """Writes files of a city's units below ``inbox`` (one folder a unit)."""

    city: City
    edition: Edition
    inbox: Path

    def put(self, sends: Sends, at: datetime) -> Path:
        """The file, whole, as of that moment of the simulated calendar."""
        folder = self.inbox / sends.unit
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{sends.unit}-{self.edition.fiscal_year}决算-{sends.number}.xlsx"
        partial = folder / f".part-{target.name}"
        self._write(sends, partial)
        self.arrive(partial, target, at)
        return target

    def arrive(self, partial: Path, target: Path, at: datetime) -> None:
        """Give a file its name and the moment at which it arrived."""
        os.utime(partial, (at.timestamp(), at.timestamp()))
        partial.replace(target)

    def stray(self, at: datetime) -> Path:
        """A file in a folder of no unit of the register: nobody's, so it is set apart and the bureau is told."""
        folder = self.inbox / NOBODY
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / ".part-决算.xlsx"
        partial.write_bytes(b"PK")
        self.arrive(partial, target := folder / "决算.xlsx", at)
        return target

    def _write(self, sends: Sends, path: Path) -> None:
        data = self._data(sends)
        write_defective(self.edition, data, (WRONG_TOTAL,) if sends.file is File.WRONG else (), path)
        if sends.file is File.UNREADABLE:
            content = path.read_bytes()
            path.write_bytes(content[: len(content) // 2])

    def _data(self, sends: Sends) -> SubmissionData:
        """The unit's accounts, or its neighbour's; the day of filling makes each version's bytes its own."""
        units = [unit for unit in self.city.units_of(self.edition.fiscal_year) if not unit.exempt]
        place = next(n for n, unit in enumerate(units) if unit.code == sends.unit)
        unit = units[(place + 1) % len(units)] if sends.file is File.FOREIGN else units[place]
        data = accounts(self.city, unit, self.edition)
        header = replace(data.header, filled_on=(FIRST_FILLED + timedelta(days=sends.number)).isoformat())
        texts = {**data.texts, "correction": sends.correction} if sends.correction else data.texts
        data = replace(data, header=header, texts=texts)
        return unusual(data, sends.number) if sends.file is File.EXPLAINED else data


def unusual(data: SubmissionData, number: int) -> SubmissionData:
    """Many guests for little money, and the reason why; another version has another reason.

    A unit that received nobody has nothing unusual: its reason explains what nobody asks.
    """
    rows = data.forms.get("T7", {})
    spent = next((row.get("reception") for key, row in rows.items() if "决算" in key), None)
    guests = int(spent / FEW_YUAN) if isinstance(spent, Decimal) and spent else 0
    column = next(iter(data.forms["TPQ"][GUESTS]))
    reason = Explanation(RULE, f"以工作简餐为主，人次按签到表统计，已逐笔核对（第{number}稿）", "接待清单")
    changed = data.with_value("TPQ", GUESTS, column, guests) if guests else data
    return replace(changed, explanations=(*data.explanations, reason))

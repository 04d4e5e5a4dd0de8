"""Data rooms of which a test writes one file itself: the register of persons, the calendar of a city."""

from __future__ import annotations

from typing import TYPE_CHECKING

from final_accounts.catalog import data_root

if TYPE_CHECKING:
    from pathlib import Path

QINGSHI = """\
city: qingshi
persons:
  - {id: qs-operator, name: 示例管理员, phone: 000-00000000, offices: [operator]}
  - {id: qs-reviewer, name: 示例审核人, offices: [reviewer]}
  - {id: qs-approver, name: 示例批复人, offices: [approver]}
  - {id: qs-both, name: 示例兼任人, offices: [operator, approver]}
each_unit:
  - {id: "qs-{code}-accountant", name: "示例会计（{code}）", offices: [accountant]}
  - {id: "qs-{code}-head", name: "示例负责人（{code}）", offices: [head]}
each_department:
  - {id: "qs-{code}-reviewer", name: "示例主管部门审核人（{code}）", offices: [department_reviewer]}
  - {id: "qs-{code}-approver", name: "示例主管部门批复人（{code}）", offices: [department_approver]}
"""


def own_register(folder: Path, text: str = QINGSHI) -> Path:
    """The folder as data root: all rooms are those of the repository but the register of Qingshi's persons."""
    return _with_own(folder, "persons", text)


def own_calendar(folder: Path, text: str) -> Path:
    """The folder as data root: all rooms are those of the repository but the calendar of Qingshi."""
    return _with_own(folder, "calendars", text)


def _with_own(folder: Path, own: str, text: str) -> Path:
    root = data_root()
    (folder / "include" / own).mkdir(parents=True)
    for room in (root / "include").iterdir():
        if room.name != own:
            (folder / "include" / room.name).symlink_to(room)
    (folder / "expectations").symlink_to(root / "expectations")
    (folder / "include" / own / "qingshi.yaml").write_text(text, encoding="utf-8")
    return folder

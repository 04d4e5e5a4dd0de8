"""Files that an outside checker might hold in their hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from final_accounts.workbooks import write_submission
from final_accounts.workbooks.defects import Defect, write_defective
from stages.bad_files import EDITION, data_of

if TYPE_CHECKING:
    from pathlib import Path

TOTAL = {"form": "T1", "row": "line:本年支出合计", "column": "amount", "add": "100.00"}


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean made-up submission, one with a wrong total, one that is no spreadsheet and an empty one."""
    folder = tmp_path_factory.mktemp("files")
    write_submission(EDITION, data_of(), folder / "clean.xlsx")
    write_defective(EDITION, data_of(), (Defect("", "", "", "", (TOTAL,), ()),), folder / "wrong.xlsx")
    (folder / "text.xlsx").write_text("部门决算报表", encoding="utf-8")
    (folder / "empty.xlsx").write_bytes(b"")
    return folder


@pytest.fixture(autouse=True)
def own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has its own `var`."""
    monkeypatch.setenv("FINAL_ACCOUNTS_VAR", str(tmp_path / "var"))
    for name in ("FINAL_ACCOUNTS_WAREHOUSE", "FINAL_ACCOUNTS_STORE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "var"

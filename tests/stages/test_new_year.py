"""A new year is a diff of data: 2099 walks the whole path, from template to page, with no code touched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from catalog.test_new_year import add_year
from cli.terminal import start
from final_accounts.catalog import data_root

EDITION = "hubei-wuhan/2099"
DRIVER = Path(__file__).with_name("new_year_season.py")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a house whose data rooms have one year more."""
    rooms = tmp_path_factory.mktemp("rooms")
    shutil.copytree(data_root() / "include", rooms / "include", ignore=shutil.ignore_patterns("final_accounts*"))
    shutil.copytree(data_root() / "expectations", rooms / "expectations")
    add_year(rooms)
    return {**os.environ, "FINAL_ACCOUNTS_DATA": str(rooms), "FINAL_ACCOUNTS_VAR": str(rooms / "var")}


def test_the_year_2099_walks_the_whole_path(environment: dict[str, str], tmp_path: Path) -> None:
    blank = tmp_path / "blank.xlsx"
    answer = start("template", "--edition", EDITION, "--unit", "108001", "--out", blank, environment=environment)
    assert answer.code == 0, answer.err
    titles = [str(sheet["A1"].value) for sheet in openpyxl.load_workbook(blank).worksheets]
    assert "2099年度财政拨款公务经费支出决算表" in titles

    run = [sys.executable, str(DRIVER), environment["FINAL_ACCOUNTS_VAR"]]
    ended = subprocess.run(run, env=environment, capture_output=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stderr.decode()
    told = json.loads(ended.stdout)
    assert told["ended"]["published"] == 2
    assert (told["states"]["108001"], told["states"]["107001"], told["states"]["101001"]) == ("公开", "公开", "未报送")

    filled = Path(environment["FINAL_ACCOUNTS_VAR"]) / "inbox/qingshi/2099/108001/108001.xlsx"
    answer = start("check", filled, "--edition", EDITION, "--format", "json", environment=environment)
    assert answer.code == 0, answer.out
    assert answer.json["submission"]["edition"] == EDITION
    assert [f["rule"] for f in answer.json["findings"] if f["severity"] != "notice"] == ["V-15-1"]  # and explained

    site = Path(told["ended"]["page"]).parent
    page = (site / "units" / "108001.html").read_text(encoding="utf-8")
    assert "2099年度财政拨款公务经费支出决算表" in page
    assert "二十六、太空支出" in page
    assert "Y99-01" in (site / "rules.html").read_text(encoding="utf-8")

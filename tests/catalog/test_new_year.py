"""A new year is a diff of data: 2099 is added in a copy of the data rooms and no code is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from final_accounts.catalog import calendar, city, edition, forget, known_editions
from final_accounts.model.errors import UnknownEditionError
from final_accounts.model.register import Standing

NATIONAL = """\
title: 国家统一表样（2099年度）
verified: true
source: 试验
template_version: "2099.1"
forms:
  T7: {title: "{year}年度财政拨款公务经费支出决算表", titles: [财政拨款公务经费支出决算表]}
"""
HUBEI = "extends: national\ntitle: 湖北省（2099年度）\nverified: true\nsource: 试验\ntemplate_version: '2099.1'\n"
WUHAN = "extends: hubei\ntitle: 武汉市（2099年度）\nverified: true\nsource: 试验\ntemplate_version: '2099.1'\n"
SEASON = """\
  - fiscal_year: 2099
    opens: 2100-01-10
    submit_by: 2100-03-31
    correct_by: 2100-04-20
    approval: 2100-09-20
    reply_within: 15
    publish_within: 20
    closes: 2100-10-31
"""
RULE = """\
- id: Y99-01
  says: 收入总计等于支出总计
  holds: T1.收入总计 == T1.支出总计
  severity: blocking
  kind: balance
  since: 2099
"""


def add_year(root: Path) -> None:
    for layer, text in (("national/2099", NATIONAL), ("hubei/2099", HUBEI), ("hubei-wuhan/2099", WUHAN)):
        folder = root / "include/layouts" / layer
        folder.mkdir()
        (folder / "edition.yaml").write_text(text, encoding="utf-8")
    lines = root / "include/registers/expenditure_lines.csv"
    kept = lines.read_text(encoding="utf-8").replace(",2022,,", ",2022,2098,")
    year = [row for row in kept.splitlines() if ",2022,2098," in row and not row.startswith("26,")]
    added = [row.replace(",2022,2098,", ",2099,,") for row in year] + ["26,298,太空支出,2099,,yes,trial"]
    lines.write_text("\n".join([*kept.splitlines(), *added]) + "\n", encoding="utf-8")
    codes = root / "include/registers/functional_classification.csv"
    codes.write_text(
        codes.read_text(encoding="utf-8").rstrip("\n") + "\n298,太空支出,类,,2099,,yes,,trial,\n", encoding="utf-8"
    )
    register = root / "include/examples/cities/qingshi.yaml"
    register.write_text(
        register.read_text(encoding="utf-8").replace("years: [2021, 2022]", "years: [2021, 2022, 2099]"), "utf-8"
    )
    season = root / "include/calendars/qingshi.yaml"
    season.write_text(season.read_text(encoding="utf-8").rstrip("\n") + "\n" + SEASON, encoding="utf-8")
    (root / "expectations/year2099.yaml").write_text(RULE, encoding="utf-8")


def test_the_year_2099_resolves_from_data_alone(rooms: Path) -> None:
    with pytest.raises(UnknownEditionError):
        edition("hubei-wuhan", 2099)
    add_year(rooms)
    forget()
    assert "hubei-wuhan/2099" in known_editions()
    found = edition("hubei-wuhan", 2099)
    assert found.verified
    assert found.forms["T7"].title == "2099年度财政拨款公务经费支出决算表"
    assert found.forms["T1"].title == "2099年度收入支出决算总表"
    labels = [line.label for line in found.forms["T1"].block("expenditure").lines]
    assert "二十六、太空支出" in labels
    assert "二十六、抗疫特别国债安排的支出" not in labels
    assert found.expenditure_lines[-1] == (26, "298", "太空支出")
    assert found.functional.standing("298", 2099) is Standing.VALID
    assert found.functional.standing("298", 2022) is Standing.NOT_IN_YEAR
    assert found.rulebook["Y99-01"].since == 2099
    assert found.template_version == "2099.1"
    assert city("qingshi").units_of(2099) == city("qingshi").units_of(2022)
    assert calendar("qingshi", 2099).closes.year == 2100


def test_the_years_before_2099_do_not_notice(rooms: Path) -> None:
    before = edition("national", 2024)
    names = [line.label for line in before.forms["T1"].block("expenditure").lines]
    add_year(rooms)
    forget()
    after = edition("national", 2024)
    assert [line.label for line in after.forms["T1"].block("expenditure").lines] == names
    assert after.forms == before.forms
    assert [rule.id for rule in after.rulebook.rules] == [rule.id for rule in before.rulebook.rules]

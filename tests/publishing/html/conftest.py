"""The pages of two whole disclosures opened from a plain folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from final_accounts.publishing import count, unit_page
from final_accounts.publishing.html import FileLink, VersionLink, file_size
from publishing.disclosures import made_up_report, sichuan, wuhan, wuhan_report

FILES = (
    FileLink("决算公开文件", "", "pdf", reason="没有可用的中文字体"),
    FileLink("可编辑文本", "101001/决算公开.docx", "docx", file_size(112_345)),
    FileLink("全部表格", "101001/决算表.xlsx", "xlsx", file_size(52_345)),
    FileLink("开放数据", "101001/datapackage.json", "data", file_size(252_345)),
)
VERSIONS = (VersionLink(count(1), "2022年9月12日", "101001-v1.html", "附表9漏填一个项目，已补充并重新汇总"),)


@pytest.fixture(scope="session", params=["wuhan", "sichuan"])
def document(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a unit's page."""
    name = str(request.param)
    text = (
        unit_page(wuhan(), wuhan_report(), FILES, ())
        if name == "wuhan"
        else unit_page(sichuan(), made_up_report(), FILES, VERSIONS)
    )
    path = tmp_path_factory.mktemp("site") / f"{name}.html"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def page(browser: Browser, document: Path) -> Iterator[Page]:
    """The page, opened at desktop width; whatever it wants from elsewhere is recorded in ``asked``."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.goto(document.as_uri())
    yield opened
    opened.close()

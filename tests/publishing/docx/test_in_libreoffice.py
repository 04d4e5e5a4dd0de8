"""LibreOffice opens the document: pages, heads, contents and numbers as they come out on paper."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from final_accounts.publishing.disclosure import Disclosure
from final_accounts.publishing.table_view import TableView
from publishing.docx.opening import bare, found, sample, text_of, tree

NAMES_OF_SAMPLES = ("wuhan", "sichuan")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The PDFs that LibreOffice makes of the samples."""
    program = shutil.which("soffice")
    assert program, "LibreOffice (soffice) is needed: make test installs it"
    folder = tmp_path_factory.mktemp("writer")
    files = []
    for name in NAMES_OF_SAMPLES:
        (folder / f"{name}.docx").write_bytes(sample(name)[1])
        files.append(str(folder / f"{name}.docx"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return {name: folder / f"{name}.pdf" for name in NAMES_OF_SAMPLES}


def texts(paper: Path) -> list[str]:
    document = pypdfium2.PdfDocument(paper)
    try:
        return [bare(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def inner(disclosure: Disclosure, pages: list[str]) -> list[str]:
    """What stands between head and foot; both must be there on every page but the cover."""
    head, seal = bare(disclosure.title), disclosure.seal.hash
    out = [pages[0]]
    for number, page in enumerate(pages[1:], start=2):
        foot = f"第{number}页共{len(pages)}页"
        assert head in page, f"page {number} has no running head"
        assert foot in page, f"page {number} has no number"
        assert seal in page, f"page {number} has no seal"
        out.append(page.replace(head, "", 1).replace(foot, "", 1).replace(seal, "", 1))
    return out


@pytest.mark.parametrize("name", NAMES_OF_SAMPLES)
def test_every_page_says_something_and_carries_head_number_and_seal(name: str, papers: dict[str, Path]) -> None:
    disclosure = sample(name)[0]
    pages = inner(disclosure, texts(papers[name]))
    assert 30 < len(pages) < 90
    short = [number for number, page in enumerate(pages, start=1) if len(page) < 30]
    assert not short


@pytest.mark.parametrize("name", NAMES_OF_SAMPLES)
def test_no_sign_is_lost_and_no_field_is_an_error(name: str, papers: dict[str, Path]) -> None:
    for page in texts(papers[name]):
        assert not re.search("[\ufffd\u25a1\u0000]|Error|错误：|未找到引用", page.replace("□", "")), page[:200]


@pytest.mark.parametrize("name", NAMES_OF_SAMPLES)
def test_all_figures_come_out_on_paper(name: str, papers: dict[str, Path]) -> None:
    disclosure = sample(name)[0]
    tables = [block for _, block in disclosure.blocks() if isinstance(block, TableView)]
    wanted = Counter(
        bare(cell.text)
        for table in tables
        for part in table.parts
        for row in part.body
        for cell in row.cells
        if cell.figure and "." in cell.text
    )
    found = "".join(inner(disclosure, texts(papers[name])))
    assert wanted.total() > 150
    lacking = {text for text, count in wanted.items() if found.count(text) < count}
    assert not lacking


@pytest.mark.parametrize("name", NAMES_OF_SAMPLES)
def test_heads_are_repeated_on_every_page_of_a_table(name: str, papers: dict[str, Path]) -> None:
    disclosure = sample(name)[0]
    pages = texts(papers[name])
    repeated = 0
    for table in (block for _, block in disclosure.blocks() if isinstance(block, TableView)):
        if table.id == "T4":
            first = next(n for n, page in enumerate(pages) if bare(f"{table.number}{table.title}") in page and n > 4)
            for page in pages[first : first + 2]:
                assert bare(table.parts[0].head[-2][-1].text) in page
                repeated += 1
    assert repeated == 2


@pytest.mark.parametrize("name", NAMES_OF_SAMPLES)
def test_contents_tell_the_page_or_the_one_beside_it(name: str, papers: dict[str, Path]) -> None:
    disclosure, docx = sample(name)
    pages = texts(papers[name])
    told = [int(text_of(line[-2])) for line in found(tree(docx), "//w:hyperlink")]
    start = next(
        n for n, page in enumerate(pages) if n > 1 and bare(disclosure.parts[0].shown) in page and "...." not in page
    )
    off = []
    for entry, page in zip(disclosure.contents(), told, strict=True):
        start = next(n for n in range(start, len(pages)) if bare(entry.text) in pages[n])
        off.append(abs(start + 1 - page))
    assert max(off) <= 1
    assert sum(off) <= len(off) // 10

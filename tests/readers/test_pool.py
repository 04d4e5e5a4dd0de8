"""The process that reads: spawned, capped, watched, respawned."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from final_accounts.model.errors import CatalogError
from final_accounts.readers import Expectation, ReaderError, ReaderPool
from readers import books
from readers.test_preflight import xls_with

if TYPE_CHECKING:
    from final_accounts.model.edition import Edition

EXPECT = Expectation(books.UNIT, 2021, "hubei-wuhan")


def slow(region: str, year: int) -> Edition:
    """Never comes back."""
    time.sleep(3600)
    return books.small_edition(region, year)


def broken(region: str, year: int) -> Edition:
    """A data room of ours is wrong."""
    raise CatalogError(f"{region}/{year} 的表样缺少一行")


def greedy(region: str, year: int) -> Edition:
    """Wants more memory than there is."""
    return books.small_edition(region + "x" * (4 << 30), year)


def failing(region: str, year: int) -> Edition:
    """Fails as no one foresaw."""
    raise LookupError(region, year)


def aborting(region: str, year: int) -> Edition:
    """Ends as a native reader does on a hostile file."""
    if region and year:
        os.abort()
    return books.small_edition(region, year)


def in_child(region: str, year: int) -> Edition:
    """Tells the child's environment and modules through an error of ours."""
    import sys  # noqa: PLC0415

    heavy = sorted({"pandas", "great_expectations", "airflow"} & set(sys.modules))
    raise CatalogError(f"heavy={heavy} secret={os.environ.get('FINAL_ACCOUNTS_SECRET')} {region} {year}")


def test_the_pool_reads_what_the_function_reads() -> None:
    with ReaderPool(books.small_edition) as readers:
        assert readers.read(books.clean(), "报表.xlsx", EXPECT) == books.read(books.clean())
        first = readers.pid
        readers.read(b"", "空.xlsx", EXPECT)
        assert readers.pid == first != os.getpid()


def test_the_child_is_gone_when_the_pool_closes() -> None:
    with ReaderPool(books.small_edition) as readers:
        readers.read(b"", "空.xlsx", EXPECT)
        pid = readers.pid
    assert pid is not None
    assert not psutil.pid_exists(pid)


@pytest.mark.parametrize(
    ("editions", "words"), [(slow, "秒"), (aborting, "信号 6"), (greedy, "内存"), (failing, "LookupError")]
)
def test_a_file_the_child_dies_on_comes_back_as_a_finding_and_the_next_is_read(editions: object, words: str) -> None:
    with ReaderPool(editions, seconds=2, memory=1 << 30) as readers:  # type: ignore[arg-type]
        parsed, findings = readers.read(books.clean(), "报表.xlsx", EXPECT)
        assert books.rules(findings) == ["IN-09"]
        assert words in findings[0].message
        assert not parsed.readable
        assert books.rules(readers.read(b"", "空.xlsx", EXPECT)[1]) == ["IN-02"]


def test_a_killed_child_is_replaced() -> None:
    with ReaderPool(slow, seconds=30) as readers:
        readers.read(b"", "空.xlsx", EXPECT)
        pid = readers.pid
        assert pid is not None
        killer = threading.Timer(0.5, os.kill, (pid, signal.SIGKILL))
        killer.start()
        _, findings = readers.read(books.clean(), "报表.xlsx", EXPECT)
        killer.join()
        assert books.rules(findings) == ["IN-09"]
        assert "信号 9" in findings[0].message
        readers.read(b"", "空.xlsx", EXPECT)
        assert readers.pid not in {None, pid}


def test_an_error_of_ours_is_raised_as_ours() -> None:
    with ReaderPool(broken) as readers, pytest.raises(ReaderError, match="表样缺少一行"):
        readers.read(books.clean(), "报表.xlsx", EXPECT)


def test_the_child_knows_no_secrets_and_loads_nothing_heavy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINAL_ACCOUNTS_SECRET", "x")
    with ReaderPool(in_child) as readers, pytest.raises(ReaderError) as caught:
        readers.read(books.clean(), "报表.xlsx", EXPECT)
    assert "secret=None" in str(caught.value)
    assert "heavy=[]" in str(caught.value)


def test_a_lookup_that_the_child_cannot_import_is_our_error() -> None:
    def local(region: str, year: int) -> Edition:
        return books.small_edition(region, year)

    with ReaderPool(local) as readers:
        with pytest.raises(ReaderError, match="按名称导入"):
            readers.read(b"", "空.xlsx", EXPECT)
        assert readers.pid is None


def test_a_panic_of_the_native_reader_is_a_damaged_file() -> None:
    empty_merge_record = xls_with((0xE5, b""))
    assert books.rules(books.read(empty_merge_record, "报表.xls")[1]) == ["IN-03"]
    with ReaderPool(books.small_edition) as readers:
        assert books.rules(readers.read(empty_merge_record, "报表.xls", EXPECT)[1]) == ["IN-03"]


def test_a_format_in_the_last_cell_of_a_sheet_costs_nothing() -> None:
    sheet = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    data = books.patched(books.clean(), {"xl/worksheets/sheet2.xml": lambda c: c.replace(b"</sheetData>", sheet)})
    with ReaderPool(books.small_edition) as readers:
        assert readers.read(data, "报表.xlsx", EXPECT)[1] == ()

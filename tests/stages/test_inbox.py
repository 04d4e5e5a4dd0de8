"""An inbox with hostile things in it: told by name, read by nobody, and in nobody's way."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from final_accounts.stages.intake.inbox import LARGEST, UNSEEN, waiting

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_a_plain_file_of_a_unit_waits(tmp_path: Path) -> None:
    (tmp_path / "101001").mkdir()
    (tmp_path / "101001" / "a.xlsx").write_bytes(b"a")
    (item,) = waiting(tmp_path)
    assert (item.folder, item.name, item.refused) == ("101001", "a.xlsx", "")


def test_half_written_and_lock_files_wait_for_their_writer(tmp_path: Path) -> None:
    (tmp_path / "101001").mkdir()
    for name in (".a.xlsx.partial", "~$a.xlsx"):
        (tmp_path / "101001" / name).write_bytes(b"a")
    assert waiting(tmp_path) == ()


def test_versions_stand_in_the_order_of_arrival(tmp_path: Path) -> None:
    (tmp_path / "101001").mkdir()
    for name, moment in (("a.xlsx", 2_000_000), ("b.xlsx", 1_000_000)):
        path = tmp_path / "101001" / name
        path.write_bytes(name.encode())
        os.utime(path, (moment, moment))
    assert [item.name for item in waiting(tmp_path)] == ["b.xlsx", "a.xlsx"]


def test_links_are_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "101001").mkdir()
    (tmp_path / "secret").write_text("s")
    (tmp_path / "101001" / "b.xlsx").symlink_to(tmp_path / "secret")
    (tmp_path / "102002").symlink_to(tmp_path / "101001")
    refused = {(item.folder, item.name): item.refused for item in waiting(tmp_path)}
    assert "不是普通文件" in refused["101001", "b.xlsx"]
    assert "不是普通文件" in refused["（收件箱根目录）", "102002"]


def test_a_file_beyond_the_cap_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "101001").mkdir()
    with (tmp_path / "101001" / "a.xlsx").open("wb") as file:
        file.truncate(LARGEST + 1)
    assert "大于 64 MB" in waiting(tmp_path)[0].refused


def test_files_in_the_root_or_below_a_units_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / "101001" / "sub").mkdir(parents=True)
    (tmp_path / "x.xlsx").write_bytes(b"x")
    (tmp_path / "101001" / "sub" / "y.xlsx").write_bytes(b"y")
    refused = {(item.folder, item.name): item.refused for item in waiting(tmp_path)}
    assert refused.keys() == {("101001", "sub"), ("（收件箱根目录）", "x.xlsx")}
    assert "又建了文件夹" in refused["101001", "sub"]
    assert "没有直接放在" in refused["（收件箱根目录）", "x.xlsx"]


def test_a_folder_below_a_units_is_one_item_however_deep_it_goes(tmp_path: Path) -> None:
    deep = os.open(tmp_path, os.O_RDONLY)
    for name in ("101001", *("d" for _ in range(1100))):  # deeper than any path that can be named
        os.mkdir(name, dir_fd=deep)
        inner = os.open(name, os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = inner
    os.close(deep)
    (tmp_path / "102001").mkdir()
    (tmp_path / "102001" / "a.xlsx").write_bytes(b"a")
    try:
        assert [(item.folder, item.name, bool(item.refused)) for item in waiting(tmp_path)] == [
            ("101001", "d", True),
            ("102001", "a.xlsx", False),
        ]
    finally:
        subprocess.run(["/bin/rm", "-rf", tmp_path / "101001"], check=True)  # Python's own goes down by recursion


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A folder of a user who is not root, whom modes bind; the test runs as that user."""
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        place.chmod(0o777)
        if root:
            os.seteuid(65534)
        try:
            yield place
        finally:
            if root:
                os.seteuid(0)
            for folder in place.iterdir():
                folder.chmod(0o700)


def test_a_unit_that_closes_its_folders_stops_nobody_else(nobody: Path) -> None:
    for name, mode in (("101001", 0o000), ("102001", 0o700), ("103001", 0o600), ("104001", 0o700)):
        (nobody / name).mkdir()
        (nobody / name / "a.xlsx").write_bytes(b"a")
        (nobody / name / "sub").mkdir(mode=0o000)
        (nobody / name).chmod(mode)
    refused = [(item.folder, item.name, item.refused) for item in waiting(nobody) if item.folder != "104001"]
    assert refused == [
        ("102001", "a.xlsx", ""),
        ("102001", "sub", "收件箱文件夹内又建了文件夹，其中的文件未读取"),
        ("103001", "a.xlsx", UNSEEN),  # the names may be read and nothing else
        ("103001", "sub", UNSEEN),
        ("（收件箱根目录）", "101001", UNSEEN),
    ]
    before = {(item.folder, item.name): item.mark for item in waiting(nobody)}
    (nobody / "101001").chmod(0o700)
    (nobody / "103001").chmod(0o700)
    after = {(item.folder, item.name): item.mark for item in waiting(nobody) if not item.refused}
    assert after.keys() == {(name, "a.xlsx") for name in ("101001", "102001", "103001", "104001")}
    assert after["103001", "a.xlsx"] != before["103001", "a.xlsx"]


def test_names_that_are_no_utf8_can_be_written_down(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/\xb0\xb2"
    os.mkdir(folder)  # noqa: PTH102 - bytes
    with open(folder + b"/a.xlsx", "wb") as file:  # noqa: PTH123 - bytes
        file.write(b"a")
    (item,) = waiting(tmp_path)
    assert item.folder.encode() == rb"\xb0\xb2"

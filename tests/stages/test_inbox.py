"""An inbox with hostile things in it: told by name, read by nobody, and in nobody's way."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from final_accounts.stages.intake.inbox import LARGEST, waiting

if TYPE_CHECKING:
    from pathlib import Path


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
    told = [(item.folder, item.name) for item in waiting(tmp_path) if "没有直接放在" in item.refused]
    assert told == [("101001/sub", "y.xlsx"), ("（收件箱根目录）", "x.xlsx")]


def test_names_that_are_no_utf8_can_be_written_down(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/\xb0\xb2"
    os.mkdir(folder)  # noqa: PTH102 - bytes
    with open(folder + b"/a.xlsx", "wb") as file:  # noqa: PTH123 - bytes
        file.write(b"a")
    (item,) = waiting(tmp_path)
    assert item.folder.encode() == rb"\xb0\xb2"

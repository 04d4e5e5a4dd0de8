"""A site changes by one rename: whatever happens before it, readers see the last complete one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from final_accounts.model.errors import PublishingError
from final_accounts.publishing import content_hash, forget_replaced, staging, swap_site, write_whole

ASSEMBLE = """
import os, signal, sys
from pathlib import Path
from final_accounts.publishing import site
live, moment = Path(sys.argv[1]), sys.argv[2]
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
with site.staging(live) as folder:
    (folder / "index.html").write_text("new")
    if moment == "between staging and swap":
        die()
    if moment == "between the version and the link":
        os.replace = die
    (folder / "more.html").write_text("more")
    site.swap_site(folder, live)
"""


def put(live: Path, text: str) -> Path:
    with staging(live) as folder:
        (folder / "units").mkdir()
        (folder / "index.html").write_text(text, encoding="utf-8")
        (folder / "units" / "a.html").write_text("单位", encoding="utf-8")
        return swap_site(folder, live)


@pytest.fixture
def live(tmp_path: Path) -> Path:
    return tmp_path / "site" / "mou" / "2021"


def test_a_site_is_a_link_to_a_version_named_by_its_content(live: Path) -> None:
    version = put(live, "一")
    assert live.is_symlink()
    assert live.resolve() == version
    assert version.name == content_hash(version)
    assert (live / "units" / "a.html").read_text(encoding="utf-8") == "单位"


def test_the_same_content_again_changes_nothing(live: Path) -> None:
    version = put(live, "一")
    before = version.stat().st_mtime_ns
    assert put(live, "一") == version
    assert version.stat().st_mtime_ns == before
    assert [path.name for path in version.parent.iterdir() if path.is_dir()] == [version.name]


def test_a_replaced_version_is_forgotten_and_one_that_was_altered_is_left_to_be_looked_at(live: Path) -> None:
    first, second, third = (put(live, text) for text in "一二三")
    (second / "index.html").write_text("改过", encoding="utf-8")
    assert forget_replaced(live) == (second,)
    assert live.resolve() == third
    assert not first.exists()
    assert (second / "index.html").read_text(encoding="utf-8") == "改过"


@pytest.mark.parametrize("moment", ["between staging and swap", "between the version and the link"])
def test_a_process_killed_at_work_leaves_the_last_complete_site(live: Path, moment: str) -> None:
    put(live, "old")
    killed = subprocess.run([sys.executable, "-c", ASSEMBLE, str(live), moment], check=False)
    assert killed.returncode == -9
    assert (live / "index.html").read_text(encoding="utf-8") == "old"
    assert not (live / "more.html").exists()
    put(live, "next")
    assert (live / "index.html").read_text(encoding="utf-8") == "next"
    assert not list((live.parent / "versions" / "2021").glob(".staging-*"))


def test_a_run_that_finishes_swaps_the_whole_site(live: Path) -> None:
    put(live, "old")
    subprocess.run([sys.executable, "-c", ASSEMBLE, str(live), "never"], check=True)
    assert (live / "index.html").read_text(encoding="utf-8") == "new"
    assert (live / "more.html").exists()
    assert not (live / "units").exists()


def test_a_version_altered_by_hand_is_not_served_again(live: Path) -> None:
    version = put(live, "一")
    (version / "index.html").write_text("改过", encoding="utf-8")
    put(live, "一")
    assert (live / "index.html").read_text(encoding="utf-8") == "一"
    assert (version / "index.html").read_text(encoding="utf-8") == "改过"


def test_a_folder_in_the_sites_place_is_never_overwritten(live: Path) -> None:
    live.mkdir(parents=True)
    (live / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(PublishingError, match="普通目录"):
        put(live, "一")
    assert (live / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_is_written_whole_and_left_alone_when_it_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.html"
    write_whole(path, "一")
    before = path.stat().st_ino
    write_whole(path, "一")
    assert path.stat().st_ino == before
    write_whole(path, "二")
    assert path.read_text(encoding="utf-8") == "二"
    assert list(path.parent.iterdir()) == [path]

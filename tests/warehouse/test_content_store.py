"""The content store: by content, by key, whole or not at all."""

from __future__ import annotations

import hashlib
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from final_accounts.model.errors import StoreError
from final_accounts.warehouse import ContentStore


@pytest.fixture(params=["folder", "file URL", "memory"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    places = {"folder": str(tmp_path / "a b"), "file URL": f"file://{tmp_path}/c", "memory": f"memory://{uuid.uuid4()}"}
    return places[request.param]


def test_bytes_come_back_by_their_sha256(url: str) -> None:
    store = ContentStore(url)
    for data in (b"", b"\x00\xff", "决算".encode()):
        name = store.put(data)
        assert name == hashlib.sha256(data).hexdigest()
        assert store.put(data) == name
        assert ContentStore(url).get(name) == data
        assert store.has(name)


def test_what_is_absent_is_our_error(url: str) -> None:
    store = ContentStore(url)
    assert not store.has("a" * 64)
    assert not store.has_result("reviewed", "k")
    with pytest.raises(StoreError, match="内容库里没有"):
        store.get("a" * 64)
    with pytest.raises(StoreError, match="的结果 reviewed"):
        store.get_result("reviewed", "k")


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63])
def test_only_a_sha256_names_an_object(url: str, name: str) -> None:
    with pytest.raises(StoreError, match="不是内容的名称"):
        ContentStore(url).get(name)


def test_a_result_is_kept_by_kind_and_key(url: str) -> None:
    store = ContentStore(url)
    key = "sha:edition/prior:0.1.0+code"
    assert store.put_result("reviewed", key, b"one") == store.put_result("reviewed", key, b"one")
    store.put_result("scored", key, b"two")
    assert (store.get_result("reviewed", key), store.get_result("scored", key)) == (b"one", b"two")
    assert store.has_result("reviewed", key)
    assert not store.has_result("reviewed", key + "x")


def test_other_bytes_under_the_same_key_are_refused(url: str) -> None:
    store = ContentStore(url)
    store.put_result("reviewed", "k", b"one")
    with pytest.raises(StoreError, match="同样的输入应得到同样的结果"):
        store.put_result("reviewed", "k", b"two")
    assert store.get_result("reviewed", "k") == b"one"


@pytest.mark.parametrize("kind", ["", "../x", "Reviewed", "a/b"])
def test_a_kind_is_a_plain_word(url: str, kind: str) -> None:
    with pytest.raises(StoreError, match="不是结果的类别"):
        ContentStore(url).put_result(kind, "k", b"")


def test_a_damaged_object_is_noticed_and_healed_by_putting_it_again(tmp_path: Path) -> None:
    store = ContentStore(tmp_path)
    name = store.put(b"whole")
    (tmp_path / "objects" / name[:2] / name).write_bytes(b"who")
    with pytest.raises(StoreError, match="已损坏"):
        store.get(name)
    store.put(b"whole")
    assert store.get(name) == b"whole"


def test_nothing_half_written_is_left_behind(tmp_path: Path) -> None:
    store = ContentStore(tmp_path)
    store.put_result("reviewed", "k", b"one")
    store.put_result("reviewed", "k", b"one")
    assert [path.name for path in tmp_path.rglob("*") if path.name.startswith(".")] == []


def test_of_two_results_at_once_one_stands_and_the_other_is_refused(tmp_path: Path) -> None:
    def attempt(n: int) -> bytes | None:
        try:
            ContentStore(tmp_path).put_result("reviewed", "k", str(n).encode())
        except StoreError:
            return None
        return str(n).encode()

    with ThreadPoolExecutor(8) as pool:
        stood = [answer for answer in pool.map(attempt, range(16)) if answer is not None]
    assert stood == [ContentStore(tmp_path).get_result("reviewed", "k")]

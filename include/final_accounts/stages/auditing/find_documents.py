"""找文件: every document of a folder, kept by its content, cut into chunks; refused ones with their reason."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from final_accounts.model.errors import SeasonError
from final_accounts.stages.chunks import chunk_count
from final_accounts.stages.house import Chunk, progress
from final_accounts.stages.intake.inbox import LARGEST, printable
from final_accounts.stages.settings import Settings
from final_accounts.warehouse import ContentStore

_NAME: Final = re.compile(r"[\w\-.()（）]{1,60}")


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A file below the folder by its relative path; ``sha256`` is "" where it was ``refused`` unread."""

    path: str
    sha256: str
    refused: str = ""


def find_documents(settings: Settings, *, folder: str, name: str, run: str) -> list[Chunk]:
    """Keep every file and cut the list into chunks, each with the name of the list in the content store.

    SeasonError when no folder is named (a blank one would be the worker's own), it is absent or holds no file (nothing
    audited is no success), or the name of the report is none that a folder can have.
    """
    if not folder.strip():
        raise SeasonError("没有填写存放公开文本的文件夹。")
    if not _NAME.fullmatch(name) or name.startswith("."):
        raise SeasonError(f"报告名称“{name[:60]}”不能用作文件夹名；请只用汉字、字母、数字和短横线，不超过 60 个字。")
    root = Path(folder)
    if not root.is_dir():
        raise SeasonError(f"没有文件夹 {folder}；请填写存放公开文本的文件夹。")
    store = ContentStore(settings.store)
    found = tuple(_kept(store, root, path) for path in _below(root))
    if not found:
        raise SeasonError(f"文件夹 {folder} 里没有文件，没有可以核对的内容。")
    listed = store.put(msgspec.json.encode(found))
    count = chunk_count(len(found))
    progress.info("%s：找到 %d 份文件，分 %d 批核对", name, len(found), count)
    return [
        {"run": run, "chunk": index, "name": name, "listed": listed, "chunks": count, "documents": len(found)}
        for index in range(count)
    ]


def listed_documents(store: ContentStore, chunk: Chunk) -> tuple[FoundDocument, ...]:
    """The whole list a chunk belongs to."""
    return msgspec.json.decode(store.get(str(chunk["listed"])), type=tuple[FoundDocument, ...])


def documents_of(store: ContentStore, chunk: Chunk) -> tuple[FoundDocument, ...]:
    """The documents of one chunk."""
    return listed_documents(store, chunk)[int(str(chunk["chunk"])) :: int(str(chunk["chunks"]))]


def _below(folder: Path) -> Iterator[Path]:
    """Files in order of their names; somebody's half-written or lock files (. and ~) and links to folders are none."""
    for path in sorted(folder.iterdir()):
        if path.name[0] in ".~":
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _below(path)
        else:
            yield path


def _kept(store: ContentStore, root: Path, path: Path) -> FoundDocument:
    name = printable(path.relative_to(root).as_posix())
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        return FoundDocument(name, "", "不是普通文件（链接或设备），没有读取。")
    if status.st_size > LARGEST:
        return FoundDocument(name, "", f"文件大于 {LARGEST // 1024 // 1024} MB，没有读取。")
    return FoundDocument(name, store.put(path.read_bytes()))

"""The templates, words and styles of an edition's pages: ``include/documents``, by region and year.

The folders of an edition's chain lie over each other, the last one on top: ``national``, ``hubei``, ``hubei/2021`` …; a
template found higher up replaces the one below, words are merged key by key. A new region or year is a diff of data.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from final_accounts.model.edition import Edition
from final_accounts.model.errors import PublishingError

BASE: Final = "national"
WORDS: Final = "*.toml"
"""``words.toml``, ``charts.toml``, …: every such file of a folder is words, by section."""
NARRATIVE: Final = "narrative.toml"
"""The only one that stays apart: sections and sentences of the 情况说明."""

Words = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Documents:
    """``folders`` from the topmost down, the merged ``words``, and a ``hash`` over every file that can shape a page.

    ``narrative`` holds the sections and sentence patterns of the 情况说明, merged like the words.
    """

    folders: tuple[Path, ...]
    words: Words
    hash: str
    narrative: Words = field(default_factory=dict)

    @classmethod
    def of(cls, edition: Edition | None = None) -> Documents:
        """The documents of an edition; without one, those that hold everywhere (the index of all cities)."""
        return _documents(documents_root(), edition.chain if edition else ())

    def render(self, template: str, **data: object) -> str:
        """A page. PublishingError when the template is absent, broken, or asks for what the data do not hold."""
        try:
            return _environment(self.folders).get_template(template).render(words=self.words, **data)
        except TemplateError as error:
            message = f"{template}: {type(error).__name__}: {error}"
            raise PublishingError(
                f"网页没有生成，上一次完整的网页继续有效。请检查 include/documents 中的模板（{message}）。"
            ) from error


def documents_root() -> Path:
    """``include/documents`` below ``FINAL_ACCOUNTS_DATA`` or the repository; PublishingError when it is not there."""
    named = os.environ.get("FINAL_ACCOUNTS_DATA", "")
    root = Path(named).resolve() if named else Path(__file__).resolve().parents[3]
    folder = root / "include" / "documents"
    if not (folder / BASE).is_dir():
        raise PublishingError(f"找不到网页模板目录 {folder}；请检查环境变量 FINAL_ACCOUNTS_DATA。")
    return folder


@cache
def _documents(root: Path, chain: tuple[str, ...]) -> Documents:
    layers = [BASE, *(layer for link in chain for layer in (link.partition("/")[0], link))]
    folders = [root / layer for layer in dict.fromkeys(layers) if (root / layer).is_dir()]
    words: Words = {}
    narrative: Words = {}
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.iterdir() if p.is_file()):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
        for path in sorted(folder.glob(WORDS)):
            merged = narrative if path.name == NARRATIVE else words
            for section, entries in _read(path).items():
                merged.setdefault(section, {}).update(entries)
    return Documents(tuple(reversed(folders)), words, digest.hexdigest(), narrative)


def _read(path: Path) -> Words:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PublishingError(f"{path} 不是有效的 TOML：{error}") from error


@cache
def _environment(folders: tuple[Path, ...]) -> Environment:
    return Environment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

"""Open YAML and CSV files of the data rooms; what cannot be read is a CatalogError that names file and line."""

from __future__ import annotations

import csv
from collections.abc import Hashable, Iterator
from pathlib import Path

import yaml

from final_accounts.catalog.rooms import shown
from final_accounts.model.errors import CatalogError


class _StrictLoader(yaml.CSafeLoader):
    """YAML without the silent trap of a key written twice, where the last one would win."""


def _mapping_without_repeats(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Hashable, object]:
    seen: dict[Hashable, object] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.MarkedYAMLError(problem=f"键“{key}”写了两次", problem_mark=key_node.start_mark)
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_without_repeats)


def open_yaml(path: Path, root: Path) -> object:
    """Content of one YAML file; keys written twice, broken syntax and empty files are refused."""
    try:
        with path.open(encoding="utf-8") as file:
            data: object = yaml.load(file, Loader=_StrictLoader)  # noqa: S506 - a subclass of the safe loader
    except FileNotFoundError:
        raise CatalogError(f"{shown(path, root)}：文件不存在。") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f"第 {mark.line + 1} 行" if mark else "位置不明"
        raise CatalogError(f"{shown(path, root)} {line}：{error.problem or error.context}。") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CatalogError(f"{shown(path, root)}：无法读取（{error}）。") from error
    if data is None:
        raise CatalogError(f"{shown(path, root)}：文件是空的。")
    return data


def open_csv(path: Path, root: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows of a register as (place for messages, cells); every column of ``columns`` must be there."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CatalogError(f"{shown(path, root)}：文件不存在。") from None
    reader = csv.DictReader(text.splitlines())
    absent = [c for c in columns if c not in (reader.fieldnames or ())]
    if absent:
        raise CatalogError(f"{shown(path, root)}：缺少列 {'、'.join(absent)}。")
    for row in reader:
        place = f"{shown(path, root)} 第 {reader.line_num} 行"
        if None in row or None in row.values():
            raise CatalogError(f"{place}：列数与表头不一致。")
        yield place, {key: value.strip() for key, value in row.items()}

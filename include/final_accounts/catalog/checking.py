"""Strict reading of mappings from data files: unknown keys, wrong types and absent values are named with place."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from final_accounts.model.errors import CatalogError

Choice = TypeVar("Choice", bound=StrEnum)


def nearest(word: str, known: Collection[str]) -> str:
    """A hint for a misspelt word, or "".

    >>> nearest("tilte", ["title", "sheet"])
    '（是否为 title？）'
    """
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"（是否为 {close[0]}？）" if close else ""


class Fields:
    """One mapping of a data file. ``where`` is the place shown in messages; every key must be in ``known``."""

    def __init__(self, data: object, where: str, known: Collection[str]) -> None:
        self.where = where
        self.data: dict[str, object] = mapping_of(data, where)
        for key in self.data:
            if key not in known:
                raise CatalogError(
                    f"{where}：不认识的键 {key}{nearest(key, known)}。可用的键：{'、'.join(sorted(known))}。"
                )

    def __contains__(self, key: str) -> bool:
        return self.data.get(key) is not None

    def _of(self, key: str, kind: type, words: str, default: object) -> object:
        value = self.data.get(key)
        if value is None:
            if default is None:
                raise CatalogError(f"{self.where}：缺少 {key}。")
            return default
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise CatalogError(f"{self.where}：{key} 应为{words}，现为“{value}”。")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A text; codes must be quoted, or YAML makes numbers of them and drops zeros."""
        value = self._of(key, str, "文字（编码请加引号）", default)
        return str(value).strip()

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        value = self._of(key, int, "整数", default)
        assert isinstance(value, int)  # noqa: S101 - narrowed by _of
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        return bool(self._of(key, bool, " true 或 false", default))

    def day(self, key: str) -> date:
        """A date written as 2022-03-31."""
        value = self._of(key, date, "日期", None)
        assert isinstance(value, date)  # noqa: S101 - narrowed by _of
        return value

    def decimal(self, key: str, default: Decimal | None = None) -> Decimal:
        """A decimal number, exact as written in the file."""
        value = self.data.get(key)
        if value is None and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise CatalogError(f"{self.where}：{key} 应为数字，现为“{value}”。")
        try:
            return Decimal(str(value))
        except ArithmeticError:
            raise CatalogError(f"{self.where}：{key} 应为数字，现为“{value}”。") from None

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts; absent is empty."""
        value = self.items(key)
        if not all(isinstance(v, str) for v in value):
            raise CatalogError(f"{self.where}：{key} 的每一项应为文字（编码请加引号），现为“{value}”。")
        return tuple(str(v) for v in value)

    def items(self, key: str) -> list[object]:
        """A list of anything; absent is empty."""
        value = self._of(key, list, "列表", [])
        assert isinstance(value, list)  # noqa: S101 - narrowed by _of
        return value

    def mapping(self, key: str) -> dict[str, object]:
        """A nested mapping; absent is empty."""
        value = self.data.get(key)
        return {} if value is None else mapping_of(value, f"{self.where}.{key}")

    def choice(self, key: str, kinds: type[Choice], default: Choice | None = None) -> Choice:
        """One word of an enumeration."""
        word = self.text(key, default.value if default is not None else None)
        try:
            return kinds(word)
        except ValueError:
            known = [k.value for k in kinds]
            raise CatalogError(
                f"{self.where}：{key} 不能是 {word}{nearest(word, known)}。可用：{'、'.join(known)}。"
            ) from None


def mapping_of(value: object, where: str) -> dict[str, object]:
    """``value`` as a mapping with text keys, else CatalogError."""
    if not isinstance(value, Mapping):
        raise CatalogError(f"{where}：应为键值对，现为“{value}”。")
    for key in value:
        if not isinstance(key, str):
            raise CatalogError(f"{where}：键“{key}”应为文字（请加引号）。")
    return dict(value)

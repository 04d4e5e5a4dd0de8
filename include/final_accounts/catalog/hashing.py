"""Hash of resolved content: sha256 over canonical JSON, so that the same data has the same name everywhere."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, is_dataclass
from datetime import date
from decimal import Decimal


def content_hash(content: object) -> str:
    """sha256 in hex of dataclasses, mappings, lists and plain values; the order of keys does not matter.

    >>> content_hash({"a": 1, "b": 2}) == content_hash({"b": 2, "a": 1})
    True
    """
    return hashlib.sha256(canonical_text(content).encode()).hexdigest()


def canonical_text(content: object) -> str:
    """The text whose sha256 is :func:`content_hash`; kept somewhere, it gives the content back by its hash."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Decimal):
        return str(value.normalize())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    message = f"no canonical form for {type(value).__name__}"
    raise TypeError(message)

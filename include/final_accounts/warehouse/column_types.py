"""Column types that give back exactly what was put in, on SQLite and on PostgreSQL alike.

Ratios and points are kept as decimal text: SQLite has no exact decimal, and a unit may write a figure that no
NUMERIC holds. Texts written by units lose only what no database keeps (NUL and lone surrogates become U+FFFD).
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import BigInteger, DateTime, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")

Id: Final = BigInteger().with_variant(Integer(), "sqlite")
"""BIGINT identity; SQLite numbers rows by itself only for INTEGER, which there holds 64 bits too."""


def storable(text: str) -> str:
    r"""The text with characters no database keeps replaced.

    >>> storable("甲\x00乙")
    '甲\ufffd乙'
    """
    return _UNSTORABLE.sub("\ufffd", text)


class Words(TypeDecorator[str]):
    """Text of any length, written by people."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Text on its way in."""
        return None if value is None else storable(value)


class Exact(TypeDecorator[Decimal]):
    """Decimal as text, with the digits it was printed with."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Decimal to text."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Text to Decimal."""
        return None if value is None else Decimal(value)


class CanonicalJson(TypeDecorator[Any]):
    """JSON as canonical text: keys sorted, no blanks, Chinese readable."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str:  # noqa: ARG002
        """Plain values to text."""
        return storable(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")))

    def process_result_value(self, value: str | None, dialect: Dialect) -> object:  # noqa: ARG002
        """Text to plain values."""
        return None if value is None else json.loads(value)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; always comes back aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Any aware moment to UTC; a naive one is our mistake."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """SQLite forgets the zone, PostgreSQL answers in the session's."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

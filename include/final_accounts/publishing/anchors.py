"""Where a reported figure stands on its unit's page: the id of its element, and the end of every link to it."""

from __future__ import annotations

from final_accounts.model.facts import FactKey

_KEPT = frozenset("_.")


def anchor(key: FactKey) -> str:
    """The id of a figure, different for different keys; it needs no quoting inside an HTML attribute.

    Form, row and column are joined by ``-``, as are the two halves of a row or column key. Every other sign that is
    neither letter nor digit is written ``~`` and its code point in hexadecimal.

    >>> anchor(FactKey("T3", "function:208", "total")), anchor(FactKey("T7", "line:决算数", "vehicle_purchase"))
    ('T3-function-208-total', 'T7-line-决算数-vehicle_purchase')
    >>> anchor(FactKey("S9", "project:2080505/1", "total"))
    'S9-project-2080505~2f1-total'
    """
    return "-".join(_slug(part) for part in key)


def _slug(part: str) -> str:
    kind, colon, rest = part.partition(":")
    return f"{_escaped(kind)}-{_escaped(rest)}" if colon else _escaped(kind)


def _escaped(text: str) -> str:
    return "".join(sign if sign.isalnum() or sign in _KEPT else f"~{ord(sign):x}" for sign in text)

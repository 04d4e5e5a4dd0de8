"""Refusing an act in words: everything that stands against it in one sentence, so that it need not be tried thrice."""

from __future__ import annotations

from collections.abc import Iterable

from final_accounts.model.errors import RefusedError


def refuse(unit_code: str, what: str, against: Iterable[str]) -> None:
    """RefusedError when anything of ``against`` is not ""."""
    told = [why for why in against if why]
    if told:
        raise RefusedError(unit_code, what, told)

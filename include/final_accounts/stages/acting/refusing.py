"""Refusing an act in words: everything that stands against it in one sentence, so that it need not be tried thrice."""

from __future__ import annotations

from collections.abc import Iterable

from final_accounts.model.errors import SeasonError


def refuse(unit_code: str, what: str, against: Iterable[str]) -> None:
    """SeasonError when anything of ``against`` is not ""."""
    told = [why for why in against if why]
    if told:
        raise SeasonError(f"{unit_code}：不能{what}。{'；'.join(told)}。")

"""A disclosure against the warehouse: every figure that prints a reported fact prints that fact, rounded once. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from final_accounts.model.facts import FactKey
from final_accounts.publishing.disclosure.nouns import Disclosure, words_of
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.proof.mismatch import Mismatch
from final_accounts.publishing.proof.script import At

_PRINTED: Final = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?")
_FEN: Final = Decimal(1_000_000)
_CENT: Final = Decimal("0.01")


def compare_with_facts(disclosure: Disclosure, facts: Mapping[FactKey, int]) -> tuple[Mismatch, ...]:
    """Figures with ``fact`` that do not print what ``facts`` hold: fen for amounts, whole numbers for counts.

    An amount is printed in 万元, rounded half away from zero from fen; a blank is a known zero. A figure whose fact is
    not in ``facts`` is a mismatch too.
    """
    return tuple(_wrong(disclosure, facts))


def _wrong(disclosure: Disclosure, facts: Mapping[FactKey, int]) -> Iterator[Mismatch]:
    for part, block in disclosure.blocks():
        for words in words_of(block):
            for figure in words:
                if not isinstance(figure, Figure) or figure.fact is None:
                    continue
                held = facts.get(figure.fact)
                wanted = _printed(figure, held)
                if wanted is not None:
                    place = str(At("", part, block))
                    told = "库中没有这个数" if held is None else f"库中的数应印作“{wanted}”"
                    message = f"{place}：{' '.join(figure.fact)} 印作“{figure.text}”，{told}。"
                    yield Mismatch(None, wanted, figure.text, message, place, figure.called, figure.fact)


def _printed(figure: Figure, held: int | None) -> str | None:
    """What should be printed when it is not what is printed; None when all is well."""
    if held is None:
        return ""
    amount = figure.fen is not None
    value = (held / _FEN).quantize(_CENT, rounding=ROUND_HALF_UP) if amount else Decimal(held)
    wanted = f"{value:,f}"
    if figure.fen is not None and figure.fen != held:
        return wanted
    if not figure.text:
        return None if held == 0 else wanted
    if not _PRINTED.fullmatch(figure.text) or Decimal(figure.text.replace(",", "")) != value:
        return wanted
    return None

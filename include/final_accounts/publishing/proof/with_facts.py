"""A disclosure against the warehouse: every figure that prints a reported fact prints that fact, rounded once. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from final_accounts.model.facts import FactKey
from final_accounts.publishing.disclosure.nouns import Disclosure, words_of
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.proof.mismatch import Mismatch
from final_accounts.publishing.proof.script import At

_PRINTED: Final = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,6})?")
_FEN: Final = Decimal(1_000_000)
_DECIMALS: Final = 2
"""Decimals of an amount in 万元; fewer are printed where they are zeros, more where a form wants it to the fen."""


def compare_with_facts(disclosure: Disclosure, facts: Mapping[FactKey, int | Decimal | date]) -> tuple[Mismatch, ...]:
    """Figures with ``fact`` that do not print what ``facts`` hold: fen for amounts, whole numbers for counts.

    An amount is printed in 万元, rounded half away from zero from fen; a blank is a known zero. ``facts`` may hold
    points, ratios (1 = 100 %) and dates too. An amount or a head count that is not in ``facts`` is a mismatch; points,
    ratios and dates that are not in it are not compared.
    """
    return tuple(_wrong(disclosure, facts))


def _wrong(disclosure: Disclosure, facts: Mapping[FactKey, int | Decimal | date]) -> Iterator[Mismatch]:
    for part, block in disclosure.blocks():
        for words in words_of(block):
            for figure in words:
                if not isinstance(figure, Figure) or figure.fact is None:
                    continue
                held = facts.get(figure.fact)
                if held is None:
                    whole = figure.fen is not None or (figure.value is None and _PRINTED.fullmatch(figure.text))
                    told = "库中没有这个数" if whole else ""
                else:
                    wanted = _unlike(figure, held)
                    told = "" if wanted is None else f"库中的数应印作“{wanted}”"
                if told:
                    place = str(At("", part, block))
                    message = f"{place}：{figure.called}印作“{figure.text}”，{told}。"
                    yield Mismatch(None, "", figure.text, message, place, figure.called, figure.fact)


def _unlike(figure: Figure, held: int | Decimal | date) -> str | None:
    """What should be printed when it is not what is printed; None when all is well."""
    text = figure.text
    if isinstance(held, date):
        wanted = f"{held.year}年{held.month}月{held.day}日"
        return None if text == wanted else wanted
    if not text:
        return None if held == 0 else f"{held}"
    value, decimals = Decimal(held), len(text.removesuffix("%").partition(".")[2])
    if figure.fen is not None:
        value, decimals = value / _FEN, max(decimals, _DECIMALS)
    elif text.endswith("%"):
        value = value * 100
    value = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    printed = text.removesuffix("%")
    if (figure.fen is not None and figure.fen != held) or not _PRINTED.fullmatch(printed):
        return f"{value:,f}"
    return None if Decimal(printed.replace(",", "")) == value else f"{value:,f}"

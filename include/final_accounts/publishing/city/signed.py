"""Differences and changes as figures: with their sign, in 万元 and in percent. Pure."""

from __future__ import annotations

from decimal import Decimal

from final_accounts.model.money import format_amount
from final_accounts.publishing import figures
from final_accounts.publishing.figures import PAPER, UNKNOWN, Figure


def difference(now: int | None, before: int | None) -> Figure:
    """``now`` − ``before``, with its sign; what rounds to nothing has none.

    >>> difference(3_000_000, 1_000_000).text, difference(0, 1_000_000).text, difference(2, 1).text
    ('+2.00', '−1.00', '0.00')
    """
    if now is None or before is None:
        return UNKNOWN
    fen = now - before
    return Figure(_signed(format_amount(abs(fen), PAPER), fen), fen=fen)


def growth(now: int | None, before: int | None) -> Figure:
    """Change over ``before`` in percent; unknown where ``before`` is not above zero.

    >>> growth(110, 100).text, growth(90, 100).text, growth(5, 0).text
    ('+10.00%', '−10.00%', '—')
    """
    if now is None or before is None or before <= 0:
        return UNKNOWN
    ratio = Decimal(now - before) / before
    return Figure(_signed(figures.percent(abs(ratio)).text, now - before), value=ratio)


def _signed(size: str, fen: int) -> str:
    if not fen or not size.strip("0.%"):
        return size
    return f"{'+' if fen > 0 else '−'}{size}"

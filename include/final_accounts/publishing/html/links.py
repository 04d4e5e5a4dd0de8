"""What a unit's page leads to beside itself: its files and its earlier versions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from final_accounts.publishing.figures import UNKNOWN, Figure

_STEP: Final = 1024


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file to download 下载. ``href`` is relative to the page.

    A file that could not be made has no ``href`` but a ``reason``: a sentence in Chinese without its full stop.
    """

    label: str
    href: str
    kind: Literal["pdf", "docx", "xlsx", "data"]
    size: Figure = UNKNOWN
    reason: str = ""


@dataclass(frozen=True, slots=True)
class VersionLink:
    """An earlier published version 历次版本. ``date`` is its publication, ``reason`` why it was corrected."""

    version: Figure
    date: str
    href: str
    reason: str = ""


def file_size(size: int) -> Figure:
    """A size in bytes as readers know it; never 0 for a file that holds something.

    >>> file_size(247_300).text, file_size(2_500_000).text, file_size(12).text
    ('242 KB', '2.4 MB', '1 KB')
    """
    kilo = Decimal(size) / _STEP
    if kilo < _STEP:
        whole = kilo.quantize(Decimal(1), ROUND_HALF_UP)
        return Figure(f"{max(whole, Decimal(1)) if size else whole} KB", value=Decimal(size))
    return Figure(f"{(kilo / _STEP).quantize(Decimal('0.1'), ROUND_HALF_UP)} MB", value=Decimal(size))

"""示例: what pages and documents say of a season that is only shown, in the words of ``words.toml``. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from final_accounts.publishing.documents import Documents

MADE_UP: Final = "made_up"
"""City, units and figures are invented."""
REHEARSED: Final = "rehearsed"
"""The figures are a real unit's; approvals, signatures, explanations and persons are invented."""


@dataclass(frozen=True, slots=True)
class Sample:
    """``kind``: MADE_UP, REHEARSED, or "" for the real thing, of which nothing is said.

    ``head`` is the short mark for running heads, ``says`` the sentence for banners and covers; both "" without a kind.
    """

    kind: str = ""
    head: str = ""
    says: str = ""


GENUINE: Final = Sample()


def sample(documents: Documents, kind: str) -> Sample:
    """The sample of that kind in the edition's words; KeyError for a kind that ``words.toml`` does not know."""
    return Sample(kind, **documents.words["samples"][kind]) if kind else GENUINE

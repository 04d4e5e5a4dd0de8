"""What is loaded for one submission, and the hashes that name it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from final_accounts.model.evaluation import Evaluation, EvaluationScore
from final_accounts.model.facts import Fact
from final_accounts.model.finding import Finding
from final_accounts.model.submission import Explanation, Header, Submission, SubmissionState
from final_accounts.warehouse.column_types import storable

_PERHAPS_UNSTORABLE: Final = re.compile(r"\\u(?:0000|d[89a-f])")


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """One submission with everything derived from it.

    Key of the outcome: (submission, edition hash, prior hash, code version). ``prior_hash`` is :func:`facts_hash` of
    last year's facts that the review compared with. ``state`` is the decision on the findings. ``forms_present``,
    ``nil_forms``, ``texts`` and ``sheets`` are kept as read, for the pages.
    """

    city: str
    submission: Submission
    header: Header
    state: SubmissionState
    edition: str
    edition_hash: str
    rulebook_hash: str
    prior_hash: str
    code_version: str
    run: str = ""
    facts: tuple[Fact, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    scores: tuple[EvaluationScore, ...] = ()
    findings: tuple[Finding, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    forms_present: tuple[str, ...] = ()
    nil_forms: tuple[str, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)


def facts_hash(facts: Iterable[Fact]) -> str:
    """Name of a set of facts, whatever their order: sha256 over key, kind, value, step and blank of each.

    Where a figure stood and how it was printed do not count, since no rule on prior years looks at them.

    >>> facts_hash(())[:12]
    '4f53cda18c2b'
    """
    rows = sorted([f.form, f.row, f.column, f.kind.value, value_text(f), f.step, f.blank] for f in facts)
    return sha256_of(rows)


def value_text(fact: Fact) -> str:
    """The fact's value as exact text."""
    return fact.value.isoformat() if isinstance(fact.value, date) else str(fact.value)


def sha256_of(plain: object) -> str:
    r"""sha256 of the canonical JSON of plain values (ASCII, keys sorted, no blanks; Decimals as text).

    Texts count as a database gives them back, so that what was put in and what comes out have the same name.

    >>> sha256_of(["甲\x00"]) == sha256_of(["甲\ufffd"])
    True
    """
    data = _canonical(plain)
    if _PERHAPS_UNSTORABLE.search(data):  # rare, and pairs of surrogates beyond the first plane look like it
        data = _canonical(_kept(plain))
    return hashlib.sha256(data.encode()).hexdigest()


def _canonical(plain: object) -> str:
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), default=str)


def _kept(plain: object) -> object:
    if isinstance(plain, str):
        return storable(plain)
    if isinstance(plain, dict):
        return {name: _kept(value) for name, value in plain.items()}
    if isinstance(plain, list | tuple):
        return [_kept(value) for value in plain]
    return plain

# ruff: noqa: INP001  a program, not a package
"""How long does the audit of a hostile document take? Seconds of processor time for long lines and long documents.

``python benchmarks/audit_lengths.py [CHARACTERS]`` (30 000 if not given). Each text stands as one line of a narrative;
``list of sentences`` is read to its end, a sentence beyond the bounds of ``audit/lengths.py`` is told as unread.
"""

from __future__ import annotations

import sys
import time

from final_accounts.audit.lengths import SENTENCE
from final_accounts.model.document import DocumentKind, ReadDocument, Spot, TextLine
from final_accounts.stages.auditing.audit import audit_document

HEAD = ("某某局2021年度部门决算公开", "第三部分 2021年度部门决算情况说明", "一、收入支出决算总体情况说明")
LONG = 30_000
LINES = {
    "digits": "1234567890",
    "list in one sentence": "社会保障和就业支出（类）12.5万元，占1.2%；",
    "list of sentences": "社会保障和就业支出（类）12.5万元，占本年支出的1.2%，比上年增加1.25万元。",
    "no full stop": "与上年相比增加的主要原因是人员经费增长和项目支出增加，",
    "sentences with growths": "收、支总计100万元，比上年增加10万元，增长11.11%。",
    "products": "15人*4.5万元",
    "open brackets": "（基本支出100万元",
}


def _document(*lines: str) -> ReadDocument:
    blocks = tuple(TextLine(Spot(line=n), text) for n, text in enumerate((*HEAD, *lines), start=1))
    return ReadDocument(DocumentKind.TEXT, "长行.txt", 0, blocks)


def _measured(name: str, document: ReadDocument) -> None:
    started = time.process_time()
    found = audit_document(document).audit
    seconds = time.process_time() - started
    sys.stdout.write(f"| {name} | {seconds:.2f} s | {len(found.claims)} | {len(found.unread)} |\n")


def main() -> None:
    """One row a text: processor time, figures judged, places told as unread."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else LONG
    audit_document(_document("2021年度收、支总计100万元。"))  # words and names are compiled once
    sys.stdout.write(f"| {size} characters of | processor time | claims | unread |\n|---|---|---|---|\n")
    for name, text in LINES.items():
        _measured(name, _document((text * (size // len(text) + 1))[:size]))
    longest = "其中：" + LINES["list in one sentence"] * (SENTENCE[1] // 2 - 1) + "。"
    _measured("the longest sentences that are read", _document(longest * (size // len(longest))))
    paragraph = LINES["sentences with growths"]
    _measured("as many in paragraphs of one sentence", _document(*[paragraph] * (size // len(paragraph))))


if __name__ == "__main__":
    main()

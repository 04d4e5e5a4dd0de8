"""审核与批复: what proves the document: approval, versions, rulebook, and what the unit explained."""

from __future__ import annotations

from collections.abc import Iterator

from final_accounts.publishing.disclosure.drafting import Drafting, Entry
from final_accounts.publishing.disclosure.nouns import Block, Paragraph, TableView
from final_accounts.publishing.table_view import BodyCell, BodyRow, Own, TablePart, Words


def explanations(drafting: Drafting, _: Entry) -> Iterator[Block]:
    """核实说明: what differed from the ordinary, and the unit's reason."""
    for number, item in enumerate(drafting.report.explained, start=1):
        yield Paragraph((item.message,), f"{number}．{item.rule}　", "item")
        given: Words = (drafting.word("disclosure_words", "unit_says"), Own(item.reason))
        if item.evidence:
            given = (*given, drafting.word("disclosure_words", "evidence"), Own(item.evidence), "）")
        yield Paragraph(given)


def approval(drafting: Drafting, _: Entry) -> Iterator[Block]:
    """The facts a reader can check: approval number and date, the event's hash, file, edition, rulebook."""
    report = drafting.report
    labels = report.documents.words["disclosure_approval"]
    rows: tuple[tuple[str, Words], ...] = (
        (labels["number"], (report.approval.number,)),
        (labels["date"], (report.approval.date,)),
        (labels["event"], (report.approval.hash,)),
        (labels["version"], ("第 ", report.version, " 版")),
        (labels["file"], (report.submission.sha256,)),
        (labels["edition"], (report.edition.title,)),
        (labels["rules"], ("共 ", report.rules, " 条")),
        (labels["rulebook"], (report.rulebook_hash,)),
    )
    body = tuple(BodyRow((BodyCell("head", (label,)), BodyCell("words", words))) for label, words in rows)
    yield TableView(
        "approval", "", labels["title"], (TablePart(("22.0", "78.0"), (), body),), look="plain", own_page=False
    )

"""What we publish is audited first: correct documents pass, an error of ours stops the publication with its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from final_accounts.model.document import ReadDocument, TextLine
from final_accounts.model.errors import PublishingError
from final_accounts.publishing import UnitReport
from final_accounts.publishing.disclosure import Disclosure, compose
from final_accounts.publishing.disclosure.nouns import Paragraph
from final_accounts.publishing.docx import docx_document
from final_accounts.publishing.pages import unit_page
from final_accounts.publishing.proof import beside_of, prove
from final_accounts.readers.documents import read_document
from final_accounts.stages.publication.audit_publication import own_errors, refuse_errors
from publishing.disclosures import made_up_report, wuhan_corrected_report, wuhan_report, ziyang_report


def as_published(report: UnitReport, disclosure: Disclosure) -> ReadDocument:
    return read_document(unit_page(disclosure, report, (), ()).encode(), f"{report.unit.code}.html", tables=False)


def said_otherwise(disclosure: Disclosure, before: str, after: str) -> Disclosure:
    """The disclosure with words of ours (no figure) changed where they first stand in a paragraph."""
    parts = list(disclosure.parts)
    for n, part in enumerate(parts):
        for m, block in enumerate(part.blocks):
            if not isinstance(block, Paragraph):
                continue
            for k, words in enumerate(block.words):
                if type(words) is str and before in words:
                    said = (*block.words[:k], words.replace(before, after, 1), *block.words[k + 1 :])
                    blocks = (*part.blocks[:m], replace(block, words=said), *part.blocks[m + 1 :])
                    parts[n] = replace(part, blocks=blocks)
                    return replace(disclosure, parts=tuple(parts))
    pytest.fail(f"nobody says {before}")


@pytest.mark.parametrize(
    "report",
    [wuhan_report, wuhan_corrected_report, ziyang_report],
    ids=["as printed", "corrected", "without tables"],
)
def test_what_the_real_units_publish_holds_no_error_of_ours(report: object) -> None:
    found: UnitReport = report()  # type: ignore[operator] # one of the three above
    disclosure = compose(found)
    assert own_errors(disclosure, as_published(found, disclosure), found.edition) == ()


@pytest.mark.parametrize("region", ["hubei-wuhan", "sichuan-ziyang"])
@pytest.mark.parametrize("number", [1, 4, 10])
def test_what_made_up_units_publish_holds_no_error(region: str, number: int) -> None:
    report = made_up_report(region, 2022, number)
    disclosure = compose(report)
    assert own_errors(disclosure, as_published(report, disclosure), report.edition) == ()
    word = read_document(docx_document(disclosure), "文稿.docx")
    assert own_errors(disclosure, word, report.edition) == ()


@pytest.mark.parametrize(
    ("before", "after", "family"),
    [("，增长", "，下降", {"direction", "growth"}), ("决算数小于", "决算数大于", {"relation"})],
)
def test_a_word_that_no_figure_proves_is_still_refused_with_its_place(
    before: str, after: str, family: set[str]
) -> None:
    report = made_up_report("hubei-wuhan", 2022, 0)
    disclosure = said_otherwise(compose(report), before, after)
    document = as_published(report, disclosure)
    assert prove(disclosure, document, beside_of(report, (), ())) == (), (
        "every figure is right: the read-back cannot see this"
    )
    wrong = own_errors(disclosure, document, report.edition)
    assert wrong
    assert {claim.family for claim in wrong} <= family
    with pytest.raises(PublishingError, match=r"公开前核对发现 .* 处错误，不予公开：第[0-9]+行"):
        refuse_errors(disclosure, document, report.edition)


def test_a_share_that_was_cut_off_is_excused_in_others_and_refused_in_ours() -> None:
    report = made_up_report("hubei-wuhan", 2022, 0)
    disclosure = compose(report)
    said = "2022年度本年收入合计1000.00万元，其中：财政拨款收入667.68万元，占本年收入的66.76%；"
    said += "事业收入332.32万元，占本年收入的33.23%。"
    page = as_published(report, disclosure)
    assert said not in [line.text for line in page.blocks if isinstance(line, TextLine)]
    blocks = tuple(
        replace(line, text=said) if isinstance(line, TextLine) and "占本年收入的" in line.text else line
        for line in page.blocks
    )
    wrong = own_errors(disclosure, replace(page, blocks=blocks), report.edition)
    assert {claim.rounding for claim in wrong} & {"truncated"}


def test_nothing_recognised_is_no_success() -> None:
    report = made_up_report("hubei-wuhan", 2022, 0)
    empty = read_document("<p>本页没有内容可以核对。</p>".encode(), "空白.html")
    with pytest.raises(PublishingError, match="没有识别出任何可以核对的内容"):
        refuse_errors(compose(report), empty, report.edition)

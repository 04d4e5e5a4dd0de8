"""SG-01: a sign that the public documents could not print is told at review, with its place."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from final_accounts.model.finding import Severity
from final_accounts.model.submission import Explanation, SubmissionState, decide
from final_accounts.publishing import Documents
from final_accounts.publishing.disclosure import Paragraph, Part
from final_accounts.publishing.pdf import pdf_document
from final_accounts.publishing.table_view import Own
from final_accounts.stages.judgement.assess import Read, assess_accounts
from final_accounts.stages.judgement.signs import UNPRINTABLE, unprintable
from narrative.telling import made_up
from publishing.disclosures import wuhan

REGIONS = ("hubei-wuhan", "sichuan-ziyang")


def signs() -> str:
    """Every sign that the data call printed."""
    ranges = Documents.of().words["pdf_signs"]["printed"].split()
    ends = [(piece.partition("-")[0], piece.rpartition("-")[2]) for piece in ranges]
    return "".join(chr(n) for first, last in ends for n in range(int(first, 16), int(last, 16) + 1))


@pytest.mark.parametrize("region", REGIONS)
def test_ordinary_words_are_not_asked_about(region: str) -> None:
    found, parsed = made_up(region, 2022, 0)
    ordinary = "㐂㛃“”—…·①Ⅳ㎡℃½é２０２１\u200b\u202e\ufeff葛\U000e0100\u3000\t\n"
    assert unprintable(found, replace(parsed, texts={**parsed.texts, "composition": ordinary})) == ()


@pytest.mark.parametrize("region", REGIONS)
def test_a_sign_without_a_glyph_is_told_with_its_place_and_stops_the_acceptance(region: str) -> None:
    found, parsed = made_up(region, 2022, 0)
    first, *others = parsed.evaluations
    spoiled = replace(
        parsed,
        texts={**parsed.texts, "composition": "人员𠀀、项目😀"},
        evaluations=(replace(first, title=f"{first.title}𪚥"), *others),
        explanations=(Explanation("V3", "情况٣"),),
    )
    told = {finding.row: finding.message for finding in unprintable(found, spoiled)}
    assert set(told) == {"slot:composition", f"form:{first.form}", "explanation:V3"}
    assert "“😀”（U+1F600）、“𠀀”（U+20000）" in told["slot:composition"]
    assessed = assess_accounts(found, [Read("101001/v1", spoiled, ())])
    assert assessed.executed == assessed.expected
    mine = tuple(finding for finding in assessed.findings["101001/v1"] if finding.rule == UNPRINTABLE)
    assert len(mine) == len(told)
    assert {finding.severity for finding in mine} == {Severity.BLOCKING}
    assert decide(mine, ()) is SubmissionState.RETURNED


def test_the_name_of_a_row_is_told_with_its_cell() -> None:
    found, parsed = made_up("sichuan-ziyang", 2022, 0)
    fact = next(fact for fact in parsed.facts if fact.name)
    facts = tuple(replace(fact, name="𠀀路整治") if one is fact else one for one in parsed.facts)
    (finding,) = unprintable(found, replace(parsed, facts=facts))
    assert finding.cells == (fact.cell,)


def test_what_the_data_call_printed_can_be_set_in_type() -> None:
    shown = "".join(sign for sign in signs() if not unicodedata.combining(sign))
    assert len(shown) > 40_000
    whole = replace(wuhan(), parts=(Part("p", "", "字", (Paragraph((Own(shown),)),)),))
    assert pdf_document(whole).startswith(b"%PDF")

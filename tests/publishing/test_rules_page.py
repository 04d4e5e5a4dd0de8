"""The public rule list shows every rule of the rulebook, word for word."""

from __future__ import annotations

import re
from dataclasses import replace

from final_accounts.model.rule import Basis, Rulebook
from final_accounts.publishing import rules_page
from publishing.jianghan import EDITION
from publishing.pages import read


def test_every_rule_stands_on_the_list_with_its_formula_and_hint() -> None:
    page = read(rules_page(EDITION))
    for rule in EDITION.rulebook.rules:
        text = page.get_element_by_id(rule.id).text_content()
        for words in (rule.says, rule.severity.chinese, rule.holds or rule.check, rule.when, rule.hint):
            assert words in text, rule.id
    assert EDITION.rulebook.hash in page.text_content()


def test_readers_are_told_in_chinese() -> None:
    """Formulas and codes aside, no sentence of a rule is in another language."""
    for rule in EDITION.rulebook.rules:
        for words in (rule.says, rule.hint, rule.note, *rule.exceptions):
            assert not re.search(r"[a-z]+ [a-z]+", words), (rule.id, words)
    assert any(rule.note for rule in EDITION.rulebook.rules)


def test_an_unverified_source_is_marked() -> None:
    rule = replace(EDITION.rulebook.rules[0], id="X-1", basis=(Basis("某办法", "〔2021〕1号", verified=False),))
    page = read(rules_page(replace(EDITION, rulebook=Rulebook(EDITION.id, (rule,), "00"))))
    assert "某办法（〔2021〕1号）（未核实）" in page.get_element_by_id("X-1").text_content()


def test_a_list_that_stands_alone_has_no_way_back() -> None:
    assert not read(rules_page(EDITION)).xpath("//nav[@class='trail']")
    assert read(rules_page(EDITION, home="index.html")).xpath("//nav[@class='trail']//a[@href='index.html']")

"""A real city is shown as a demonstration as long as nobody but made-up persons can act in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from final_accounts.catalog import persons
from final_accounts.publishing.samples import GENUINE
from final_accounts.stages import samples
from final_accounts.stages.house import Season
from final_accounts.stages.samples import sample_of


@pytest.mark.parametrize(("city", "head"), [("qingshi", "虚构示例"), ("wuhan-jianghan", "演示"), ("ziyang", "演示")])
def test_an_example_says_what_of_it_is_made_up(city: str, head: str) -> None:
    found = sample_of(Season.named(city, 2021))
    assert found.head == head
    assert found.says.startswith(f"{head}：")


def test_one_real_person_makes_a_real_city_the_real_thing(monkeypatch: pytest.MonkeyPatch) -> None:
    first, *others = persons("ziyang")
    register = (*others, replace(first, automatic=False))
    monkeypatch.setattr(samples, "persons", lambda _: register)
    assert sample_of(Season.named("ziyang", 2021)) == GENUINE
    assert sample_of(Season.named("qingshi", 2021)).head == "虚构示例"

"""A finding lists the tagged lines that its rule names; a rule that names what the edition has not is our error."""

from __future__ import annotations

from dataclasses import replace

import pytest

from final_accounts.catalog import edition
from final_accounts.model.errors import RulebookError
from final_accounts.rules.shapes import form_shapes
from final_accounts.rules.telling import told, told_lines

EDITION = edition("hubei-wuhan", 2022)
RULE = EDITION.rulebook["Y-01"]


def test_every_named_adjustment_of_the_edition_may_be_told() -> None:
    (lines,) = told_lines(RULE, form_shapes(EDITION)).values()
    assert {line.label for line in lines} == {
        "上缴存量资金", "会计差错更正", "收回以前年度支出", "归集调入", "归集调出", "单位内部调剂",
    }  # fmt: skip


def test_that_no_adjustment_is_named_is_told_too() -> None:
    assert told(told_lines(RULE, form_shapes(EDITION)), {}, str) == "；已列明的调整：无"


@pytest.mark.parametrize("reference", ["CARRY@none.total", "NOWHERE@plus.total", "CARRY@plus.none", "CARRY.plus"])
def test_a_reference_that_the_edition_does_not_hold_is_refused(reference: str) -> None:
    with pytest.raises(RulebookError, match="Y-01"):
        told_lines(replace(RULE, parameters={"tells": {"甲": [reference]}}), form_shapes(EDITION))


def test_what_is_no_mapping_is_refused() -> None:
    with pytest.raises(RulebookError, match="mapping"):
        told_lines(replace(RULE, parameters={"tells": "CARRY@plus.total"}), form_shapes(EDITION))

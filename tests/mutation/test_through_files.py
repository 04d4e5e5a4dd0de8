"""A sample of mutations through the file itself: written, one cell edited, read, reviewed; the address is right."""

from __future__ import annotations

from random import Random

import pytest

from final_accounts.catalog import edition
from final_accounts.model.submission import ParsedSubmission
from final_accounts.readers import Expectation, read_workbook
from final_accounts.stages.judgement.assess import Read, assess_accounts
from final_accounts.stages.judgement.prior import LastYear
from mutation.clean import Clean, clean_unit
from mutation.files import with_one_fen
from mutation.judging import standing_of
from mutation.mutating import amounts

SAMPLE = [("qingshi", "105001", 2021), ("luxi", "205001", 2021)]
EACH = 10


def read(clean: Clean, file: bytes) -> ParsedSubmission:
    expect = Expectation(clean.unit, clean.year, clean.edition.region)
    parsed, findings = read_workbook(file, f"{clean.unit}.xlsx", edition, expect)
    assert findings == ()
    return parsed


@pytest.mark.parametrize(("town", "unit", "year"), SAMPLE)
def test_the_edited_cell_is_the_one_the_report_names(town: str, unit: str, year: int) -> None:
    clean = clean_unit(town, unit, year)
    standing = standing_of([clean])[unit].of
    held = [f for f in amounts(clean) if f.value and len(standing[f.key].blocking) > 1]
    chosen = Random(year).sample(held, EACH)  # noqa: S311  nothing secret
    items = []
    for number, fact in enumerate(chosen):
        parsed = read(clean, with_one_fen(clean.file, fact.cell, 1))
        before = {f.key: f.value for f in clean.parsed.facts}
        changed = {f.key: f.value for f in parsed.facts if before[f.key] != f.value}
        assert isinstance(fact.value, int)
        assert changed == {fact.key: fact.value + 1}
        items.append(Read(str(number), parsed, (), LastYear(clean.prior)))
    found = assess_accounts(clean.edition, items).findings
    for number, fact in enumerate(chosen):
        first = [f for f in found[str(number)] if f.group == 1]
        assert {f.rule for f in first} >= {rule for rule, _ in standing[fact.key].blocking}
        assert all(fact.cell in f.suspects for f in first), fact.key

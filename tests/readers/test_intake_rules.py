"""The intake rules as data and as the readers know them are the same."""

from __future__ import annotations

from pathlib import Path

from final_accounts import catalog
from final_accounts.model.rule import Engine, RuleKind
from final_accounts.readers import intake

ROOM = Path(intake.__file__).parent


def test_every_reader_rule_is_written_in_the_rulebook_with_the_same_severity() -> None:
    rulebook = catalog.edition("hubei-wuhan", 2021).rulebook
    written = {rule.id: rule.severity for rule in rulebook.rules if rule.engine is Engine.READER}
    assert written == intake.SEVERITIES
    assert {r.kind for r in rulebook.rules if r.engine is Engine.READER} == {RuleKind.INTAKE}


def test_every_reader_rule_is_raised_somewhere_and_tested_by_its_id() -> None:
    names = {value: name for name, value in vars(intake).items() if isinstance(value, str) and value.startswith("IN-")}
    assert set(names) == set(intake.SEVERITIES)
    code = "".join(path.read_text() for path in ROOM.glob("*.py") if path.name != "intake.py")
    tests = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    assert [name for name in names.values() if code.count(name) < 2] == []
    assert [rule for rule in names if f'"{rule}"' not in tests] == []

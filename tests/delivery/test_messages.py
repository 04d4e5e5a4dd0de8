"""Every message in Chinese as its reader gets it; run as a program, this file writes the snapshots anew, to be read."""

from __future__ import annotations

import ast
import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pytest
from jinja2 import DictLoader

from delivery.branching import Branches
from delivery.writing import CHANGES, NAMES, SAMPLES, TEMPLATES, TODAY, as_text, branches_of, words_of, written
from final_accounts.delivery.templates import _environment
from final_accounts.model.errors import DeliveryError
from publishing.pages import read

SNAPSHOTS = Path(__file__).resolve().parent / "snapshots"
ROOT = Path(__file__).resolve().parents[2]
KINDS = sorted(SAMPLES)
CALLED = frozenset({"kind", "KIND", "TOLD"})
"""What the code calls the kind of a letter before it writes one."""


@pytest.mark.parametrize("name", NAMES)
def test_a_message_reads_as_it_was_approved(name: str) -> None:
    assert as_text(name) == (SNAPSHOTS / f"{name}.txt").read_text(encoding="utf-8")


def test_every_template_has_sample_words_and_every_sample_its_snapshot_and_the_other_way_round() -> None:
    assert TEMPLATES.kinds() == set(SAMPLES) >= set(CHANGES)
    kept = {path.relative_to(SNAPSHOTS).with_suffix("").as_posix() for path in SNAPSHOTS.rglob("*.txt")}
    assert kept == set(NAMES)


@pytest.mark.parametrize("kind", KINDS)
def test_the_samples_go_through_every_branch_of_the_template(kind: str) -> None:
    branches = branches_of(kind)
    assert sorted(branches.all - branches.seen) == [], f"samples are added in tests/delivery/branches.yaml: {kind}"
    assert branches.seen <= branches.all


def test_a_branch_that_no_sample_goes_through_is_found() -> None:
    source = "{% if a %}{{ 'x' if b }}{% elif c %}y{% endif %}{% for d in e %}z{% endfor %}{{ f | before(today) }}"
    environment = _environment(TEMPLATES.folder).overlay(loader=DictLoader({"made-up": source}))
    branches = Branches(environment, "made-up")
    words = {"a": 1, "b": 0, "c": 0, "e": [1], "f": date(2022, 4, 15), "today": TODAY}
    assert branches.render(words) == "z请于2022年4月15日（星期五，含当日）前"
    left = ["CondExpr: if", "For: many", "For: none", "If: 2", "If: else", "before: late"]
    assert sorted(told(one) for one in branches.all - branches.seen) == left
    branches.render(words | {"a": 0, "e": [], "today": datetime(2022, 4, 16, tzinfo=UTC)})
    branches.render(words | {"b": 1, "e": [1, 2]})
    assert [told(one) for one in branches.all - branches.seen] == ["If: 2"]


def told(branch: str) -> str:
    """A branch without its line and number."""
    return re.sub(r"^line 1 | \d+(?=:)|\w+ \d+ (?=before)", "", branch)


def sent_kinds() -> set[str]:
    """Kinds that the code sends by name."""
    found: set[str] = set()
    for path in (ROOT / "include" / "final_accounts" / "stages").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.Call) and called(node) == "Letter" for node in ast.walk(tree)):
            found |= {kind for node in ast.walk(tree) for kind in kinds_in(node)}
    return found


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def kinds_in(node: ast.AST) -> set[str]:
    """The kinds that a call of Letter names, or that are given a name before."""
    if isinstance(node, ast.Call) and called(node) == "Letter":
        return words(node.args[0]) if node.args else set()
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(isinstance(target, ast.Name) and target.id in CALLED for target in targets):
            return words(node.value)
    return set()


def words(node: ast.expr) -> set[str]:
    """The texts an expression may give: itself, either side of a choice, the values of a table."""
    match node:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.IfExp(body=body, orelse=other):
            return words(body) | words(other)
        case ast.Dict(values=values):
            return {text for value in values for text in words(value)}
    return set()


def test_every_kind_that_is_sent_has_a_template_and_every_template_is_sent() -> None:
    assert sent_kinds() == TEMPLATES.kinds()


@pytest.mark.parametrize("name", NAMES)
def test_a_message_has_one_line_of_subject_says_who_is_meant_and_hides_nothing(name: str) -> None:
    message = written(name)
    assert "\n" not in message.subject
    assert message.subject.startswith("【")
    assert message.text.startswith("示例会计：\n")
    assert not re.search(r"[{}%]{2}|None|True|False|undefined", message.text + message.subject)
    assert not re.search(r"\n{3,}|[ \t]\n", message.text)


@pytest.mark.parametrize("name", NAMES)
def test_the_html_says_the_same(name: str) -> None:
    message = written(name)
    page = read(message.html)
    said = re.sub(r"\s", "", page.text_content())
    plain = [re.sub(r"^(\d+\. |- )", "", line) for line in message.text.splitlines()]
    for line in plain:
        for part in re.split(r"[<>：]", line):
            if part:
                assert re.sub(r"\s", "", part) in said, line
    assert page.get("lang") == "zh-CN"
    assert not page.xpath("//script | //img | //link | //*[@onclick]")


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_that_is_not_given_is_an_error_and_no_gap(kind: str) -> None:
    for word in SAMPLES[kind]["words"]:
        words = {key: value for key, value in words_of(kind).items() if key != word}
        with pytest.raises(DeliveryError, match=kind):
            TEMPLATES.write(kind, words)


def test_what_a_unit_wrote_breaks_no_line_makes_no_link_and_no_markup() -> None:
    name = "决算.xlsx\n\n1. 假的一条\r\n<https://example.invalid/><b>粗\u202e"
    message = written("unreadable", file_name=name)
    assert "版本：第1版（决算.xlsx 1. 假的一条 ＜https://example.invalid/＞＜b＞粗 ）" in message.text
    page = read(message.html)
    assert [link.get("href") for link in page.xpath("//a")] == [words_of("unreadable")["page"]]
    assert not page.xpath("//b")


def test_a_deadline_that_has_passed_is_told_as_passed() -> None:
    late = written("returned", until=date(2022, 4, 7))
    assert "期限已过，请立即重新报送" in late.subject
    assert "重报期限：2022年4月7日（星期四），已过 1 天" in late.text


def test_an_unknown_kind_is_our_error() -> None:
    with pytest.raises(DeliveryError, match=r"include/messages/nothing\.txt"):
        TEMPLATES.write("nothing", {})


if __name__ == "__main__":
    for each in NAMES:
        (SNAPSHOTS / f"{each}.txt").parent.mkdir(exist_ok=True)
        (SNAPSHOTS / f"{each}.txt").write_text(as_text(each), encoding="utf-8")

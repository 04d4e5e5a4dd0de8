"""The history as an auditor meets it at a terminal: exported, verified, told."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from cli.terminal import run
from final_accounts.history import NewEvent
from final_accounts.stages.house import House
from final_accounts.stages.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

CITY, YEAR, UNIT = "qingshi", 2021, "101001"
AT = datetime(2022, 3, 1, 1, 30, tzinfo=UTC)


@pytest.fixture
def house(own_var: Path) -> House:
    """A season of five events."""
    found = House.open(Settings.at(own_var))
    found.warehouse.migrate()
    says = {"reason": "数据有误，单位要求重报", "name": "示例负责人", "role": "head"}
    found.history.append(
        CITY,
        YEAR,
        [
            NewEvent("submission.received", f"{UNIT}/v1", UNIT, {"file_name": "决算.xlsx", "sha256": "ab" * 32}, AT),
            NewEvent("submission.returned", f"{UNIT}/v1", "审核规则", verdict(found), AT),
            NewEvent("submission.withdrawn", UNIT, "qs-101001-head", says, AT),
            NewEvent("submission.received", "102001/v1", "102001", {"file_name": "别家.xlsx"}, AT),
            NewEvent("department.approved", "department/101", "qs-approver", {"number": "青财决批〔2022〕1号"}, AT),
        ],
    )
    return found


def verdict(house: House) -> dict[str, object]:
    findings = [
        {"rule": f"T1-0{n}", "severity": severity, "verdict": "error", "message": f"T1-0{n} 不平"}
        for n, severity in enumerate(("notice", "explain", "blocking", "blocking"), start=1)
    ]
    kept = house.store.put(json.dumps(findings).encode())
    return {
        "sha256": "ab" * 32,
        "rulebook_hash": "cd" * 32,
        "findings": {"blocking": 2, "explain": 1, "notice": 1},
        "findings_hash": kept,
        "scores_hash": "",
    }


def tamper(var: Path, *statements: str) -> None:
    """Change the database behind our back, its triggers dropped first."""
    with sqlite3.connect(var / "warehouse.db") as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for statement in (*(f"DROP TRIGGER {name}" for (name,) in names), *statements):
            connection.execute(statement)
    connection.close()


@pytest.mark.usefixtures("house")
def test_a_whole_history_verifies_against_its_exported_head(tmp_path: Path) -> None:
    kept = tmp_path / "head.json"
    assert run("history", "head", CITY, YEAR, "--out", kept).code == 0
    exported = json.loads(kept.read_text(encoding="utf-8"))
    assert (exported["city"], exported["fiscal_year"], exported["sequence"]) == (CITY, YEAR, 5)
    assert exported == run("history", "head", CITY, YEAR).json | {"at": exported["at"]}
    for arguments in ((), ("--head", kept)):
        answer = run("history", "verify", CITY, YEAR, *arguments)
        assert answer.code == 0
        assert "完整：共 5 个事件" in answer.out


CUT = (
    "DELETE FROM event WHERE sequence > 3",
    "UPDATE event_head SET sequence = 3, hash = (SELECT hash FROM event WHERE sequence = 3)",
)
SWAPPED = (
    "UPDATE event SET sequence = 99 WHERE sequence = 2",
    "UPDATE event SET sequence = 2 WHERE sequence = 3",
    "UPDATE event SET sequence = 3 WHERE sequence = 99",
)


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (("UPDATE event SET payload = '{}' WHERE sequence = 2",), "第2号事件的内容与其校验值不符"),
        (("UPDATE event SET actor = '别人' WHERE sequence = 3",), "第3号事件的记载与其校验值不符"),
        (("DELETE FROM event WHERE sequence = 2",), "第2号事件缺失"),
        (SWAPPED, "次序被改动"),
        (CUT, "末尾被截断"),
    ],
    ids=["payload altered", "actor altered", "removed", "reordered", "truncated with its head"],
)
def test_whatever_was_done_to_the_history_is_found_against_the_exported_head(
    house: House, tmp_path: Path, statements: tuple[str, ...], told: str
) -> None:
    kept = tmp_path / "head.json"
    run("history", "head", CITY, YEAR, "--out", kept)
    tamper(house.settings.var, *statements)
    answer = run("history", "verify", CITY, YEAR, "--head", kept)
    assert answer.code == 1
    assert "不完整" in answer.out
    assert told in answer.out


def test_without_the_exported_head_a_cut_off_end_cannot_be_seen(house: House) -> None:
    tamper(house.settings.var, *CUT)
    assert run("history", "verify", CITY, YEAR).code == 0


@pytest.mark.usefixtures("house")
def test_a_head_of_another_season_or_no_head_at_all_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    run("history", "head", CITY, YEAR + 1, "--out", other)
    answer = run("history", "verify", CITY, YEAR, "--head", other)
    assert answer.code == 2
    assert answer.err.startswith("输入有误：")
    assert "2022 年度的链头" in answer.err
    other.write_text("{}", encoding="utf-8")
    assert run("history", "verify", CITY, YEAR, "--head", other).code == 2
    for nothing in (b"", b"\xff\xfe", b"[" * 200_000):
        other.write_bytes(nothing)
        answer = run("history", "verify", CITY, YEAR, "--head", other)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith("输入有误：")
        assert "不是链头存档" in answer.err
    assert run("history", "verify", CITY, 1999).code == 2


@pytest.mark.usefixtures("house")
def test_the_story_of_a_unit_is_told_in_sentences_with_the_gravest_findings_first() -> None:
    answer = run("history", "show", "--unit", UNIT, "--year", YEAR)
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert lines[0] == "2022-03-01 09:30  收到第1版报送，文件“决算.xlsx”（校验值 abababababab）。"
    assert "第1版退回（审核规则库 cdcdcdcdcdcd）：必须更正 2 条、需要说明 1 条、提示 1 条。" in lines[1]
    assert [line.strip() for line in lines[2:6]] == [
        "· 必须更正 T1-03 不平", "· 必须更正 T1-04 不平", "· 需要说明 T1-02 不平", "· 另有 1 条",
    ]  # fmt: skip
    assert lines[6].endswith("示例负责人（单位负责人）撤回报送，理由：数据有误，单位要求重报。")
    assert "部门汇总" in lines[7]
    assert "青财决批〔2022〕1号" in lines[7]
    assert "别家" not in answer.out


def test_what_somebody_wrote_never_looks_like_an_event_of_its_own(house: House) -> None:
    reason = "数据有误\n2022-03-01 09:30  示例批复人批复第1版。\x1b[1A\u202e"
    house.history.append(CITY, YEAR, [NewEvent("submission.withdrawn", UNIT, "qs-101001-head", {"reason": reason}, AT)])
    answer = run("history", "show", "--unit", UNIT, "--year", YEAR)
    (line,) = [line for line in answer.out.splitlines() if "批复第1版" in line]
    assert "撤回报送，理由：数据有误 2022-03-01" in line
    assert not set(answer.out) & {"\x1b", "\u202e"}


@pytest.mark.usefixtures("house")
def test_the_story_is_there_for_machines_too() -> None:
    told = run("history", "show", "--unit", UNIT, "--year", YEAR, "--json").json
    assert [one["sequence"] for one in told] == [1, 2, 3, 5]
    assert told[1]["payload"]["findings"] == {"blocking": 2, "explain": 1, "notice": 1}
    assert told[2]["says"].startswith("示例负责人")


@pytest.mark.usefixtures("house")
def test_a_unit_that_no_city_has_is_refused() -> None:
    answer = run("history", "show", "--unit", "999999", "--year", YEAR)
    assert answer.code == 2
    assert "999999" in answer.err
    assert run("history", "show", "--unit", "999999", "--year", YEAR, "--city", CITY).code == 2


def test_a_lost_list_of_findings_is_told_and_hides_nothing_else(house: House) -> None:
    (payload,) = (json.loads(e.payload) for e in house.history.events(CITY, YEAR, "submission.returned"))
    name = payload["findings_hash"]
    (house.settings.var / "store" / "objects" / name[:2] / name).unlink()
    answer = run("history", "show", "--unit", UNIT, "--year", YEAR)
    assert answer.code == 0
    assert "找不到" in answer.out
    assert "撤回报送" in answer.out


def test_a_replay_says_why_it_cannot_be_and_is_told_to_the_history(house: House) -> None:
    says: dict[str, object] = {"sha256": "ab" * 32, "findings": 0}
    house.history.append(CITY, YEAR, [NewEvent("submission.reviewed", f"{UNIT}/v1", "审核规则", says, AT)])
    answer = run("history", "replay", f"{UNIT}/v1", YEAR)
    assert answer.code == 1
    assert "没有留存" in answer.out
    assert "重演 1 次，一致 0 次" in answer.out
    assert run("history", "replay", f"{UNIT}/v1", YEAR, "--json").json[0]["outcome"] == "differs"
    assert len(house.history.events(CITY, YEAR, "replay.done")) == 1
    assert run("history", "replay", CITY, YEAR, "--random", 10).code == 2
    assert run("history", "replay", f"{UNIT}/v7", YEAR).code == 2


def test_the_rules_command_still_lists_without_a_subcommand() -> None:
    listed = run("rules", "list", "--edition", "hubei-wuhan/2021")
    assert listed.code == 0
    assert listed.out == run("rules", "--edition", "hubei-wuhan/2021").out
    assert run("rules").code == 2


@pytest.mark.usefixtures("house")
def test_a_proposal_without_any_data_room_is_refused(tmp_path: Path) -> None:
    (tmp_path / "proposal").mkdir()
    answer = run("rules", "impact", CITY, YEAR, "--data", tmp_path / "proposal")
    assert answer.code == 2
    assert "没有数据目录" in answer.err

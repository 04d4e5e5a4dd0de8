"""Past reviews are done again hash for hash; what differs is named, and with which code it was done."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import final_accounts
from final_accounts.catalog import city, data_root, edition
from final_accounts.history import NewEvent
from final_accounts.model.errors import HistoryError, SeasonError
from final_accounts.stages.code_version import version_of
from final_accounts.stages.house import House, now
from final_accounts.stages.reenact import _tried
from final_accounts.stages.replaying.replay import DONE, Replayed, chosen_at_random, latest_review, replay_reviews
from final_accounts.stages.replaying.replay_asked import asked_for
from final_accounts.stages.replaying.replay_nightly import CHOSEN, replay_nightly
from final_accounts.stages.replaying.replay_order import Job, Order
from final_accounts.stages.replaying.replay_past import Under, past_reviews
from final_accounts.stages.replaying.replay_process import code_for
from final_accounts.stages.replaying.story import story
from final_accounts.stages.settings import Settings
from final_accounts.stages.sources import SOURCE
from final_accounts.workbooks.defects import Defect, write_defective
from season.told import frozen
from stages.bad_files import data_of
from whole_season import whole_season

if TYPE_CHECKING:
    from final_accounts.history import Event

CITY, YEAR, RETURNED, PUBLIC, RUN = "qingshi", 2021, "101001", "107001", "manual__1"
WRONG_TOTAL = {"form": "T1", "row": "line:本年支出合计", "column": "amount", "add": "100.00"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A season has run: one unit sent two files, the first of which is returned; a nil declaration is public."""
    settings = Settings.at(tmp_path_factory.mktemp("replay"))
    found = edition(city(CITY).region, YEAR)
    for place, (unit, name, edits) in enumerate(
        [(RETURNED, "第1版.xlsx", (WRONG_TOTAL,)), (RETURNED, "第2版.xlsx", (WRONG_TOTAL,) * 2), (PUBLIC, "a.xlsx", ())]
    ):
        path = settings.inbox(CITY, YEAR) / unit / name
        path.parent.mkdir(parents=True, exist_ok=True)
        defects = (Defect("", unit, "", "", edits, ()),) if edits else ()
        write_defective(found, data_of(unit, YEAR), defects, path)
        os.utime(path, (1_646_000_000 + place * 60,) * 2)
    whole_season(settings, CITY, YEAR, run=RUN)
    return settings


@pytest.fixture
def house(settings: Settings) -> House:
    return House.open(settings)


def events(house: House) -> tuple[Event, ...]:
    return house.history.events(CITY, YEAR)


def told_otherwise(event: Event, **says: object) -> Event:
    """The event as if it had said something else."""
    return replace(event, payload=json.dumps({**json.loads(event.payload), **says}))


@pytest.fixture(scope="module")
def found(settings: Settings) -> dict[str, Replayed]:
    """Three reviews as they were, and others made to say something else, all done again at once."""
    house = House.open(settings)
    returned = latest_review(events(house), f"{RETURNED}/v1")
    public = latest_review(events(house), f"{PUBLIC}/v1")
    assert returned.verdict is not None
    assert public.published is not None
    findings = json.loads(house.store.get(returned.says("findings_hash")))
    fewer = house.store.put(json.dumps(findings[1:], ensure_ascii=False).encode())
    files = dict(json.loads(public.published.payload)["files"])
    docx = next(path for path in files if path.endswith(".docx"))
    wrong = {**files, docx: "ab" * 32, "107001/gone.pdf": "cd" * 32}
    chosen = {
        **{one.subject: one for one in chosen_at_random(events(house), 10, "seed")},
        "a finding": replace(returned, event=told_otherwise(returned.event, findings_hash=fewer)),
        "verdict": replace(returned, verdict=replace(returned.verdict, kind="submission.accepted")),
        "files": replace(public, published=told_otherwise(public.published, files=wrong)),
        "last year lost": replace(returned, event=told_otherwise(returned.event, last_year="ab" * 32)),
        "other bytes": replace(returned, event=told_otherwise(returned.event, sha256="ab" * 32)),
        "nothing recorded": replace(returned, event=told_otherwise(returned.event, last_year="")),
    }
    return dict(zip(chosen, replay_reviews(house, CITY, YEAR, tuple(chosen.values()), "seed"), strict=True))


AS_IT_WAS = (f"{RETURNED}/v1", f"{RETURNED}/v2", f"{PUBLIC}/v1")


@pytest.mark.parametrize("subject", AS_IT_WAS)
def test_a_past_review_comes_out_the_same(found: dict[str, Replayed], subject: str) -> None:
    assert found[subject].differences == ()
    assert ["程序与当时相同" in one for one in found[subject].notes] == [True]
    assert (found[subject].files > 9) == (subject == f"{PUBLIC}/v1")


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("a finding", r"报表审核疑点重演多出 1 条：(T1|X)-"),
        ("verdict", "^结论不同：当时通过，重演退回$"),
        ("files", r"^公开文件内容不同：107001/.*\.docx$"),
        ("last year lost", "留存不全"),
        ("other bytes", "审计轨迹记载的是 abababababab"),
        ("nothing recorded", "没有留存"),
    ],
)
def test_what_differs_is_named(found: dict[str, Replayed], what: str, told: str) -> None:
    assert re.search(told, found[what].differences[0])
    assert len(found[what].differences) == (2 if what == "files" else 1)


def test_a_file_that_is_not_made_any_more_is_named(found: dict[str, Replayed]) -> None:
    assert found["files"].differences[1] == "公开文件当时有，重演没有：107001/gone.pdf"


def test_every_replay_is_told_to_the_history(found: dict[str, Replayed], house: House, settings: Settings) -> None:
    said = [json.loads(event.payload) for event in house.history.events(CITY, YEAR, DONE)]
    assert [one["outcome"] for one in said] == ["same" if one.same else "differs" for one in found.values()]
    assert {one["seed"] for one in said} == {"seed"}
    assert house.history.verify(CITY, YEAR) == ()
    assert any("结果与当时一致" in one.says for one in story(settings, f"{RETURNED}", YEAR, CITY))


def test_the_code_of_that_day_is_checked_out_and_run(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = tmp_path / "repository"
    shutil.copytree(Path(final_accounts.__file__).parent, repository / SOURCE, ignore=shutil.ignore_patterns("__pyc*"))
    wording = repository / SOURCE / "rules" / "wording.py"
    words = wording.read_text(encoding="utf-8")
    assert "少" in words
    wording.write_text(words.replace("少", "短缺"), encoding="utf-8")
    commit = committed(repository)
    past = latest_review(events(house), f"{RETURNED}/v1")
    then = Under(version_of(repository / SOURCE, data_root()), commit, past.under.rooms, libraries="other")
    monkeypatch.setenv("FINAL_ACCOUNTS_REPOSITORY", str(repository))
    (found,) = replay_reviews(house, CITY, YEAR, [replace(past, under=then)])
    assert "已检出当时的提交" in found.notes[0]
    assert "程序库与当时不同" in found.notes[1]
    assert any("短缺" in one for one in found.differences)


def test_code_that_cannot_be_had_is_told_and_todays_is_run(tmp_path: Path) -> None:
    for commit, told in (("f" * 40, "取不出提交 ffffffffffff"), ("", "没有记录提交号")):
        code = code_for(Under("0.0.1+ffffffffffff", commit, ""), data_root(), tmp_path)
        assert (code.folder, code.recorded) == (None, False)
        assert told in code.note


def committed(repository: Path) -> str:
    """Everything of the folder in one commit; its name."""
    who = ("-c", "user.name=test", "-c", "user.email=test@example.org")
    for command in (("init", "-q"), ("add", "."), (*who, "commit", "-q", "-m", "then")):
        subprocess.run(["git", "-C", str(repository), *command], check=True)
    answer = subprocess.run(["git", "-C", str(repository), "rev-parse", "HEAD"], check=True, capture_output=True)
    return answer.stdout.decode().strip()


# every night


def test_a_season_without_reviews_is_none_to_worry_about(settings: Settings) -> None:
    assert replay_nightly(settings, CITY, YEAR + 1, {}, "night") == {"replayed": 0}


def test_a_night_on_which_something_comes_out_otherwise_is_red_and_told(settings: Settings, house: House) -> None:
    past = latest_review(events(house), f"{RETURNED}/v1")
    nothing = house.store.put(b"[]")
    forged = json.loads(told_otherwise(past.event, findings_hash=nothing, findings=0).payload)
    house.history.append(CITY, YEAR, [NewEvent("submission.reviewed", past.subject, "审核规则", forged, now())])
    with pytest.raises(HistoryError, match="1 次重演与存档不同"):
        replay_nightly(settings, CITY, YEAR, {"count": 50, "seed": "night"}, "scheduled__1")
    letters = [json.loads(event.payload) for event in house.history.events(CITY, YEAR, "message.sent")]
    told = [one for one in letters if one["kind"] == "replay_differs"]
    assert {one["to"] for one in told} == {"qs-operator", "qs-auditor"}
    assert "报表审核疑点重演多出" in house.store.get(told[0]["sha256"]).decode()


def test_a_night_that_is_cleared_does_the_same_reviews_again_whatever_came_meanwhile(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings.at(shutil.copytree(settings.var, tmp_path / "var"))
    house = House.open(settings)
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("05-01"))
    replay_nightly(settings, CITY, YEAR, {}, "scheduled__2")
    past = latest_review(events(house), f"{RETURNED}/v2")
    for n in range(9):  # so that by the same seed another one would be chosen now
        said = json.loads(told_otherwise(past.event, nothing=n).payload)
        house.history.append(CITY, YEAR, [NewEvent("submission.reviewed", past.subject, "审核规则", said, now())])
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("05-02"))
    before = len(events(house))
    assert replay_nightly(settings, CITY, YEAR, {}, "scheduled__2") == {"replayed": 1}
    (chosen,) = (json.loads(event.payload) for event in house.history.events(CITY, YEAR, CHOSEN, "replay/scheduled__2"))
    done = [json.loads(event.payload) for event in events(house) if event.kind == DONE]
    assert [one["review"] for one in done if one["seed"] == chosen["seed"] == "2022-05-01"] == chosen["reviews"]
    assert len(events(house)) == before, "done again, it comes out the same"
    replay_nightly(settings, CITY, YEAR, {}, "scheduled__3")
    assert [event.subject for event in house.history.events(CITY, YEAR, CHOSEN)][-1] == "replay/scheduled__3"


def test_a_night_knows_its_parameters(settings: Settings) -> None:
    with pytest.raises(SeasonError, match="不认识的运行参数：moon"):
        replay_nightly(settings, CITY, YEAR, {"moon": 1}, "night")


def test_the_day_of_a_review_is_told_as_china_counts_it(settings: Settings) -> None:
    past = latest_review(events(House.open(settings)), f"{RETURNED}/v1")
    at = replace(past.event, at="2022-04-30T17:00:00.000000Z")
    assert "2022年5月1日的审核" in Replayed(replace(past, event=at), (), (), 0).lines[0]


# what may be asked for


def test_a_version_or_everything_a_run_came_to_may_be_asked_for(settings: Settings) -> None:
    assert [one.subject for one in asked_for(settings, f"{RETURNED}/v2", YEAR).chosen] == [f"{RETURNED}/v2"]
    assert [one.subject for one in asked_for(settings, RUN).chosen] == [
        f"{RETURNED}/v1",
        f"{RETURNED}/v2",
        f"{PUBLIC}/v1",
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((f"{RETURNED}/v9", YEAR), "没有 101001/v9 的审核"),
        ((f"{RETURNED}/v1",), "请写明决算年度"),
        (("manual__2",), "没有名为 manual__2 的运行"),
        ((CITY, YEAR), "--random"),
    ],
)
def test_what_never_was_cannot_be_replayed(settings: Settings, arguments: tuple[object, ...], told: str) -> None:
    with pytest.raises(SeasonError, match=told):
        asked_for(settings, *arguments)  # type: ignore[arg-type] # a terminal's words


def test_the_choice_is_that_of_its_seed(house: House) -> None:
    chain = events(house)
    assert chosen_at_random(chain, 2, "2022-05-01") == chosen_at_random(chain, 2, "2022-05-01")
    assert len({chosen_at_random(chain, 1, str(n)) for n in range(20)}) == len(past_reviews(chain))


def test_an_error_of_the_program_is_told_in_chinese_and_with_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", "")  # which the job changes for its process
    job = Job(CITY, YEAR, versions=(), past="", moments=(), judged_with="", at="2022-03-01T00:00:00+00:00", until=1)
    told = _tried(tmp_path, Order((job,), ()), job).error
    assert told.startswith("重演时程序出错（IndexError：")
    assert told.endswith("请把这句话交给系统维护人员")

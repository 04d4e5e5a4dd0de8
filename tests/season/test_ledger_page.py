"""The bureau's page and the terminal: they say what the ledger says, are complete in themselves, and name who waits."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from defusedxml import ElementTree

from cli.terminal import run
from final_accounts.model.errors import WatchError
from final_accounts.publishing.ops_chart import Course, Layer, Mark, course_svg
from final_accounts.season.departments import fold_departments
from final_accounts.season.standing import Happened, fold
from final_accounts.season.states import UnitState
from final_accounts.season.transitions import TRANSITIONS
from final_accounts.season.waiting import WaitsFor, blocked, waits
from final_accounts.stages.house import House
from final_accounts.stages.intake.open_season import open_season
from final_accounts.stages.settings import Settings
from final_accounts.stages.watching.ledger import ledger
from final_accounts.stages.watching.watch import watch
from season.told import UNITS, A, B, C, accepted, approved, as_new, frozen, happened, moment, published, signed

if TYPE_CHECKING:
    from pathlib import Path

CITY, YEAR = "qingshi", 2021


def waiting(*events: Happened, department: tuple[Happened, ...] = ()) -> dict[WaitsFor, tuple[str, ...]]:
    return waits(UNITS, fold(UNITS, events), fold_departments(department), {})


def test_each_unit_that_is_not_done_waits_for_the_one_act_that_moves_it_on() -> None:
    back = [happened("submission.received", f"{A}/1", "03-01"), happened("submission.returned", f"{A}/1", "03-01")]
    assert waiting(*back, *accepted(B, "03-01")) == {
        WaitsFor.SUBMISSION: (C,), WaitsFor.CORRECTION: (A,), WaitsFor.SIGNATURE: (B,),
    }  # fmt: skip
    once = [*accepted(B, "03-01"), signed(B, "03-02")[0]]
    assert waiting(*once)[WaitsFor.SECOND_SIGNATURE] == (B,)
    done = [*approved(A, "09-01"), published(A, "09-02"), *approved(C, "09-01")]
    assert waiting(*done) == {WaitsFor.SUBMISSION: (B,), WaitsFor.PUBLICATION: (C,)}


def test_a_signed_unit_waits_for_the_department_then_for_the_bureau_then_for_its_reply() -> None:
    ready = [*accepted(C, "03-01"), *signed(C, "03-02")]
    certificate = {"rollup": "r", "versions": {C: f"{1:064d}"}}
    rolled = Happened("department.certified", "102", 0, "reviewer", ready[-1].at, certificate)
    replied = Happened("department.approved", "102", 0, "approver", ready[-1].at, {"rollup": "r"})
    assert C in waiting(*ready)[WaitsFor.ROLL_UP]
    assert C in waiting(*ready, department=(rolled,))[WaitsFor.DEPARTMENT_REPLY]
    assert C in waiting(*ready, department=(rolled, replied))[WaitsFor.REPLY]


def test_a_department_is_held_up_by_the_units_that_have_not_done_their_part() -> None:
    (held,) = blocked(UNITS, fold(UNITS, [*accepted(A, "03-01"), *signed(A, "03-02")]))
    assert (held.code, held.units, held.by) == ("101", 2, ((B, WaitsFor.SUBMISSION),))
    assert blocked(UNITS, fold(UNITS, [])) == ()


def test_the_layers_of_the_chart_fill_the_register_every_day_and_names_of_dates_do_not_touch() -> None:
    days = tuple(date(2022, 1, 10) + timedelta(days=n) for n in range(60))
    marks = tuple(Mark(date(2022, 3, 1) + timedelta(days=8 * n), "报送截止") for n in range(2))
    layers = (Layer("accepted", "通过", tuple(range(60))), Layer("not_started", "未报送", tuple(range(60, 0, -1))))
    root = ElementTree.fromstring(course_svg(Course(days, date(2022, 10, 31), layers, marks, "现在")))
    paths = [one.attrib["d"] for one in root.iter("{http://www.w3.org/2000/svg}path") if "fill" in one.attrib]
    assert len(paths) == 2
    tops = [float(value) for value in re.findall(r"V([\d.]+)", paths[1])[:60]]
    assert len(set(tops)) == 1  # all units, every day
    names = [one for one in root.iter("{http://www.w3.org/2000/svg}text") if (one.text or "").startswith("报送截止")]
    assert len({one.attrib["y"] for one in names}) == 2
    assert course_svg(Course((), date(2022, 10, 31), (), (), "")) == ""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A season in April: one unit signed, one returned, the others not received."""
    monkeypatch.setenv("FINAL_ACCOUNTS_VAR", str(tmp_path))
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("01-10"))
    open_season(Settings.at(tmp_path), CITY, YEAR, {}, "run")
    made = House.open(Settings.at(tmp_path))
    back = [happened("submission.received", "102002/1", "03-20"), happened("submission.returned", "102002/1", "03-20")]
    told = [*accepted("102001", "03-02"), *signed("102001", "03-03"), *back]
    for code, day in (("102001", "03-02"), ("102002", "03-20")):
        made.warehouse.receive(CITY, YEAR, code, f"{1:064d}", file_name=f"{code}.xlsx", size=1, received_at=moment(day))
    made.history.append(CITY, YEAR, [as_new(one) for one in told])
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("04-05"))
    return made


def test_the_page_says_what_is_open_and_loads_nothing_from_elsewhere(house: House) -> None:
    with pytest.raises(WatchError):
        watch(house.settings, ledger(house.settings, CITY, None, {}, "watch"))
    folder = house.settings.ops(CITY, YEAR)
    page = (folder / "index.html").read_text(encoding="utf-8")
    text = re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL))
    for said in (
        "青石市2021年度决算值守", "截至 2022年4月5日 10:00", "逾期未履行报送义务", "8 家已过报送或更正期限",
        "更正后重新报送", "以往编报季有 0 个，不足 2 个，不作概率预测", "青石市示例救助管理站：报送", "还有 15 天",
        "已结账 85 天", "虚构示例", "等批复 1 家 批复期限 还有 168 天", "名录单位 12 家",
        "编报进度", "待办事项", "逾期与预测", "汇总受阻情况", "未签审单位及所缺事项",
    ):  # fmt: skip
        assert said in text, said
    assert not re.findall(r"""(?:src|href)=["'](?!#|forecast\.csv|ledger\.csv)[^"']*""", page)
    assert "<script" not in page
    assert not [word for word in (*UnitState, *WaitsFor) if "_" in word and f">{word}<" in page]


def test_the_whole_ledger_stands_beside_the_page(house: House) -> None:
    with pytest.raises(WatchError):
        watch(house.settings, ledger(house.settings, CITY, None, {}, "watch"))
    with (house.settings.ops(CITY, YEAR) / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 85
    assert {row["名录"] for row in rows} == {"12"}
    assert all(sum(int(row[state.chinese]) for state in UnitState) == 12 for row in rows)
    assert rows[-1]["逾期单位"].split()[0] == "101001"


def test_the_terminal_says_the_same(house: House) -> None:
    assert house.settings.var.exists()

    def said(*words: str) -> str:
        answer = run("season", *words)
        assert answer.code == 0, answer.err
        return answer.out

    assert "原定" not in said("calendar", CITY, str(YEAR))
    assert "还有 15 天" in said("calendar", CITY, str(YEAR))
    assert "2022-04-04" in said("ledger", CITY, str(YEAR))
    assert re.search(r"义务：办理中 +1\b", said("ledger", CITY, str(YEAR), "--day", "2022-04-04"))
    assert "102003" in said("late", CITY, str(YEAR))
    assert "102002" in said("forecast", CITY, str(YEAR))
    table = said("states")
    assert all(line.says[:3] in table for line in TRANSITIONS)


def test_after_the_season_there_is_nothing_to_foresee(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert house.settings.var.exists()
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("12-30"))
    told = run("season", "forecast", CITY, str(YEAR)).out
    assert re.search(r"编报季已于2022年\d+月\d+日.*结束", told)
    assert "没有。" not in told
    assert "只列" not in told


def test_a_reply_that_is_late_stands_on_the_page_and_in_the_ledger_beside_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINAL_ACCOUNTS_CLOCK", frozen("09-22"))
    with pytest.raises(WatchError, match="批复期限已过，仍未批复"):
        watch(house.settings, ledger(house.settings, CITY, None, {}, "watch"))
    page = (house.settings.ops(CITY, YEAR) / "index.html").read_text(encoding="utf-8")
    text = re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL))
    assert "1 家审核已通过而没有批复（已签审 1 家）：102001 青石市示例民政局" in text
    assert "等批复 1 家 批复期限 已过 2 天" in text
    late = '<span class="figure warn">1</span><span class="measure">家</span></dd>'
    late += '<dd class="below">批复期限<span class="nowrap">已过'
    assert late in page
    with (house.settings.ops(CITY, YEAR) / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        last = list(csv.DictReader(file))[-1]
    assert (last["日期"], last["逾期未批复单位"]) == ("2022-09-21", "102001")

"""An edition is found, named, hashed, and refused when nobody has described it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from final_accounts.catalog import data_root, edition, edition_of, forget, known_editions
from final_accounts.model.errors import CatalogError, UnknownEditionError


def test_the_known_editions_are_those_of_the_layouts() -> None:
    assert known_editions() == (
        "hubei-wuhan/2021", "hubei-wuhan/2022", "hubei/2021", "hubei/2022",
        "national/2021", "national/2022", "national/2023", "national/2024",
        "sichuan-ziyang/2021", "sichuan-ziyang/2022", "sichuan/2021", "sichuan/2022",
    )  # fmt: skip


@pytest.mark.parametrize("edition_id", known_editions())
def test_every_known_edition_loads(edition_id: str) -> None:
    found = edition_of(edition_id)
    assert found.id == edition_id
    assert found.forms
    assert found.expenditure_lines
    assert re.fullmatch("[0-9a-f]{64}", found.hash)
    assert found.chain[0] == "national/2021"
    assert found.chain[-1] == edition_id


def test_layers_come_national_first_then_province_then_city() -> None:
    assert edition("sichuan-ziyang", 2022).chain == (
        "national/2021", "national/2022", "sichuan/2021", "sichuan/2022", "sichuan-ziyang/2021", "sichuan-ziyang/2022",
    )  # fmt: skip


def test_an_edition_is_loaded_once() -> None:
    assert edition("national", 2021) is edition_of("national/2021")


def test_the_same_data_gives_the_same_hash_and_other_data_another(rooms: Path) -> None:
    before = edition("national", 2021).hash
    forget()
    assert edition("national", 2021).hash == before
    assert edition("national", 2022).hash != before
    form = rooms / "include/layouts/national/2021/forms/T1.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("没有数的行留空", "没有数的行不填"), encoding="utf-8")
    forget()
    assert edition("national", 2021).hash != before


@pytest.mark.parametrize(
    ("edition_id", "why"),
    [
        ("hubei-wuhan/2019", "没有 hubei-wuhan 2019 年度"),
        ("hubei-wuhan/2030", "没有 hubei-wuhan 2030 年度"),
        ("guangdong/2021", "没有地区“guangdong”"),
        ("hubei-wuhan", "编报口径应写作"),
        ("hubei-wuhan/二〇二一", "编报口径应写作"),
        ("../registers/2021", "编报口径应写作"),
        ("", "编报口径应写作"),
    ],
)
def test_an_unknown_edition_is_refused_with_the_list_of_the_known_ones(edition_id: str, why: str) -> None:
    with pytest.raises(UnknownEditionError) as refusal:
        edition_of(edition_id)
    assert why in str(refusal.value)
    assert "hubei-wuhan/2021" in str(refusal.value)
    assert "national/2024" in str(refusal.value)


def test_an_unknown_template_version_is_refused_with_the_known_one() -> None:
    assert edition_of("hubei-wuhan/2021", "2021.1").template_version == "2021.1"
    with pytest.raises(UnknownEditionError, match=r"没有模板版本 2020\.9。已有的模板版本：2021\.1。"):
        edition_of("hubei-wuhan/2021", "2020.9")


def test_a_city_year_without_the_national_year_is_refused(rooms: Path) -> None:
    folder = rooms / "include/layouts/hubei-wuhan/2025"
    folder.mkdir()
    (folder / "edition.yaml").write_text("extends: hubei\ntitle: 试\ntemplate_version: '1'\n", encoding="utf-8")
    with pytest.raises(UnknownEditionError, match="没有 national 2025 年度"):
        edition("hubei-wuhan", 2025)


def test_carried_forward_years_are_unverified_with_every_form() -> None:
    for edition_id in ("national/2022", "hubei-wuhan/2022", "sichuan-ziyang/2022", "national/2024"):
        found = edition_of(edition_id)
        assert not found.verified
        assert not any(form.verified for form in found.forms.values())
    assert edition_of("hubei-wuhan/2021").verified


def test_absent_data_rooms_are_our_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINAL_ACCOUNTS_DATA", str(tmp_path))
    with pytest.raises(CatalogError, match="缺少 include/layouts"):
        data_root()

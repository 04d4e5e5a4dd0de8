"""Templates and words come in layers: a region or a year lays its own over the national ones."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from final_accounts.model.errors import PublishingError
from final_accounts.publishing import Documents, rules_page
from final_accounts.publishing.documents import documents_root
from publishing.jianghan import EDITION


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the documents, used instead of the repository's."""
    shutil.copytree(documents_root(), tmp_path / "include" / "documents")
    monkeypatch.setenv("FINAL_ACCOUNTS_DATA", str(tmp_path))
    return tmp_path / "include" / "documents"


def test_a_region_replaces_one_word_and_one_template(copy: Path) -> None:
    before = Documents.of(replace(EDITION, chain=("national/2021",)))
    (copy / "hubei-wuhan").mkdir(exist_ok=True)
    (copy / "hubei-wuhan" / "words.toml").write_text('[notes]\nnot_filled = "缺"\n', encoding="utf-8")
    (copy / "hubei-wuhan" / "2021").mkdir()
    (copy / "hubei-wuhan" / "2021" / "rules.html.j2").write_text("{{ count.text }} 条", encoding="utf-8")
    documents = Documents.of(EDITION)
    assert documents.words["notes"]["not_filled"] == "缺"
    assert documents.words["notes"]["rounding"] == before.words["notes"]["rounding"]
    assert documents.hash != before.hash
    assert rules_page(EDITION) == f"{len(EDITION.rulebook.rules)} 条"


def test_a_house_without_documents_says_where_it_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINAL_ACCOUNTS_DATA", str(tmp_path))
    with pytest.raises(PublishingError, match=str(tmp_path)):
        Documents.of(EDITION)

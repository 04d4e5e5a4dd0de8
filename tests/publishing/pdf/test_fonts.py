"""Fonts: only the named files are used; where they are missing a reader is told what to install."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from final_accounts.model.errors import PublishingError
from final_accounts.publishing.disclosure.nouns import Paragraph, Part
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.pdf import fonts_fingerprint, pdf_document, why_no_pdf
from final_accounts.publishing.pdf.fonts import families, opened
from final_accounts.publishing.table_view import Own
from publishing.disclosures import wuhan


def looking_in(folder: Path) -> Documents:
    """The national documents of a machine whose fonts all lie below ``folder``."""
    documents = Documents.of()
    words = documents.words | {"pdf_fonts": documents.words["pdf_fonts"] | {"folders": [str(folder)]}}
    return replace(documents, words=words)


def test_with_a_chinese_font_nothing_stands_against_a_pdf() -> None:
    assert why_no_pdf() == ""
    assert [family.name for family in families(Documents.of())] == ["Noto Serif CJK SC", "Noto Sans CJK SC"]
    assert len(fonts_fingerprint()) == len("5a" * 32)


def test_without_fonts_a_reader_is_told_what_to_install(tmp_path: Path) -> None:
    nowhere = looking_in(tmp_path)
    reason = why_no_pdf(nowhere)
    assert reason == (
        "没有找到排 PDF 要用的中文字体（缺宋体、黑体）。请安装 Noto CJK 字体（Debian、Ubuntu："
        "apt-get install fonts-noto-cjk），或把 NotoSerifCJK-Regular.ttc、NotoSerifCJK-Bold.ttc、"
        "NotoSansCJK-Regular.ttc、NotoSansCJK-Bold.ttc 放进 "
        f"{tmp_path}。"
    )
    assert fonts_fingerprint(nowhere) == ""
    with pytest.raises(PublishingError, match="没有找到排 PDF 要用的中文字体"):
        pdf_document(wuhan(), nowhere)


def test_the_first_family_whose_files_are_all_there_is_taken(tmp_path: Path) -> None:
    serif = ("SourceHanSerifSC-Regular.otf", "SourceHanSerifSC-Bold.otf")
    half, whole = tmp_path / "half", tmp_path / "whole" / "deep"
    for folder, files in ((half, (*serif, "msyh.ttc")), (whole, (*serif, "msyh.ttc", "msyhbd.ttc"))):
        folder.mkdir(parents=True)
        for file in files:
            (folder / file).touch()
    assert why_no_pdf(looking_in(half)).startswith("没有找到排 PDF 要用的中文字体（缺黑体）。")
    found = families(looking_in(tmp_path / "whole"))
    assert [family.name for family in found] == ["Source Han Serif SC", "Microsoft YaHei"]


def test_the_typesetter_knows_no_other_font_of_the_machine() -> None:
    files = tuple(file for family in families(Documents.of()) for file in family.files)
    assert {Path(font.path or "").name for font in opened(files).fonts()} == {file.name for file in files}


def test_a_sign_that_no_font_has_is_named_and_there_is_no_pdf_with_an_empty_box() -> None:
    blocks = (Paragraph((Own("完成任务😀"),)),)
    with pytest.raises(PublishingError, match="字体中没有“😀”这个字"):
        pdf_document(replace(wuhan(), parts=(Part("p", "第一部分", "试排", blocks),)))

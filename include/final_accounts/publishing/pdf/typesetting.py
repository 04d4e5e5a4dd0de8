"""From a disclosure to the bytes of its PDF: the sheets as JSON, the template, one typesetter a process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final

import typst

from final_accounts.model.errors import PublishingError
from final_accounts.publishing.disclosure.nouns import Disclosure
from final_accounts.publishing.documents import Documents, documents_root
from final_accounts.publishing.pdf.fonts import families, opened
from final_accounts.publishing.pdf.process import same_process
from final_accounts.publishing.pdf.sheets import sheets_of

TEMPLATE: Final = "disclosure.typ"
STANDARD: Final = "ua-1"
"""PDF/UA-1: tagged in reading order, every picture told in words, and no sign without a glyph."""

_ONE_AT_A_TIME: Final = Lock()


@dataclass(frozen=True, slots=True)
class Copy:
    """A disclosure ready for the typesetter: ``data`` is the JSON that the template reads."""

    title: str
    data: str
    sealed: datetime
    typesetter: typst.Compiler


def pdf_document(disclosure: Disclosure, documents: Documents | None = None) -> bytes:
    """The PDF of a disclosure; the same disclosure, templates and fonts always give the same bytes.

    ``documents`` are those of the unit's edition; without them the national template is used. PublishingError, in
    Chinese, when there is no Chinese font, when a text holds a sign that the fonts lack, when the template is broken.
    """
    return typeset(copy_of(disclosure, documents or Documents.of()))


def copy_of(disclosure: Disclosure, documents: Documents) -> Copy:
    """What the typesetter is handed. PublishingError when there is no Chinese font or no template."""
    fonts = families(documents)
    template = next((folder / TEMPLATE for folder in documents.folders if (folder / TEMPLATE).is_file()), None)
    if template is None:
        raise PublishingError(f"include/documents 中没有 PDF 的模板 {TEMPLATE}。")
    data = sheets_of(disclosure, documents.words["pdf_paper"])
    data["fonts"] = {"serif": [fonts[0].name, fonts[1].name], "sans": [fonts[1].name, fonts[0].name]}
    return Copy(
        disclosure.title,
        json.dumps(data, ensure_ascii=False),
        datetime.fromisoformat(disclosure.sealed_on).replace(tzinfo=UTC),
        _typesetter(template, documents_root(), tuple(file for family in fonts for file in family.files)),
    )


def typeset(copy: Copy) -> bytes:
    """The finished PDF. PublishingError when a sign has no glyph, when the template is broken, in a forked process."""
    same_process()
    try:
        with _ONE_AT_A_TIME:
            made = copy.typesetter.compile(
                format="pdf",
                sys_inputs={"disclosure": copy.data},
                pdf_standards=STANDARD,
                timestamp=copy.sealed,
            )
    except typst.TypstError as error:
        raise PublishingError(f"《{copy.title}》的 PDF 没有生成：{_told(error)}") from error
    if not isinstance(made, bytes):
        raise PublishingError(f"《{copy.title}》的 PDF 没有生成：排版程序没有给出文件。")
    return made


@cache
def _typesetter(template: Path, root: Path, files: tuple[Path, ...]) -> typst.Compiler:
    return typst.Compiler(input=template, root=root, font_paths=opened(files), ignore_system_fonts=True)


def _told(error: typst.TypstError) -> str:
    if "could not be displayed" in error.message:
        sign = error.message.partition('the text `"')[2].partition('"`')[0]
        return f"字体中没有“{sign}”这个字，请在单位填写的文字中换成通用的字后重新报送。"
    return f"请检查 include/documents 中的模板 {TEMPLATE}（{error.message}）。"

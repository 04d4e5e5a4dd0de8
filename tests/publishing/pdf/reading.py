"""Reading a PDF back: the text of its pages in the order it was written, without what stands on every page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pypdfium2

from final_accounts.publishing.disclosure import Disclosure
from final_accounts.publishing.pdf import pages_of, pdf_document
from publishing.disclosures import hubei, sichuan, wuhan

SAMPLES: dict[str, Callable[[], Disclosure]] = {"wuhan": wuhan, "sichuan": sichuan, "hubei": hubei}


@cache
def sample(name: str) -> tuple[Disclosure, bytes]:
    """One of the sample disclosures and its PDF."""
    disclosure = SAMPLES[name]()
    return disclosure, pdf_document(disclosure)


def bare(text: str) -> str:
    """Text without white and without the places where words may break; a hyphen that ends a line is one."""
    return "".join(text.replace("\u200b", "").replace("\ufffe", "-").split())


def pages(pdf: bytes) -> list[str]:
    """The text of each page as it stands."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


def body(disclosure: Disclosure, pdf: bytes) -> list[str]:
    """The bare text of each page without running head and foot; both must be there on every page but the cover."""
    texts = [bare(text) for text in pages(pdf)]
    starts = {pages_of(pdf)[part.id]: bare(part.mark or part.title) for part in disclosure.parts}
    inner, part = [texts[0]], ""
    for number, text in enumerate(texts[1:], start=2):
        part = starts.get(number, part)
        head = bare(disclosure.title) + (disclosure.sample.head or part)
        foot = f"第{number}页共{len(texts)}页批复日期：{disclosure.seal.date}批复事件：{disclosure.seal.hash}"
        assert text.startswith(head), f"page {number} has no running head"
        assert text.endswith(foot), f"page {number} has no foot"
        inner.append(text.removeprefix(head).removesuffix(foot))
    return inner

"""In which order each format prints a disclosure: one small function a format. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from final_accounts.model.document import DocumentKind
from final_accounts.publishing.disclosure.nouns import Disclosure, Heading
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.proof.passages import Flow, contents, cover
from final_accounts.publishing.proof.script import At, Passage, Script
from final_accounts.publishing.table_view import TableView, Words
from final_accounts.publishing.xlsx.listing import listed

Runs = Iterator[tuple[bool, Iterable[Passage]]]


def tokens_of(disclosure: Disclosure, kind: DocumentKind, beside: Sequence[Words] = ()) -> Script:
    """Every number that a file of ``kind`` prints, in order.

    ``beside`` is what an HTML page says beside the disclosure (key figures, sizes of files, versions), in its order.
    """
    return Script.of(_ORDERS[kind](disclosure, beside))


def _paper(disclosure: Disclosure, _beside: Sequence[Words]) -> Runs:
    yield False, cover(disclosure)
    yield False, contents(disclosure, pages=True)
    flow = Flow(_numbered_title, spans_last=True)
    for part in disclosure.parts:
        title = At(f"标题“{part.shown}”")
        yield False, [Passage((text,), title) for text in (part.mark, part.title)]
        tables = [block for block in part.blocks if isinstance(block, TableView) and block.look == "official"]
        above, listed = "", False
        for block in part.blocks:
            if tables and not listed and isinstance(block, TableView):
                listed = True
                titles = [_numbered(table) for table in tables]
                yield True, [Passage((t,), At(f"报表目录“{t}”", part), page=True) for t in titles]
            yield False, flow.block(part, block, above)
            if isinstance(block, Heading):
                above = block.text
            elif isinstance(block, TableView) and block.look == "official":
                above = block.title


def _word(disclosure: Disclosure, _beside: Sequence[Words]) -> Runs:
    yield False, cover(disclosure)
    yield False, contents(disclosure, pages=True)
    flow = Flow(lambda table, _: _numbered(table), strip_number=False)
    for part in disclosure.parts:
        yield False, (Passage((part.shown,), At(f"标题“{part.shown}”")),)
        yield False, flow.blocks(part)


def _web(disclosure: Disclosure, beside: Sequence[Words]) -> Runs:
    page = At("页首")
    yield False, (Passage(notice, At("提示")) for notice in disclosure.cover.notices)
    year = f"{disclosure.fiscal_year}年度"
    yield False, (Passage((text,), page) for text in (f"{disclosure.city} {year}", disclosure.name, year))
    seal = disclosure.seal
    texts = (disclosure.publisher, disclosure.unit, f"{seal.number}，{seal.date}")
    yield False, (Passage((text,), page) for text in texts)
    yield False, (Passage(words, At("页首的主要数字或文件")) for words in beside)
    yield False, contents(disclosure, pages=False)
    flow = Flow(_short_title, remark="注：{remark}")
    for part in disclosure.parts:
        yield False, (Passage((part.shown,), At(f"标题“{part.shown}”")),)
        yield False, flow.blocks(part)
    yield False, (Passage((text,), At("页尾")) for text in (seal.date, seal.hash))


def _book(disclosure: Disclosure, _beside: Sequence[Words]) -> Runs:
    words = Documents.of().words
    first = At(f"工作表“{words['xlsx']['contents']}”")
    tables = listed(disclosure, words["xlsx"]["contents"])
    yield False, (Passage((disclosure.title,), first),)
    yield False, (Passage(notice, first) for notice in disclosure.cover.notices)
    seal = disclosure.seal
    version = f"第 {disclosure.version} 版"
    facts = (disclosure.name, disclosure.unit, f"{disclosure.fiscal_year}", version, seal.date, seal.number, seal.hash)
    yield False, (Passage((text,), first) for text in facts)
    for item in tables:
        yield False, (Passage((text,), first) for text in (item.table.number, item.table.title, item.told))
    flow = Flow(lambda table, _: table.title, remark=words["xlsx"]["remark"])
    for item in tables:
        yield False, (Passage((item.name,), At("的工作表名", item.part, item.table)),)
        yield False, flow.table(item.part, item.table, "")


def _numbered(table: TableView) -> str:
    return f"{table.number}　{table.title}" if table.number else table.title


def _numbered_title(table: TableView, above: str) -> str:
    """A list below a heading of the same words, however far above, goes without a title of its own."""
    if table.look == "official":
        return _numbered(table)
    return "" if table.look == "plain" and table.title == above else table.title


def _short_title(table: TableView, above: str) -> str:
    """Tables of the accounts have their number in the strip; what repeats the words right above it has no title."""
    return "" if table.look != "official" and table.title == above else table.title


_ORDERS: Final[dict[DocumentKind, Callable[[Disclosure, Sequence[Words]], Runs]]] = {
    DocumentKind.PDF: _paper,
    DocumentKind.DOCX: _word,
    DocumentKind.HTML: _web,
    DocumentKind.XLSX: _book,
}

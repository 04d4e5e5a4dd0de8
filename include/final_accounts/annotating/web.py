"""HTML: marks are put between the original bytes; taking them out again gives the original."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from typing import Final

from final_accounts.annotating.notes import Note, Place, places
from final_accounts.model.document import ReadDocument

OPENS: Final = "<!--kb-->"
SHUTS: Final = "<!--/kb-->"
"""Around everything that is ours."""
_SAFE: Final = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; font-src data:; form-action 'none'; base-uri 'none'\">"
)
"""A page from outside runs nothing and fetches nothing in its copy."""
_STYLE: Final = (
    "<style>.kb-mark{background:#ffe08a!important;color:#1c2330!important;border-bottom:2px solid #a81e22}"
    ".kb-explain{border-color:#8a5a00}.kb-notice{border-color:#1f5f99}"
    ".kb-ref{font-size:.75em;vertical-align:super;line-height:0;text-decoration:none;color:#a81e22;white-space:nowrap}"
    ".kb-notes{max-width:60rem;margin:2rem auto;padding:1rem;border-top:3px solid #1c2330;background:#fff;"
    'color:#1c2330;font:16px/1.7 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;text-align:left}'
    ".kb-notes h2{font-size:1.2rem}.kb-notes li{margin:.75rem 0}.kb-notes p{margin:0;text-indent:0}"
    ".kb-notes :target,.kb-mark:target{outline:3px solid #a81e22}</style>"
)
_META: Final = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""", re.IGNORECASE)
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_UNSEEN: Final = frozenset({"script", "style", "title", "svg"})


def annotate_web(data: bytes, document: ReadDocument, notes: Sequence[Note]) -> tuple[bytes, int] | None:
    """The page with its notes, in its own encoding, and how many stand at their figure; None when it is no HTML."""
    bom, text, encoding = _decoded(data)
    source = _Source(text)
    try:
        source.feed(text)
        source.close()
    except AssertionError:  # what the standard parser says of a broken declaration
        return None
    visible = "".join(sign for sign, _, _ in source.signs)
    found = places(document, visible, notes)
    insertions = list(_insertions(source, notes, found))
    insertions.append((source.head, _ours(_SAFE + _STYLE)))
    insertions.append((source.foot if source.foot >= 0 else len(text), _ours(_list(notes, found))))
    pieces: list[str] = []
    position = 0
    for at, piece in sorted(insertions, key=lambda entry: entry[0]):
        pieces += [text[position:at], piece]
        position = at
    pieces.append(text[position:])
    return bom + "".join(pieces).encode(encoding, errors="surrogateescape"), len(found)


def without_notes(page: str) -> str:
    """The page as it was before :func:`annotate_web`."""
    return re.sub(f"{OPENS}.*?{SHUTS}", "", page, flags=re.DOTALL)


def _decoded(data: bytes) -> tuple[bytes, str, str]:
    """Byte order mark, text and encoding, such that encoding gives the bytes back."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return mark, data[len(mark) :].decode(encoding, errors="surrogateescape"), encoding
    stated = _META.search(data[:4096])
    for encoding in (stated[1].decode("ascii") if stated else "utf-8", "utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
            if text.encode(encoding) == data:
                return b"", text, encoding
        except (UnicodeError, LookupError):
            continue
    return b"", data.decode("utf-8", errors="surrogateescape"), "utf-8"


class _Source(HTMLParser):
    """Every visible sign with its place in the source; where the head begins and the body ends."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.signs: list[tuple[str, int, int]] = []
        self.head = 0
        self.foot = -1
        self._head_rank = 0
        self._text = text
        self._starts = [0]
        for found in re.finditer("\n", text):
            self._starts.append(found.end())
        self._unseen: list[str] = []

    def _here(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def between(self, index: int) -> str:
        """What the source holds between a sign and the next."""
        return self._text[self.signs[index][2] : self.signs[index + 1][1]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Hidden elements; the head."""
        del attrs
        if tag in _UNSEEN:
            self._unseen.append(tag)
        self._head_at({"html": 2, "head": 3}.get(tag, 0), self._here() + len(self.get_starttag_text() or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing inside."""

    def handle_decl(self, decl: str) -> None:
        """<!doctype html>."""
        self._head_at(1, self._here() + len(decl) + len("<!>"))

    def _head_at(self, rank: int, place: int) -> None:
        if rank > self._head_rank:
            self._head_rank, self.head = rank, place

    def handle_endtag(self, tag: str) -> None:
        """The end of a hidden element, or of the body."""
        if tag in self._unseen:
            while self._unseen.pop() != tag:
                continue
        if tag == "body":
            self.foot = self._here()

    def handle_data(self, data: str) -> None:
        """Signs as they stand."""
        if not self._unseen:
            start = self._here()
            self.signs += [(c, start + n, start + n + 1) for n, c in enumerate(data) if not c.isspace()]

    def handle_entityref(self, name: str) -> None:
        """&nbsp; and its like."""
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        """&#12345;."""
        self._reference(f"&#{name}")

    def _reference(self, said: str) -> None:
        start = self._here()
        end = start + len(said)
        end += self._text[end : end + 1] == ";"
        if not self._unseen:
            self.signs += [(c, start, end) for c in html.unescape(said + ";") if not c.isspace()]


def _insertions(source: _Source, notes: Sequence[Note], found: dict[int, Place]) -> Iterator[tuple[int, str]]:
    """Marks around runs of signs that stand together in the source, one reference behind each note's last sign."""
    owners: dict[int, list[Note]] = {}
    for note in notes:
        if note.number in found:
            for index in range(found[note.number].start, found[note.number].end):
                owners.setdefault(index, []).append(note)
    told: set[int] = set()
    for run in _runs(source, owners):
        own = owners[run[0]]
        fresh = [note for note in own if note.number not in told]
        told |= {note.number for note in fresh}
        said = html.escape("；".join(f"{note.number} {note.title}" for note in own))
        anchor = f' id="kb-{fresh[0].number}"' if fresh else ""
        opening = f'<mark class="kb-mark kb-{own[0].severity}"{anchor} title="{said}">'
        yield source.signs[run[0]][1], _ours(opening)
        ended = [note for note in own if found[note.number].end == run[-1] + 1]
        links = "".join(f'<a class="kb-ref" href="#kb-note-{note.number}">[{note.number}]</a>' for note in ended)
        yield source.signs[run[-1]][2], _ours("</mark>" + links)


def _runs(source: _Source, owners: dict[int, list[Note]]) -> Iterator[list[int]]:
    run: list[int] = []
    for index in sorted(owners):
        if run and (index != run[-1] + 1 or owners[index] != owners[run[-1]] or source.between(index - 1).strip()):
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _list(notes: Sequence[Note], found: dict[int, Place]) -> str:
    items = []
    for note in notes:
        back = f' <a href="#kb-{note.number}">回到原文</a>' if note.number in found else "（原文中没有可以标出的位置）"
        lines = "".join(f"<p>{html.escape(line)}</p>" for line in note.lines)
        head = f"<p><b>{html.escape(note.title)}</b>　{html.escape(str(note.spot))}{back}</p>"
        items.append(f'<li id="kb-note-{note.number}" value="{note.number}">{head}{lines}</li>')
    return f'<section class="kb-notes"><h2>核对批注（共 {len(notes)} 处）</h2><ol>{"".join(items)}</ol></section>'


def _ours(text: str) -> str:
    return _ascii(OPENS + text + SHUTS)


def _ascii(text: str) -> str:
    """The same in signs that every encoding has."""
    return text.encode("ascii", errors="xmlcharrefreplace").decode("ascii")

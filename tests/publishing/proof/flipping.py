"""Single digits of rendered files flipped, with the place where a reader of the file would see it."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from random import Random
from typing import Any

from final_accounts.model.document import ReadDocument, Spot
from final_accounts.publishing.disclosure import Disclosure
from final_accounts.publishing.figures import Figure

_RUN = re.compile(r'<w:t(?: [^>]*)?>(?P<text>[^<]*)</w:t>|<asvg:svgBlip[^>]* r:embed="(?P<drawing>[^"]+)"')
_TEXT = re.compile(r"<text[^>]*>(?P<text>[^<]*)</text>")
_UNSEEN = re.compile(r"<(style|script|title|desc|defs)\b.*?</\1>|&#?\w+;|<[^>]*>", re.DOTALL)
_CELL = re.compile(r'<c r="(?P<at>[A-Z]+\d+)"(?P<more>[^>]*)><v>(?P<value>[^<]*)</v></c>')


@dataclass(frozen=True)
class Digit:
    """A visible digit: the member of the container ("" for none), its offset there, and where it is seen."""

    member: str
    offset: int
    spot: Spot


def seen(read: ReadDocument) -> list[tuple[Spot, str]]:
    """Every digit of the document as read."""
    return [(spot, sign) for spot, text in read.texts() for sign in text if sign.isascii() and sign.isdigit()]


def other(digit: str, chance: Random) -> str:
    """Another digit."""
    return str((int(digit) + chance.randint(1, 9)) % 10)


def members(data: bytes) -> dict[str, str]:
    """All XML parts of a container as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        names = [n for n in container.namelist() if n.endswith((".xml", ".svg", ".rels"))]
        return {name: container.read(name).decode() for name in names}


def repacked(data: bytes, parts: Mapping[str, str]) -> bytes:
    """The container with some of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)))
    return out.getvalue()


def digits_of_word(data: bytes, read: ReadDocument) -> list[Digit]:
    """Every digit of the body and its drawings, in the order in which they are seen."""
    parts = members(data)
    targets = dict(re.findall(r'Id="([^"]+)"[^>]*Target="([^"]+)"', parts["word/_rels/document.xml.rels"]))
    found: list[tuple[str, int, str]] = []
    for run in _RUN.finditer(parts["word/document.xml"]):
        if run["drawing"]:
            name = "word/" + targets[run["drawing"]]
            for text in _TEXT.finditer(parts[name]):
                found += _digits(name, text["text"], text.start("text"))
        else:
            found += _digits("word/document.xml", run["text"], run.start("text"))
    return _placed(found, read)


def digits_of_page(page: str, read: ReadDocument) -> list[Digit]:
    """Every digit between the tags of an HTML page."""
    start = page.index("<body")
    blank = _UNSEEN.sub(lambda found: " " * len(found[0]), page[start:])
    assert "&" not in html.unescape(blank)
    return _placed(_digits("", blank, start), read)


def flipped(data: bytes, digits: Sequence[Digit], chance: Random) -> bytes:
    """The file with these digits flipped."""
    parts = members(data) if data.startswith(b"PK") else {"": data.decode()}
    for digit in digits:
        text = parts[digit.member]
        parts[digit.member] = text[: digit.offset] + other(text[digit.offset], chance) + text[digit.offset + 1 :]
    return parts[""].encode() if "" in parts else repacked(data, parts)


def cells_of_book(data: bytes) -> list[tuple[str, str, str]]:
    """Member, address and shown digits of every cell of a workbook that has digits."""
    parts = members(data)
    shared = re.findall(r"<si><t[^>]*>([^<]*)</t></si>", parts["xl/sharedStrings.xml"])
    found = []
    for name in parts:
        if not name.startswith("xl/worksheets/sheet"):
            continue
        for cell in _CELL.finditer(parts[name]):
            value = shared[int(cell["value"])] if 't="s"' in cell["more"] else cell["value"]
            if re.search("[0-9]", value):
                found.append((name, cell["at"], value))
    return found


def flipped_cells(data: bytes, cells: Sequence[tuple[str, str, str]], chance: Random) -> bytes:
    """The workbook with one digit of each of these cells flipped; a shared text becomes the cell's own."""
    parts = members(data)
    for member, address, value in cells:
        place = chance.choice([n for n, sign in enumerate(value) if sign in "0123456789"])
        changed = value[:place] + other(value[place], chance) + value[place + 1 :]
        text = parts[member]
        old = next(c for c in _CELL.finditer(text) if c["at"] == address)
        if 't="s"' in old["more"]:
            more = old["more"].replace('t="s"', 't="inlineStr"')
            new = f'<c r="{address}"{more}><is><t xml:space="preserve">{changed}</t></is></c>'
        else:
            new = f'<c r="{address}"{old["more"]}><v>{changed}</v></c>'
        parts[member] = text[: old.start()] + new + text[old.end() :]
    return repacked(data, parts)


def _digits(member: str, text: str, start: int) -> list[tuple[str, int, str]]:
    return [(member, start + n, sign) for n, sign in enumerate(text) if sign in "0123456789"]


def _placed(found: list[tuple[str, int, str]], read: ReadDocument) -> list[Digit]:
    told = seen(read)
    assert [sign for _, _, sign in found] == [sign for _, sign in told], "the reader sees the digits of the file"
    return [Digit(member, at, spot) for (member, at, _), (spot, _) in zip(found, told, strict=True)]


_PRINTED = frozenset(
    (
        *("parts", "blocks", "title", "text", "mark", "words", "strip", "remark", "head", "body", "cells", "caption"),
        *("chart", "panels", "heading", "whole", "whole_name", "bars", "name", "amount", "share"),
        *("pairs", "before", "after", "told"),
    )
)
"""Fields of the nouns that are printed."""

Path = tuple[str | int, ...]


def printed_texts(value: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every printed text of a disclosure's parts with the way to it."""
    if isinstance(value, Figure):
        yield (*path, "text"), value.text
    elif isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for n, inner in enumerate(value):
            yield from printed_texts(inner, (*path, n))
    elif is_dataclass(value):
        for field in fields(value):
            if field.name in _PRINTED:
                yield from printed_texts(getattr(value, field.name), (*path, field.name))


def with_text(value: Any, path: Path, text: str) -> Any:  # noqa: ANN401 - any of the nouns
    """The same nouns with one text replaced."""
    if not path:
        return type(value)(text)
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        return (*value[:step], with_text(value[step], rest, text), *value[step + 1 :])
    return replace(value, **{step: with_text(getattr(value, step), rest, text)})


def with_flipped_digits(disclosure: Disclosure, count: int, chance: Random) -> tuple[Disclosure, list[tuple[str, str]]]:
    """The disclosure with ``count`` digits flipped, far from each other, and each text before and after."""
    texts = [(path, text) for path, text in printed_texts(disclosure.parts) if re.search("[0-9]", text)]
    width = len(texts) // count
    changes = []
    for n in range(count):
        path, text = texts[n * width + chance.randrange(width // 2)]
        place = chance.choice([n for n, sign in enumerate(text) if sign in "0123456789"])
        changed = text[:place] + other(text[place], chance) + text[place + 1 :]
        disclosure = replace(disclosure, parts=with_text(disclosure.parts, path, changed))
        changes.append((text, changed))
    return disclosure, changes

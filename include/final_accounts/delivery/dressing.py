"""The plain text of a message taken apart into blocks, for its HTML form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_FACT: Final = re.compile(r"(?P<word>[^：，。；\s]{1,12})：(?P<value>.+)")
_ITEM: Final = re.compile(r"(?:(?P<number>\d{1,3})\. |- )(?P<text>.+)")
_LINK: Final = re.compile(r"<(?P<address>[a-z]+://[^<>\s]+)>")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``address`` is where it leads, "" for nowhere."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block: ``word`` is the name of a fact, "" outside lists of facts."""

    pieces: tuple[Piece, ...]
    word: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: ``kind`` is text, heading (one line that ends in a colon), facts, numbered or list."""

    kind: str
    lines: tuple[Line, ...]


def dressed(text: str) -> tuple[Block, ...]:
    r"""The blocks of a text whose paragraphs are parted by blank lines.

    >>> [block.kind for block in dressed("您好：\n\n单位：甲\n期限：明天\n\n1. 先改\n2. 再报\n")]
    ['heading', 'facts', 'numbered']
    """
    return tuple(_block(part.strip("\n").split("\n")) for part in re.split(r"\n{2,}", text) if part.strip())


def _block(lines: list[str]) -> Block:
    facts = [_FACT.fullmatch(line) for line in lines]
    if all(facts):
        return Block("facts", tuple(Line(_pieces(fact["value"]), fact["word"]) for fact in facts if fact))
    items = [_ITEM.fullmatch(line) for line in lines]
    if all(items):
        kind = "numbered" if all(item and item["number"] for item in items) else "list"
        return Block(kind, tuple(Line(_pieces(item["text"])) for item in items if item))
    kind = "heading" if len(lines) == 1 and lines[0].endswith("：") else "text"
    return Block(kind, tuple(Line(_pieces(line)) for line in lines))


def _pieces(text: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    place = 0
    for found in _LINK.finditer(text):
        pieces += [Piece(text[place : found.start()])] if found.start() > place else []
        pieces.append(Piece(found["address"], found["address"]))
        place = found.end()
    return (*pieces, *([Piece(text[place:])] if place < len(text) else []))

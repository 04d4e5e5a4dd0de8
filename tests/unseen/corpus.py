"""The corpus: 192 documents, each clean and with planted errors, in eight sets of wordings; the last is held out."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from unseen.accounts import Accounts, made_up
from unseen.faults import plant
from unseen.pieces import Grid, Paper, Para
from unseen.proof import settle
from unseen.sections import NUMERALS, Narrative
from unseen.tables import Layout, Tables
from unseen.wording import Style, Writer

COUNT = 192
_SET = 24


def _wordings(name: str) -> Mapping[str, Any]:
    files = (Path(__file__).parent / file for file in ("nouns.yaml", f"wordings_{name}.yaml"))
    found: dict[str, Any] = {}
    for file in files:
        found |= yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


SETS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
WORDINGS = tuple(_wordings(name) for name in SETS)
_STYLES = (
    Style(),
    Style(unit="元", separators=True),
    Style(places=0),
    Style(spaces=True),
    Style(wide=True),
    Style(truncate=True),
    Style(forced=True),
    Style(large=True),
    Style(rate_places=1),
    Style(separators=True, zeros=True),
    Style(places=4),
    Style(spaces=True, rate_places=1, forced=True),
)
_LAYOUTS = (
    Layout(title="{year}年度{name}（表{numeral}）", lines=True),
    Layout(title="{name}", lines=False, zero="0.00"),
    Layout(title="表{number} {name}", lines=True, split=True),
    Layout(title="{name}（公开0{number}表）", lines=False, zero="-", separators=True),
)
_SUFFIXES = (".txt", ".txt", ".txt", ".html", ".txt", ".docx")
_PRINTED = (".txt", ".pdf", ".html", ".txt", ".pdf", ".docx")
"""Of the sets since PDF is measured."""
_SINCE = 5


@dataclass(frozen=True)
class Made:
    """A document with the accounts it was made from."""

    paper: Paper
    accounts: Accounts
    style: Style


def set_of(number: int) -> int:
    """The set of wordings of a document: the first two by turns, then one behind the other."""
    return number % 2 if number < 2 * _SET else number // _SET


def build(number: int, *, planted: bool) -> Made:
    """Document ``number``; its clean and its planted form differ in the planted errors only."""
    rng = random.Random(f"unseen {number}")  # noqa: S311  figures, no secrets
    phrases = WORDINGS[set_of(number)]
    accounts = made_up(rng, phrases, phrases["units"][number % len(phrases["units"])])
    shape = rng.randrange(1000)
    base = _STYLES[(number // 2) % len(_STYLES)]
    style = Style(**{**base.__dict__, "markers": tuple(rng.choice(phrases["markers"]))})
    writer = Writer(accounts, style, rng, phrases["why"])
    narrative = Narrative(writer, phrases)
    text = narrative.write()
    layout = _LAYOUTS[shape % len(_LAYOUTS)]
    if style.unit == "元" or (number // 2) % len(_STYLES) == len(_STYLES) - 2:
        layout = Layout(**{**layout.__dict__, "unit": "元"})
    grids = Tables(accounts, layout, phrases).write()
    order = ("before", "after", "before", "after", "none")[shape // 7 % 5]
    suffix = (_PRINTED if set_of(number) >= _SINCE else _SUFFIXES)[shape // 50 % len(_SUFFIXES)]
    if shape % 3 == 0:
        at = next(i for i, p in enumerate(text) if p.section == "income")
        text.insert(at, Para(list(phrases["restated"])))
    blocks = _bind(phrases, writer, order, text, (grids, narrative.glossary()))
    paper = Paper(f"document-{number:02d}", accounts.year, suffix, blocks)
    settle(paper, accounts)
    _last_digit(paper, accounts, style, rng)
    if planted:
        plant(paper, writer, random.Random(f"faults {number}"), start=number * 5)  # noqa: S311
    return Made(paper, accounts, style)


def _bind(
    phrases: Mapping[str, Any],
    writer: Writer,
    order: str,
    text: list[Para],
    behind: tuple[list[Grid], list[Para]],
) -> list[Para | Grid]:
    """Title, contents, parts in the order of the document."""
    rng = writer.rng
    names = {
        k: "".join(p for p in writer.fill(rng.choice(v)) if isinstance(p, str)) for k, v in phrases["parts"].items()
    }
    grids, glossary = behind
    empty = [Para([phrases["state_none"][0].replace("{Y}", str(writer.accounts.year))])]
    if not writer.accounts.fund:
        empty.append(Para(["注：本单位没有政府性基金收入和支出，故本表无数据。"]))
    parts: dict[str, list[Para | Grid]] = {
        "about": [*(Para([t]) for t in phrases["about"]), Para(writer.fill(rng.choice(phrases["staff"])))],
        "tables": [*grids, *empty],
        "text": [*text],
        "words": [*glossary],
    }
    sequence = {"before": ("about", "tables", "text", "words"), "after": ("about", "text", "words", "tables")}.get(
        order, ("about", "text", "words")
    )
    found: list[Para | Grid] = [Para(writer.fill(rng.choice(phrases["titles"])), 0)]
    headings = [f"第{NUMERALS[n]}部分 {names[part]}" for n, part in enumerate(sequence)]
    if rng.random() < 0.8:
        found += [Para(["目  录"]), *(Para([h]) for h in headings)]
    for heading, part in zip(headings, sequence, strict=True):
        found += [Para([heading], 1, part), *parts[part]]
    return found


def _last_digit(paper: Paper, accounts: Accounts, style: Style, rng: random.Random) -> None:
    """A legal trap: one change is off by its last digit, as figures rounded on their own are."""
    enough = 500_000_000  # five million yuan: a last digit of the change does not reach the rate
    fits = [
        (p, s)
        for p, s in paper.slots()
        if s.aspect == "d" and accounts.fen(s.key) > enough and style.places == 2 and style.unit == "万元"
        and not style.large and style.rate_places == 2
        and not any(x.aspect == "prior" for _, x in p.spans())
    ]  # fmt: skip
    if fits and not style.wide:
        _, slot = rng.choice(fits)
        digits = slot.text.replace(",", "").removesuffix("万元").strip()
        moved = Decimal(digits) + Decimal("0.01")
        printed = f"{moved:{',' if style.separators else ''}.2f}"
        slot.text, slot.verdict = f"{printed}{' ' if style.spaces else ''}万元", "rounding"

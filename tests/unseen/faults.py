"""Plants errors of known families; each contradicts something else that the document prints."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from unseen.pieces import Paper, Para, Slot
from unseen.planting import Planting
from unseen.proof import tabled
from unseen.wording import Writer

PER_DOCUMENT = 9
_FLIPPED = {"增加": "减少", "增长": "下降", "多": "少", "大于": "小于", "高于": "低于"}
_FLIPPED |= {v: k for k, v in _FLIPPED.items()}


def plant(paper: Paper, writer: Writer, rng: random.Random, start: int) -> None:
    """Plant errors of nine families, beginning with number ``start``; families that do not fit are passed over."""
    planting = Planting(paper, writer, rng)
    names = list(FAMILIES)
    planted = 0
    for step in range(len(names)):
        name = names[(start + step) % len(names)]
        planted += FAMILIES[name](planting)
        if planted == PER_DOCUMENT:
            return


def _wrong_base(p: Planting) -> bool:
    def value(slot: Slot) -> Fraction | None:
        quantity = p.writer.accounts.quantities[slot.key]
        return Fraction(abs(quantity.value - (quantity.prior or 0)), quantity.value) if quantity.value else None

    return p.rate("wrong base", ("p",), value)


def _wrong_whole(p: Planting) -> bool:
    def value(slot: Slot) -> Fraction | None:
        quantity = p.writer.accounts.quantities[slot.key]
        wholes = [k for k in ("total", "out.total", "in.total", "gen.out", "gen.project") if k != quantity.whole]
        return Fraction(quantity.value, p.writer.accounts.fen(p.rng.choice(wholes)))

    return p.rate("wrong whole", ("share",), value)


def _other_budget(p: Planting) -> bool:
    def value(slot: Slot) -> Fraction | None:
        quantity = p.writer.accounts.quantities[slot.key]
        other = quantity.adj if slot.aspect == "done" else quantity.init
        return Fraction(quantity.value, other) if other else None

    return p.rate("other budget", ("done", "doneadj"), value)


def _decline_as_completion(p: Planting) -> bool:
    def value(slot: Slot) -> Fraction | None:
        right = p.writer.exact_rate(p.writer.accounts.quantities[slot.key], slot.aspect)
        return 1 - right if 0 < right < 1 else None

    return p.rate("decline as completion", ("done", "doneadj"), value)


def _times_100(p: Planting) -> bool:
    def value(slot: Slot) -> Fraction | None:
        return p.writer.exact_rate(p.writer.accounts.quantities[slot.key], slot.aspect) / 100

    return p.rate("hundredfold", ("done", "doneadj", "share", "p"), value)


def _rate_slip(p: Planting) -> bool:
    def value(slot: Slot) -> Fraction | None:
        right = p.writer.exact_rate(p.writer.accounts.quantities[slot.key], slot.aspect)
        return abs(right + Fraction(p.rng.choice([-9, -4, 3, 7]), 100))

    return p.rate("rate slip", ("p", "share", "done", "doneadj"), value)


def _swapped_shares(p: Planting) -> bool:
    for paragraph, first in p.candidates("share"):
        for other, second in p.candidates("share"):
            if other is paragraph and second is not first and second.text != first.text:
                texts = first.text, second.text
                p.wrong(paragraph, first, texts[1], "swapped shares")
                return p.wrong(paragraph, second, texts[0], "swapped shares")
    return False


def _zero_base(p: Planting) -> bool:
    for paragraph in p.paper.paragraphs():
        if paragraph.text.startswith("因公出国（境）费") and id(paragraph) not in p.used:
            nothing = p.writer.style.amount(0)
            slot = Slot(p.writer.style.rate(Fraction(1)), "sg.abroad", "p", "ok")
            now, before = Slot(nothing, "sg.abroad", "", "ok"), Slot(nothing, "sg.abroad", "prior", "ok")
            paragraph.pieces = ["因公出国（境）费支出", now, "，上年为", before, "，同比增长", slot, "。"]
            return p.wrong(paragraph, slot, slot.text, "zero base")
    return False


def _copied_sentence(p: Planting) -> bool:
    source = {s.aspect: s for _, s in p.paper.slots() if s.key == "total" and s.verdict in {"ok", "rounding"}}
    for paragraph, slot in p.candidates("d", keys={"fis.total"}):
        rate = next((s for _, s in paragraph.spans() if s.aspect == "p" and s.key == "fis.total"), None)
        whole, own = (p.writer.accounts.quantities[k] for k in ("total", "fis.total"))
        change, copied = whole.value - (whole.prior or 0), p.writer.exact_rate(whole, "p")
        told = abs(Fraction(change, own.value - change)) if own.value != change else copied
        if rate and {"d", "p"} <= source.keys() and abs(told - copied) > p.apart(rate, copied):
            slot.was, slot.text, slot.verdict = slot.text, source["d"].text, "not provable"  # the rate tells
            return p.wrong(paragraph, rate, source["p"].text, "copied sentence")
    return False


def _dropped_digit(p: Planting) -> bool:
    for paragraph, slot in p.candidates("", "d"):
        places = [i for i, c in enumerate(slot.text) if c.isdigit()]
        if len(places) >= 4 and slot.key != "sg.abroad":
            at = places[1]
            text = slot.text[:at] + slot.text[at + 1 :]
            return p.wrong(paragraph, slot, text, "dropped digit")
    return False


def _swapped_digits(p: Planting) -> bool:
    for paragraph, slot in p.candidates("", "d", "init"):
        digits = [i for i, c in enumerate(slot.text) if c.isdigit()]
        for first, second in pairwise(digits):
            if (
                second == first + 1
                and slot.text[second] not in "0０"
                and first < digits[0] + 2
                and abs(ord(slot.text[first]) - ord(slot.text[second])) > 1
            ):
                text = slot.text[:first] + slot.text[second] + slot.text[first] + slot.text[second + 1 :]
                return p.wrong(paragraph, slot, text, "swapped digits")
    return False


def _text_against_table(p: Planting) -> bool:
    for paragraph, slot in p.candidates(""):
        if tabled(p.paper, slot.key) and p.writer.accounts.quantities.get(slot.key) and slot.key != "sg.abroad":
            right = p.writer.accounts.fen(slot.key)
            if p.amount(paragraph, slot, right * p.rng.choice([93, 97, 104, 112]) // 100, right, "text against table"):
                return True
    return False


def _table_row(p: Planting) -> bool:
    cells = [c for g, _, c in p.paper.cells() if g.name in {"T2", "T3", "T5", "T6"} and c.verdict == "ok"]
    fits = [c for c in cells if c.key not in p.keys and len(c.text) > 5]
    if not fits:
        return False
    cell = p.rng.choice(fits)
    first = "9" if cell.text[0] != "9" else "4"
    cell.was, cell.text, cell.verdict, cell.family = cell.text, first + cell.text[1:], "error", "table row"
    p.keys |= {cell.key} - {""}
    return True


def _year_word(p: Planting) -> bool:
    for paragraph, slot in p.candidates("year"):
        return p.wrong(paragraph, slot, str(p.paper.year - p.rng.choice([0, 2])), "year word")
    return False


def _direction(p: Planting) -> bool:
    for paragraph, slot in p.candidates("up", "grow", "cmp", "less", "more"):
        if slot.text in _FLIPPED:
            return p.wrong(paragraph, slot, _FLIPPED[slot.text], "direction")
    return False


def _subject_name(p: Planting) -> bool:
    for paragraph, slot in p.candidates("kuan"):
        if paragraph.section == "general":
            return p.wrong(paragraph, slot, "商贸事务", "subject name")
    return False


def _glossary(p: Planting) -> bool:
    for paragraph, slot in p.candidates("name"):
        if paragraph.section == "glossary":
            return p.wrong(paragraph, slot, "招商引资", "glossary")
    return False


def _missing_part(p: Planting) -> bool:
    """The contents promise the glossary, which is not there."""
    blocks = p.paper.blocks
    if not any(isinstance(b, Para) and b.text == "目  录" for b in blocks):
        return False
    start = next(i for i, b in enumerate(blocks) if isinstance(b, Para) and b.level == 1 and b.section == "words")
    end = next((i for i in range(start + 1, len(blocks)) if getattr(blocks[i], "level", None) == 1), len(blocks))
    if any(id(b) in p.used for b in blocks[start:end]):
        return False
    heading = blocks[start]
    del blocks[start:end]
    p.paper.missing.append(heading.text.partition(" ")[2] if isinstance(heading, Para) else "")
    return True


def _residue(p: Planting) -> bool:
    for paragraph, slot in p.candidates("up"):
        return p.wrong(paragraph, slot, p.rng.choice(["增加（减少）", "增加/减少"]), "residue")
    return False


def _project_count(p: Planting) -> bool:
    for paragraph, slot in p.candidates("count", keys={"projects.count"}):
        return p.wrong(paragraph, slot, str(int(slot.text) - 1), "project count")
    return False


def _sum_of_parts(p: Planting) -> bool:
    for paragraph, slot in p.candidates("", "count", keys={"proc.goods", "proc.services", "cars.all", "staff.all"}):
        right = p.writer.accounts.fen(slot.key)
        if slot.aspect == "count":
            # people listed may be some of all, but never more; the kinds of cars are all of them
            return p.wrong(paragraph, slot, str(right + (2 if slot.key == "cars.all" else -2)), "sum of parts")
        if p.amount(paragraph, slot, right * 12 // 10, right, "sum of parts"):
            return True
    return False


def _unit_slip(p: Planting) -> bool:
    for paragraph, slot in p.candidates(""):
        if tabled(p.paper, slot.key) and len(slot.text) > 5:
            text = slot.text.replace("万元", "元") if "万元" in slot.text else slot.text.replace("元", "万元")
            return "亿" not in text and p.wrong(paragraph, slot, text, "unit slip")
    return False


def _year_before(p: Planting) -> bool:
    for paragraph, slot in p.candidates("prior"):
        prior = p.writer.accounts.quantities[slot.key].prior
        if prior and p.amount(paragraph, slot, prior * p.rng.choice([9, 11]) // 10, prior, "year before"):
            return True
    return False


FAMILIES: dict[str, Callable[[Planting], bool]] = {
    "wrong base": _wrong_base,
    "text against table": _text_against_table,
    "direction": _direction,
    "wrong whole": _wrong_whole,
    "table row": _table_row,
    "other budget": _other_budget,
    "residue": _residue,
    "year word": _year_word,
    "decline as completion": _decline_as_completion,
    "dropped digit": _dropped_digit,
    "hundredfold": _times_100,
    "subject name": _subject_name,
    "swapped shares": _swapped_shares,
    "copied sentence": _copied_sentence,
    "sum of parts": _sum_of_parts,
    "swapped digits": _swapped_digits,
    "glossary": _glossary,
    "zero base": _zero_base,
    "rate slip": _rate_slip,
    "missing part": _missing_part,
    "project count": _project_count,
    "unit slip": _unit_slip,
    "year before": _year_before,
}

"""The words of the audit, compiled from data: sections, subjects, verbs, rates, residue. Code knows none of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

Pattern = re.Pattern[str]

_QUALIFIED: Final = re.compile("经费|采购|拨款|基金|预算|项目|资金|三公|接待|用车|（|其他|类$")
_YEAR: Final = re.compile("^(?:关于)?(?:20[0-9]{2}年度?)?")
_FIGURE: Final = re.compile(r"(?<![A-Za-z])N(?![A-Za-z])")
_OPTIONAL_QUOTES: Final = str.maketrans({"“": "", "”": "", '"': "", "‘": "", "’": "", "《": "", "》": ""})


@dataclass(frozen=True, slots=True)
class Subject:
    """A figure that documents name: ``key`` as "<form> <row> <column>"; ``inside``/``outside``: sections.

    ``after`` must stand in the sentence before, where a label alone says too little.
    """

    key: str
    says: Pattern
    inside: tuple[str, ...] | None
    outside: tuple[str, ...]
    kind: str
    after: Pattern | None


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate told by name: numerator ``a`` and denominator ``b`` by the words before them."""

    name: Pattern
    formula: str
    a: Pattern
    b: Pattern


@dataclass(frozen=True, slots=True)
class Residue:
    """What a template leaves behind, and what to say of it."""

    says: Pattern
    why: str


@dataclass(frozen=True, slots=True)
class Equality:
    """A sentence that calls two things equal and prints a rate of them."""

    says: Pattern
    right: str
    formula: str
    verdict: str


@dataclass(frozen=True)
class Lexicon:
    """Everything compiled. ``data`` is the mapping of ``include/narrative/statements.toml``."""

    data: Mapping[str, Any]

    @cached_property
    def verbs(self) -> dict[str, Pattern]:
        """Verbs and openers by name."""
        return {name: re.compile(text) for name, text in self.data["verbs"].items()}

    @cached_property
    def sections(self) -> tuple[tuple[str, Pattern, str], ...]:
        """(id, pattern of its heading, key of its main figure)."""
        return tuple((s["id"], _any(s["says"]), s["main"]) for s in self.data["sections"])

    @cached_property
    def parts(self) -> tuple[tuple[str, Pattern], ...]:
        """(id, pattern of the part's title)."""
        return tuple((name, re.compile(text)) for name, text in self.data["parts"].items())

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """In order of the file: the first that fits the whole label wins, else the longest that fits its end."""
        return tuple(
            Subject(
                s["key"],
                _any(s["says"]),
                tuple(s["in"]) if "in" in s else None,
                tuple(s.get("not_in", ())),
                s.get("kind", "amount"),
                re.compile(s["after"]) if "after" in s else None,
            )
            for s in self.data["subjects"]
        )

    @cached_property
    def rates(self) -> tuple[Rate, ...]:
        """Rates told by name."""
        return tuple(
            Rate(re.compile(r["name"] + "”?$"), r["formula"], re.compile(r["a"]), re.compile(r["b"]))
            for r in self.data["rates"]
        )

    @cached_property
    def residue(self) -> tuple[Residue, ...]:
        """Template residue."""
        return tuple(Residue(re.compile(r["says"]), r["why"]) for r in self.data["residue"])

    @cached_property
    def equalities(self) -> tuple[Equality, ...]:
        """Sentences that say two things are equal."""
        return tuple(
            Equality(re.compile(e["says"]), e["right"], e["formula"], e["verdict"]) for e in self.data["equalities"]
        )

    @cached_property
    def quoting(self) -> Pattern:
        """Headings of what repeats the figures of a review."""
        return _any(self.data["quoting"]["says"])

    @cached_property
    def sums(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """(key of the total, keys of its parts)."""
        return tuple((s["of"], tuple(s["parts"])) for s in self.data["sums"])

    @cached_property
    def positive(self) -> dict[str, Pattern]:
        """Statements that everything is fine, and what contradicts them."""
        return {name: re.compile(text) for name, text in self.data["positive"].items()}

    @cached_property
    def nothing(self) -> dict[str, Pattern]:
        """Words that say there was none, and those that make it another statement."""
        return {name: re.compile(text) for name, text in self.data["nothing"].items() if name != "things"}

    @cached_property
    def _things(self) -> tuple[tuple[Pattern, tuple[str, ...], tuple[str, ...] | None], ...]:
        """(names, keys, sections) of what there may be none of."""
        return tuple(
            (_any(t["says"]), tuple(t["keys"]), tuple(t["in"]) if "in" in t else None)
            for t in self.data["nothing"]["things"]
        )

    def nil_keys(self, name: str, section: str) -> tuple[str, ...] | None:
        """Keys that hold money of a thing by its whole name, None for a name that is not known there."""
        for says, keys, inside in self._things:
            if says.fullmatch(name) and (inside is None or section in inside):
                return keys
        return None

    @cached_property
    def equal(self) -> dict[str, Pattern]:
        """Words that call two figures equal, and what they are held against."""
        return {name: re.compile(text) for name, text in self.data["equal"].items()}

    @cached_property
    def own_year(self) -> dict[str, Pattern]:
        """Words around years: titles, sentences about one's own figures, dates of closing."""
        return {name: re.compile(text) for name, text in self.data["own_year"].items()}

    @cached_property
    def bounds(self) -> dict[str, Pattern]:
        """Words around figures that others bound: posts, shares, averages, balances."""
        return {name: re.compile(text) for name, text in self.data["bounds"].items()}

    @cached_property
    def report(self) -> dict[str, Pattern]:
        """What reports say of their forms; N is a figure."""
        return {
            name: re.compile(_FIGURE.sub("[0-9]+(?:[.][0-9]+)?", text)) for name, text in self.data["report"].items()
        }

    @cached_property
    def counted(self) -> dict[str, Pattern]:
        """Words around groups, cars and visits, and those that explain a payment without them."""
        return {name: re.compile(text) for name, text in self.data["counted"].items()}

    def child_key(self, parent: str, label: str, key: str) -> str:
        """Key of an item in the 其中 list of ``parent``: what the list divides decides what its items mean."""
        for entry in self.data["children"]:
            if parent in entry["of"]:
                for says, child in entry["items"].items():
                    if re.fullmatch(says, label):
                        return str(child)
        return key

    def same(self, key: str) -> tuple[str, ...]:
        """Keys that mean the same figure."""
        return tuple(self.data["same"].get(key, ()))

    def main_of(self, section: str) -> str:
        """Key of the figure a section is about, or ""."""
        return next((main for name, _, main in self.sections if name == section), "")

    def section_of(self, title: str) -> str:
        """Section of a heading, or "": the pattern that fits most of it wins."""
        title = _YEAR.sub("", title)
        plain = title.translate(_OPTIONAL_QUOTES)
        best, size = "", 0
        for name, pattern, _ in self.sections:
            found = pattern.search(title) or pattern.search(plain)
            if found and len(found[0]) > size:
                best, size = name, len(found[0])
        return best

    def key_of(self, label: str, section: str, kind: str = "amount", context: str = "") -> str:
        """Key a label names in a section, or ""."""
        if not label:
            return ""
        best, size = "", 0
        for subject in self.subjects:
            if subject.kind != kind or section in subject.outside:
                continue
            if subject.inside is not None and section not in subject.inside:
                continue
            if subject.after is not None and not subject.after.search(context):
                continue
            if subject.says.fullmatch(label):
                return subject.key
            for found in subject.says.finditer(label):
                if _QUALIFIED.search(label[: found.start()]):
                    continue  # “三公”经费支出合计 is no 支出合计
                if found.end() == len(label) and len(found[0]) > size and len(found[0]) > 3:
                    best, size = subject.key, len(found[0])
        return best


def _any(patterns: Sequence[str]) -> Pattern:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))

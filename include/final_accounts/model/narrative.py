"""The narrative 决算情况说明 as nouns: sections, paragraphs, runs of words and figures; the same for every output.

A sentence never holds a typed number: each is a :class:`Variable` with its exact value beside the printed text, so that
a rendered page can be read back and compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class VariableKind(StrEnum):
    """What a printed number is."""

    AMOUNT = "amount"  # fen, printed in 万元
    RATIO = "ratio"  # 1 = 100 %, exact, printed in percent
    COUNT = "count"
    SCORE = "score"
    DATE = "date"  # a year or a day


@dataclass(frozen=True, slots=True)
class Variable:
    """One number of a sentence. The same ``name`` means the same value wherever it stands."""

    name: str
    kind: VariableKind
    value: int | Fraction
    text: str

    @property
    def fen(self) -> int | None:
        """The amount in fen; None for everything else."""
        return int(self.value) if self.kind is VariableKind.AMOUNT else None


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a sentence: our words, a figure, or the unit's own text out of ``slot``."""

    text: str
    figure: Variable | None = None
    slot: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``mark`` is its number when it is an item of a list."""

    runs: tuple[Run, ...]
    mark: str = ""

    @property
    def text(self) -> str:
        """What a reader sees."""
        return self.mark + "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a section; ``title`` is empty where a section is not divided."""

    id: str
    mark: str
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One official section. ``id`` is the same in all regions, ``mark`` its number in this one."""

    id: str
    mark: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """A report on one self-evaluation 绩效自评报告. ``kind`` is its entry in the data, ``form`` what it is about."""

    kind: str
    form: str
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class MissingReason:
    """A change or deviation whose reason the unit has not written. ``slot`` takes it, ``subject`` is what changed."""

    slot: str
    section: str
    subject: str


@dataclass(frozen=True, slots=True)
class Narrative:
    """The whole text, the reasons it lacks, and the figures it could not state (``form row column``).

    ``annexes`` stand apart from the sections: paragraphs and variables of the narrative are those of its sections.
    """

    title: str
    sections: tuple[Section, ...]
    missing_reasons: tuple[MissingReason, ...] = ()
    missing_figures: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()

    def paragraphs(self) -> Iterator[tuple[Section, Paragraph]]:
        """Every paragraph with its section, in order."""
        for section in self.sections:
            for part in section.parts:
                for paragraph in part.paragraphs:
                    yield section, paragraph

    def variables(self) -> Iterator[Variable]:
        """Every printed number, in order, repetitions included."""
        for _, paragraph in self.paragraphs():
            for run in paragraph.runs:
                if run.figure is not None:
                    yield run.figure

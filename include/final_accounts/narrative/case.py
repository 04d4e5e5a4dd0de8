"""What a report on one self-evaluation is told from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from final_accounts.model.evaluation import Evaluation, Indicator
from final_accounts.model.narrative import Run, Variable, VariableKind
from final_accounts.model.rubric import Rubric
from final_accounts.narrative.book import Book
from final_accounts.narrative.voice import Pieces, Voice

_MEASURED: Final = re.compile(r"([≥≤＞＜><=＝]*)(\d[\d,]*(?:\.\d+)?)(%?)([^\d%]{0,6})")
_GOAL: Final = re.compile(r"goal:(\d+)")


@dataclass(frozen=True)
class Case:
    """``evaluation`` is the scored form; ``goals`` the sheet that holds goals and targets, which may be the same."""

    book: Book
    voice: Voice
    evaluation: Evaluation
    goals: Evaluation | None

    @property
    def rubric(self) -> Rubric | None:
        """The rubric of the scored form."""
        return self.book.edition.rubrics.get(self.evaluation.rubric)

    @property
    def key(self) -> str:
        """Prefix of the names of its variables."""
        return f"report-{self.evaluation.form}"

    def goal_texts(self) -> dict[int, tuple[str, str]]:
        """Number of a yearly goal -> its words and its result, in order."""
        texts = self.goals.texts if self.goals is not None else {}
        numbers = sorted(int(match[1]) for name in texts if (match := _GOAL.fullmatch(name)))
        return {n: (texts[f"goal:{n}"].strip(), texts.get(f"goal:{n}:result", "").strip()) for n in numbers}

    def targets(self) -> tuple[Indicator, ...]:
        """Indicators with a target."""
        found = self.goals.indicators if self.goals is not None else ()
        return tuple(i for i in found if i.target.printed.strip())


def printed(case: Case, name: str, text: str) -> Pieces:
    """A target or actual: its number as a figure between its sign and its unit of measure, or quoted words."""
    shown = text.strip()
    match = _MEASURED.fullmatch(shown)
    if match is None:
        return (Run("“"), Run(shown, slot=case.evaluation.form), Run("”")) if shown else ()
    sign, number, percent, unit = match.groups()
    value = Fraction(Decimal(number.replace(",", "")))
    kind = VariableKind.RATIO if percent else VariableKind.COUNT
    told = Variable(name, kind, value / 100 if percent else value, f"{number}{percent}")
    before, behind = (Run(sign, slot=case.evaluation.form),), (Run(unit, slot=case.evaluation.form),)
    return (*(before if sign else ()), Run(told.text, told), *(behind if unit else ()))

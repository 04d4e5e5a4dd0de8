"""What the parts of a disclosure are written from: the unit's report and the region's words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from final_accounts.model.errors import PublishingError
from final_accounts.model.ordinals import chinese
from final_accounts.publishing.disclosure.nouns import Block, Heading, Paragraph
from final_accounts.publishing.figures import Figure
from final_accounts.publishing.table_view import Own, Words
from final_accounts.publishing.unit_report import UnitReport

Entry = Mapping[str, Any]
"""One block of ``disclosure.toml``: what it ``say``s and what that builder wants to know."""

Builder = Callable[["Drafting", Entry], Iterator[Block]]


@dataclass(frozen=True)
class Drafting:
    """A report on its way into a document, and what ``say`` in ``disclosure.toml`` may name."""

    report: UnitReport
    builders: Mapping[str, Builder]

    def build(self, entry: Entry) -> Iterator[Block]:
        """The blocks of one entry. PublishingError when it asks for a builder that is not there."""
        builder = self.builders.get(entry["say"])
        if builder is None:
            raise PublishingError(f"disclosure.toml 要写“{entry['say']}”，没有这一种内容。")
        return builder(self, entry)

    def word(self, section: str, key: str) -> Any:  # noqa: ANN401 - a value of a TOML file
        """A word of the region. PublishingError when the data lack it."""
        try:
            return self.report.documents.words[section][key]
        except KeyError as error:
            raise PublishingError(
                f"公开文本的文字数据缺少 [{section}] {key}，请检查 include/documents 中的 disclosure.toml。"
            ) from error

    def filled(self, pattern: str, **more: object) -> str:
        """A pattern with the document's own names filled in."""
        report = self.report
        return pattern.format(year=report.fiscal_year, scope=report.scope, name=report.name, city=report.city, **more)

    def own(self, slot: str) -> tuple[str, ...]:
        """The unit's text of a slot, line by line; nothing where it wrote nothing."""
        lines = (line.strip() for line in self.report.reported.texts.get(slot, "").splitlines())
        return tuple(Own(line) for line in lines if line)

    def numbered(self, level: int, number: int) -> str:
        """The printed number of a heading: 一、 for a section, the region's own mark below it."""
        if level == 2:  # noqa: PLR2004 - sections are counted in Chinese everywhere
            return f"{chinese(number)}、"
        return self.filled(
            str(self.report.documents.narrative["document"]["part_mark"]), chinese=chinese(number), number=number
        )


def heading(level: int, place: str, text: str, mark: str = "", *, listed: bool = True) -> Heading:
    """A heading; ``place`` becomes its anchor."""
    if level not in {2, 3, 4}:
        raise PublishingError(f"标题“{text}”的级别是 {level}，只能是 2、3、4。")
    return Heading(level, place, text, mark, listed)  # type: ignore[arg-type] # checked above


def paragraphs(lines: tuple[str, ...]) -> Iterator[Paragraph]:
    """One paragraph a line."""
    for line in lines:
        yield Paragraph((line,))


def patterned(pattern: str, filling: Mapping[str, str | Figure]) -> Words:
    """A pattern with holes as words and figures.

    >>> patterned("共{n}人。", {"n": Figure("12")})
    ('共', Figure(text='12', fen=None, value=None, name='', fact=None), '人。')
    """
    words: list[str | Figure] = []
    rest = pattern
    while rest:
        before, opened, after = rest.partition("{")
        if before:
            words.append(before)
        if not opened:
            break
        hole, closed, rest = after.partition("}")
        if not closed or hole not in filling:
            raise PublishingError(f"公开文本的句式“{pattern}”要填“{hole}”，没有这一项。")
        words.append(filling[hole])
    return tuple(words)

"""Narratives for tests: a submission is written, read back, and told."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from final_accounts.catalog import city, edition
from final_accounts.model.edition import Edition
from final_accounts.model.facts import Fact
from final_accounts.model.narrative import Narrative, Section
from final_accounts.model.submission import ParsedSubmission
from final_accounts.narrative import Book, narrate
from final_accounts.publishing import Documents
from final_accounts.readers import Expectation, read_workbook
from final_accounts.workbooks import SubmissionData, write_submission
from final_accounts.workbooks.made_up import made_up_city, made_up_units
from final_accounts.workbooks.real import real_submission, transcription

REAL = Path(__file__).resolve().parents[2] / "include/examples/real"


def as_read(found: Edition, data: SubmissionData) -> ParsedSubmission:
    """What the reader makes of the workbook that holds ``data``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "决算.xlsx"
        write_submission(found, data, path)
        expect = Expectation(data.header.unit_code, found.fiscal_year, found.region)
        parsed, _ = read_workbook(path.read_bytes(), path.name, edition, expect)
    assert parsed.readable
    return parsed


def book_of(found: Edition, parsed: ParsedSubmission, prior: tuple[Fact, ...] = ()) -> Book:
    return Book.of(
        found,
        parsed.header.unit_name,
        parsed.header,
        parsed.facts,
        prior=prior,
        nil_forms=parsed.nil_forms,
        evaluations=parsed.evaluations,
        texts=parsed.texts,
    )


def told(found: Edition, parsed: ParsedSubmission, prior: tuple[Fact, ...] = ()) -> Narrative:
    return narrate(book_of(found, parsed, prior), Documents.of(found).narrative)


@cache
def real(name: str, city_id: str) -> tuple[Edition, ParsedSubmission]:
    """A real unit's submission, from its transcription through a workbook."""
    territory = city(city_id)
    found = edition(territory.region, 2021)
    data = real_submission(transcription(REAL / name), found, territory.units_of(2021)[0])
    return found, as_read(found, data)


@cache
def made_up(region: str, year: int, number: int, units: int = 16) -> tuple[Edition, ParsedSubmission]:
    """One unit of a made-up city."""
    found = edition(region, year)
    data = list(made_up_city(made_up_units(region, units), found).values())[number]
    return found, as_read(found, data)


def as_text(narrative: Narrative) -> str:
    """The narrative as a reader sees it, then its reports, then what it lacks."""
    lines = [narrative.title, *_sections(narrative.sections)]
    for annex in narrative.annexes:
        lines += ["", annex.title, *_sections(annex.sections)]
    lines += ["", *(f"缺原因：{m.section} {m.subject}（{m.slot}）" for m in narrative.missing_reasons)]
    lines += [f"缺数字：{address}" for address in narrative.missing_figures]
    return "\n".join(lines).rstrip() + "\n"


def _sections(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        yield ""
        yield f"{section.mark}{section.title}"
        for part in section.parts:
            if part.title:
                yield f"{part.mark}{part.title}"
            yield from (f"　　{paragraph.text}" for paragraph in part.paragraphs)

"""Made-up accounts put straight into a house, as if a workbook with them had been read and accepted."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from final_accounts.history import NewEvent
from final_accounts.model.facts import Fact, ValueKind
from final_accounts.model.money import to_fen
from final_accounts.model.place import Cell
from final_accounts.model.submission import SubmissionState
from final_accounts.warehouse import LoadRecord

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from final_accounts.model.edition import Edition
    from final_accounts.model.finding import Finding
    from final_accounts.model.layout import FormLayout
    from final_accounts.model.submission import Explanation
    from final_accounts.stages.house import House, Season
    from final_accounts.workbooks import SubmissionData


def facts_of(edition: Edition, data: SubmissionData) -> Iterator[Fact]:
    """Amounts and words of the accounts as facts, each with a cell of its own; printed lines left blank are zero."""
    for form, rows in data.forms.items():
        for place, (row, columns) in enumerate(rows.items()):
            for number, (column, value) in enumerate(columns.items()):
                cell = Cell(form, place, number)
                if isinstance(value, Decimal):
                    yield Fact(form, row, column, ValueKind.AMOUNT, to_fen(value)[0], cell, f"{value}", 1)
                elif isinstance(value, str):
                    yield Fact(form, row, column, ValueKind.TEXT, value, cell, value)
    for layout in (edition.forms["T1"], edition.forms["T4"]):
        yield from _blanks(layout, data.forms.get(layout.id, {}))


def _blanks(layout: FormLayout, told: Container[str]) -> Iterator[Fact]:
    lines = [(block, line) for block in layout.blocks for line in block.lines if line.key and line.key not in told]
    for block, line in lines:
        for column in block.values:
            cell = Cell(layout.id, line.number, 99)
            yield Fact(layout.id, line.key, column.key, ValueKind.AMOUNT, 0, cell, "", 1, blank=True)


def filed(
    house: House,
    season: Season,
    unit: str,
    data: SubmissionData,
    *,
    state: SubmissionState = SubmissionState.ACCEPTED,
    words: str = "",
    at: datetime | None = None,
    arrived: datetime | None = None,
    findings: tuple[Finding, ...] = (),
    explanations: tuple[Explanation, ...] = (),
) -> None:
    """An accepted version of the unit, noticed ``at`` or in March; ``words`` tell versions of the same figures apart.

    ``arrived`` is the time its file bears, in the warehouse: that of the machine when nothing is said.
    """
    city, year = season.city.id, season.fiscal_year
    edition = season.edition
    facts = tuple(facts_of(edition, data))
    sha256 = hashlib.sha256(f"{unit}{year}{facts}{words}".encode()).hexdigest()
    submission, _ = house.warehouse.receive(city, year, unit, sha256, "决算.xlsx", 1, arrived)
    house.warehouse.load(
        LoadRecord(
            city=city, submission=submission, header=data.header, state=SubmissionState.ACCEPTED, edition=edition.id,
            edition_hash=edition.hash, rulebook_hash=edition.rulebook.hash, prior_hash="", code_version="", run="",
            facts=facts, evaluations=(), scores=(), findings=findings, explanations=explanations, forms_present=(),
            nil_forms=(), texts={}, sheets={},
        )
    )  # fmt: skip
    if state is not SubmissionState.ACCEPTED:
        house.warehouse.set_state(city, [submission], state)
    noticed = at or datetime(year + 1, 3, 1, tzinfo=UTC)
    said = {"unit": unit, "version": submission.version, "sha256": sha256}
    kinds = ("submission.received", "submission.accepted")
    events = [NewEvent(kind, f"{unit}/v{submission.version}", "示例", said, noticed) for kind in kinds]
    house.history.append(city, year, events)

"""Official tables recognised by their titles, read into facts. Nothing is taken from a table's ordinal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from final_accounts.audit.cells import Facts, Row, code_of, measure_of, number, rows_of
from final_accounts.audit.lexicon import Lexicon
from final_accounts.audit.names import Names
from final_accounts.audit.outline import Outline, Placed, title_key
from final_accounts.audit.table_shapes import SHAPES, Reading
from final_accounts.audit.text import normalised
from final_accounts.model.document import ReadTable, Unread

_SMALL_INTEGER: Final = re.compile(r"[0-9]{1,3}")


def table_id(title: str, lexicon: Lexicon) -> Mapping[str, Any] | None:
    """The entry of the lexicon a title belongs to."""
    for entry in lexicon.data["tables"]:
        if re.search(entry["says"], title):
            return dict(entry)
    return None


def read_tables(outline: Outline, lexicon: Lexicon, names: Names) -> tuple[Facts, list[Placed], list[Unread]]:
    """Facts of every recognised table, the tables that were not recognised, and those known by their title only."""
    facts = Facts()
    strangers: list[Placed] = []
    unread: list[Unread] = []
    last: tuple[Mapping[str, Any], str, int] | None = None
    for table, placed in outline.tables():
        rows = rows_of(table)
        titles = [p.text for p in placed.before] + [t for row in rows[:2] for t in row.texts()[:3] if t]
        entry = next((e for e in (table_id(title_key(t), lexicon) for t in titles) if e is not None), None)
        if entry is None and last is not None and not placed.before and _continues(rows, last[2]):
            entry = last[0]
        if entry is None:
            if not _is_appendix(table, lexicon):
                strangers.append(placed)
            last = None
            continue
        above = last[1] if last is not None and last[0]["id"] == entry["id"] else "万元"  # it goes on over the page
        measure = measure_of([*(p.text for p in placed.before), *(t for r in rows[:4] for t in r.texts())], above)
        last = (entry, measure, len(rows[-1].cells) if rows else 0)
        before = facts.figures_of(entry["id"])
        SHAPES[entry["shape"]](Reading(entry, rows, measure, table.spot, facts, names, lexicon))
        if facts.figures_of(entry["id"]) == before and _has_figures(rows, measure):
            unread.append(Unread(table.spot, f"“{entry['name']}”只认得标题，表中的数一行也没有读懂，没有核对"))
    return facts, strangers, unread


def _is_appendix(table: ReadTable, lexicon: Lexicon) -> bool:
    """Whether a table is one that a document may hold beside the accounts and that nothing is to be audited in."""
    first = "".join(normalised(cell.text) for cell in table.rows[0]) if table.rows else ""
    for entry in lexicon.data["appendices"]:
        of_sheet = "sheet" in entry and entry["sheet"] == table.spot.sheet
        if of_sheet or ("head" in entry and first.startswith(entry["head"])):
            return True
    return False


def _has_figures(rows: Sequence[Row], measure: str) -> bool:
    """Whether a table holds amounts; small whole numbers may be those of its lines and columns."""
    texts = (text for row in rows for text in row.texts())
    return any(number(t, measure) is not None and not _SMALL_INTEGER.fullmatch(t) for t in texts)


def _continues(rows: Sequence[Row], columns: int) -> bool:
    """A table right below another one goes on with it when it has as many columns, or rows with codes."""
    return any(len(row.cells) == columns for row in rows) or any(code_of(row.texts())[0] for row in rows)

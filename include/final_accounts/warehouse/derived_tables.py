"""Tables of what was derived from a submission; their rows are replaced together when a new outcome is loaded.

Every key is (submission, ordinal): keys made of text that a unit wrote could grow past what an index holds.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table

from final_accounts.warehouse.column_types import CanonicalJson, Exact, Id, Words
from final_accounts.warehouse.tables import metadata


def _of_submission(name: str, *columns: Column[object] | Index, comment: str) -> Table:
    return Table(
        name,
        metadata,
        Column("submission_id", Id, ForeignKey("submission.id"), primary_key=True, autoincrement=False),
        Column("ordinal", Integer, primary_key=True, autoincrement=False),
        *columns,
        comment=comment,
    )


fact: Final = _of_submission(
    "fact",
    Column("form", String, nullable=False),
    Column("row_key", Words, nullable=False),
    Column("column_key", Words, nullable=False),
    Column("kind", String, nullable=False),
    Column("amount", BigInteger),
    Column("whole", BigInteger),
    Column("other", Words),
    Column("step", BigInteger, nullable=False),
    Column("printed", Words, nullable=False),
    Column("blank", Boolean, nullable=False),
    Column("name", Words, nullable=False),
    Column("sheet", Words, nullable=False),
    Column("cell_row", Integer, nullable=False),
    Column("cell_column", Integer, nullable=False),
    Index("ix_fact_submission_id_form", "submission_id", "form"),
    comment="One row per figure a submission reports (form, row, column), with its cell, its display step and the "
    "string as printed; amount is whole fen, whole a count, other the exact text of any other value.",
)

evaluation: Final = _of_submission(
    "evaluation",
    Column("form", String, nullable=False),
    Column("rubric", String, nullable=False),
    Column("title", Words, nullable=False),
    Column("budget", BigInteger),
    Column("executed", BigInteger),
    Column("rate", Exact),
    Column("self_score", Exact),
    Column("rating", Words, nullable=False),
    Column("filled", CanonicalJson, nullable=False),
    comment="One row per performance self-evaluation form of a submission (whole unit or one project) as filled in.",
)

indicator: Final = _of_submission(
    "indicator",
    Column("form_ordinal", Integer, nullable=False),
    Column("form", String, nullable=False),
    Column("path", Words, nullable=False),
    Column("level1", Words, nullable=False),
    Column("level2", Words, nullable=False),
    Column("level3", Words, nullable=False),
    Column("goal", Integer, nullable=False),
    Column("target", Words, nullable=False),
    Column("target_kind", String, nullable=False),
    Column("actual", Words, nullable=False),
    Column("actual_kind", String, nullable=False),
    Column("weight", Exact),
    Column("self_score", Exact),
    Column("reason", Words, nullable=False),
    comment="One row per performance indicator of a self-evaluation form as filled in.",
)

score: Final = _of_submission(
    "score",
    Column("form", String, nullable=False),
    Column("title", Words, nullable=False),
    Column("rubric", String, nullable=False),
    Column("self_score", Exact),
    Column("recomputed", Exact),
    Column("recomputed_share", Exact, nullable=False),
    Column("difference", Exact),
    Column("rating", Words, nullable=False),
    Column("self_rating", Words, nullable=False),
    comment="One row per self-evaluation form with its score as reported and as recomputed.",
)

indicator_score: Final = _of_submission(
    "indicator_score",
    Column("form_ordinal", Integer, nullable=False),
    Column("form", String, nullable=False),
    Column("path", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("weight", Exact),
    Column("weight_inferred", Boolean, nullable=False),
    Column("self_score", Exact),
    Column("recomputed", Exact),
    Column("verdict", String, nullable=False),
    Column("method", String, nullable=False),
    Column("reason", Words, nullable=False),
    Column("formula", Words, nullable=False),
    Column("candidates", CanonicalJson, nullable=False),
    comment="One row per indicator of a self-evaluation form with its score as reported and as recomputed.",
)

finding: Final = _of_submission(
    "finding",
    Column("rule", String, nullable=False),
    Column("severity", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("row_key", Words, nullable=False),
    Column("source_id", String, nullable=False),
    Column("message", Words, nullable=False),
    Column("hint", Words, nullable=False),
    Column("cells", CanonicalJson, nullable=False),
    Column("value", Exact),
    Column("expected", Exact),
    Column("difference", Exact),
    Column("unit_of_measure", String, nullable=False),
    Column("group_number", Integer, nullable=False),
    Column("suspects", CanonicalJson, nullable=False),
    Column("instances", Integer, nullable=False),
    Column("context", CanonicalJson, nullable=False),
    comment="One row per finding of a submission: one rule broken at one place, with every cell it touches.",
)

explanation: Final = _of_submission(
    "explanation",
    Column("finding", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("evidence", Words, nullable=False),
    comment="One row per explanation a unit gave in its workbook, naming the finding it answers.",
)

DERIVED: Final = (fact, evaluation, indicator, score, indicator_score, finding, explanation)
"""Every derived table."""

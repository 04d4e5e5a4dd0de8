"""Register of units, submissions by sha256 and version, runs and results."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """To this step."""
    op.create_table(
        "city",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("made_up", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city")),
        comment="One row per city whose seasons this warehouse keeps.",
    )
    op.create_table(
        "unit",
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("since", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("department_code", sa.String(), nullable=False),
        sa.Column("predecessors", sa.Text(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("nil_return", sa.Boolean(), nullable=False),
        sa.Column("exempt", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["city"], ["city.id"], name=op.f("fk_unit_city")),
        sa.PrimaryKeyConstraint("city", "code", "since", name=op.f("pk_unit")),
        comment="One row per line of a city's register of budget units: a unit code from its first fiscal year "
        "(since) to its last (until, 0 = open), with the codes that were merged, split or renamed into "
        "it.",
    )
    op.create_table(
        "submission",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["city"], ["city.id"], name=op.f("fk_submission_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "city", "fiscal_year", "unit", "sha256", name=op.f("uq_submission_city_fiscal_year_unit_sha256")
        ),
        sa.UniqueConstraint(
            "city", "fiscal_year", "unit", "version", name=op.f("uq_submission_city_fiscal_year_unit_version")
        ),
        comment="One row per version of a unit's file for one fiscal year, named by the sha256 of its bytes.",
    )
    op.create_table(
        "run",
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("edition_hash", sa.String(), nullable=False),
        sa.Column("rulebook_hash", sa.String(), nullable=False),
        sa.Column("code_version", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["city"], ["city.id"], name=op.f("fk_run_city")),
        sa.PrimaryKeyConstraint("city", "fiscal_year", "id", name=op.f("pk_run")),
        comment="One row per run of a city's season, with the edition, the rulebook and the code it ran with.",
    )
    op.create_table(
        "result",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("submission_id", ID, nullable=False),
        sa.Column("edition_hash", sa.String(), nullable=False),
        sa.Column("prior_hash", sa.String(), nullable=False),
        sa.Column("code_version", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("rulebook_hash", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_result_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result")),
        sa.UniqueConstraint(
            "submission_id",
            "edition_hash",
            "prior_hash",
            "code_version",
            name=op.f("uq_result_submission_id_edition_hash_prior_hash_code_version"),
        ),
        comment="One row per outcome of a submission under one edition, one set of prior-year facts and one code"
        " version; the current one is the outcome whose derived rows (fact to explanation) are in the "
        "warehouse.",
    )
    op.create_index(
        "uq_result_current",
        "result",
        ["submission_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )

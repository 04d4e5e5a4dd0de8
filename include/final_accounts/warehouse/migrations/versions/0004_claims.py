"""Claims of arriving files: who takes which file on, and until when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """To this step."""
    op.create_table(
        "claim",
        sa.Column("id", ID, sa.Identity(always=False), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("arrived", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["city"], ["city.id"], name=op.f("fk_claim_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("city", "fiscal_year", "key", name=op.f("uq_claim_city_fiscal_year_key")),
        comment="One row per file of an inbox as it was when somebody took it on (key: its folder, name and state of "
        "writing), with who did, until when others keep off, and what became of it (empty: not finished).",
    )

"""What tells one laying of a version's file from another of the same name and second."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this step. Of files that came before it nothing is known."""
    op.add_column("submission", sa.Column("laid", sa.String(), server_default="", nullable=False))

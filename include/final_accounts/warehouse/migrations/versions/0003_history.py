"""The append-only events of a season and the triggers that refuse to change them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


SQLITE = (
    """CREATE TRIGGER event_no_update BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END""",
    """CREATE TRIGGER event_no_delete BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END""",
    # INSERT OR REPLACE deletes without firing the trigger above
    """CREATE TRIGGER event_no_replace BEFORE INSERT ON event
    WHEN EXISTS (SELECT 1 FROM event WHERE city = NEW.city AND fiscal_year = NEW.fiscal_year
                 AND sequence = NEW.sequence)
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END""",
    """CREATE TRIGGER event_head_no_delete BEFORE DELETE ON event_head
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END""",
    """CREATE TRIGGER event_head_only_forward BEFORE UPDATE ON event_head
    WHEN NEW.city <> OLD.city OR NEW.fiscal_year <> OLD.fiscal_year OR NEW.sequence < OLD.sequence
         OR (NEW.sequence = OLD.sequence AND NEW.hash <> OLD.hash)
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END""",
    """CREATE TRIGGER event_head_no_replace BEFORE INSERT ON event_head
    WHEN EXISTS (SELECT 1 FROM event_head WHERE city = NEW.city AND fiscal_year = NEW.fiscal_year)
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END""",
)

POSTGRESQL = (
    """CREATE FUNCTION event_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the history is append-only'; END $$""",
    """CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event
    FOR EACH ROW EXECUTE FUNCTION event_refuse()""",
    """CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION event_refuse()""",
    """CREATE TRIGGER event_head_no_delete BEFORE DELETE ON event_head
    FOR EACH ROW EXECUTE FUNCTION event_refuse()""",
    """CREATE TRIGGER event_head_no_truncate BEFORE TRUNCATE ON event_head
    FOR EACH STATEMENT EXECUTE FUNCTION event_refuse()""",
    """CREATE TRIGGER event_head_only_forward BEFORE UPDATE ON event_head
    FOR EACH ROW WHEN (NEW.city <> OLD.city OR NEW.fiscal_year <> OLD.fiscal_year OR NEW.sequence < OLD.sequence
                       OR (NEW.sequence = OLD.sequence AND NEW.hash <> OLD.hash))
    EXECUTE FUNCTION event_refuse()""",
)


def upgrade() -> None:
    """To this step."""
    op.create_table(
        "event",
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("payload_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("city", "fiscal_year", "sequence", name=op.f("pk_event")),
        comment="One row per event of a city's season, each naming the hash of the one before; never changed or "
        "deleted.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_event_subject", "event", ["city", "fiscal_year", "subject", "kind", "sequence"], unique=False)
    op.create_table(
        "event_head",
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("city", "fiscal_year", name=op.f("pk_event_head")),
        comment="One row per chain of events: number and hash of its last event; the row that an append locks.",
    )
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(sa.text(statement))

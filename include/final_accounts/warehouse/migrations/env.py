"""Alembic's entry: runs the steps on the connection that ``warehouse.migrate`` hands over."""

from __future__ import annotations

from alembic import context

from final_accounts.model.errors import StoreError
from final_accounts.warehouse import tables

connection = context.config.attributes.get("connection")
if connection is None or context.is_offline_mode():
    raise StoreError("migrations run through Warehouse(url).migrate(), which holds the lock")

context.configure(
    connection=connection,
    target_metadata=tables.metadata,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()

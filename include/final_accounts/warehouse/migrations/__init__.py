"""Alembic's migrations of the warehouse, run by ``Warehouse.migrate()``."""

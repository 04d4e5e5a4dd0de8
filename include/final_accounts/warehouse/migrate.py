"""Bringing a database to the newest schema with the migrations inside this package."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from final_accounts.warehouse.engine import lock, writing

SCRIPTS: Final = Path(__file__).with_name("migrations")


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration without a file; with a connection it works inside that transaction."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def migrate(engine: Engine) -> None:
    """To the newest schema, all steps in one transaction; does nothing when it is there. One at a time."""
    with writing(engine) as connection:
        lock(connection, "migrate")
        command.upgrade(alembic_config(connection), "head")

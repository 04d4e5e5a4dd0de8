"""Prepare a deployment, as often as it is started: roles, databases, Airflow's tables, the administrator, the pools.

Airflow and the warehouse have a role and a database each, and neither role is a superuser. Passwords are taken from the
URLs that the other services use, so that they cannot differ; a changed one is set.
"""

from __future__ import annotations

import os
import subprocess

import psycopg2
from psycopg2 import sql
from sqlalchemy.engine import make_url

WAREHOUSE_SLOTS = 4


def role_and_database(admin: str, url: str) -> None:
    """The role of the URL owns the database of the URL; both are made when absent."""
    wanted = make_url(url)
    role, database = sql.Identifier(str(wanted.username)), sql.Identifier(str(wanted.database))
    connection = psycopg2.connect(admin)
    try:
        connection.autocommit = True  # a database is not created inside a transaction
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [wanted.username])
            verb = sql.SQL("ALTER" if cursor.fetchone() else "CREATE")
            cursor.execute(sql.SQL("{} ROLE {} LOGIN PASSWORD %s").format(verb, role), [wanted.password])
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [wanted.database])
            if not cursor.fetchone():
                cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8'").format(database, role))
            cursor.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(database))
    finally:
        connection.close()


def airflow(*arguments: str) -> None:
    """An Airflow command that must succeed."""
    subprocess.run(["airflow", *arguments], check=True, stdin=subprocess.DEVNULL)


def administrator(password: str) -> None:
    """The first administrator, once; later changes of the password are made by people in the pages."""
    from airflow.providers.fab.auth_manager.cli_commands.utils import (  # noqa: PLC0415 # needs the migrated database
        get_application_builder,
    )

    with get_application_builder() as builder:
        security = builder.sm
        if security.find_user(username="admin") is None and not security.add_user(
            "admin", "admin", "final-accounts", "admin@localhost", security.find_role("Admin"), password
        ):
            raise SystemExit("the administrator could not be created")


def main() -> None:
    """In order; each step finds what an earlier start left."""
    for url in ("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", "FINAL_ACCOUNTS_WAREHOUSE"):
        role_and_database(os.environ["POSTGRES_ADMIN_URL"], os.environ[url])
    airflow("db", "migrate")
    airflow("pools", "set", "warehouse", str(WAREHOUSE_SLOTS), "入库：同时写仓库的任务数")
    administrator(os.environ["AIRFLOW_ADMIN_PASSWORD"])


if __name__ == "__main__":
    main()

"""The servers that tests start are real ones."""

from __future__ import annotations

import sqlalchemy
from redis import Redis

import servers


def test_each_test_gets_an_empty_postgresql_database(postgresql_url: str) -> None:
    engine = sqlalchemy.create_engine(postgresql_url)
    with engine.connect() as connection:
        tables = sqlalchemy.inspect(connection).get_table_names()
        version = connection.execute(sqlalchemy.text("select version()")).scalar_one()
    engine.dispose()
    assert tables == []
    assert version.startswith("PostgreSQL")


def test_redis_asks_for_its_password_and_keeps_an_append_only_file() -> None:
    with (
        servers.redis(password="only-for-this-test") as port,
        Redis(port=port, password="only-for-this-test") as client,
    ):
        assert client.ping()
        assert client.config_get("appendonly") == {"appendonly": "yes"}
    assert not servers.listens(port)

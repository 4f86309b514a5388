"""Databases that keep what they commit: the tests' server with its safety switched on again, and SQLite files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import psycopg
import sqlalchemy as sa
from psycopg import sql

from storage.engine import connect
from tests import databases

OWN_SERVER = "BENCH_DATABASE_URL"
"""Another PostgreSQL to measure on; its user must be allowed to create databases. Its settings are left alone."""


@cache
def _server() -> str:
    if OWN_SERVER in os.environ:
        os.environ[databases.OWN_SERVER] = os.environ[OWN_SERVER]
        return databases.postgresql_server()
    url = databases.postgresql_server()
    with psycopg.connect(url, autocommit=True) as admin:
        for setting in databases.HASTY:
            admin.execute(sql.SQL("ALTER SYSTEM RESET {}").format(sql.Identifier(setting)))
        admin.execute("SELECT pg_reload_conf()")
    return url


@contextmanager
def postgresql(*, migrated: bool) -> Iterator[str]:
    """The address of a database of its own, durable, dropped afterwards."""
    _server()
    with databases.postgresql_database(migrated=migrated) as url:
        yield url


def sqlite(folder: Path) -> str:
    """The address of a migrated SQLite file."""
    return databases.fresh_sqlite(folder)


def rows_in(url: str, table: str) -> int:
    """How many rows a table has now."""
    with closing(_Disposed(url)) as opened, opened.engine.connect() as connection:
        return int(connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one())


class _Disposed:
    def __init__(self, url: str) -> None:
        self.engine = connect(url)

    def close(self) -> None:
        self.engine.dispose()


def tidy(url: str) -> None:
    """Up-to-date statistics, as autovacuum would have seen to on a machine with more time."""
    with closing(_Disposed(url)) as opened, opened.engine.connect() as connection:
        connection.execute(sa.text("ANALYZE"))
        connection.commit()

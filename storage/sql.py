"""A connection as the repositories use it: the few words in which SQLite and PostgreSQL differ are said here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult, Row
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql import Executable

from app.errors import Stale
from storage.engine import is_sqlite

NOTHING: sa.ColumnElement[str] = sa.literal_column("''")
"""The empty text, written out: with a parameter the databases cannot tell that a partial index (… <> '') fits."""


class Sql:
    """Runs statements in the transaction that somebody else opened and will end."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.is_sqlite = is_sqlite(connection)

    def run(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        return self.connection.execute(statement, parameters)

    def row(self, statement: Executable, parameters: Any = None) -> Row[Any] | None:
        return self.connection.execute(statement, parameters).first()

    def rows(self, statement: Executable, parameters: Any = None) -> list[Row[Any]]:
        return list(self.connection.execute(statement, parameters))

    def value(self, statement: Executable, parameters: Any = None) -> Any:
        return self.connection.execute(statement, parameters).scalar()

    def changed(self, statement: Executable, parameters: Any = None) -> int:
        """How many rows it changed."""
        return self.connection.execute(statement, parameters).rowcount

    def insert(self, table: sa.Table) -> Any:
        """An INSERT that knows ON CONFLICT, which both databases spell alike and SQLAlchemy does not."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def next_id(self, table: sa.Table, org_id: int) -> Any:
        """The next id of a row of this table, worked out inside the INSERT."""
        if not self.is_sqlite:
            return sa.Sequence(f"{table.name}_id").next_value()
        highest = sa.func.coalesce(sa.func.max(table.c.id), 0) + 1
        return sa.select(highest).where(table.c.org_id == org_id).scalar_subquery()


ALREADY_THERE = {"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}
"""PostgreSQL's unique_violation and SQLite's extended result codes for the same."""


@contextmanager
def first_wins(told: str) -> Iterator[None]:
    """A row that somebody else inserted first is Stale, not a bug: the interaction runs again and finds it."""
    try:
        yield
    except IntegrityError as error:
        code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)
        if code in ALREADY_THERE:
            raise Stale(told) from error
        raise

"""A connection as the repositories use it: the few words in which SQLite and PostgreSQL differ are said here."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult, Row
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql import Executable

from app.errors import Stale
from storage.engine import is_sqlite

T = TypeVar("T")

NOTHING: sa.ColumnElement[str] = sa.literal_column("''")
"""The empty text, written out: with a parameter the databases cannot tell that a partial index (… <> '') fits."""


class Sql:
    """Runs statements in the transaction that somebody else opened and will end."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.is_sqlite = is_sqlite(connection)
        self._known: dict[Hashable, Any] = {}

    def once(self, key: Hashable, ask: Callable[[], T]) -> T:
        """What `ask` finds, asked once in this transaction: for what many ask for and hardly anybody changes."""
        if key not in self._known:
            self._known[key] = ask()
        found: T = self._known[key]
        return found

    def know(self, key: Hashable, found: Any) -> None:
        """Another question has answered this one too."""
        self._known[key] = found

    def forget(self) -> None:
        """Something of what is asked for `once` is being written: everything is asked for anew."""
        self._known.clear()

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
        return insert_into(table, self.is_sqlite)

    def add(self, table: sa.Table, values: dict[str, Any]) -> int:
        """Insert a row with the next id of its table; that id."""
        number: int = self.connection.execute(_add(table, self.is_sqlite), self.owned(values)).scalar_one()
        return number

    def owned(self, values: dict[str, Any]) -> dict[str, Any]:
        """`values` and what a `numbered` INSERT needs beside them."""
        return values | {OWNER: values["org_id"]} if self.is_sqlite else values


def insert_into(table: sa.Table, sqlite_: bool) -> Any:
    """See `Sql.insert`; statements of the hot paths are built once, because building costs more than running them."""
    return sqlite.insert(table) if sqlite_ else postgresql.insert(table)


OWNER = "owner"
"""Parameter of a numbered INSERT on SQLite: the organisation again."""


def numbered(table: sa.Table, sqlite_: bool) -> Any:
    """An INSERT that works out the row's id itself; give it its parameters by `Sql.owned`."""
    if not sqlite_:
        return postgresql.insert(table).values(id=sa.Sequence(f"{table.name}_id").next_value())
    highest = sa.func.coalesce(sa.func.max(table.c.id), 0) + 1
    return sqlite.insert(table).values(id=sa.select(highest).where(table.c.org_id == sa.bindparam(OWNER)).scalar_subquery())


@cache
def _add(table: sa.Table, sqlite_: bool) -> Any:
    return numbered(table, sqlite_).returning(table.c.id)


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

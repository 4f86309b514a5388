"""A connection as the repositories use it: the few words in which SQLite and PostgreSQL differ are said here."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from psycopg import RawCursor
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql import Executable

from app.errors import Stale
from storage.cache import GENERATION, Cache, new_generation
from storage.engine import is_sqlite
from storage.prepared import Prepared, prepared
from storage.tables import organisations
from storage.together import Write, in_turn, send

T = TypeVar("T")

NOTHING: sa.ColumnElement[str] = sa.literal_column("''")
"""The empty text, written out: with a parameter the databases cannot tell that a partial index (… <> '') fits."""


class Sql:
    """Runs statements in the transaction that somebody else opened and will end."""

    def __init__(self, connection: sa.Connection, cache: Cache) -> None:
        self.connection = connection
        self.cache = cache
        self.is_sqlite = is_sqlite(connection)
        self._known: dict[Hashable, Any] = {}
        self._rewritten: set[int] = set()
        self._later: list[Write] = []
        self._highest: dict[tuple[str, int], int] = {}

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

    def kept(self, org_id: int, key: Hashable, ask: Callable[[], T]) -> T:
        """What `ask` finds in the organisation's set-up, kept between transactions until that changes. See `storage.cache`."""
        if org_id in self._rewritten:
            return ask()
        generation = self.once(("generation", org_id), lambda: self.value(GENERATION, {"org": org_id}))
        if generation is None:
            return ask()
        shelf = self.cache.shelf(org_id, generation)
        if key not in shelf:
            shelf[key] = ask()
        found: T = shelf[key]
        return found

    def rewrite(self, org_id: int) -> None:
        """The organisation's set-up is being written: what is kept of it is true no more once this is committed."""
        self.forget()
        if org_id not in self._rewritten:
            self._rewritten.add(org_id)
            self.run(_renew(self.is_sqlite), {"org": org_id})

    def run(self, statement: Executable, parameters: Any = None) -> None:
        if (known := self._ask(statement, parameters)) is None:
            self.connection.execute(statement, parameters)
        else:
            known.leave(self._cursor)

    def row(self, statement: Executable, parameters: Any = None, *, apart: bool = False) -> Any:
        """The first row, its columns by name, or None. `apart`: nothing of what was left for later could change the answer."""
        known = self._ask(statement, parameters, apart)
        return known.first(self._cursor) if known else self.connection.execute(statement, parameters).first()

    def rows(self, statement: Executable, parameters: Any = None, *, apart: bool = False) -> list[Any]:
        """All of them; `apart` as in `row`."""
        known = self._ask(statement, parameters, apart)
        return known.rows(self._cursor) if known else list(self.connection.execute(statement, parameters))

    def value(self, statement: Executable, parameters: Any = None) -> Any:
        """The first column of the first row, or None."""
        known = self._ask(statement, parameters)
        return known.value(self._cursor) if known else self.connection.execute(statement, parameters).scalar()

    def changed(self, statement: Executable, parameters: Any = None) -> int:
        """How many rows it changed."""
        if (known := self._ask(statement, parameters)) is None:
            return self.connection.execute(statement, parameters).rowcount
        known.leave(self._cursor)
        return int(self._cursor.rowcount)

    def later(self, statement: Executable, parameters: dict[str, Any], told: str = "") -> None:
        """A row that needs no answer: it is written before the next question and before the commit, with others like it.

        With `told` a row that somebody else inserted first is Stale.
        """
        known = prepared(statement, parameters, self.connection.dialect)
        assert known is not None, statement
        self._later.append(Write(known, known.given(parameters), told))

    def flush(self) -> None:
        """Write what was left for later."""
        if self._later:
            writes, self._later = self._later, []
            with first_wins(next((write.told for write in writes if write.told), "")):
                (in_turn if self.is_sqlite else send)(self.connection, self._cursor, writes)

    def _ask(self, statement: Executable, parameters: Any, apart: bool = False) -> Prepared | None:
        """Run it if it is given its values by name: such a one is run again and again. Else it is SQLAlchemy's to run."""
        if not apart:
            self.flush()
        if not isinstance(parameters, dict) or (known := prepared(statement, parameters, self.connection.dialect)) is None:
            return None
        known.run(self.connection, self._cursor, parameters)
        return known

    @cached_property
    def _cursor(self) -> Any:
        """One for all: every answer is read to its end before the next question."""
        raw = self.connection.connection.dbapi_connection
        return raw.cursor() if isinstance(raw, sqlite3.Connection) else RawCursor(cast(Any, raw))

    def insert(self, table: sa.Table) -> Any:
        """An INSERT that knows ON CONFLICT, which both databases spell alike and SQLAlchemy does not."""
        return insert_into(table, self.is_sqlite)

    def add(self, table: sa.Table, values: dict[str, Any]) -> int:
        """Insert a row with the next id of its table; that id."""
        number: int = self.value(_add(table, self.is_sqlite), self.owned(values))
        return number

    def next_id(self, table: sa.Table, org_id: int) -> int:
        """The id of a row to be added, by this function alone. SQLite has one writer, so the highest is asked for once; on
        PostgreSQL the process has some in hand: they tell no order between processes.
        """
        if self.is_sqlite:
            key = table.name, org_id
            before = self._highest.get(key)
            self._highest[key] = (self.value(_highest(table), {"org": org_id}) if before is None else before) + 1
            return self._highest[key]
        hand = self.cache.ids.setdefault(table.name, deque())
        try:
            return int(hand.popleft())
        except IndexError:
            hand.extend(row.id for row in self.rows(_some(table), {"count": IN_HAND}, apart=True))
            return int(hand.popleft())

    def owned(self, values: dict[str, Any]) -> dict[str, Any]:
        """`values` and what a `numbered` INSERT needs beside them."""
        return values | {OWNER: values["org_id"]} if self.is_sqlite else values


def insert_into(table: sa.Table, sqlite_: bool) -> Any:
    """See `Sql.insert`; statements of the hot paths are built once, because building costs more than running them."""
    return sqlite.insert(table) if sqlite_ else postgresql.insert(table)


IN_HAND = 100
"""Ids that are fetched at once."""

OWNER = "owner"
"""Parameter of a numbered INSERT on SQLite: the organisation again."""


def numbered(table: sa.Table, sqlite_: bool) -> Any:
    """An INSERT that works out the row's id itself; give it its parameters by `Sql.owned`."""
    if not sqlite_:
        return postgresql.insert(table).values(id=sa.Sequence(f"{table.name}_id").next_value())
    highest = sa.func.coalesce(sa.func.max(table.c.id), 0) + 1
    return sqlite.insert(table).values(id=sa.select(highest).where(table.c.org_id == sa.bindparam(OWNER)).scalar_subquery())


@cache
def _renew(sqlite_: bool) -> Any:
    mine = sa.update(organisations).where(organisations.c.id == sa.bindparam("org"))
    return mine.values(generation=new_generation(sqlite_))


@cache
def _highest(table: sa.Table) -> Any:
    return sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0)).where(table.c.org_id == sa.bindparam("org"))


@cache
def _some(table: sa.Table) -> Any:
    each = sa.func.generate_series(1, sa.bindparam("count", type_=sa.BigInteger)).table_valued("n")
    return sa.select(sa.Sequence(f"{table.name}_id").next_value().label("id")).select_from(each)


@cache
def _add(table: sa.Table, sqlite_: bool) -> Any:
    return numbered(table, sqlite_).returning(table.c.id)


ALREADY_THERE = {"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}
"""PostgreSQL's unique_violation and SQLite's extended result codes for the same."""


@contextmanager
def first_wins(told: str) -> Iterator[None]:
    """A row that somebody else inserted first is Stale, not a bug (but where `told` is ''): run again, one finds it."""
    try:
        yield
    except IntegrityError as error:
        code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)
        if told and code in ALREADY_THERE:
            raise Stale(told) from error
        raise

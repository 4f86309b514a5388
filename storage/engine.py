"""Connections to the database: SQLite (embedded) or PostgreSQL, told apart by the URL alone."""

from __future__ import annotations

import select
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
)

from app.errors import ConfigurationError, Stale
from storage.types import to_json

READING = "sahayak_reading"
"""Execution option of a connection that only reads: on SQLite it never asks for the write lock."""

BUSY_SECONDS = 5.0
"""How long SQLite waits for another process's lock before it says no."""

CONNECT_SECONDS = 5
"""How long PostgreSQL may take to accept a connection."""

STILL_THERE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""Seconds until the system asks whether a silent server is still there (libpq's connection parameters)."""

RUN_AGAIN = {"40001", "40P01"}
"""PostgreSQL's serialization_failure and deadlock_detected (appendix A of its manual): nothing is wrong but the moment."""

TABLE_MISSING = {"42P01", "42703", "3F000"}
"""undefined_table, undefined_column, invalid_schema_name: the migrations did not run."""


class DatabaseUnavailable(ConfigurationError):
    """The database does not answer, is full, locked, or not migrated. One clear sentence; a web edge answers 503."""


class NotStorable(Exception):
    """The database refused a row: a text too long, a word that is none, a row that is there. Names the rule, never the row."""


def database_url(text: str) -> URL:
    """The address with the driver's name added. Raises ConfigurationError when it is none of ours."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise ConfigurationError("DATABASE_URL is not an address: use sqlite:///… or postgresql://…") from None
    kind = url.drivername.partition("+")[0]
    if kind in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise ConfigurationError(f"DATABASE_URL begins with {kind}://; only sqlite:///… and postgresql://… are supported")
    if not url.database or url.database == ":memory:":
        raise ConfigurationError("DATABASE_URL must name a file: sqlite:///path/to/sahayak.db")
    return url.set(drivername="sqlite+pysqlite")


def connect(text: str, *, connections: int = 8) -> sa.Engine:
    """An engine for the address, with at most `connections` open at once. Opens nothing yet."""
    url = database_url(text)
    options: dict[str, Any] = {
        "json_serializer": to_json,
        "hide_parameters": True,
        "pool_size": connections,
        "max_overflow": 4,
        "pool_timeout": 10,
    }
    if url.get_backend_name() == "sqlite":
        _make_folder(Path(url.database or "").parent)
        engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, **options)
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
        return engine
    arguments = {"connect_timeout": CONNECT_SECONDS, "application_name": "sahayak", **STILL_THERE}
    engine = sa.create_engine(url, connect_args=arguments, **options)
    sa.event.listen(engine, "checkout", _still_alive)
    return engine


def _still_alive(raw: Any, _record: object, _proxy: object) -> None:
    """Before each use. A server says nothing to an idle connection but good-bye, so a look at the socket replaces a ping, which
    would be a way there and back for every transaction. The pool tries another connection.
    """
    if raw.closed or select.select([raw.pgconn.socket], [], [], 0)[0]:
        raise sa.exc.DisconnectionError


def _make_folder(folder: Path) -> None:
    """For its owner alone: SQLite's files are readable by whoever gets as far as them. One that is there stays as it is."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailable(f"The folder {folder} of the database cannot be made: {error.strerror}") from error


def is_sqlite(bind: sa.Engine | sa.Connection) -> bool:
    return bind.dialect.name == "sqlite"


def _prepare_sqlite(raw: sqlite3.Connection, _: object) -> None:
    raw.isolation_level = None  # the driver's own BEGIN comes too late for DDL and savepoints; ours is in _begin_sqlite
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={int(BUSY_SECONDS * 1000)}"):
        raw.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    # A transaction that reads first and writes later fails at once when somebody wrote in between: ask for the lock first.
    reading = connection.get_execution_options().get(READING)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def speaking_plainly() -> Iterator[None]:
    """Turn what drivers raise when the database is away into DatabaseUnavailable, and a lost race into Stale.

    A refused row becomes NotStorable, because PostgreSQL's own message quotes the row and so what people wrote.
    """
    try:
        yield
    except (IntegrityError, DataError) as error:
        raise NotStorable(_rule(error)) from None
    except (OperationalError, InterfaceError) as error:
        raise _plain(error) from error
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) in TABLE_MISSING:
            raise DatabaseUnavailable("The database is not migrated: run `./sahayak db upgrade`.") from error
        raise
    except sa.exc.TimeoutError as error:
        raise DatabaseUnavailable("All database connections are busy.") from error
    except sa.exc.PendingRollbackError as error:  # somebody caught what was raised when the connection was lost
        raise DatabaseUnavailable("The database cannot be used: the connection was lost.") from error
    except sa.exc.StatementError as error:
        if isinstance(error.orig, ValueError):
            raise NotStorable(str(error.orig)) from None
        raise


def _rule(error: DBAPIError) -> str:
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return f"{getattr(error.orig, 'sqlstate', '')} {diagnosis.constraint_name or diagnosis.message_primary}"
    return str(error.orig)


def _plain(error: DBAPIError) -> Exception:
    if getattr(error.orig, "sqlstate", None) in RUN_AGAIN:
        return Stale("another transaction was faster")
    said = str(error.orig).strip().splitlines()
    reason = said[0] if said else type(error.orig).__name__
    if "no such table" in reason or "no such column" in reason:
        return DatabaseUnavailable("The database is not migrated: run `./sahayak db upgrade`.")
    return DatabaseUnavailable(f"The database cannot be used: {reason}")

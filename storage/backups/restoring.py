"""Brings a backup back, into either kind of database: checked first, then as one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from storage import migrations
from storage.backups import found_words
from storage.backups.archive import Manifest, Reader, Rows, Unusable, opened
from storage.backups.neutral import KINDS, at_once, light, taker
from storage.backups.starting import begin_anew
from storage.backups.taking import OF_THE_MOMENT, kept
from storage.engine import NotStorable, connect, is_sqlite, speaking_plainly

T = TypeVar("T")


@dataclass(frozen=True)
class Restored:
    """`silenced` is how many messages waited when the backup was made and are not sent by this desk."""

    manifest: Manifest
    silenced: int


def restore(url: str, path: Path, *, force: bool, moved: bool) -> Restored:
    """What is in the backup is in the database afterwards, and nothing else; it stands at this program's revision then.

    Without `force` only an empty database is taken. `moved`: the desk of the backup was at rest and never went on, so what
    waited is still to be sent. Raises Unusable or DatabaseUnavailable; then the database is as it was.
    """
    with opened(path) as backup:
        _readable(backup.manifest, path)
        backup.verify()
        with _alone(url) as connection:
            _empty(connection, force)
            _fill(connection, backup, path)
            return Restored(backup.manifest, begin_anew(connection, moved=moved))


def _readable(manifest: Manifest, path: Path) -> None:
    if manifest.revision not in migrations.known():
        needs = f"Sahayak {manifest.version} or a newer version"
        raise Unusable(f"{path} is at revision {manifest.revision}, which this version does not know: restore it with {needs}.")
    if any(kind not in KINDS for table in manifest.tables for kind in table.columns.values()):
        raise Unusable(f"{path} has columns of a kind that this version does not know.")


@contextmanager
def _alone(url: str) -> Iterator[sa.Connection]:
    """One transaction that nobody else looks into, on a database that no desk is using."""
    engine = connect(url, connections=1)
    try:
        with speaking_plainly(), engine.connect() as connection:
            if is_sqlite(connection):
                _ask_for_all_of_it(connection)
            with _in_use(connection), connection.begin():
                _no_desk(connection)
                yield connection
    except NotStorable as error:
        raise Unusable(f"The database refuses a row of the backup ({error}); nothing was restored.") from None
    finally:
        engine.dispose()


def _ask_for_all_of_it(connection: sa.Connection) -> None:
    raw: Any = connection.connection.dbapi_connection
    for pragma in ("locking_mode=EXCLUSIVE", "busy_timeout=1000"):
        raw.execute(f"PRAGMA {pragma}")


@contextmanager
def _in_use(connection: sa.Connection) -> Iterator[None]:
    """On SQLite the write lock is asked for at once, and is not given while anybody else has the file open."""
    try:
        yield
    except sa.exc.OperationalError as error:
        if is_sqlite(connection) and "locked" in str(error.orig):
            raise Unusable("The database is in use: stop the desk (./sahayak serve), then restore.") from None
        raise


def _no_desk(connection: sa.Connection) -> None:
    if is_sqlite(connection):
        return
    migrations.hold(connection)
    others = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND application_name = 'sahayak' AND pid <> pg_backend_pid()"
    )
    if many := connection.execute(sa.text(others)).scalar_one():
        raise Unusable(f"The database is in use ({many} connections of Sahayak): stop every web and worker, then restore.")


def _empty(connection: sa.Connection, force: bool) -> None:
    """At this program's revision, and without a row. Raises Unusable where something is there that nobody gave up."""
    now_at = migrations.revision_of(connection)
    if now_at is not None and now_at not in migrations.known():
        raise Unusable(f"The database is at revision {now_at}, which this version does not know; use the version that made it.")
    migrations.up(connection)
    if not is_sqlite(connection):
        connection.execute(sa.text("LOCK TABLE organisations IN ACCESS EXCLUSIVE MODE"))
    used = [table.name for table in kept() if connection.execute(sa.select(table).limit(1)).first() is not None]
    if used and not force:
        raise Unusable("The database is not empty: restore into a new one, or replace all that is in it with --force.")
    connection.execute(sa.text(f"DELETE FROM {found_words.NAME}"))  # noqa: S608
    for table in reversed([*OF_THE_MOMENT, *kept()]):
        connection.execute(sa.delete(table))


def _fill(connection: sa.Connection, backup: Reader, path: Path) -> None:
    """The rows, in the tables of their revision; then those are brought to this program's."""
    revision = backup.manifest.revision
    migrations.down(connection, revision)
    _fits(connection, backup.manifest, path)
    for table in backup.manifest.tables:
        add = _words if table.name == found_words.NAME else _adding(table)
        for rows in _some(map(taker(table.columns), backup.rows(table)), at_once(table.columns.values())):
            add(connection, rows)
    migrations.up(connection)


def _fits(connection: sa.Connection, manifest: Manifest, path: Path) -> None:
    """Every table of the backup is there with the same columns."""
    about = sa.inspect(connection)
    there = {name: {column["name"] for column in about.get_columns(name)} for name in about.get_table_names()}
    for table in manifest.tables:
        if table.name != found_words.NAME and there.get(table.name) != set(table.columns):
            raise Unusable(f"{path} is damaged: its table {table.name} is not that of revision {manifest.revision}.")


def _adding(table: Rows) -> Callable[[sa.Connection, Sequence[Mapping[str, Any]]], None]:
    insert = sa.insert(light(table.name, table.columns))

    def add(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        connection.execute(insert, rows)

    return add


def _words(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    found_words.add(connection, rows)


def _some(rows: Iterable[T], most: int) -> Iterator[list[T]]:
    every = iter(rows)
    while some := list(islice(every, most)):
        yield some

"""Makes a backup: one state of the database, written row by row, in place only when it is whole."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext

from storage import migrations
from storage.backups import found_words
from storage.backups.archive import Manifest, Unusable, Writer
from storage.backups.neutral import at_once, kinds_of, told
from storage.engine import connect
from storage.tables import findings, heartbeats, lanes, leases, metadata
from storage.unit_of_work import Store

OF_THE_MOMENT = (lanes, leases, heartbeats, findings)
"""What the processes tell each other while they run; another desk begins without it."""

NOT_IN_IT = "Settings (.env) and their secrets, the policy file, logs, and what stands in Slack and Teams themselves."


def back_up(url: str, path: Path, *, at: datetime, version: str, force: bool) -> Manifest:
    """The whole database as the file `path`, which is made anew. The desk may be at work meanwhile.

    Raises Unusable where the file is there already (unless `force`) or cannot be written, and DatabaseUnavailable.
    """
    if not force and os.path.lexists(path):
        raise Unusable(f"{path} is there already; --force replaces it.")
    store = Store(connect(url, connections=1))
    try:
        with store.reading() as tx:
            revision = _revision(tx.connection)
            with _appearing(path) as file:
                writer = Writer(file, at)
                for table in kept():
                    writer.table(table.name, kinds_of(table), _rows(tx.connection, table))
                writer.table(found_words.NAME, found_words.COLUMNS, found_words.words(tx.connection))
                kind = tx.connection.dialect.name
                return writer.close(version=version, revision=revision, database=kind, not_in_it=NOT_IN_IT)
    finally:
        store.close()


def kept() -> list[sa.Table]:
    """Every table that is in a backup; none before one that it refers to."""
    return [table for table in metadata.sorted_tables if table not in OF_THE_MOMENT]


def _revision(connection: sa.Connection) -> str:
    found, needed = MigrationContext.configure(connection).get_current_revision(), migrations.head()
    if found != needed:
        advice = "use the version that ran until now, or run ./sahayak db upgrade first"
        raise Unusable(f"The database is at revision {found or 'none'}, and this version backs up {needed}: {advice}.")
    return needed


def _rows(connection: sa.Connection, table: sa.Table) -> Iterator[dict[str, Any]]:
    ordered = sa.select(table).order_by(*table.primary_key.columns)
    for row in connection.execute(ordered, execution_options={"yield_per": at_once(kinds_of(table).values())}).mappings():
        yield told(row)  # type: ignore[arg-type]


@contextmanager
def _appearing(path: Path) -> Iterator[IO[bytes]]:
    """A file beside `path` that only its owner may read, and that takes its place when everything is written."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        try:
            with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
            _keep(path.absolute().parent)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise Unusable(f"{path} cannot be written: {(error.strerror or 'unknown reason').lower()}.") from None


def _keep(folder: Path) -> None:
    """The new name is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

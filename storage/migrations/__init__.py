"""The database's history, from the first table on. Nothing here imports the desk: a migration must mean the same for ever.

Every migration does one change and tells what running old code sees meanwhile. `upgrade` may be called by several processes
at once and needs no alembic.ini.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.engine import DatabaseUnavailable, connect, is_sqlite, speaking_plainly

Step = Callable[[Config, str], None]

UPGRADE_LOCK = 7_242_472_643
"""Key of the PostgreSQL advisory lock that one upgrading process holds."""


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database to `revision`. Does nothing when it is there. Raises DatabaseUnavailable."""
    _move(url, command.upgrade, revision)


def downgrade(url: str, revision: str) -> None:
    """Back to `revision` ("base" leaves nothing). Raises DatabaseUnavailable."""
    _move(url, command.downgrade, revision)


def current(url: str) -> str | None:
    """The revision the database is at, None before the first. Raises DatabaseUnavailable."""
    engine = connect(url)
    try:
        with speaking_plainly(), engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def head() -> str:
    """The revision this program needs."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    if newest is None:
        raise DatabaseUnavailable("The program came without its migrations.")
    return newest


def known() -> frozenset[str]:
    """Every revision this program can lead from."""
    return frozenset(step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions())


def revision_of(connection: sa.Connection) -> str | None:
    """As `current`, in a transaction that is open."""
    return MigrationContext.configure(connection).get_current_revision()


def up(connection: sa.Connection, revision: str = "head") -> None:
    """As `upgrade`, in a transaction that is open and has called `hold`."""
    _step(connection, command.upgrade, revision)


def down(connection: sa.Connection, revision: str) -> None:
    """As `downgrade`, in a transaction that is open and has called `hold`."""
    _step(connection, command.downgrade, revision)


def hold(connection: sa.Connection) -> None:
    """Until the transaction ends no other process upgrades. SQLite's BEGIN IMMEDIATE has taken the write lock already."""
    if not is_sqlite(connection):
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})


def _move(url: str, step: Step, revision: str) -> None:
    engine = connect(url)
    try:
        with speaking_plainly(), engine.begin() as connection:
            hold(connection)
            _step(connection, step, revision)
    finally:
        engine.dispose()


def _step(connection: sa.Connection, step: Step, revision: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    step(config, revision)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config

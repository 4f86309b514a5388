"""Migrations lead from nothing to exactly the tables that the code knows, and back."""

from __future__ import annotations

import ast
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import migrations
from storage.engine import DatabaseUnavailable, connect
from storage.search import CREATE_POSTGRESQL, CREATE_SQLITE
from storage.tables import metadata
from storage.unit_of_work import Store
from tests import builders
from tests.databases import postgresql_database

COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
WHERE table_schema = 'public'
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
SEQUENCES = "SELECT sequencename, data_type::text, start_value, increment_by FROM pg_sequences WHERE schemaname = 'public'"


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def empty_postgresql() -> Iterator[str]:
    with postgresql_database(migrated=False) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"empty_{request.param}")
    return url


def shape(url: str) -> set[tuple[object, ...]]:
    """Everything that the database knows of its tables, without the order in which it was told."""
    engine = connect(url)
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            questions = (COLUMNS, CONSTRAINTS, INDEXES, SEQUENCES)
            rows = [tuple(row) for question in questions for row in connection.execute(sa.text(question))]
        else:
            told = connection.execute(sa.text("SELECT type, name, sql FROM sqlite_master"))
            rows = [(kind, name, part) for kind, name, text in told for part in parts_of(text or "")]
    engine.dispose()
    return {row for row in rows if not any("alembic" in str(part) for part in row)}


def parts_of(text: str) -> list[str]:
    """The parts of a CREATE statement, each for itself, spaces and quotes aside. SQLite puts a later column on an old line."""
    return [
        re.sub(r'[\s"]+', " ", part).strip(" ,") for line in text.splitlines() for part in re.split(r",\s+(?![^()]*\))", line)
    ]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_last_migration_makes_what_the_code_knows(request: pytest.FixtureRequest, kind: str) -> None:
    migrated, empty = request.getfixturevalue(f"{kind}_url"), request.getfixturevalue(f"empty_{kind}")
    engine = connect(empty)
    metadata.create_all(engine)
    with engine.begin() as connection:
        for statement in CREATE_SQLITE if engine.dialect.name == "sqlite" else CREATE_POSTGRESQL:
            connection.execute(sa.text(statement))
    engine.dispose()
    assert shape(migrated) == shape(empty)


def test_there_and_back_and_there_again(empty_url: str) -> None:
    assert migrations.current(empty_url) is None
    migrations.upgrade(empty_url)
    assert migrations.current(empty_url) == migrations.head()
    first = shape(empty_url)
    migrations.downgrade(empty_url, "base")
    assert migrations.current(empty_url) is None
    assert shape(empty_url) == set()
    migrations.upgrade(empty_url)
    assert shape(empty_url) == first


def test_upgrading_again_keeps_what_is_there(store: Store, database_url: str) -> None:
    with store.open() as tx:
        ticket = builders.ticket(tx)
    migrations.upgrade(database_url)
    with store.open() as tx:
        assert tx.tickets.get(ticket.org_id, ticket.number) == ticket


def test_two_processes_may_upgrade_at_once(empty_url: str) -> None:
    errors: list[Exception] = []

    def upgrade() -> None:
        try:
            migrations.upgrade(empty_url)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=upgrade) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert migrations.current(empty_url) == migrations.head()


def test_a_database_that_is_not_migrated_says_so(empty_url: str) -> None:
    store = Store(connect(empty_url))
    with pytest.raises(DatabaseUnavailable, match="db upgrade"), store.open() as tx:
        tx.organisations.first()
    store.close()


def test_migrations_import_nothing_that_changes() -> None:
    for path in Path(migrations.__file__).parent.joinpath("versions").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not [name for name in names if name.split(".")[0] in ("app", "storage")], path

"""What most commands begin with: settings, logs on stderr, and the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from app import logs
from app.ports import Tx
from app.settings import Settings


def settings(*, complete: bool = True) -> Settings:
    """The settings, with the logs set up as they say."""
    found = Settings.load(complete=complete)
    logs.configure(found.sahayak_log_level, found.sahayak_log_format)
    return found


def wiring() -> ModuleType:
    """`app.main`, which knows all the packages; asked for late, because it costs time."""
    import app.main

    return app.main


@contextmanager
def reading() -> Iterator[tuple[Tx, int]]:
    """One state of the database and the organisation's id (0 where nobody has used the desk yet); nothing is written."""
    with _store() as store, store.reading() as tx:
        yield tx, next((organisation.id for organisation in tx.organisations.all()), 0)


@contextmanager
def writing() -> Iterator[tuple[Tx, int]]:
    """One transaction, committed when the block ends, and the organisation's id."""
    with _store() as store, store.open() as tx:
        yield tx, tx.organisations.first().id


@contextmanager
def _store() -> Iterator[Any]:
    store = wiring().open_store(settings(complete=False))
    try:
        yield store
    finally:
        store.close()

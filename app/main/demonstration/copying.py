"""A copy of an embedded database that nobody has to stop writing for."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from app.errors import ConfigurationError


class NoDatabase(ConfigurationError):
    """The file is no database, or a damaged one."""


def copy(source: Path, target: Path) -> None:
    """What is committed in `source`, as one file at `target`, on the disk for good. Raises OSError."""
    target.unlink(missing_ok=True)
    try:
        with closing(_opened(source)) as original, closing(sqlite3.connect(target)) as made:
            made.execute("PRAGMA synchronous=OFF")
            original.backup(made)
            made.execute("PRAGMA journal_mode=DELETE")
        with target.open("rb+") as written:
            os.fsync(written.fileno())
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise OSError(0, str(error)) from error


def sound(file: Path) -> None:
    """Raises NoDatabase for a file that is missing or damaged."""
    try:
        with closing(_opened(file)) as database:
            found = database.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error:
        raise NoDatabase(f"{file} is no database.") from None
    if found != ("ok",):
        raise NoDatabase(f"{file} is a damaged database.")


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)

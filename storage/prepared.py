"""Statements compiled once and run by the driver itself.

SQLAlchemy compiles, caches and describes every execution anew; for the few statements that every event runs, that costs more
than the database (`python -m tests.bench.statements`). Here the text, the way values go in and the way rows come out are
worked out once for a statement and its parameters' names; errors are still SQLAlchemy's own.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from itertools import starmap
from typing import Any, cast
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import Executable
from sqlalchemy.sql.compiler import SQLCompiler

Processor = Callable[[Any], Any]
NAME = re.compile(r"%\((\w+)\)s")

_prepared: WeakKeyDictionary[Executable, dict[tuple[str, ...], Prepared | None]] = WeakKeyDictionary()


def prepared(statement: Executable, names: Mapping[str, Any], dialect: Dialect) -> Prepared | None:
    """The statement as this database takes it, or None where its text depends on its values. Kept as long as the statement."""
    key = (dialect.name, *names)
    try:
        return _prepared[statement][key]
    except KeyError:
        found = _prepare(statement, list(names), dialect)
        _prepared.setdefault(statement, {})[key] = found
        return found


def _prepare(statement: Executable, names: list[str], dialect: Dialect) -> Prepared | None:
    compiled = statement.compile(dialect=dialect, column_keys=names)  # type: ignore[attr-defined]
    assert isinstance(compiled, SQLCompiler)
    changes_with_values = compiled.post_compile_params or compiled.literal_execute_params
    made_in_python = compiled.insert_prefetch or compiled.update_prefetch
    return None if changes_with_values or made_in_python else Prepared(compiled, dialect)


class Prepared:
    """A statement that needs nothing but its values, in the order of `order`."""

    def __init__(self, compiled: SQLCompiler, dialect: Dialect) -> None:
        self.pattern = compiled.string
        self.text, self.order = _positional(compiled)
        self._going_in = cast("Mapping[str, Processor]", compiled._bind_processors)
        self._fixed = {
            name: self._through(name, bound.effective_value) for bound, name in compiled.bind_names.items() if not bound.required
        }
        columns = compiled._result_columns
        self._gives_rows = bool(columns)
        coming_out = [(place, c.type._cached_result_processor(dialect, None)) for place, c in enumerate(columns)]
        self._coming_out = [(place, process) for place, process in coming_out if process is not None]
        self._row = namedtuple("Row", [c.keyname for c in columns], rename=True)  # type: ignore[misc]

    def run(self, connection: sa.Connection, cursor: Any, values: Mapping[str, Any]) -> None:
        """Raises what `connection.execute` would."""
        execute(connection, cursor, self.text, self.values(values))

    def values(self, values: Mapping[str, Any]) -> Sequence[Any]:
        """As the driver takes them, in the statement's order. Raises StatementError for what cannot be stored."""
        given = self.given(values)
        return [given[name] for name in self.order]

    def given(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """As the driver takes them, by name, with those that are always the same."""
        given, going_in = dict(self._fixed), self._going_in
        try:
            for name, value in values.items():
                process = going_in.get(name)
                given[name] = value if process is None else process(value)
        except ValueError as error:
            raise sa.exc.StatementError(str(error), self.text, None, error, hide_parameters=True) from error
        return given

    def rows(self, cursor: Any) -> list[Any]:
        return list(starmap(self._row, map(self._read, cursor.fetchall())))

    def first(self, cursor: Any) -> Any:
        found = cursor.fetchall()
        return self._row(*self._read(found[0])) if found else None

    def value(self, cursor: Any) -> Any:
        """The first column of the first row."""
        found = cursor.fetchall()
        return self._read(found[0])[0] if found else None

    def leave(self, cursor: Any) -> None:
        """Nobody wants its rows. SQLite ends no savepoint while some are unread."""
        if self._gives_rows:
            cursor.fetchall()

    def _read(self, row: Sequence[Any]) -> Sequence[Any]:
        if not self._coming_out:
            return row
        read = list(row)
        for place, process in self._coming_out:
            read[place] = process(read[place])
        return read

    def _through(self, name: str, value: Any) -> Any:
        process = self._going_in.get(name)
        return value if process is None else process(value)


def execute(connection: sa.Connection, cursor: Any, text: str, values: Sequence[Any], *, many: bool = False) -> None:
    """Run it in the connection's transaction; `many`: once for each of these rows. Raises what `connection.execute` would."""
    try:
        if connection._has_events or connection.engine._has_events:
            for hear in connection.dispatch.before_cursor_execute:
                hear(connection, cursor, text, values, None, many)
        (cursor.executemany if many else cursor.execute)(text, values)
    except Exception as error:
        connection._handle_dbapi_exception(error, text, None, cursor, None)


def _positional(compiled: SQLCompiler) -> tuple[str, Sequence[str]]:
    """The text with places instead of names (? on SQLite, $1 on PostgreSQL), and the names in their order."""
    if compiled.positiontup is not None:
        return compiled.string, compiled.positiontup
    order = list(dict.fromkeys(NAME.findall(compiled.string)))
    return NAME.sub(lambda found: f"${order.index(found[1]) + 1}", compiled.string).replace("%%", "%"), order

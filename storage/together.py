"""Rows that need no answer leave together; for PostgreSQL in one statement: one way there and back instead of one for each.

Every INSERT becomes a data-modifying CTE (https://www.postgresql.org/docs/current/queries-with.html#QUERIES-WITH-MODIFYING);
neighbours of one kind become rows of one INSERT, so that they keep their order. Foreign keys between them are looked at when
the whole statement is done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from storage.prepared import NAME, Prepared, execute

_INSERT = re.compile(r"(INSERT INTO .*? VALUES )(\(.*\))( ON CONFLICT .*)?", re.DOTALL)


@dataclass(frozen=True)
class Write:
    """An INSERT with its values by name; `told` is what it means when somebody else was first."""

    prepared: Prepared
    given: Mapping[str, Any]
    told: str = ""


def send(connection: sa.Connection, cursor: Any, writes: Sequence[Write]) -> None:
    """Raises what `connection.execute` would."""
    kinds = [(prepared, list(same)) for prepared, same in groupby(writes, key=lambda write: write.prepared)]
    values: list[Any] = []
    for prepared, same in kinds:
        insert = _parts(prepared)
        for write in same:
            values += [write.given[name] for name in insert.in_row]
        values += [same[0].given[name] for name in insert.in_tail]
    execute(connection, cursor, _text(tuple((prepared, len(same)) for prepared, same in kinds)), values)
    cursor.fetchall()


def in_turn(connection: sa.Connection, cursor: Any, writes: Sequence[Write]) -> None:
    """The same for SQLite, which is in this process: neighbours of one kind are one call of its driver. An id that a row works
    out itself is that of its own turn.
    """
    with closing(cursor.connection.cursor()) as own:  # else the last statement stays open, and with it the file
        for prepared, same in groupby(writes, key=lambda write: write.prepared):
            rows = [[write.given[name] for name in prepared.order] for write in same]
            execute(connection, own, prepared.text, rows, many=True)


@dataclass(frozen=True)
class _Insert:
    """INSERT INTO … VALUES, the row, ON CONFLICT …; and the names in the last two."""

    head: str
    row: str
    tail: str
    in_row: tuple[str, ...]
    in_tail: tuple[str, ...]


@cache
def _parts(prepared: Prepared) -> _Insert:
    found = _INSERT.fullmatch(prepared.pattern)
    if found is None:
        raise ValueError(f"not a plain INSERT: {prepared.pattern}")
    head, row, tail = (part.replace("%%", "%") for part in (found[1], found[2], found[3] or ""))
    return _Insert(head, row, tail, _names(row), _names(tail))


@lru_cache(maxsize=256)
def _text(kinds: tuple[tuple[Prepared, int], ...]) -> str:
    """One statement of all of them, its parameters numbered through."""
    parts, used = [], 0
    for number, (prepared, count) in enumerate(kinds):
        insert = _parts(prepared)
        rows = [_numbered(insert.row, insert.in_row, used + place * len(insert.in_row)) for place in range(count)]
        used += count * len(insert.in_row)
        parts.append(f"w{number} AS ({insert.head}{', '.join(rows)}{_numbered(insert.tail, insert.in_tail, used)})")
        used += len(insert.in_tail)
    return f"WITH {', '.join(parts)} SELECT 1"


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(NAME.findall(text)))


def _numbered(text: str, names: Sequence[str], used: int) -> str:
    return NAME.sub(lambda found: f"${used + names.index(found[1]) + 1}", text)

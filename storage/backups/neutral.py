"""Rows as both databases tell them: what stands in a backup is JSON, whichever database it came from."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from storage.types import Document, Moment, Words

MANY, FEW = 1_000, 16
"""Rows that are in memory at once; few of those that hold bytes."""

KINDS: Mapping[str, TypeEngine[Any]] = {
    "number": sa.BigInteger(),
    "text": Words(),
    "yes_no": sa.Boolean(),
    "moment": Moment(),
    "document": Document(),
    "bytes": sa.LargeBinary(),
}
"""Every kind of column there is, by its name in a backup."""


def kind_of(column: sa.Column[Any]) -> str:
    """The name of a column's kind. Raises TypeError for a column of a kind that backups do not know."""
    kinds = (
        ("moment", Moment),
        ("document", Document),
        ("yes_no", sa.Boolean),
        ("number", sa.Integer),
        ("bytes", sa.LargeBinary),
    )
    for name, kind in (*kinds, ("text", (Words, sa.Text))):
        if isinstance(column.type, kind):  # type: ignore[arg-type]
            return name
    raise TypeError(f"{column} is of a kind that cannot be backed up")


def kinds_of(table: sa.Table) -> dict[str, str]:
    """The kind of each column."""
    return {column.name: kind_of(column) for column in table.columns}


def told(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with nothing in it but what JSON can say; instants are ISO 8601, UTC, and bytes are in base64."""
    return {name: _plain(value) for name, value in row.items()}


def taker(kinds: Mapping[str, str]) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Makes of a row in a backup one that a table with columns of these kinds takes. It raises ValueError for any other row."""
    readers = {name: _READ[kind] for name, kind in kinds.items() if kind in _READ}

    def take(row: Mapping[str, Any]) -> dict[str, Any]:
        if row.keys() != kinds.keys():
            raise ValueError("a row with other columns")
        return {**row, **{name: read(row[name]) for name, read in readers.items() if row[name] is not None}}

    return take


def light(name: str, kinds: Mapping[str, str]) -> sa.TableClause:
    """The table as this backup knows it, which may be older than the tables of this program."""
    return sa.table(name, *(sa.column(column, KINDS[kind]) for column, kind in kinds.items()))


def at_once(kinds: Iterable[str]) -> int:
    """Rows of such columns that may be in memory together."""
    return FEW if "bytes" in kinds else MANY


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return _instant(value)
    return b64encode(value).decode("ascii") if isinstance(value, bytes | memoryview) else value


def _unpacked(text: str) -> bytes:
    return b64decode(text, validate=True)


_READ: Mapping[str, Callable[[str], Any]] = {"moment": datetime.fromisoformat, "bytes": _unpacked}


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")

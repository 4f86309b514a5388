"""The words by which tickets are found, as rows that either kind of search index takes.

They cannot be told from the tickets alone: somebody whose name was a word then may have another one now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from storage.engine import is_sqlite
from storage.search import word_of_org

NAME = "ticket_words"
COLUMNS = {"org_id": "number", "number": "number", "public": "document", "internal": "document"}

_ALL_SQLITE = "SELECT rowid >> 32 AS org_id, rowid & 4294967295 AS number, public, internal FROM ticket_words ORDER BY rowid"
_ALL_POSTGRESQL = (
    "SELECT org_id, number, tsvector_to_array(public) AS public, tsvector_to_array(everything) AS internal "
    "FROM ticket_words ORDER BY org_id, number"
)
_ADD_SQLITE = (
    "INSERT INTO ticket_words (rowid, org, public, internal) "
    "VALUES ((:org_id << 32) | :number, CAST(:org_id AS TEXT), :public, :internal)"
)
_ADD_POSTGRESQL = (
    "INSERT INTO ticket_words (org_id, number, public, everything) "
    "VALUES (:org_id, :number, array_to_tsvector(CAST(:public AS text[])), array_to_tsvector(CAST(:internal AS text[])))"
)


def words(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """What each ticket is found by: words that anybody may know, and those that only agents do."""
    sqlite = is_sqlite(connection)
    found = connection.execute(sa.text(_ALL_SQLITE if sqlite else _ALL_POSTGRESQL)).yield_per(500)
    for row in found:
        public, internal = (set(part.split() if sqlite else part) for part in (row.public, row.internal))
        public.discard(word_of_org(row.org_id))
        internal -= {word_of_org(row.org_id), *public}
        yield {"org_id": row.org_id, "number": row.number, "public": sorted(public), "internal": sorted(internal)}


def add(connection: sa.Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Some rows of a backup."""
    sqlite = is_sqlite(connection)
    given = [_sqlite(row) if sqlite else _postgresql(row) for row in rows]
    connection.execute(sa.text(_ADD_SQLITE if sqlite else _ADD_POSTGRESQL), given)


def _sqlite(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "public": " ".join(row["public"]), "internal": " ".join(row["internal"])}


def _postgresql(row: Mapping[str, Any]) -> dict[str, Any]:
    public = [word_of_org(row["org_id"]), *row["public"]]
    return {**row, "public": public, "internal": [*public, *row["internal"]]}

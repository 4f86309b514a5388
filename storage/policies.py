"""Policies: every version that was ever applied."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from storage.sql import Sql, first_wins
from storage.tables import policies as t

T = TypeVar("T")

CURRENT = sa.select(t.c.version, t.c.document).where(t.c.org_id == sa.bindparam("org")).order_by(t.c.version.desc()).limit(1)

THEN = sa.select(t.c.document).where(t.c.org_id == sa.bindparam("org"), t.c.version == sa.bindparam("then"))
EVERY = sa.select(t.c.version, t.c.at).where(t.c.org_id == sa.bindparam("org")).order_by(t.c.version)


class Policies:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def current(self, org_id: int) -> tuple[int, Mapping[str, Any]] | None:
        """Version and document of the policy in force."""
        found = self._sql.row(CURRENT, {"org": org_id})
        return (found.version, found.document) if found else None

    def understood(self, org_id: int, read: Callable[[int, Mapping[str, Any]], T]) -> T | None:
        """What `read` makes of the policy in force, once for as long as it is; None without one."""

        def ask() -> T | None:
            found = self.current(org_id)
            return read(*found) if found else None

        return self._sql.kept(org_id, ("policy", read), ask)

    def understood_then(self, org_id: int, version: int, read: Callable[[int, Mapping[str, Any]], T]) -> T | None:
        """What `read` makes of an earlier version; a version never changes."""

        def ask() -> T | None:
            found = self._sql.row(THEN, {"org": org_id, "then": version})
            return read(version, found.document) if found else None

        return self._sql.kept(org_id, ("policy", read, version), ask)

    def since(self, org_id: int, version: int) -> Sequence[tuple[int, datetime]]:
        """Later versions and when each came into force, in order."""
        every = self._sql.kept(
            org_id, "policies", lambda: [(row.version, row.at) for row in self._sql.rows(EVERY, {"org": org_id})]
        )
        return [one for one in every if one[0] > version]

    def save(self, org_id: int, document: Mapping[str, Any], source: str, at: datetime) -> int:
        """A new version; `source` is the text as it was written. Raises Stale when two apply at once."""
        self._sql.rewrite(org_id)
        newest = sa.select(sa.func.coalesce(sa.func.max(t.c.version), 0) + 1).where(t.c.org_id == org_id).scalar_subquery()
        insert = self._sql.insert(t).values(org_id=org_id, version=newest, document=dict(document), source=source, at=at)
        with first_wins("another policy was applied meanwhile"):
            version: int = self._sql.value(insert.returning(t.c.version))
        return version

    def source(self, org_id: int) -> str:
        """The text of the policy in force, '' without one."""
        return self._sql.value(sa.select(t.c.source).where(t.c.org_id == org_id).order_by(t.c.version.desc()).limit(1)) or ""

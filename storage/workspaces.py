"""Workspaces: where an organisation talks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

import sqlalchemy as sa

from app.people.model import Platform, Workspace
from storage.sql import Sql, numbered
from storage.tables import workspaces as t

OF = sa.select(t).where(t.c.org_id == sa.bindparam("org")).order_by(t.c.id)
FIND = sa.select(t).where(t.c.platform == sa.bindparam("on"), t.c.external_id == sa.bindparam("external"))


class Workspaces:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def find(self, platform: Platform, external_id: str) -> Workspace | None:
        """By what the platform calls it (ix_workspaces_external)."""
        home = self._sql.cache.homes.get((platform, external_id))
        if home is None:
            return self._find(platform, external_id)
        return self._sql.kept(home, ("workspace", platform, external_id), lambda: self._find(platform, external_id))

    def _find(self, platform: Platform, external_id: str) -> Workspace | None:
        row = self._sql.row(FIND, {"on": platform, "external": external_id})
        if row is None:
            return None
        found = _workspace(row)
        self._sql.cache.homes[platform, external_id] = found.org_id
        return found

    def of(self, org_id: int) -> Sequence[Workspace]:
        return list(self._sql.kept(org_id, "workspaces", lambda: [*map(_workspace, self._sql.rows(OF, {"org": org_id}))]))

    def save(self, workspace: Workspace) -> Workspace:
        """Insert (id 0) or update; the saved row with its id. One that was inserted meanwhile is updated."""
        values: dict[str, Any] = asdict(workspace)
        org_id, known = values.pop("org_id"), values.pop("id")
        self._sql.rewrite(org_id)
        if known:
            self._sql.run(sa.update(t).where(t.c.org_id == org_id, t.c.id == known).values(values))
            return workspace
        upsert = numbered(t, self._sql.is_sqlite).on_conflict_do_update(
            index_elements=[t.c.platform, t.c.external_id], set_=values, where=t.c.org_id == org_id
        )
        saved = self._sql.value(upsert.returning(t.c.id), self._sql.owned({"org_id": org_id, **values}))
        if saved is None:
            raise LookupError("this workspace belongs to another organisation")
        return replace(workspace, id=saved)


def _workspace(row: Any) -> Workspace:
    return Workspace(**row._asdict() | {"platform": Platform(row.platform)})

"""Who reads in the request channels."""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa

from app.people.model import Platform
from storage.audience_tables import audiences as t
from storage.sql import Sql, insert_into

ALL = sa.select(t).where(t.c.org_id == sa.bindparam("org"))


@cache
def _learn(sqlite_: bool) -> Any:
    insert = insert_into(t, sqlite_)
    said = {"everybody": insert.excluded.everybody}
    return insert.on_conflict_do_update(index_elements=list(t.primary_key.columns), set_=said)


class Audiences:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def known(self, org_id: int, platform: Platform, workspace: str, channel: str) -> bool | None:
        """Whether everybody of the workspace may read there; None where it has never been told."""
        found = self._sql.kept(org_id, "audiences", lambda: self._all(org_id))
        return found.get((platform, workspace, channel))

    def learn(self, org_id: int, platform: Platform, workspace: str, channel: str, everybody: bool) -> None:
        self._sql.rewrite(org_id)
        values = {"org_id": org_id, "platform": platform, "workspace": workspace, "channel": channel, "everybody": everybody}
        self._sql.run(_learn(self._sql.is_sqlite), values)

    def _all(self, org_id: int) -> dict[tuple[Platform, str, str], bool]:
        rows = self._sql.rows(ALL, {"org": org_id})
        return {(Platform(row.platform), row.workspace, row.channel): bool(row.everybody) for row in rows}

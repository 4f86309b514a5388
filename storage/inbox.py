"""What came in, kept so that it counts once."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from storage.sql import Sql
from storage.tables import inbox as t


class Inbox:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def first_time(self, org_id: int, key: str, at: datetime) -> bool:
        """Remember `key`; False when it was there already. Waits for whoever is just committing the same key."""
        insert = self._sql.insert(t).on_conflict_do_nothing().returning(t.c.key)
        return self._sql.value(insert, {"org_id": org_id, "key": key, "at": at}) is not None

    def seen(self, org_id: int, key: str) -> bool:
        return self._sql.row(sa.select(t.c.key).where(t.c.org_id == org_id, t.c.key == key)) is not None

    def forget_before(self, org_id: int, at: datetime) -> int:
        """How many keys were forgotten (ix_inbox_at)."""
        return self._sql.changed(sa.delete(t).where(t.c.org_id == org_id, t.c.at < at))

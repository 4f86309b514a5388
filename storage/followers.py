"""Who follows a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.ports.followers import Follower
from storage.follow_tables import followers as f
from storage.sql import Sql, first_wins

MOST = 500
"""Of what one person follows."""

ORG: Any = sa.bindparam("org", type_=f.c.org_id.type)
OF: Any = sa.bindparam("of", type_=f.c.ticket.type)
WHO: Any = sa.bindparam("who", type_=f.c.person_id.type)

ALL = sa.select(f).where(f.c.org_id == ORG, f.c.ticket == OF).order_by(f.c.at, f.c.person_id)
ONE = sa.select(f).where(f.c.org_id == ORG, f.c.ticket == OF, f.c.person_id == WHO)
THEIRS = (
    sa.select(f.c.ticket).where(f.c.org_id == ORG, f.c.person_id == WHO).order_by(f.c.at.desc(), f.c.ticket.desc()).limit(MOST)
)
INSERT = sa.insert(f)
DELETE = sa.delete(f).where(f.c.org_id == ORG, f.c.ticket == OF, f.c.person_id == WHO)


class Followers:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def of(self, org_id: int, ticket: int) -> Sequence[Follower]:
        """Who follows it, the first one first."""
        return [_follower(row) for row in self._sql.rows(ALL, {"org": org_id, "of": ticket})]

    def find(self, org_id: int, ticket: int, person_id: int) -> Follower | None:
        found = self._sql.row(ONE, {"org": org_id, "of": ticket, "who": person_id})
        return _follower(found) if found else None

    def followed(self, org_id: int, person_id: int) -> Sequence[int]:
        """The numbers of what they follow, the last one first (ix_followers_person)."""
        return [row.ticket for row in self._sql.rows(THEIRS, {"org": org_id, "who": person_id})]

    def add(self, org_id: int, ticket: int, follower: Follower) -> None:
        """Raises Stale when they follow it by now."""
        row = {"person_id": follower.person_id, "by_id": follower.by_id, "at": follower.at}
        with first_wins("they follow it by now"):
            self._sql.run(INSERT, {"org_id": org_id, "ticket": ticket, **row})

    def remove(self, org_id: int, ticket: int, person_id: int) -> bool:
        """False where they did not follow it."""
        return bool(self._sql.changed(DELETE, {"org": org_id, "of": ticket, "who": person_id}))


def _follower(row: Any) -> Follower:
    return Follower(row.person_id, row.by_id, row.at)

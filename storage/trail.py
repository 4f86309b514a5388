"""A ticket's history as people read it: a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.ports import HistoryLine
from storage.sql import Sql
from storage.tables import history as h

ORG: Any = sa.bindparam("org", type_=h.c.org_id.type)
OF: Any = sa.bindparam("of", type_=h.c.ticket.type)
READABLE = (h.c.org_id == ORG, h.c.ticket == OF, sa.or_(h.c.internal.is_(False), sa.bindparam("internal", type_=sa.Boolean)))
LINES = (
    sa.select(h)
    .where(*READABLE)
    .order_by(h.c.seq)
    .limit(sa.bindparam("most", type_=sa.BigInteger))
    .offset(sa.bindparam("skip", type_=sa.BigInteger))
)
COUNT = sa.select(sa.func.count()).select_from(h).where(*READABLE)
OPENER = sa.select(h.c.by_id).where(h.c.org_id == ORG, h.c.ticket == OF, h.c.seq == 1)
SAID = sa.select(h.c.changes).where(h.c.org_id == ORG, h.c.ticket == OF, h.c.event == "ticket.commented")


class Trail:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def lines(self, org_id: int, ticket: int, *, internal: bool, most: int, skip: int) -> Sequence[HistoryLine]:
        """In order; what only agents may know is left out unless `internal`."""
        rows = self._sql.rows(LINES, {"org": org_id, "of": ticket, "internal": internal, "most": most, "skip": skip})
        return [HistoryLine(row.seq, row.event, row.at, row.by_id, row.changes, row.internal) for row in rows]

    def count(self, org_id: int, ticket: int, *, internal: bool) -> int:
        return int(self._sql.value(COUNT, {"org": org_id, "of": ticket, "internal": internal}))

    def opener(self, org_id: int, ticket: int) -> int | None:
        """Who opened it; None: the desk."""
        found: int | None = self._sql.value(OPENER, {"org": org_id, "of": ticket})
        return found

    def answered(self, org_id: int, ticket: int, comment: int) -> bool:
        """Whether this comment was said by somebody who helps: their words to whoever asked."""
        rows = self._sql.rows(SAID, {"org": org_id, "of": ticket})
        return any(row.changes.get("comment") == comment and row.changes.get("from_agent") is True for row in rows)

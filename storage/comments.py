"""What was said on tickets: comments and notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.tickets.model import Comment, Source, Ticket, Visibility
from storage.search import Search
from storage.sql import Sql
from storage.tables import comments as t


class Comments:
    def __init__(self, sql: Sql, search: Search) -> None:
        self._sql = sql
        self._search = search

    def add(
        self, ticket: Ticket, author_id: int | None, visibility: Visibility, text: str, at: datetime, source: Source | None = None
    ) -> Comment:
        """Stored, and its words found by search (internal ones only by agents)."""
        values: dict[str, Any] = {
            "ticket": ticket.number, "author_id": author_id, "visibility": visibility, "text": text, "at": at,
            "platform": source.platform if source else "", "channel": source.channel if source else "",
            "message": source.message if source else "",
        }  # fmt: skip
        number = self._sql.add(t, {"org_id": ticket.org_id, **values})
        self._search.extend(ticket.org_id, ticket.number, text, visibility)
        return Comment(org_id=ticket.org_id, id=number, **values)

    def of(self, org_id: int, ticket: int, *, internal: bool) -> Sequence[Comment]:
        """Oldest first; notes only when `internal` (ix_comments_ticket)."""
        asked = [t.c.org_id == org_id, t.c.ticket == ticket]
        asked += [] if internal else [t.c.visibility == Visibility.PUBLIC]
        return [_comment(row) for row in self._sql.rows(sa.select(t).where(*asked).order_by(t.c.id))]


def _comment(row: Any) -> Comment:
    return Comment(**{**row._mapping, "visibility": Visibility(row.visibility)})

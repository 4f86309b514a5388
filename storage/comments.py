"""What was said on tickets: comments and notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.tickets.comment import Comment, Visibility
from app.tickets.model import Ticket
from app.tickets.spoken import Spoken
from storage.conversation_tables import utterances
from storage.search import Search
from storage.sql import Sql
from storage.tables import comments as t

ONE = sa.select(t).where(t.c.org_id == sa.bindparam("org"), t.c.id == sa.bindparam("one"))
HEARD = sa.insert(utterances)
JOINED = sa.update(t).where(t.c.org_id == sa.bindparam("b_org"), t.c.id == sa.bindparam("b_one")).values(joined=True)
BECAME = (
    sa.update(t)
    .where(t.c.org_id == sa.bindparam("b_org"), t.c.id == sa.bindparam("b_one"), t.c.became.is_(None))
    .values(became=sa.bindparam("into"))
)
UNHEARD = sa.delete(utterances).where(utterances.c.org_id == sa.bindparam("org"), utterances.c.comment == sa.bindparam("one"))
READS = (
    sa.update(t)
    .where(t.c.org_id == sa.bindparam("b_org"), t.c.id == sa.bindparam("b_one"))
    .values({name: sa.bindparam(name) for name in ("visibility", "text", "body", "stamp", "edited", "removed")})
)


class Comments:
    def __init__(self, sql: Sql, search: Search) -> None:
        self._sql = sql
        self._search = search

    def add(self, ticket: Ticket, author_id: int | None, visibility: Visibility, spoken: Spoken, at: datetime) -> Comment:
        """Stored, and its words found by search (internal ones only by agents). A message is one comment, whatever brings it."""
        source, org = spoken.source, ticket.org_id
        values: dict[str, Any] = {
            "ticket": ticket.number, "author_id": author_id, "visibility": visibility, "text": spoken.text, "at": at,
            "platform": source.platform if source else "", "channel": source.channel if source else "",
            "message": source.message if source else "", "body": spoken.body, "stamp": spoken.stamp, "edited": False,
            "removed": False,
        }  # fmt: skip
        number = self._sql.add(t, {"org_id": org, **values})
        if source and source.message:
            here = {
                "org_id": org, "platform": source.platform, "workspace": source.workspace, "channel": source.channel,
                "message": source.message, "thread": source.thread, "ticket": ticket.number, "comment": number,
            }  # fmt: skip
            self._sql.later(HEARD, here, told="the same message became a comment meanwhile")
        self._search.extend(org, ticket.number, spoken.text, visibility)
        return Comment(org_id=org, id=number, **values)

    def get(self, org_id: int, comment_id: int) -> Comment | None:
        found = self._sql.row(ONE, {"org": org_id, "one": comment_id})
        return _comment(found) if found else None

    def of(self, org_id: int, ticket: int, *, internal: bool) -> Sequence[Comment]:
        """Oldest first, without what is a ticket of its own by now; notes only when `internal` (ix_comments_ticket)."""
        asked = [t.c.org_id == org_id, t.c.ticket == ticket, t.c.became.is_(None)]
        asked += [] if internal else [t.c.visibility == Visibility.PUBLIC]
        return [_comment(row) for row in self._sql.rows(sa.select(t).where(*asked).order_by(t.c.id))]

    def joins(self, comment: Comment) -> None:
        """It may become a request of its own."""
        self._sql.run(JOINED, {"b_org": comment.org_id, "b_one": comment.id})

    def becomes(self, comment: Comment, ticket: int) -> bool:
        """It is a ticket of its own: its message is that one's now. False where it was before, by whomever."""
        if self._sql.changed(BECAME, {"b_org": comment.org_id, "b_one": comment.id, "into": ticket}) != 1:
            return False
        self._sql.run(UNHEARD, {"org": comment.org_id, "one": comment.id})
        return True

    def save(self, comment: Comment) -> None:
        """How it reads now."""
        values = {
            "visibility": comment.visibility, "text": comment.text, "body": comment.body, "stamp": comment.stamp,
            "edited": comment.edited, "removed": comment.removed,
        }  # fmt: skip
        self._sql.run(READS, {"b_org": comment.org_id, "b_one": comment.id, **values})

    def find_anew(self, ticket: Ticket) -> None:
        """From now on the ticket is found by what can be read on it now, and by nothing that was changed or taken back."""
        every = self.of(ticket.org_id, ticket.number, internal=True)
        said = [comment for comment in every if not comment.removed and comment.became is None]
        details = [] if ticket.removed else [ticket.details]
        public = [comment.text for comment in said if comment.visibility is Visibility.PUBLIC]
        notes = [comment.text for comment in said if comment.visibility is Visibility.INTERNAL]
        self._search.replace(ticket.org_id, ticket.number, [str(ticket.number), ticket.summary, *details, *public], notes)


def _comment(row: Any) -> Comment:
    return Comment(
        org_id=row.org_id, id=row.id, ticket=row.ticket, author_id=row.author_id, visibility=Visibility(row.visibility),
        text=row.text, at=row.at, platform=row.platform, channel=row.channel, message=row.message, body=row.body,
        stamp=row.stamp, edited=row.edited, removed=row.removed, joined=row.joined, became=row.became,
    )  # fmt: skip

"""Tickets that rest: which of them the desk has to look at, and the columns that say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.tickets.model import Ticket
from app.tickets.silence import Silence, Snooze
from storage.sql import Sql
from storage.tables import tickets as t

ASIDE = 10
"""So much lower a ticket that is snoozed stands in its queue than its priority would have it: below all that are not."""

DUE = (
    sa.select(t.c.number, t.c.wakes_at)
    .where(
        t.c.org_id == sa.bindparam("org"),
        t.c.wakes_at <= sa.bindparam("at"),
        sa.or_(
            t.c.wakes_at > sa.bindparam("after"),
            sa.and_(t.c.wakes_at == sa.bindparam("after"), t.c.number > sa.bindparam("number")),
        ),
    )
    .order_by(t.c.wakes_at, t.c.number)
    .limit(sa.bindparam("most"))
)
FIRST = (
    sa.select(t.c.number, t.c.wakes_at)
    .where(t.c.org_id == sa.bindparam("org"), t.c.wakes_at <= sa.bindparam("at"))
    .order_by(t.c.wakes_at, t.c.number)
    .limit(sa.bindparam("most"))
)


class Silences:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def due(
        self, org_id: int, at: datetime, most: int, after: tuple[int, datetime] | None = None
    ) -> Sequence[tuple[int, datetime]]:
        """Tickets to look at, each with since when, longest due first (ix_tickets_wakes); `after` where the last list ended."""
        asked = {"org": org_id, "at": at, "most": most}
        if after is None:
            return [(row.number, row.wakes_at) for row in self._sql.rows(FIRST, asked)]
        number, since = after
        return [(row.number, row.wakes_at) for row in self._sql.rows(DUE, asked | {"after": since, "number": number})]

    def reconsider(self, org_id: int, at: datetime) -> None:
        """The policy is another one: whatever rests is looked at anew."""
        resting = sa.or_(t.c.quiet_since.is_not(None), t.c.snoozed_at.is_not(None))
        self._sql.run(sa.update(t).where(t.c.org_id == org_id, resting).values(wakes_at=at))


def columns(ticket: Ticket) -> dict[str, Any]:
    """Silence and snooze as they are stored."""
    silence, snooze = ticket.silence, ticket.snooze
    return {
        "quiet_since": silence.since if silence else None, "told": silence.told if silence else 0,
        "told_at": silence.told_at if silence else None, "snoozed_at": snooze.at if snooze else None,
        "snoozed_until": snooze.until if snooze else None, "wakes_at": ticket.wakes_at,
    }  # fmt: skip


def silence_of(row: Any) -> Silence | None:
    return Silence(row.quiet_since, row.told, row.told_at) if row.quiet_since else None


def snooze_of(row: Any) -> Snooze | None:
    return Snooze(row.snoozed_at, row.snoozed_until) if row.snoozed_at else None

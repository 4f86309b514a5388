"""Messages that wait a moment for what else there is to say, and those that wait for somebody's quiet hours to end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.posts.model import DeliveryState
from storage.sql import Sql
from storage.tables import deliveries as t

MOST = 10
"""Cards that are said in one message."""

ORG: Any = sa.bindparam("org", type_=t.c.org_id.type)
KEY: Any = sa.bindparam("unique", type_=t.c.unique_key.type)
UNTRIED = (t.c.state == DeliveryState.WAITING, t.c.attempts == 0, t.c.uncertain.is_(False))
"""Nobody can have seen anything of it yet."""

SEEN: Any = sa.bindparam("seen", type_=t.c.wanted.type)
FOUND = sa.select(t.c.id, t.c.payload, t.c.state, t.c.attempts, t.c.uncertain, t.c.wanted).where(
    t.c.org_id == ORG, t.c.unique_key == KEY
)
JOIN = (
    sa.update(t)
    .where(t.c.org_id == ORG, t.c.id == sa.bindparam("one", type_=t.c.id.type), t.c.wanted == SEEN, *UNTRIED)
    .values(payload=sa.bindparam("cards", type_=t.c.payload.type), wanted=t.c.wanted + 1)
)
"""Of two that join at the same moment the second finds another `wanted`, and looks again."""


def joined(sql: Sql, org_id: int, key: str, card: Any) -> bool | None:
    """Whether `card` is said along with what waits under that key; None where nothing has that key."""
    while (found := sql.row(FOUND, {"org": org_id, "unique": key})) is not None:
        cards = found.payload.get("cards", ())
        if found.state != DeliveryState.WAITING or found.attempts or found.uncertain or not 0 < len(cards) < MOST:
            return False
        more = {**found.payload, "cards": [*cards, card]}
        if sql.changed(JOIN, {"org": org_id, "one": found.id, "cards": more, "seen": found.wanted}):
            return True
    return None


def release(sql: Sql, org_id: int, lanes: Iterable[str], at: datetime, until: datetime) -> int:
    """What waits in these lanes for a later time than `until`, and was not tried yet, leaves then; how many."""
    theirs = (t.c.org_id == org_id, t.c.lane.in_(sorted(set(lanes))), t.c.due_at > at, t.c.not_before > until)
    return sql.changed(sa.update(t).where(*theirs, *UNTRIED).values(not_before=until, due_at=until))

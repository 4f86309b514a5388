"""What was said in the thread of a request before the request itself was heard of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.tickets.model import Source
from storage.sql import NOTHING, Sql, insert_into
from storage.tables import tickets
from storage.waiting_tables import early_replies as t

OF_A_THREAD, OF_A_CHANNEL = 20, 200
"""Messages that are kept: more are said in no thread before its first message comes."""

MESSAGE = ("platform", "workspace", "channel", "message")
THERE: Any = (
    t.c.org_id == sa.bindparam("org"), t.c.platform == sa.bindparam("on"), t.c.workspace == sa.bindparam("workspace"),
    t.c.channel == sa.bindparam("channel"),
)  # fmt: skip
HEADED: Any = (*THERE, t.c.thread == sa.bindparam("head"))
BELOW = sa.select(t).where(*HEADED).order_by(t.c.at, t.c.message)
MANY_BELOW = sa.select(sa.func.count()).select_from(t).where(*HEADED)
MANY_THERE = sa.select(sa.func.count()).select_from(t).where(*THERE)
LET_GO = sa.delete(t).where(*THERE, t.c.message == sa.bindparam("one"))
OLD = sa.delete(t).where(t.c.org_id == sa.bindparam("org"), t.c.at < sa.bindparam("before"))
LATE = (
    sa.select(t)
    .where(
        t.c.org_id == sa.bindparam("org"),
        sa.exists().where(
            tickets.c.org_id == t.c.org_id,
            tickets.c.source_platform == t.c.platform,
            tickets.c.source_workspace == t.c.workspace,
            tickets.c.source_channel == t.c.channel,
            tickets.c.source_message == t.c.thread,
            tickets.c.source_message != NOTHING,
        ),
    )
    .order_by(t.c.at, t.c.message)
    .limit(sa.bindparam("most"))
)


@cache
def _keep(sqlite_: bool) -> Any:
    return insert_into(t, sqlite_).on_conflict_do_nothing(index_elements=list(t.primary_key.columns))


class EarlyReplies:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def keep(self, org_id: int, where: Source, said: Any, at: datetime) -> None:
        """The same message twice is one; of a thread, and of a channel, only so many are kept."""
        there = _there(org_id, where)
        full = self._sql.value(MANY_BELOW, {**there, "head": where.thread}) >= OF_A_THREAD
        if full or self._sql.value(MANY_THERE, there) >= OF_A_CHANNEL:
            return
        here = {"platform": where.platform, "workspace": where.workspace, "channel": where.channel, "message": where.message}
        self._sql.run(_keep(self._sql.is_sqlite), {"org_id": org_id, **here, "thread": where.thread, "said": said, "at": at})

    def below(self, org_id: int, head: Source) -> Sequence[Any]:
        """What was said in the thread of that message, oldest first (ix_early_replies_thread)."""
        rows = self._sql.rows(BELOW, {**_there(org_id, head), "head": head.message}, apart=True)
        return [row.said for row in rows]

    def late(self, org_id: int, most: int) -> Sequence[Any]:
        """What was kept while another process was just hearing of its request."""
        return [row.said for row in self._sql.rows(LATE, {"org": org_id, "most": most})]

    def let_go(self, org_id: int, where: Source) -> None:
        """It is kept no more."""
        self._sql.run(LET_GO, {**_there(org_id, where), "one": where.message})

    def forget_before(self, org_id: int, before: datetime) -> None:
        """What was kept since before then has no request."""
        self._sql.run(OLD, {"org": org_id, "before": before})


def _there(org_id: int, where: Source) -> dict[str, Any]:
    return {"org": org_id, "on": where.platform, "workspace": where.workspace, "channel": where.channel}

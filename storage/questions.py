"""Messages of ours that ask something which can be answered elsewhere too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.people.model import Platform
from app.posts.model import MessageRef
from storage.sql import Sql, insert_into
from storage.waiting_tables import questions as t

OF = (
    sa.select(t)
    .where(t.c.org_id == sa.bindparam("org"), t.c.subject == sa.bindparam("of"))
    .order_by(t.c.at, t.c.platform, t.c.channel, t.c.message)
)
OVER = sa.delete(t).where(t.c.org_id == sa.bindparam("org"), t.c.subject == sa.bindparam("of"))
ANSWERED = sa.delete(t).where(
    t.c.org_id == sa.bindparam("org"), t.c.channel == sa.bindparam("channel"), t.c.message == sa.bindparam("one"),
    t.c.platform == sa.bindparam("on"), t.c.workspace == sa.bindparam("workspace"),
)  # fmt: skip
OLD = sa.delete(t).where(t.c.org_id == sa.bindparam("org"), t.c.at < sa.bindparam("before"))


@cache
def _stands(sqlite_: bool) -> Any:
    return insert_into(t, sqlite_).on_conflict_do_nothing(index_elements=list(t.primary_key.columns))


class Questions:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def stands(self, org_id: int, subject: str, ref: MessageRef, user: str, at: datetime) -> None:
        """It is asked there."""
        there = {"platform": ref.platform, "workspace": ref.workspace, "channel": ref.channel, "message": ref.message}
        values = {"org_id": org_id, "subject": subject, **there, "thread": ref.thread, "user": user, "at": at}
        self._sql.run(_stands(self._sql.is_sqlite), values)

    def of(self, org_id: int, subject: str) -> Sequence[tuple[MessageRef, str]]:
        """Where it is asked, each with whom it asks ('' everybody there)."""
        return [(_ref(row), row.user) for row in self._sql.rows(OF, {"org": org_id, "of": subject})]

    def over(self, org_id: int, subject: str) -> None:
        """Nothing is asked of it any more."""
        self._sql.run(OVER, {"org": org_id, "of": subject})

    def answered(self, org_id: int, ref: MessageRef) -> None:
        """Not by this message any more (ix_questions_message)."""
        here = {"channel": ref.channel, "one": ref.message, "on": ref.platform, "workspace": ref.workspace}
        self._sql.run(ANSWERED, {"org": org_id, **here})

    def forget_before(self, org_id: int, before: datetime) -> None:
        self._sql.run(OLD, {"org": org_id, "before": before})


def _ref(row: Any) -> MessageRef:
    return MessageRef(Platform(row.platform), row.workspace, row.channel, row.message, row.thread)

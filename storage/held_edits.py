"""Edits of replies that wait for their author's word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.tickets.comment import Comment
from app.tickets.held import Held
from storage.conversation_tables import held_edits as t
from storage.sql import Sql, insert_into

OF = sa.select(t.c.stamp, t.c.state).where(t.c.org_id == sa.bindparam("org"), t.c.comment == sa.bindparam("said"))
WHICH = (
    t.c.org_id == sa.bindparam("b_org"), t.c.comment == sa.bindparam("b_said"), t.c.stamp == sa.bindparam("b_edited"),
    t.c.state == str(Held.ASKED),
)  # fmt: skip
TURN = sa.update(t).where(*WHICH).values(state=sa.bindparam("after"))
LET_GO = sa.delete(t).where(*WHICH)


@cache
def _ask(sqlite_: bool) -> Any:
    """RETURNING answers nothing where there was a row."""
    insert = insert_into(t, sqlite_)
    return insert.on_conflict_do_nothing(index_elements=[t.c.org_id, t.c.comment, t.c.stamp]).returning(t.c.stamp)


class HeldEdits:
    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def of(self, org_id: int, comment_id: int) -> Mapping[int, Held]:
        """What became of each."""
        return {row.stamp: Held(row.state) for row in self._sql.rows(OF, {"org": org_id, "said": comment_id})}

    def ask(self, comment: Comment, stamp: int, at: datetime) -> bool:
        """It waits for an answer; False where it did before, or was answered."""
        values = {"org_id": comment.org_id, "ticket": comment.ticket, "comment": comment.id, "stamp": stamp, "at": at}
        return self._sql.row(_ask(self._sql.is_sqlite), {**values, "state": Held.ASKED}) is not None

    def let_go(self, comment: Comment, stamp: int) -> None:
        """There is nothing to ask any more: at the same instant it was made to read otherwise."""
        self._sql.run(LET_GO, {"b_org": comment.org_id, "b_said": comment.id, "b_edited": stamp})

    def turn(self, comment: Comment, stamp: int, after: Held) -> bool:
        """It is answered, once: False where it was before. Waits for whoever is just doing the same."""
        which = {"b_org": comment.org_id, "b_said": comment.id, "b_edited": stamp}
        return bool(self._sql.changed(TURN, {**which, "after": after}))
